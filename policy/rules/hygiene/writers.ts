import type { Assessment } from "../../access/assessment";
import type { Grant } from "../../iam/grants";
import { iamScope, iamType, type IamType } from "../../iam/grants/iamScope";
import { memberText } from "../../iam/member";
import { type Scope, scopeKey } from "../../iam/scope";
import { isList, isObject, type Plain, text } from "../../stack/plain";
import { remembered } from "../../stack/remembered";
import type { Resource } from "../../stack/resource";
import * as types from "../../stack/types";

/** A resource that writes who holds what on one scope: some members, all of a role, or the whole policy. */
export interface Writer {
  readonly urn: string;
  readonly name: string;
  readonly type: string;
  readonly shape: IamType["shape"];
  readonly scope: Scope;
  /** The first role; all of them but in a policy. */
  readonly roleName: string;
  /** Role and condition, so that equal ones are written to the same place. */
  readonly roleKey: string;
  /** Role, condition and member of all that it grants. */
  readonly grants: ReadonlySet<string>;
  /** Whether one of Segment's accounts gets something by it. */
  readonly segment: boolean;
}

/** The resources that write grants on these scopes, by scope. Access lists of datasets themselves are left out. */
export function writersOn(assessment: Assessment, scopes: ReadonlySet<string>): Map<string, Writer[]> {
  const { stack, grants } = assessment;
  const segments = segmentGrants(assessment);
  const byUrn = new Map<string, [Grant, ...Grant[]]>();
  for (const grant of grants) {
    if (shapeOf(grant.resourceType) === undefined || !scopes.has(scopeKey(grant.scope))) continue;
    const list = byUrn.get(grant.urn);
    if (list) list.push(grant);
    else byUrn.set(grant.urn, [grant]);
  }
  const found = new Map<string, Writer[]>();
  const add = (writer: Writer) => {
    const at = scopeKey(writer.scope);
    const list = found.get(at);
    if (list) list.push(writer);
    else found.set(at, [writer]);
  };
  for (const [urn, own] of byUrn) {
    const [first] = own;
    add({
      urn,
      name: first.resourceName,
      type: first.resourceType,
      shape: shapeOf(first.resourceType) ?? "member",
      scope: first.scope,
      roleName: roleName(first),
      roleKey: roleKey(first),
      grants: new Set(own.map(grantKey)),
      segment: own.some((grant) => segments.has(grant)),
    });
  }
  // One that grants nothing to anybody still removes what others have granted.
  for (const resource of authoritative.flatMap((type) => stack.ofType(type))) {
    const iam = iamType(resource.type);
    if (!iam || byUrn.has(resource.urn)) continue;
    const { scope } = iamScope(stack, resource, iam.target);
    if (scopes.has(scopeKey(scope))) add(emptyWriter(resource, iam.shape, scope));
  }
  return found;
}

/** A `DatasetAccess` adds one grant, as a member does. */
function shapeOf(type: string): Writer["shape"] | undefined {
  return type === types.datasetAccess ? "member" : iamType(type)?.shape;
}

/** The scopes on which Segment's accounts are named themselves. */
export function segmentScopes(assessment: Assessment): Set<string> {
  return new Set([...segmentGrants(assessment)].map(({ scope }) => scopeKey(scope)));
}

export const segmentGrants = remembered(({ accounts }: Assessment): ReadonlySet<Grant> => {
  return new Set(
    accounts.flatMap(({ effectiveGrants }) =>
      effectiveGrants.filter(({ via }) => via.through === undefined).map(({ grant }) => grant),
    ),
  );
});

const authoritative = [
  "gcp:projects/iAMBinding:IAMBinding",
  "gcp:projects/iAMPolicy:IAMPolicy",
  "gcp:bigquery/datasetIamBinding:DatasetIamBinding",
  "gcp:bigquery/datasetIamPolicy:DatasetIamPolicy",
  "gcp:bigquery/iamBinding:IamBinding",
  "gcp:bigquery/iamPolicy:IamPolicy",
];

function emptyWriter(resource: Resource, shape: Writer["shape"], scope: Scope): Writer {
  const { urn, name, type, props } = resource;
  const role = text(props["role"]);
  const known = typeof role === "string" ? role : unresolvedRole(urn);
  return {
    urn,
    name,
    type,
    shape,
    scope,
    roleName: known,
    roleKey: keyOf(known, props["condition"]),
    grants: new Set(),
    segment: false,
  };
}

export function roleName({ role, urn }: Grant): string {
  return role.kind === "unknown" ? unresolvedRole(urn) : role.name;
}

/** Equal to no other. */
function unresolvedRole(urn: string): string {
  return `(a role of ${urn})`;
}

export function roleKey(grant: Grant): string {
  return keyOf(roleName(grant), grant.condition);
}

export function grantKey(grant: Grant): string {
  return keyOf(roleName(grant), grant.condition, memberKey(grant));
}

function memberKey({ member, urn }: Grant): string {
  switch (member.kind) {
    case "named":
      return memberText(member.member);
    case "account":
      return `serviceAccount:${member.identity}`;
    case "unknown":
      return `(somebody of ${urn})`;
  }
}

/** The same text for what is written to the same place: one role under two conditions is written to two. */
export function keyOf(role: string, condition: Plain | undefined, member?: string): string {
  const only = isList(condition) ? condition[0] : condition;
  const { expression, title } = isObject(only) ? only : {};
  return JSON.stringify([role, text(expression), text(title), member]);
}
