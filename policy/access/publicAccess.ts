import type { Grant } from "../iam/grants";
import { type Member, memberText } from "../iam/member";
import { reaches, type Scope } from "../iam/scope";
import type { SegmentAccount } from "./account";
import type { Assessment } from "./assessment";
import { namedScopes, sourceScope } from "./needs";

/** A grant that opens Segment's project, a declared source or the state dataset to everybody. */
export interface PublicGrant {
  readonly segment: SegmentAccount;
  readonly grant: Grant;
  readonly member: string;
}

export function publicGrants({ accounts, grants }: Assessment): PublicGrant[] {
  return grants.flatMap((grant) => {
    const member = openedTo(grant);
    const concerned = accounts.find(({ segment }) => isPublicOn(segment, grant));
    return concerned && member !== undefined ? [{ segment: concerned.segment, grant, member }] : [];
  });
}

/** Grants to everybody of which it is unknown until the update whether they open what one of the accounts works on. */
export function undeterminedPublicGrants({ accounts, grants }: Assessment): PublicGrant[] {
  return grants.flatMap((grant): PublicGrant[] => {
    const member = openedTo(grant);
    if (grant.unknown.length === 0 || member === undefined) return [];
    if (accounts.some(({ segment }) => isPublicOn(segment, grant))) return [];
    const concerned = accounts.find(({ segment }) => mayBePublicOn(segment, grant));
    return concerned ? [{ segment: concerned.segment, grant, member }] : [];
  });
}

/** Whether the scope, of which a part is not known yet, may be one of the account's: its project at least is not another. */
function mayBePublicOn({ declared }: SegmentAccount, { scope, unknown }: Grant): boolean {
  if (scope.kind !== "project" && !("dataset" in scope)) return false;
  const project: Scope = { kind: "project", project: scope.project };
  return unknown.includes("project") || namedScopes(declared).some((one) => reaches(project, one));
}

/**
 * Whether the grant opens something that the account's declaration names to everybody: from above, or within it. Within
 * the account's own project only what is declared counts.
 */
export function isPublicOn({ declared }: SegmentAccount, grant: Grant): boolean {
  const { scope } = grant;
  if (openedTo(grant) === undefined) return false;
  const all = namedScopes(declared);
  if (all.some((one) => reaches(scope, one))) return true;
  const sources = declared.sources?.map(sourceScope) ?? [];
  const data = [...sources, ...all.filter(({ kind }) => kind !== "project")];
  return "dataset" in scope && data.some((one) => reaches(one, scope));
}

/** Everybody, as the grant spells it; undefined where it is to others, or gives nothing. */
function openedTo({ member, role }: Grant): string | undefined {
  if (member.kind !== "named" || !isEverybody(member.member)) return undefined;
  const gives = role.kind !== "known" || !role.complete || role.permissions.length > 0;
  return gives ? memberText(member.member) : undefined;
}

/** Whether the member stands for everybody. */
export function isEverybody({ kind }: Member): boolean {
  return kind === "allUsers" || kind === "allAuthenticatedUsers";
}
