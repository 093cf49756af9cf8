import { inExcess } from "../../../policy/rules/text";
import { abridged } from "../../../policy/stack/text";
import { printable, wrap, type Style } from "../../terminal";
import type { AccessLine } from "../previewResult";

/**
 * The access table: what is fine in one line for each role, what is not with its purpose and its excess.
 *
 * @param verbose whether what is fine is told like the rest, grant by grant
 */
export function renderAccess(
  lines: readonly AccessLine[],
  style: Style,
  width: number,
  verbose: boolean,
): string[] {
  const out: string[] = [];
  for (const member of new Set(lines.map((line) => line.member))) {
    out.push(`  ${style.bold(printable(member))}`);
    const grants = new Map<string, AccessLine[]>();
    for (const line of lines.filter((candidate) => candidate.member === member)) {
      const urn = line.state === "ok" && !verbose ? "" : line.urn;
      const key = JSON.stringify([line.state, urn, line.role, line.through]);
      grants.set(key, [...(grants.get(key) ?? []), line]);
    }
    // What needs a look comes first.
    const inOrder = [...grants.values()].sort((a, b) => rank(a) - rank(b));
    for (const grant of inOrder) out.push(...renderGrant(grant, style, width, verbose));
  }
  return out.length > 0 ? out : ["  none of Segment's accounts holds anything"];
}

/** One grant, at each of its scopes. */
function renderGrant(grant: readonly AccessLine[], style: Style, width: number, verbose: boolean): string[] {
  const [line] = grant;
  if (line === undefined) return [];
  const { state, role, through, excess } = line;
  const isShort = state === "ok" && !verbose;
  const scopes = grant.map(({ scope }) => scope);
  const by = through === undefined ? "" : ` through ${through}`;
  const why = isShort ? [] : [...new Set(grant.flatMap((line) => line.why))];
  const purpose = why.length === 0 ? "" : `: ${why.join("; ")}`;
  const word = state.padEnd("undetermined".length);
  const held = `${role} on ${isShort ? abridged(scopes) : scopes.join(", ")}${by}${purpose}`;
  const [first = "", ...rest] = wrap(printable(held), width, `    ${word} `);
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
