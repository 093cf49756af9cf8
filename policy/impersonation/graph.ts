import type { Assessment } from "../access/assessment";
import { deployPermissions, impersonationAmong } from "../facts/permissions";
import { readCondition } from "../iam/condition/readCondition";
import type { Grant } from "../iam/grants";
import { reachesAccounts, type Scope } from "../iam/scope";
import { remembered } from "../stack/remembered";
import { glob } from "../stack/text";
import { type AccountRef, accountRefs, type AccountRefs, type Held, heldBy } from "./accounts";

/** Who can act as whom in a stack, indexed. */
export interface ImpersonationGraph {
  readonly accounts: AccountRefs;
  readonly impersonations: readonly Impersonation[];
  /** With what an account can act as others. */
  impersonationsOf(account: AccountRef): Held<Impersonation>[];
  /** The grants to an account that work. */
  grantsTo(account: AccountRef): Held<Grant>[];
}

export const impersonationGraph = remembered((assessment: Assessment): ImpersonationGraph => {
  const { stack, grants, includes, now } = assessment;
  const impersonations = grants.flatMap((grant) => impersonationOf(grant, now) ?? []);
  const granted = heldBy(grants, (grant) => grant, includes);
  return {
    accounts: accountRefs(stack, grants),
    impersonations,
    impersonationsOf: heldBy(impersonations, ({ grant }) => grant, includes),
    grantsTo: (account) =>
      granted(account).filter(({ held }) => readCondition(held.condition, now).kind !== "never"),
  };
});

/** A grant by which an account can deploy something that runs as another. */
export interface Deployment {
  readonly permission: string;
  readonly grant: Grant;
}

/** The first grant by which an account can deploy something: account user needs one to act as another. */
export function deployment(graph: ImpersonationGraph, account: AccountRef): Deployment | undefined {
  for (const { held: grant } of graph.grantsTo(account)) {
    const { role } = grant;
    if (role.kind !== "known") continue;
    const permission = deployPermissions.find((one) => role.permissions.includes(one));
    if (permission !== undefined) return { permission, grant };
  }
  return undefined;
}

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
