import type { Assessment } from "../../assessment";
import { iamScope, iamType } from "../../grants/iamFamily";
import type { Grant } from "../../grants";
import { memberText } from "../../members";
import { text } from "../../plain";
import type { Resource } from "../../resource";
import { scopeKey, type Scope } from "../../scope";
import * as types from "../../types";

/** A resource that writes who holds what on one scope: some members, all of a role, or the whole policy. */
export interface Writer {
  readonly urn: string;
  readonly name: string;
  readonly type: string;
  readonly shape: "member" | "binding" | "policy" | "access";
  readonly scope: Scope;
  /** Role and condition, so that equal ones are written to the same place. */
  readonly roles: ReadonlySet<string>;
  /** Role, condition and member. */
  readonly grants: ReadonlySet<string>;
  /** Role names as messages show them. */
  readonly roleNames: readonly string[];
  /** Whether one of Segment's accounts gets something by it. */
  readonly segment: boolean;
}

/** The resources that write grants on these scopes, by scope. Access lists of datasets themselves are left out. */
export function writersOn(assessment: Assessment, scopes: ReadonlySet<string>): Map<string, Writer[]> {
  const { stack, grants } = assessment;
  const segments = segmentGrants(assessment);
  const byUrn = new Map<string, Grant[]>();
  for (const grant of grants) {
    const shape = iamType(grant.resourceType)?.shape ?? grant.resourceType === types.datasetAccess;
    if (shape === false || !scopes.has(scopeKey(grant.scope))) continue;
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
    if (!first) continue;
    add({
      urn,
      name: first.resourceName,
      type: first.resourceType,
      shape: iamType(first.resourceType)?.shape ?? "access",
      scope: first.scope,
      roles: new Set(own.map(roleKey)),
      grants: new Set(own.map(grantKey)),
      roleNames: [...new Set(own.map(roleName))].sort(),
      segment: own.some((grant) => segments.has(grant)),
    });
  }
  // One that grants nothing to anybody still takes away what others have granted.
  for (const resource of authoritative.flatMap((type) => stack.ofType(type))) {
    const iam = iamType(resource.type);
    if (!iam || byUrn.has(resource.urn)) continue;
    const { scope } = iamScope(stack, resource, iam.target);
    if (scopes.has(scopeKey(scope))) add(emptyWriter(resource, iam.shape, scope));
  }
  return found;
}

/** The scopes on which Segment's accounts are named themselves. */
export function segmentScopes(assessment: Assessment): Set<string> {
  return new Set([...segmentGrants(assessment)].map(({ scope }) => scopeKey(scope)));
}

export function segmentGrants({ accounts }: Assessment): Set<Grant> {
  return new Set(
    accounts.flatMap(({ holdings }) =>
      holdings.filter(({ via }) => via.through === undefined).map(({ grant }) => grant),
    ),
  );
}

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
  const known = typeof role === "string" ? [role] : [];
  return {
    urn,
    name,
    type,
    shape,
    scope,
    roles: new Set(known.map((one) => `${one} ${conditionKey(props["condition"] ?? null)}`)),
    grants: new Set(),
    roleNames: known,
    segment: false,
  };
}

function roleName({ role, urn }: Grant): string {
  return role.kind === "unknown" ? `(a role of ${urn})` : role.name;
}

function roleKey(grant: Grant): string {
  return `${roleName(grant)} ${conditionKey(grant.condition)}`;
}

export function grantKey(grant: Grant): string {
  return `${roleKey(grant)} ${memberKey(grant)}`;
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

/** Bindings of one role under two conditions do not touch each other. */
function conditionKey(condition: Grant["condition"]): string {
  const only = Array.isArray(condition)
    ? ((condition as readonly Grant["condition"][])[0] ?? null)
    : condition;
  if (typeof only !== "object" || only === null) return "";
  const { expression, title } = only as Readonly<Record<string, Grant["condition"]>>;
  return JSON.stringify(
    [expression ?? null, title ?? null].map((part) => (typeof part === "string" ? part : "")),
  );
}
