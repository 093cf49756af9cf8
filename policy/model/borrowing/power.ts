import { borrowingPermissions } from "../../knowledge/privileges";
import { readCondition } from "../conditions";
import { glob } from "../glob";
import type { Grant } from "../grants";
import type { Scope } from "../scope";

/** A grant with which its member can act as a service account, or as every one below a scope. */
export interface Power {
  readonly grant: Grant;
  readonly role: string;
  readonly permissions: readonly string[];
  /** Of a custom role: the same as it writes them, wildcards by their pattern; empty for a predefined one. */
  readonly written: readonly string[];
  /** One account by its identity; undefined where it is every account below the scope. */
  readonly account?: string;
  readonly scope: Scope;
  /** Why the condition narrows nothing. */
  readonly note?: string;
}

/** The permissions of a role with which an account can be acted as: the same list for the same list. */
export function borrowingAmong(permissions: readonly string[]): readonly string[] {
  const known = remembered.get(permissions);
  if (known !== undefined) return known;
  const found = permissions.filter((permission) => borrowing.has(permission));
  remembered.set(permissions, found);
  return found;
}

const borrowing: ReadonlySet<string> = new Set(borrowingPermissions);
/** A stack grants a few roles many times, and basic roles hold thousands of permissions. */
const remembered = new WeakMap<readonly string[], readonly string[]>();

/** Where a permission on service accounts does anything: on one, or above all of them. */
export function reachesAccounts({ kind }: Scope): boolean {
  return kind === "serviceAccount" || kind === "project" || kind === "folder" || kind === "organization";
}

/** What a grant lets its member act as; undefined where it is nothing, or not certain. */
export function powerOf(grant: Grant, now: Date): Power | undefined {
  const { role, scope } = grant;
  if (role.kind !== "known" || !reachesAccounts(scope)) return undefined;
  const permissions = borrowingAmong(role.permissions);
  if (permissions.length === 0) return undefined;
  const condition = readCondition(grant.condition, now);
  // What narrows at all narrows to datasets and tables, where nobody can be acted as.
  if (condition.kind === "never" || condition.kind === "narrows" || condition.kind === "unknown")
    return undefined;
  const note = condition.kind === "ignored" ? condition.why : undefined;
  const account = scope.kind === "serviceAccount" ? scope.email : undefined;
  const written = role.origin === "custom" ? asWritten(role.written, permissions) : [];
  return { grant, role: role.name, permissions, written, account, scope, note };
}

function asWritten(written: readonly string[], permissions: readonly string[]): string[] {
  return written.filter((one) => permissions.some(glob(one)));
}
