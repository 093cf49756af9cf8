import type { Assessed, Assessment } from "../assessment";
import type { Holding } from "../holdings";
import { scopeKey } from "../scope";

/** A role of Segment's that neither the catalogue nor the stack holds: what it allows is not known here. */
export interface ForeignRole {
  readonly assessed: Assessed;
  readonly holding: Holding;
  readonly role: string;
}

export function foreignRoles({ accounts }: Assessment): ForeignRole[] {
  const found = new Map<string, ForeignRole>();
  for (const assessed of accounts) {
    for (const holding of assessed.holdings) {
      const { role, scope } = holding.grant;
      // On what Segment has nothing to do with any role is beyond need: that is another finding.
      if (role.kind !== "foreign" || scope.kind === "other" || holding.at.length === 0) continue;
      const key = `${assessed.subject.identity} ${role.name} ${scopeKey(scope)}`;
      if (!found.has(key)) found.set(key, { assessed, holding, role: role.name });
    }
  }
  return [...found.values()];
}
