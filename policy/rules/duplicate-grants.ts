import type { SegmentAccount } from "../access/account";
import type { Assessment } from "../access/assessment";
import type { Grant } from "../iam/grants";
import { scopeKey, scopeText, where } from "../iam/scope";
import * as types from "../stack/types";
import { abridged } from "../stack/text";
import type { Rule, Violation } from "./rule";
import { addressOf, named, type Naming, naming, roleText } from "./text";

export const duplicateGrants: Rule = {
  id: "duplicate-grants",
  title: "Each grant to Segment is made once",
  description:
    "Notes two resources that make one grant: the same role on the same scope to the same member. When either is deleted, Google removes the grant, and the other resource does not notice. Rejected where remediation has made the second one.",
  level: "advisory",
  severity: "medium",
  tags: ["iam", "availability"],
  remediation: "Remove one of the resources from the program with retainOnDelete, or from the state.",
  url: "https://cloud.google.com/iam/docs/allow-policies",
  find: (assessment) => {
    const names = naming(assessment);
    return twins(assessment).map((found) => twinViolation(found, names));
  },
};

/** Grants of several resources that are one at Google. */
export interface Twins {
  readonly segment: SegmentAccount;
  readonly grants: readonly Grant[];
}

export function twins({ accounts }: Assessment): Twins[] {
  return accounts.flatMap(({ segment, effectiveGrants }) => {
    const byKey = new Map<string, Grant[]>();
    for (const { grant, via } of effectiveGrants) {
      const { role, scope, condition, unknown } = grant;
      if (grant.shape === "access" && grant.resourceType === types.dataset) continue;
      if (via.through !== undefined || role.kind === "unknown" || unknown.length > 0) continue;
      const key = JSON.stringify([scopeKey(scope), role.name, condition]);
      const same = byKey.get(key) ?? [];
      if (!same.some(({ urn }) => urn === grant.urn)) byKey.set(key, [...same, grant]);
    }
    return [...byKey.values()].filter((grants) => grants.length > 1).map((grants) => ({ segment, grants }));
  });
}

function twinViolation({ segment, grants }: Twins, names: Naming): Violation {
  const [first] = grants as readonly [Grant, ...Grant[]];
  const makers = () => abridged(grants.map(({ resourceName }) => named(resourceName)));
  return {
    urn: first.urn,
    account: addressOf(segment),
    role: roleText(first.role),
    scope: scopeText(first.scope),
    text: () => ({
      what: `${makers()} make one grant, ${roleText(first.role)} on ${where(first.scope)} to ${names.who(segment)}.`,
      why: "When any of them is deleted, Google removes the grant, and the others do not notice.",
      fix: "keep one of them, and remove the others from the state without deleting the grant (pulumi state delete)",
    }),
  };
}
