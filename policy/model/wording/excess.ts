import {
  documentedProjectRoles,
  documentedSourceRole,
  documentedStateRole,
  smallestJobRole,
} from "../../knowledge/documentedRoles";
import { needs } from "../needs";
import { scopeChain, scopeKey } from "../scope";
import type { Excess } from "../verdicts/excess";
import { abridged, byAlarm, joined, printable } from "./lists";
import { holds, placeOf } from "./places";

/** One role beyond need, in words. */
export function excessMessage(excess: Excess): string {
  const { assessed, holding, scope, role } = excess;
  const also = extras(excess);
  const unlisted =
    role.complete || role.origin === "custom"
      ? ""
      : also === ""
        ? "permissions that the catalogue does not list"
        : " and others that the catalogue does not list";
  return `${printable(assessed.subject.member)} ${holds(holding, scope, role.name)}, which also allows ${also}${unlisted}; ${remedy(excess)}.`;
}

/** A role with which the account can give itself more, in words. */
export function raisingMessage(excess: Excess): string {
  const { assessed, holding, scope, role } = excess;
  return (
    `${printable(assessed.subject.member)} ${holds(holding, scope, role.name)}, with ${joined(excess.raising)} of which it can give itself ` +
    `more than it has; ${remedy(excess)}.`
  );
}

/** Of a predefined role, which is taken or left whole, all beyond need; of a custom role, what is to be taken out. */
function extras({ assessed, scope, role, surplus, raising, written }: Excess): string {
  if (role.origin === "custom") {
    const wildcards = written.filter((permission) => permission.includes("*"));
    const plain = surplus.filter((permission) => written.includes(permission));
    return joined([...wildcards, ...byAlarm(plain)].map(printable));
  }
  const chain = new Set(scopeChain(scope));
  const needed = new Set(
    needs(assessed.subject.declared)
      .filter((need) => chain.has(scopeKey(need.scope)))
      .map(({ permission }) => permission),
  );
  return abridged(
    byAlarm(written.filter((permission) => !needed.has(permission) && !raising.includes(permission))),
  );
}

function remedy({ assessed, holding, scope, role }: Excess): string {
  const { declared } = assessed.subject;
  if (holding.via.through !== undefined)
    return `take the account out of ${printable(holding.via.through)}, or the role away from it`;
  if (role.origin === "custom") return "take them out of the role";
  switch (placeOf(declared, scope)) {
    case "source":
      return `Segment only reads there: grant ${documentedSourceRole}, or profile minimal's custom role`;
    case "state":
      return `Segment only keeps the state of its syncs there: grant ${documentedStateRole}, or profile minimal's custom role`;
    case "models":
      return "Segment only uses the declared BigQuery ML operations there: grant a custom role with their permissions";
    case "project": {
      const fitting = declared.profile === "documented" ? documentedProjectRoles[0] : smallestJobRole;
      return `Segment only runs queries there: grant ${fitting}, or profile minimal's custom role`;
    }
    case "above":
      return `it reaches every project below: grant what is needed on project ${printable(declared.project)} and its datasets`;
    case "outside":
      return "Segment works in BigQuery alone: remove the grant";
    case "elsewhere":
      return "nothing is declared to be read or written there: remove the grant, or declare the source";
  }
}
