import { deprecatedSharedAccount } from "../../../knowledge/documentedRoles";
import type { Assessment } from "../../assessment";
import { readCondition } from "../../conditions";
import type { Grant } from "../../grants";

/** The grants to the account that all of Segment's customers once shared. */
export function sharedAccountGrants({ grants, now }: Assessment): Grant[] {
  return grants.filter(({ member, role, condition }) => {
    if (member.kind !== "named" || member.member.kind !== "serviceAccount") return false;
    if (member.member.email !== deprecatedSharedAccount) return false;
    const empty = role.kind === "known" && role.complete && role.permissions.length === 0;
    return !empty && readCondition(condition, now).kind !== "never";
  });
}
