import type { Recommendation } from "../../../policy/access/recommendRole";
import { abridged, joined } from "../../../policy/stack/text";
import { printable, wrap, type Style } from "../../terminal";
import type { Finding } from "../finding";
import { shortType } from "./tree";

/** A finding in a few lines: what it is about, what is wrong, what to remove and what to grant, and the fix. */
export function renderFinding(finding: Finding, style: Style, width: number): string[] {
  const { level, severity, rule, summary, fix, url } = finding;
  const paint = level === "mandatory" ? style.red : style.yellow;
  const [remove, grant] = changeOf(finding);
  return [
    `${paint(level)} ${style.bold(printable(rule))}${severity ? ` (${severity})` : ""}`,
    ...wrap(about(finding), width, "  "),
    ...wrap(printable(summary), width, "  "),
    ...(remove === undefined ? [] : wrap(printable(remove), width, "  - ").map(style.red)),
    ...(grant === undefined ? [] : wrap(printable(grant), width, "  + ").map(style.green)),
    ...(fix === undefined ? [] : wrap(`Fix: ${sentence(printable(fix))}`, width, "  ")),
    ...(url === undefined ? [] : [style.dim(`  ${printable(url)}`)]),
  ];
}

/** The resource by name and type, and where the program declares it. */
export function about({ resource, type, place }: Finding): string {
  const where = place ? `, ${place.file}:${place.line}` : "";
  return printable(`${resource} (${shortType(type)})${where}`);
}

/** The grant to remove and the one to make in its place, where a finding is about one. */
export function changeOf({ remove, grant, scope }: Finding): [string?, string?] {
  const on = scope === undefined ? "" : ` on ${scope}`;
  return [
    remove === undefined ? undefined : `${remove}${on}`,
    grant === undefined ? undefined : `${recommended(grant)}${on}`,
  ];
}

function recommended(grant: Recommendation): string {
  return grant.kind === "predefined"
    ? joined(grant.roles)
    : `custom role with ${abridged(grant.permissions)}`;
}

/** A finding in whole sentences: what is wrong, and the fix. */
export function sentences({ summary, fix }: Finding): string {
  const first = sentence(summary);
  return fix === undefined ? first : `${first} Fix: ${sentence(fix)}`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`;
}
