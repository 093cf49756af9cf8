import type { Assessment } from "../access/assessment";
import { deployPermissions } from "../facts/permissions";
import { readCondition } from "../iam/condition/readCondition";
import type { Grant } from "../iam/grants";
import { type AccountRef, accountRefs, type AccountRefs, type Held, heldBy } from "./accounts";
import { type Impersonation, impersonationOf } from "./permissions";

/** Who can act as whom in a stack, indexed. */
export interface ImpersonationGraph {
  readonly accounts: AccountRefs;
  readonly impersonations: readonly Impersonation[];
  /** With what an account can act as others. */
  impersonationsOf(account: AccountRef): Held<Impersonation>[];
  /** The grants to an account that work. */
  grantsTo(account: AccountRef): Held<Grant>[];
}

/** One index for each assessment: three rules read it. */
const indexed = new WeakMap<Assessment, ImpersonationGraph>();

export function impersonationGraph(assessment: Assessment): ImpersonationGraph {
  const known = indexed.get(assessment);
  if (known) return known;
  const { stack, grants, includes, now } = assessment;
  const impersonations = grants.flatMap((grant) => impersonationOf(grant, now) ?? []);
  const granted = heldBy(grants, (grant) => grant, includes);
  const graph: ImpersonationGraph = {
    accounts: accountRefs(stack, grants),
    impersonations,
    impersonationsOf: heldBy(impersonations, ({ grant }) => grant, includes),
    grantsTo: (account) =>
      granted(account).filter(({ held }) => readCondition(held.condition, now).kind !== "never"),
  };
  indexed.set(assessment, graph);
  return graph;
}

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
