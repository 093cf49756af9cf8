import { createHash } from "node:crypto";
import { notReadLine } from "../lines";
import { states, type Report } from "../report";
import {
  accountsSection,
  exemptionsTable,
  findingCards,
  impersonationList,
  incompleteList,
  keysTable,
} from "./sections";
import { grantsTable } from "./grantsTable";
import { type Html, meanings, safe, stateClass, trusted } from "./html";
import { matrix } from "./matrix";
import { pageScript } from "./pageScript";
import { picture } from "./picture";
import { style } from "./style";

const verdicts: Readonly<Record<Report["verdict"], string>> = {
  accepted: "No mandatory rule is broken, and everything that was read could be judged.",
  rejected: "A mandatory rule is broken.",
  incomplete: "No mandatory rule is broken in what could be judged, but not everything could.",
};

const segmentAccounts: Readonly<Record<Report["subject"]["kind"], string>> = {
  stack: "stack, from an offline preview",
  state: "stack, from its exported state",
  project: "project, as it is at Google",
  organization: "organization, by Google's asset inventory",
  folder: "folder, by Google's asset inventory",
};

type Section = [id: string, title: string, explained: string, body: Html];

/** The whole page: one file, no network, no script but its own. */
export function renderPage(report: Report): string {
  const { subject, judgedAt, verdict, incomplete } = report;
  const notJudged: Section = [
    "incomplete",
    "Not judged",
    "What could not be seen from here.",
    incompleteList(report),
  ];
  const open = incomplete.length > 0;
  const sections: Section[] = [
    ["findings", "Findings", "What the policy pack's rules say, mandatory ones first.", findingCards(report)],
    ...(open ? [notJudged] : []),
    [
      "paths",
      "Paths",
      "From account over roles to project, datasets and tables: the wider a band, the more permissions.",
      picture(report),
    ],
    [
      "grants",
      "Grants and gaps",
      "Every role held, and everything needed that no role gives.",
      grantsTable(report),
    ],
    [
      "accounts",
      "Accounts",
      "Who Segment signs in as, and what is declared that it needs.",
      accountsSection(report),
    ],
    ["matrix", "Permissions by scope", "What is held or missing where, and why.", matrix(report)],
    [
      "impersonation",
      "Impersonation",
      "Paths by which one account can act as another, in either direction.",
      impersonationList(report),
    ],
    ["keys", "Keys", "Metadata only; key material is never read.", keysTable(report)],
    [
      "exemptions",
      "Exemptions",
      "Findings that the organization accepts, each with its reason.",
      exemptionsTable(report),
    ],
    ...(open ? [] : [notJudged]),
  ];
  const page = safe`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${contentPolicy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>Segment's access to BigQuery: ${subject.name}</title>
        <style>${trusted(style)}</style>
      </head>
      <body>
        <a class="skip" href="#findings">Skip to the findings</a>
        <header>
          <h1>What Segment can do in BigQuery: ${subject.name}</h1>
          <p class="dim">
            ${segmentAccounts[subject.kind]}; judged on ${judgedAt.slice(0, 16).replace("T", " ")} UTC
          </p>
          <div class="verdict ${verdict}"><strong>${verdict}</strong><span>${verdicts[verdict]}</span></div>
          ${notReadLine(report.notRead).map((line) => safe`<p class="dim">${line}</p>`)}
          <dl class="tiles">
            ${states.map(
              (state) =>
                safe`<div class="tile ${stateClass(state)}${report.counts[state] === 0 && " zero"}">
                  <dt>${state}</dt>
                  <dd>${report.counts[state]}</dd>
                  <dd class="why">${meanings[state]}</dd>
                </div> `,
            )}
          </dl>
        </header>
        <nav aria-label="Sections">
          <ul>
            ${sections.map(([id, title]) => safe`<li><a href="#${id}">${title}</a></li>`)}
          </ul>
        </nav>
        <main>
          ${sections.map(
            ([id, title, explained, body]) =>
              safe`<section id="${id}" class="${id === "matrix" && "screen"}" aria-labelledby="${id}-title">
                <h2 id="${id}-title">${title}</h2>
                <p class="dim">${explained}</p>
                ${body}
              </section> `,
          )}
        </main>
        <footer>
          <p>
            Made by <code>segment-bigquery report</code>. The page asks nothing of any network and holds no
            key material; it does hold the names of projects, datasets and members.
          </p>
        </footer>
        <script>${trusted(pageScript)}</script>
      </body>
    </html> `;
  return page.markup;
}

/** Style and script are allowed by what they are, so that nothing that slips into the page can run or load. */
const contentPolicy = [
  "default-src 'none'",
  `style-src ${hashOf(style)}`,
  `script-src ${hashOf(pageScript)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

function hashOf(content: string): string {
  return `'sha256-${createHash("sha256").update(content).digest("base64")}'`;
}
