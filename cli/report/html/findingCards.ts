import type { FindingLine } from "../../judgement/lines";
import type { Report } from "../report";
import { type Html, safe } from "./html";
import { command, resourceText } from "./words";

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
