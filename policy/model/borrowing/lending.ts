import { deployPermissions } from "../../knowledge/privileges";
import type { Assessment } from "../assessment";
import { readCondition } from "../conditions";
import type { Grant } from "../grants";
import { accountRefs, type AccountRef, type AccountRefs } from "./accountRefs";
import { heldBy, type Held } from "./heldBy";
import { powerOf, type Power } from "./power";

/** Who can act as whom in a stack, indexed. */
export interface Lending {
  readonly accounts: AccountRefs;
  readonly powers: readonly Power[];
  /** With what an account can act as others. */
  powersOf(account: AccountRef): Held<Power>[];
  /** All that is granted to an account and works. */
  grantsTo(account: AccountRef): Held<Grant>[];
}

/** One index for each assessment: three rules read it. */
const indexed = new WeakMap<Assessment, Lending>();

export function lendingOf(assessment: Assessment): Lending {
  const known = indexed.get(assessment);
  if (known) return known;
  const { stack, grants, includes, now } = assessment;
  const powers = grants.flatMap((grant) => powerOf(grant, now) ?? []);
  const granted = heldBy(grants, (grant) => grant, includes);
  const lending: Lending = {
    accounts: accountRefs(stack, grants),
    powers,
    powersOf: heldBy(powers, ({ grant }) => grant, includes),
    grantsTo: (account) =>
      granted(account).filter(({ held }) => readCondition(held.condition, now).kind !== "never"),
  };
  indexed.set(assessment, lending);
  return lending;
}

/** A grant by which an account can deploy something that runs as another. */
export interface Deployment {
  readonly permission: string;
  readonly grant: Grant;
}

/** The first grant by which an account can deploy something: account user needs one to act as another. */
export function deployment(lending: Lending, account: AccountRef): Deployment | undefined {
  for (const { held: grant } of lending.grantsTo(account)) {
    const { role } = grant;
    if (role.kind !== "known") continue;
    const permission = deployPermissions.find((one) => role.permissions.includes(one));
    if (permission !== undefined) return { permission, grant };
  }
  return undefined;
}
