import { readFile } from "node:fs/promises";
import { UsageError } from "../errors";
import type { AccessLine, Comparison, PreviewResult } from "./previewResult";
import type { Finding } from "./finding";

/** What the earlier preview has to hold to be compared with. */
type Earlier = Pick<PreviewResult, "access" | "violations">;

/** Compares a preview with the one before a change. */
export function compare(before: Earlier, after: Earlier): Comparison {
  return {
    access: difference(before.access, after.access, accessKey),
    violations: difference(before.violations, after.violations, findingKey),
  };
}

/** What `preview --json` printed before the change. @throws UsageError where the file holds something else */
export async function readEarlier(file: string): Promise<Earlier> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`--compare ${file} cannot be read: ${error.code ?? "unreadable"}.`);
  });
  const content = parsed(text);
  if (content?.formatVersion !== 1 || !Array.isArray(content.access) || !Array.isArray(content.violations))
    throw new UsageError(
      `--compare ${file} is not what preview --json prints: give its output for the base branch.`,
    );
  return content as Earlier;
}

function parsed(text: string): Partial<PreviewResult> | undefined {
  try {
    return JSON.parse(text) as Partial<PreviewResult>;
  } catch {
    return undefined;
  }
}

function difference<T>(
  before: readonly T[],
  after: readonly T[],
  key: (one: T) => string,
): { added: T[]; removed: T[] } {
  const [old, now] = [before, after].map((list) => new Set(list.map(key)));
  return {
    added: after.filter((one) => !old?.has(key(one))),
    removed: before.filter((one) => !now?.has(key(one))),
  };
}

/** A finding or a grant that a change adds (`+`) or removes (`-`). */
export interface Change {
  readonly sign: "+" | "-";
  readonly kind: "finding" | "access";
  readonly text: string;
}

/** A comparison line by line; accounts are named where it concerns several. */
export function changesIn({ access, violations }: Comparison): Change[] {
  const several = new Set([...access.added, ...access.removed].map(({ member }) => member)).size > 1;
  const found =
    (sign: Change["sign"]) =>
    ({ level, rule, resource }: Finding): Change => ({
      sign,
      kind: "finding",
      text: `${level} ${rule}: ${resource}`,
    });
  const held =
    (sign: Change["sign"]) =>
    ({ role, scope, state, member }: AccessLine): Change => ({
      sign,
      kind: "access",
      text: `${role} on ${scope}${several ? ` to ${member}` : ""}${state === "ok" ? "" : ` (${state})`}`,
    });
  return [
    ...violations.added.map(found("+")),
    ...violations.removed.map(found("-")),
    ...access.added.map(held("+")),
    ...access.removed.map(held("-")),
  ];
}

/** Which resource grants it does not matter: what the account holds does. */
function accessKey({ member, role, scope, through }: AccessLine): string {
  return JSON.stringify([member, role, scope, through]);
}

function findingKey({ rule, level, urn, account, role, scope, message, permissions }: Finding): string {
  const about = account ?? role ?? scope;
  return JSON.stringify([
    rule,
    level,
    urn,
    account,
    role,
    scope,
    about === undefined ? message : permissions,
  ]);
}
