import type { FindingLine } from "../../judgement/lines";
import type { AccountLine, Report } from "../report";
import { safe, type Html } from "./html";
import { counted } from "../../text/words";
import { resourceText } from "./words";

/** What each account is and what is declared that it needs. */
export function accountsSection({ accounts }: Report): Html {
  if (accounts.length === 0) return safe`<p>No account of Segment's was found.</p>`;
  return safe`${accounts.map(accountFacts)}`;
}

function accountFacts(account: AccountLine): Html {
  const { member, disabled, project, profile, readApi, sources, models, stateDataset } = account;
  return safe`<h3><code>${member}</code>${disabled && " is disabled"}</h3>
    <dl class="facts">
      <dt>Runs queries in</dt>
      <dd>project ${project}, reading through ${readApi}</dd>
      <dt>Profile</dt>
      <dd>${profile}</dd>
      <dt>May read</dt>
      <dd>
        ${sources === null ? "nobody has declared what" : sources.length === 0 ? "nothing" : sources.join(", ")}
      </dd>
      <dt>Keeps state in</dt>
      <dd>${stateDataset}${account.segmentCreatesStateDataset && ", which Segment makes itself"}</dd>
      ${
        models.length > 0 &&
        safe`<dt>Uses models in</dt>
          <dd>
            ${models.map(({ dataset, operations }) => `${dataset} (${operations.join(", ")})`).join("; ")}
          </dd>`
      }
    </dl>`;
}

/** What the rules say, mandatory ones first. */
export function findingsList(findings: readonly FindingLine[], none: string): Html {
  if (findings.length === 0) return safe`<p>${none}</p>`;
  return safe`<ul class="findings">
    ${findings.map(
      ({ rule, level, severity, message, urn, url }) =>
        safe`<li class="${level === "mandatory" ? "is-excess" : "is-cannot-tell"}">
          <p>
            <strong>${level}</strong>, severity ${severity}, rule
            ${url === undefined ? rule : safe`<a href="${url}" rel="noreferrer">${rule}</a>`}
          </p>
          <p>${message}</p>
          ${urn !== undefined && safe`<p class="why">${resourceText(urn)}</p>`}
        </li> `,
    )}
  </ul>`;
}

/** Keys with their age: what never expires by itself. */
export function keysTable({ keys }: Report): Html {
  if (keys.length === 0) return safe`<p>No key of Segment's account is among what was read.</p>`;
  return safe`<div class="scroll" tabindex="0" role="region" aria-label="Table of keys">
    <table>
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col">Key</th>
          <th scope="col">Account</th>
          <th scope="col">Made by</th>
          <th scope="col">Age</th>
          <th scope="col">Expires</th>
        </tr>
      </thead>
      <tbody>
        ${keys.map(
          ({ state, key, account, origin, validAfter, validBefore, ageDays, maxAgeDays }) =>
            safe`<tr
              class="${state === "good" ? "is-needed" : state === "not known" ? "is-cannot-tell" : state === "too old" ? "is-excess" : "is-accepted"}"
            >
              <td><span class="chip">${state}</span></td>
              <td><code>${key}</code></td>
              <td>${account}</td>
              <td>${origin}</td>
              <td>
                ${ageDays === undefined ? "not known yet" : counted(ageDays, "day")}${validAfter !== undefined && safe`<span class="why">since ${validAfter.slice(0, 10)}; at most ${counted(maxAgeDays, "day")}</span>`}
              </td>
              <td>${expiry(validBefore)}</td>
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Google writes the year 9999 for a key that does not expire. */
function expiry(validBefore: string | undefined): string {
  if (validBefore === undefined) return "not known yet";
  return validBefore.startsWith("9999") ? "never" : validBefore.slice(0, 10);
}

/** What the organization has accepted, why, and until when. */
export function exemptionsTable({ exemptions }: Report): Html {
  if (exemptions.length === 0) return safe`<p>There are none.</p>`;
  return safe`<div class="scroll" tabindex="0" role="region" aria-label="Table of exemptions">
    <table>
      <thead>
        <tr>
          <th scope="col">Rule</th>
          <th scope="col">For findings with</th>
          <th scope="col">Reason</th>
          <th scope="col">Until</th>
          <th scope="col">Outcome</th>
        </tr>
      </thead>
      <tbody>
        ${exemptions.map(
          ({ rule, resource, account, role, scope, permission, reason, until, outcome }) =>
            safe`<tr>
              <td>${rule}</td>
              <td>${[resource, account, role, scope, permission].filter((one) => one !== undefined).join(", ") || "anything"}</td>
              <td>${reason}</td>
              <td>${until ?? "no date"}</td>
              <td>${outcome}</td>
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}

/** What could not be judged. */
export function incompleteList({ incomplete }: Report): Html {
  if (incomplete.length === 0) return safe`<p>Everything that was read could be judged.</p>`;
  return safe`<ul>
    ${incomplete.map(({ subject, reason }) => safe`<li><strong>${subject}</strong>: ${reason}</li> `)}
  </ul>`;
}
