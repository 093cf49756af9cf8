import { products } from "../../../policy/facts/products";
import type { FindingLine } from "../../judgement/findings";
import { counted } from "../../text";
import type { AccountLine, Report } from "../report";
import { command, type Html, resourceText, safe } from "./html";

/** What the rules say, mandatory ones first: one card each, with what to do and where to look. */
export function findingCards(report: Report): Html {
  const { findings } = report;
  if (findings.length === 0) return safe`<p>The rules find nothing.</p>`;
  const first = new Map([...findings].reverse().map((finding) => [finding.urn, finding]));
  return safe`<ul class="findings">
    ${findings.map((finding, index) => card(finding, `finding-${index + 1}`, report, first.get(finding.urn) === finding))}
  </ul>`;
}

/** @param first whether it is the first finding on its resource: the command that removes it is shown once */
function card(
  { rule, level, severity, message, summary, fix, urn, url }: FindingLine,
  id: string,
  report: Report,
  first: boolean,
): Html {
  const row = rowOf(message, urn, report);
  const removal = first ? report.grants.find((grant) => grant.urn === urn)?.removal : undefined;
  return safe`<li id="${id}" class="${level === "mandatory" ? "is-excess" : "is-undetermined"}">
    <p class="finding-head">
      <span class="chip">${level}</span>
      <span class="rule">${url === undefined ? rule : safe`<a href="${url}" rel="noreferrer">${rule}</a>`}</span>
      <span class="dim">severity ${severity}</span>
    </p>
    <p>${summary}</p>
    ${(fix !== undefined || removal !== undefined) && safe`<div class="fix"><b>Fix</b>${fix ?? "Remove the grant, once Segment has what it needs:"}${removal !== undefined && command(removal)}</div>`}
    ${
      (row !== undefined || urn !== undefined) &&
      safe`<p class="why">
        ${urn !== undefined && resourceText(urn)}${row !== undefined && safe` <a class="screen" href="#${row}">Show the row</a>`}
      </p>`
    }
  </li> `;
}

/** The row of the page that shows what a finding is about: by its resource, or by the scope that a gap's message names. */
function rowOf(
  message: string,
  urn: string | undefined,
  { grants, keys, missing }: Report,
): string | undefined {
  const grant = grants.findIndex((one) => one.urn === urn);
  if (urn !== undefined && grant >= 0) return `grant-${grant + 1}`;
  const key = keys.findIndex((one) => one.urn === urn);
  if (urn !== undefined && key >= 0) return `key-${key + 1}`;
  const gap = missing.findIndex(
    ({ scope, permissions }) =>
      message.includes(` ${scope}`) && permissions.some(({ permission }) => message.includes(permission)),
  );
  return gap >= 0 ? `gap-${gap + 1}` : undefined;
}

/** Paths by which one account can act as another, each a link to its finding. */
export function impersonationList({ findings, impersonation }: Report): Html {
  if (impersonation.length === 0)
    return safe`<p>No path was found by which Segment's account can act as another, or another as it.</p>`;
  return safe`<ul>
    ${impersonation.map(
      (finding) =>
        safe`<li>
          ${finding.summary} <a class="screen" href="#finding-${findings.indexOf(finding) + 1}">Show the finding</a>
        </li> `,
    )}
  </ul>`;
}

/** What each account is and what is declared that it needs. */
export function accountsSection({ accounts }: Report): Html {
  if (accounts.length === 0) return safe`<p>No account of Segment's was found.</p>`;
  return safe`${accounts.map(accountFacts)}`;
}

function accountFacts(account: AccountLine): Html {
  const { member, disabled, project, profile, readApi, sources, models, stateDataset } = account;
  const facts = account.products.map((name) => products[name]);
  const writes = facts.some((product) => product.writes);
  const reads = facts.some((product) => product.reads) || !writes;
  return safe`<h3><code>${member}</code>${disabled && " is disabled"}</h3>
    <dl class="facts">
      <dt>Used by</dt>
      <dd>${facts.map(({ title }) => title).join(", ")}</dd>
      <dt>Runs queries in</dt>
      <dd>project ${project}${reads && `, reading through ${readApi}`}</dd>
      <dt>Profile</dt>
      <dd>${profile}</dd>
      ${
        reads &&
        safe`<dt>May read</dt>
          <dd>
            ${sources === null ? "nobody has declared what" : sources.length === 0 ? "nothing" : sources.join(", ")}
          </dd>
          <dt>Keeps state in</dt>
          <dd>${stateDataset}${account.segmentCreatesStateDataset && ", which Segment makes itself"}</dd>`
      }
      ${
        writes &&
        safe`<dt>Writes</dt>
          <dd>
            ${[...account.destinations, ...(account.segmentCreatesDestinations ? ["datasets that Segment creates"] : [])].join(", ")}
          </dd>`
      }
      ${
        models.length > 0 &&
        safe`<dt>Uses models in</dt>
          <dd>
            ${models.map(({ dataset, operations }) => `${dataset} (${operations.join(", ")})`).join("; ")}
          </dd>`
      }
    </dl>`;
}

/** Keys with their age: what never expires by itself. */
export function keysTable({ keys }: Report): Html {
  if (keys.length === 0) return safe`<p>No key of Segment's account is among what was read.</p>`;
  return safe`<div class="scroll" tabindex="0" role="region" aria-label="Table of keys">
    <table class="cards">
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
          ({ state, key, account, origin, validAfter, validBefore, ageDays, maxAgeDays }, index) =>
            safe`<tr
              id="key-${index + 1}"
              class="${state === "good" ? "is-needed" : state === "not known" ? "is-undetermined" : state === "too old" ? "is-excess" : "is-allowed"}"
            >
              <td><span class="chip">${state}</span></td>
              <td data-label="Key"><code>${key}</code></td>
              <td data-label="Account">${account}</td>
              <td data-label="Made by">${origin}</td>
              <td data-label="Age">
                ${ageDays === undefined ? "not known yet" : counted(ageDays, "day")}${validAfter !== undefined && safe`<span class="why">since ${validAfter.slice(0, 10)}; at most ${counted(maxAgeDays, "day")}</span>`}
              </td>
              <td data-label="Expires">${expiry(validBefore)}</td>
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

/** Findings that the organization puts up with, why, and until when. */
export function exemptionsTable({ exemptions }: Report): Html {
  if (exemptions.length === 0) return safe`<p>There are none.</p>`;
  return safe`<div class="scroll" tabindex="0" role="region" aria-label="Table of exemptions">
    <table class="cards">
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
              <td data-label="Rule">${rule}</td>
              <td data-label="For findings with">
                ${[resource, account, role, scope, permission].filter((one) => one !== undefined).join(", ") || "anything"}
              </td>
              <td data-label="Reason">${reason}</td>
              <td data-label="Until">${until ?? "no date"}</td>
              <td data-label="Outcome">${outcome}</td>
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
