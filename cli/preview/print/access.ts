import { inExcess } from "../../../policy/rules/text";
import { printable, wrap, type Style } from "../../terminal";
import type { AccessLine } from "../previewResult";

/** The access table: a line for each grant that is fine, a few for each that is not. */
export function renderAccess(lines: readonly AccessLine[], style: Style, width: number): string[] {
  const out: string[] = [];
  for (const member of new Set(lines.map((line) => line.member))) {
    out.push(`  ${style.bold(printable(member))}`);
    const grants = new Map<string, AccessLine[]>();
    for (const line of lines.filter((candidate) => candidate.member === member)) {
      const key = JSON.stringify([line.state, line.urn, line.role, line.through]);
      grants.set(key, [...(grants.get(key) ?? []), line]);
    }
    // What needs a look comes first.
    const inOrder = [...grants.values()].sort((a, b) => rank(a) - rank(b));
    for (const grant of inOrder) out.push(...renderGrant(grant, style, width));
  }
  return out.length > 0 ? out : ["  none of Segment's accounts holds anything"];
}

/** One grant, at each of its scopes. */
function renderGrant(grant: readonly AccessLine[], style: Style, width: number): string[] {
  const [line] = grant;
  if (line === undefined) return [];
  const { state, role, through, excess } = line;
  const scopes = printable(grant.map(({ scope }) => scope).join(", "));
  const by = through === undefined ? "" : ` through ${printable(through)}`;
  const why = [...new Set(grant.flatMap((line) => line.why))];
  const purpose = why.length === 0 ? "" : `: ${printable(why.join("; "))}`;
  const word = state.padEnd("undetermined".length);
  const [first = "", ...rest] = wrap(`${printable(role)} on ${scopes}${by}${purpose}`, width, `    ${word} `);
  const paint = { ok: style.green, excess: style.red, undetermined: style.yellow }[state];
  return [
    first.replace(word, paint(word)),
    ...rest,
    ...(excess.length === 0 ? [] : wrap(inExcess(excess), width, " ".repeat(17)).map(style.red)),
  ];
}

function rank([line]: readonly AccessLine[]): number {
  return ["excess", "undetermined", "ok"].indexOf(line?.state ?? "ok");
}
