import { inExcess } from "../../../policy/rules/text";
import { cell, code, counted } from "../../text";
import { changesIn } from "../compare";
import type { AccessLine, Comparison, PreviewResult, Verdict } from "../previewResult";
import type { Finding } from "../finding";
import { judgedFor } from "../print/conclusion";
import { about, changeOf, sentences } from "../print/findings";

/** GitHub refuses a comment of more than 65,536 characters: https://docs.github.com/en/rest/issues/comments */
const mostCharacters = 60_000;
/** Entries that a reader of a comment still reads; the rest is counted. */
const mostEntries = 40;

const verdicts: Record<Verdict, string> = {
  accepted: "✅ accepted",
  rejected: "❌ rejected",
  incomplete: "❓ not judged in full",
  "nothing-to-judge": "➖ nothing to judge",
};

/** A comment on a pull request: the verdict and the findings in sight, the rest folded. */
export function renderMarkdown(result: PreviewResult): string {
  const { project, stack, verdict, violations, incomplete, access, comparison, products } = result;
  const count = (level: string): number => violations.filter((one) => one.level === level).length;
  const parts = [
    `## Segment's access to BigQuery: ${cell(stack)} of ${cell(project)}`,
    `**${verdicts[verdict]}**: ${count("mandatory")} mandatory, ${count("advisory")} advisory, ${incomplete.length} undetermined${products.length === 0 ? "" : `, judged for ${judgedFor(products)}`}`,
    ...(comparison ? [compared(comparison)] : []),
    ...limited(violations.map(finding), "finding"),
    ...limited(
      incomplete.map(({ subject, reason }) => `- **undetermined** ${code(subject)}: ${cell(reason)}`),
      "part",
    ),
    folded(`What Segment's accounts hold: ${counted(access.length, "grant")}`, accessTable(access)),
    folded(
      `Resources: ${result.resources.length}`,
      result.resources.map(({ name, type }) => `- ${code(name)} ${cell(type)}`).slice(0, 200),
    ),
  ];
  return cut(`${parts.filter((part) => part !== "").join("\n\n")}\n`);
}

function finding(one: Finding): string {
  const [remove, grant] = changeOf(one);
  const change = [remove && `- ${remove}`, grant && `+ ${grant}`].filter((line) => line !== undefined);
  const lines = [
    `- **${one.level}** \`${one.rule}\`${one.severity ? ` (${one.severity})` : ""} ${cell(about(one))}: ${cell(sentences(one))}`,
    ...(change.length === 0
      ? []
      : ["  ```diff", ...change.map((line) => `  ${line.replaceAll("`", "'")}`), "  ```"]),
  ];
  return lines.join("\n");
}

/** What the change adds and removes, first of all. */
function compared(comparison: Comparison): string {
  const lines = changesIn(comparison).map(({ sign, text }) => `${sign} ${text}`);
  if (lines.length === 0) return "This change adds and removes no access and no finding.";
  const left = lines.length - mostEntries;
  const shown = lines.slice(0, mostEntries).map((line) => line.replaceAll("`", "'").replaceAll("\n", " "));
  return [
    "This change:",
    ["```diff", ...shown, ...(left > 0 ? [`… and ${left} more`] : []), "```"].join("\n"),
  ].join("\n\n");
}

function accessTable(access: readonly AccessLine[]): string[] {
  if (access.length === 0) return [];
  const left = access.length - mostEntries;
  const rows = access.slice(0, mostEntries).map(({ state, member, role, scope, through, why, excess }) => {
    const by = through === undefined ? "" : ` through ${code(through)}`;
    const purpose = [why.join("; "), excess.length > 0 ? inExcess(excess) : ""];
    return [state, code(member), code(role) + by, cell(scope), cell(purpose.filter(Boolean).join("; "))];
  });
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const head = ["State", "Account", "Role", "Scope", "What for"];
  return [
    [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n"),
    ...(left > 0 ? [`…and ${counted(left, "more row")}.`] : []),
  ];
}

function folded(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return "";
  return `<details><summary>${title}</summary>\n\n${lines.join("\n")}\n\n</details>`;
}

function limited(entries: readonly string[], noun: string): string[] {
  if (entries.length === 0) return [];
  const left = entries.length - mostEntries;
  return [
    [
      ...entries.slice(0, mostEntries),
      ...(left > 0 ? [`- …and ${counted(left, `more ${noun}`)}.`] : []),
    ].join("\n"),
  ];
}

function cut(text: string): string {
  if (text.length <= mostCharacters) return text;
  return `${text.slice(0, text.lastIndexOf("\n", mostCharacters))}\n\n…cut here: the preview is too long for a comment.\n`;
}
