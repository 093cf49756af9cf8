import { memberText, type Member } from "../members";
import type { Assessment } from "../assessment";
import type { Grant } from "../grants";
import { needs, sourceScope } from "../needs";
import { reaches, type Scope } from "../scope";
import type { Subject } from "../subject";

/** A grant that opens Segment's project, a declared source or the state dataset to everybody. */
export interface PublicGrant {
  readonly subject: Subject;
  readonly grant: Grant;
  readonly member: string;
}

export function publicGrants({ accounts, grants }: Assessment): PublicGrant[] {
  return grants.flatMap((grant) => {
    const concerned = accounts.find(({ subject }) => isPublicOn(subject, grant));
    if (!concerned || grant.member.kind !== "named") return [];
    return [{ subject: concerned.subject, grant, member: memberText(grant.member.member) }];
  });
}

/** Whether the grant opens something that the account's declaration names, or that holds or lies in it, to everybody. */
export function isPublicOn({ declared }: Subject, { member, scope, role }: Grant): boolean {
  if (member.kind !== "named") return false;
  if (!isEverybody(member.member)) return false;
  if (role.kind === "known" && role.complete && role.permissions.length === 0) return false;
  const data: Scope[] = [
    { kind: "project", project: declared.project },
    ...(declared.sources ?? []).map(sourceScope),
    { kind: "dataset", ...declared.stateDataset },
    ...needs(declared).map((need) => need.scope),
  ];
  return data.some((one) => reaches(scope, one) || (one.kind !== "project" && reaches(one, scope)));
}

/** Whether the member stands for everybody. */
export function isEverybody({ kind }: Member): boolean {
  return kind === "allUsers" || kind === "allAuthenticatedUsers";
}
