import { impersonationAmong } from "../facts/permissions";
import { readCondition } from "../iam/condition/readCondition";
import type { Grant } from "../iam/grants";
import { reachesAccounts, type Scope } from "../iam/scope";
import { glob } from "../stack/glob";

/** A grant with which its member can act as a service account, or as every one below a scope. */
export interface Impersonation {
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

/** Whom a grant lets its member act as; undefined for nobody, or if that is unknown. */
export function impersonationOf(grant: Grant, now: Date): Impersonation | undefined {
  const { role, scope } = grant;
  if (role.kind !== "known" || !mayReachAccounts(grant, now)) return undefined;
  const permissions = impersonationAmong(role.permissions);
  if (permissions.length === 0) return undefined;
  const condition = readCondition(grant.condition, now);
  if (condition.kind === "unknown") return undefined;
  const note = condition.kind === "ignored" ? condition.why : undefined;
  const account = scope.kind === "serviceAccount" ? scope.email : undefined;
  const written = role.origin === "custom" ? asWritten(role.written, permissions) : [];
  return { grant, role: role.name, permissions, written, account, scope, note };
}

/** Whether a grant reaches accounts: a condition that narrows at all narrows to data, where nobody can be acted as. */
export function mayReachAccounts({ scope, condition }: Grant, now: Date): boolean {
  return reachesAccounts(scope) && !["never", "narrows"].includes(readCondition(condition, now).kind);
}

function asWritten(written: readonly string[], permissions: readonly string[]): string[] {
  return written.filter((one) => permissions.some(glob(one)));
}
