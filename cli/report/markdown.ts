import { inExcess } from "../../policy/rules/text";
import type { FindingLine } from "../judgement/findings";
import { cell, code, counted } from "../text";
import { notReadLine } from "./lines";
import { type Report, states } from "./report";

/** GitHub refuses a comment of more than 65,536 characters: https://docs.github.com/en/rest/issues/comments */
const mostCharacters = 60_000;
/** Rows that a reader of a comment still reads; the rest is counted. */
const mostRows = 40;

/** The report as a comment on a pull request: verdict, counts, findings, grants and gaps, keys. */
export function renderMarkdown(report: Report): string {
  const { subject, verdict, counts, findings, keys, exemptions, incomplete, notRead } = report;
  const parts = [
    `## Segment's access to BigQuery: ${cell(subject.name)}`,
    `**${verdict}**: ${states.map((state) => `${counts[state]} ${state}`).join(", ")}`,
    ...notReadLine(notRead),
    heading("Findings", findings.length),
    ...limited(findings.map(findingLine), "finding"),
    heading("Grants and gaps", report.grants.length + report.missing.length),
    ...grantTable(report),
    heading("Keys", keys.length),
    ...(keys.length === 0
      ? []
      : [
          table(
            ["State", "Key", "Account", "Age in days"],
            keys.map(({ state, key, account, ageDays }) => [
              state,
              code(key),
              code(account),
              ageDays === undefined ? "not known yet" : String(ageDays),
            ]),
          ),
        ]),
    heading("Exemptions", exemptions.length),
    ...limited(
      exemptions.map(({ outcome }) => `- ${cell(outcome)}`),
      "exemption",
    ),
    heading("Not judged", incomplete.length),
    ...limited(
      incomplete.map(({ subject: what, reason }) => `- ${code(what)}: ${cell(reason)}`),
      "entry",
    ),
  ];
  return cut(`${parts.filter((part) => part !== "").join("\n\n")}\n`);
}

function heading(title: string, count: number): string {
  return count === 0 ? "" : `### ${title}`;
}

function findingLine({ level, severity, rule, message }: FindingLine): string {
  return `- **${level}** (${severity}, \`${rule}\`): ${cell(message)}`;
}

function grantTable({ grants, missing }: Report): string[] {
  const rows = [
    ...missing.map(({ state, scope, permissions }) => [
      `**${state}**`,
      state === "missing" ? "granted nowhere" : "perhaps granted",
      cell(scope),
      `${permissions.map(({ permission }) => code(permission)).join(", ")}: to ${cell([...new Set(permissions.map(({ reason }) => reason))].join("; "))}`,
    ]),
    ...grants.map(({ state, role, through, scope, why, excess }) => [
      state === "excess" ? "**excess**" : state,
      code(role) + (through === undefined ? "" : ` through ${code(through)}`),
      cell(scope),
      [why.length > 0 ? `to ${cell(why.join("; "))}` : "", excess.length > 0 ? inExcess(excess) : ""]
        .filter(Boolean)
        .join("; "),
    ]),
  ];
  if (rows.length === 0) return [];
  const left = rows.length - mostRows;
  return [
    table(["State", "Role", "Scope", "What for"], rows.slice(0, mostRows)),
    ...(left > 0 ? [`…and ${counted(left, "more row")}.`] : []),
  ];
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function limited(lines: string[], noun: string): string[] {
  if (lines.length === 0) return [];
  const left = lines.length - mostRows;
  const more = left > 0 ? [`- …and ${left} more ${noun}${left === 1 ? "" : "s"}.`] : [];
  return [[...lines.slice(0, mostRows), ...more].join("\n")];
}

function cut(text: string): string {
  if (text.length <= mostCharacters) return text;
  const end = text.lastIndexOf("\n", mostCharacters);
  return `${text.slice(0, end)}\n\n…cut here: the report is too long for a comment; the page has it all.\n`;
}
