import type { Assessment } from "../../policy/access/assessment";
import { gaps } from "../../policy/access/gaps";
import { scopeText } from "../../policy/iam/scope";
import type { MissingLine } from "./lines";

/** What the accounts lack, by scope. */
export function missingLines(assessment: Assessment): MissingLine[] {
  return gaps(assessment).map(({ access, scope, needs, open }) => ({
    state: open ? "undetermined" : "missing",
    member: access.segment.member,
    scope: scopeText(scope),
    scopeKind: scope.kind,
    permissions: needs.map(({ permission, reason }) => ({ permission, reason })),
  }));
}
