import { raises } from "../../knowledge/privileges";
import type { Assessed, Assessment } from "../assessment";
import type { Holding } from "../holdings";
import { isPublicOn } from "./publicAccess";
import { scopeKey, type Scope } from "../scope";
import { surplusAt } from "./surplus";

/** What one holding gives beyond what its profile accepts. */
export interface Excess {
  readonly assessed: Assessed;
  readonly holding: Holding;
  readonly scope: Scope;
  readonly role: {
    readonly name: string;
    readonly origin: "predefined" | "custom";
    readonly complete: boolean;
  };
  /** Permissions beyond need, those that let the account raise itself left out. */
  readonly surplus: readonly string[];
  /** Permissions beyond need with which the account can give itself more. */
  readonly raising: readonly string[];
  /** As a custom role writes them: wildcards by their pattern. */
  readonly written: readonly string[];
}

/** Everything that Segment's accounts hold beyond need, one for each account, role, scope and way. */
export function excesses(assessment: Assessment): Excess[] {
  const found = new Map<string, Excess>();
  for (const assessed of assessment.accounts) {
    for (const holding of assessed.holdings) {
      if (isPublicOn(assessed.subject, holding.grant)) continue;
      for (const excess of excessOf(assessed, holding)) {
        const key = aboutOf(excess);
        if (!found.has(key)) found.set(key, excess);
      }
    }
  }
  return [...found.values()];
}

/** Account, role, scope and way: the same text for the same excess, whichever resource gives it. */
export function aboutOf({ assessed, holding, scope, role }: Excess): string {
  return [assessed.subject.identity, role.name, scopeKey(scope), holding.via.through ?? ""].join(" ");
}

function excessOf(assessed: Assessed, holding: Holding): Excess[] {
  const { role } = holding.grant;
  if (role.kind !== "known") return [];
  return holding.at.flatMap((scope): Excess[] => {
    const beyond = surplusAt(assessed, holding, scope).certain;
    // A role that the catalogue holds only in part has more, whatever its known part is.
    const unlisted = role.origin === "predefined" && !role.complete;
    if (beyond.length === 0 && !unlisted) return [];
    return [
      {
        assessed,
        holding,
        scope,
        role,
        surplus: beyond.filter((permission) => !raises(permission)),
        raising: beyond.filter(raises),
        written: role.written,
      },
    ];
  });
}
