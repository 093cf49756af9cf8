import type { Assessment } from "../../policy/model/assessment";
import { scopeText } from "../../policy/model/scope";
import { gaps } from "../../policy/model/verdicts/missing";
import type { MissingLine } from "./lines";

/** What the accounts lack, by scope. */
export function missingLines(assessment: Assessment): MissingLine[] {
  return gaps(assessment).map(({ assessed, scope, needs, open }) => ({
    state: open ? "cannot tell" : "missing",
    member: assessed.subject.member,
    scope: scopeText(scope),
    scopeKind: scope.kind,
    permissions: needs.map(({ permission, reason }) => ({ permission, reason })),
  }));
}
