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

/** Grants to everybody of which it cannot be told yet whether they open what one of the accounts works on. */
export function openPublicGrants({ accounts, grants }: Assessment): PublicGrant[] {
  return grants.flatMap((grant): PublicGrant[] => {
    if (grant.unknown.length === 0 || grant.member.kind !== "named" || !isOpening(grant)) return [];
    const concerned = accounts.find(({ subject }) => mayBePublicOn(subject, grant));
    if (!concerned || accounts.some(({ subject }) => isPublicOn(subject, grant))) return [];
    return [{ subject: concerned.subject, grant, member: memberText(grant.member.member) }];
  });
}

/** Whether the scope, of which a part is not known yet, may be one of the account's: its project at least is not another. */
function mayBePublicOn({ declared }: Subject, { scope, unknown }: Grant): boolean {
  if (!("project" in scope) || scope.kind === "serviceAccount" || scope.kind === "connection") return false;
  return (
    unknown.includes("project") ||
    dataOf(declared).some((one) => "project" in one && one.project === scope.project)
  );
}

/** Whether the grant opens something that the account's declaration names, or that holds or lies in it, to everybody. */
export function isPublicOn({ declared }: Subject, grant: Grant): boolean {
  const { scope } = grant;
  return (
    isOpening(grant) &&
    dataOf(declared).some((one) => reaches(scope, one) || (one.kind !== "project" && reaches(one, scope)))
  );
}

function isOpening({ member, role }: Grant): boolean {
  if (member.kind !== "named" || !isEverybody(member.member)) return false;
  return role.kind !== "known" || !role.complete || role.permissions.length > 0;
}

/** What the declaration names. */
function dataOf(declared: Subject["declared"]): Scope[] {
  return [
    { kind: "project", project: declared.project },
    ...(declared.sources ?? []).map(sourceScope),
    { kind: "dataset", ...declared.stateDataset },
    ...needs(declared).map((need) => need.scope),
  ];
}

/** Whether the member stands for everybody. */
export function isEverybody({ kind }: Member): boolean {
  return kind === "allUsers" || kind === "allAuthenticatedUsers";
}
