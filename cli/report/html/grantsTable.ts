import { byAlarm, inExcess } from "../../../policy/rules/text";
import type { MissingLine } from "../../judgement/findings";
import { counted } from "../../text";
import { type GrantLine, type Report, states } from "../report";
import { type Html, type HtmlPart, resourceText, safe, stateChip, stateClass } from "./html";

/** From so many rows on the browser lays out only those in view; a picture of the whole page would have blank areas. */
const many = 400;

/** Every grant and every gap, one row each, with what narrows the rows down. */
export function grantsTable(report: Report): Html {
  const { grants, missing } = report;
  const several = new Set([...grants, ...missing].map(({ member }) => member)).size > 1;
  return safe`${filters(report, several)}
    <div class="scroll" tabindex="0" role="region" aria-label="Table of grants">
      <table id="grants-table" class="${grants.length + missing.length > many ? "cards long" : "cards"}" role="table">
        <caption>
          What is needed has its reason, what is in excess its permissions.
        </caption>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">State</th>
            <th role="columnheader" scope="col">Role${several && " and account"}</th>
            <th role="columnheader" scope="col">Scope</th>
            <th role="columnheader" scope="col">What for, what in excess</th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${missing.map((gap, index) => gapRow(gap, several, `gap-${index + 1}`))}${grants.map((grant, index) => grantRow(grant, several, `grant-${index + 1}`))}
        </tbody>
      </table>
    </div>`;
}

function filters({ grants, missing }: Report, several: boolean): Html {
  const kinds = [...new Set([...grants, ...missing].map(({ scopeKind }) => scopeKind))].sort();
  const members = [...new Set([...grants, ...missing].map(({ member }) => member))].sort();
  const present = states.filter((state) => [...grants, ...missing].some((line) => line.state === state));
  return safe`<form class="filters" id="filters" role="search" hidden>
    <div>
      <label for="search">Search role, scope, permission, reason</label
      ><input type="search" id="search" name="search" autocomplete="off" spellcheck="false" />
    </div>
    <fieldset>
      <legend>State</legend>
      ${present.map(
        (state) =>
          safe`<label><input type="checkbox" name="state" value="${state}" checked /> ${state}</label>`,
      )}
    </fieldset>
    <div>
      <label for="kind">Kind of scope</label
      ><select id="kind" name="kind">
        <option value="">all</option>
        ${kinds.map((kind) => safe`<option>${kind}</option>`)}
      </select>
    </div>
    ${
      several &&
      safe`<div>
        <label for="account">Account</label
        ><select id="account" name="account">
          <option value="">all</option>
          ${members.map((member) => safe`<option>${member}</option>`)}
        </select>
      </div>`
    }
    <button type="reset">Show all</button>
    <output id="filter-count" class="dim" aria-live="polite"></output>
  </form>`;
}

function gapRow(
  { state, member, scope, scopeKind, permissions }: MissingLine,
  several: boolean,
  id: string,
): Html {
  const reasons = new Map<string, string[]>();
  for (const { permission, reason } of permissions)
    reasons.set(reason, [...(reasons.get(reason) ?? []), permission]);
  return row(id, { state, member, scopeKind }, [
    safe`<span class="dim">${state === "missing" ? "granted nowhere" : "perhaps granted"}</span
      >${several && safe`<span class="why">${member}</span>`}`,
    scope,
    [...reasons].map(([reason, needed]) => safe`to ${reason}: <code>${needed.join(", ")}</code><br />`),
  ]);
}

function grantRow(grant: GrantLine, several: boolean, id: string): Html {
  const { state, member, role, scope, scopeKind, through, why, excess, uncertain, urn } = grant;
  return row(id, { state, member, scopeKind }, [
    safe`<code>${role}</code
      >${through !== undefined && safe`<span class="why">through ${through}</span>`}${several && safe`<span class="why">${member}</span>`}<span
        class="why"
        >by ${resourceText(urn)}</span
      >`,
    scope,
    [
      why.length > 0 && safe`<span>to ${why.join("; ")}</span>`,
      why.length === 0 && safe`<span class="dim">nothing of it is needed there</span>`,
      excess.length > 0 && safe`<br /><strong>${inExcess(excess)}</strong>`,
      uncertain.length > 0 && safe`<br />undetermined: <code>${abridged(uncertain)}</code>`,
      allPermissions(grant),
    ],
  ]);
}

function row(
  id: string,
  { state, member, scopeKind }: Pick<GrantLine | MissingLine, "state" | "member" | "scopeKind">,
  [role, scope, what]: [HtmlPart, HtmlPart, HtmlPart],
): Html {
  return safe`<tr
    role="row"
    id="${id}"
    class="${stateClass(state)}"
    data-state="${state}"
    data-kind="${scopeKind}"
    data-account="${member}"
  >
    <td role="cell">${stateChip(state)}</td>
    <td role="cell" data-label="Role">${role}</td>
    <td role="cell" data-label="Scope">${scope}</td>
    <td role="cell" data-label="What for, what in excess">${what}</td>
  </tr> `;
}

function abridged(permissions: readonly string[]): string {
  const sorted = byAlarm(permissions);
  return sorted.length <= 5
    ? sorted.join(", ")
    : `${sorted.slice(0, 4).join(", ")} and ${sorted.length - 4} more`;
}

function allPermissions({ permissions, needed, excess, uncertain }: GrantLine): HtmlPart {
  if (permissions.length === 0) return safe`<span class="why">what the role allows is unknown here</span>`;
  const used = new Set(needed.map(({ permission }) => permission));
  const judged = new Set([...used, ...excess, ...uncertain]);
  const rest = permissions.filter((permission) => !judged.has(permission));
  const part = (what: string, list: readonly string[]): HtmlPart =>
    list.length > 0 && safe`<span class="why">${what}: ${list.join(", ")}</span>`;
  return safe`<details class="screen">
    <summary>${counted(permissions.length, "permission")}</summary>
    ${part("needed", [...used])}${part("in excess", excess)}${part("undetermined", uncertain)}${part("allowed", rest)}
  </details>`;
}
