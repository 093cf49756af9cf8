import type { Assessment } from "../access/assessment";
import type { Grant } from "../iam/grants";
import { scopeKey, scopeText, where } from "../iam/scope";
import * as types from "../stack/types";
import { abridged, printable } from "../stack/text";
import type { Rule } from "./rule";
import { addressOf, roleText } from "./text";

export const duplicateGrants: Rule = {
  id: "duplicate-grants",
  title: "Each grant to Segment is made once",
  description:
    "Notes two resources that make one grant, of the same role on the same scope to the same member: when either is deleted, Google takes the grant away, and the other resource says nothing. Rejected where remediation has made the second one.",
  level: "advisory",
  severity: "medium",
  tags: ["iam", "availability"],
  remediation: "Remove one of the resources from the program with retainOnDelete, or from the state.",
  url: "https://cloud.google.com/iam/docs/allow-policies",
  find: (assessment) => twins(assessment).map(twinViolation),
};

/** Grants of several resources that are one at Google. */
export interface Twins {
  readonly member: string;
  readonly identity: string;
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
    return [...byKey.values()]
      .filter((grants) => grants.length > 1)
      .map((grants) => ({ member: segment.member, identity: segment.identity, grants }));
  });
}

function twinViolation({ member, identity, grants }: Twins) {
  const [first] = grants as readonly [Grant, ...Grant[]];
  return {
    urn: first.urn,
    message: `${abridged(grants.map(({ resourceName }) => printable(resourceName)))} make one grant, ${roleText(first.role)} on ${where(first.scope)} to ${printable(member)}: when either is deleted, Segment loses it.`,
    fix: "keep one of them, and take the other out of the state without deleting it",
    account: addressOf({ identity }),
    role: roleText(first.role),
    scope: scopeText(first.scope),
  };
}
