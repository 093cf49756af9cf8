import { isList, isObject, type Plain, type PlainObject, UNKNOWN } from "../../stack/plain";
import type { Resource } from "../../stack/resource";
import type { Stack } from "../../stack/stack";
import { type CustomRoles, type Role, roleIn } from "../role";
import {
  accountsBehind,
  type Grant,
  type Grants,
  type MemberRef,
  memberRefs,
  type Shape,
  type Unreadable,
} from "./grant";
import { iamScope, iamType, type Located } from "./iamScope";

/** The grants of one IAM resource: Member, Binding or Policy, on whatever it may be; undefined for other types. */
export function iamGrants(stack: Stack, roles: CustomRoles, resource: Resource): Grants | undefined {
  const iam = iamType(resource.type);
  if (!iam) return undefined;
  const at = iamScope(stack, resource, iam.target);
  const { props } = resource;
  if (iam.shape === "policy") return policyGrants(stack, roles, resource, at);
  const role = roleIn(stack, roles, resource, "role", props["role"]);
  if (!role) return { grants: [], unreadable: [] };
  const members =
    iam.shape === "member"
      ? memberRefs(stack, resource, "member", props["member"])
      : memberRefs(stack, resource, "members", props["members"]);
  const condition = props["condition"] ?? null;
  return {
    grants: members.map((member) => grantOf(resource, iam.shape, at, role, member, condition)),
    unreadable: [],
  };
}

export function grantOf(
  resource: Resource,
  shape: Shape,
  at: Located,
  role: Role,
  member: MemberRef,
  condition: Plain,
): Grant {
  return {
    urn: resource.urn,
    resourceName: resource.name,
    resourceType: resource.type,
    shape,
    scope: at.scope,
    role,
    member,
    condition,
    unknown: at.unknown,
  };
}

function policyGrants(stack: Stack, roles: CustomRoles, resource: Resource, at: Located): Grants {
  const property = resource.props["bindings"] === undefined ? "policyData" : "bindings";
  const value = resource.props[property] ?? null;
  if (value === UNKNOWN)
    return { grants: [], unreadable: [unreadable(stack, resource, property, "it is not known yet", true)] };
  const bindings = property === "bindings" && isList(value) ? value : bindingsOf(value);
  if (bindings === undefined)
    return {
      grants: [],
      unreadable: [unreadable(stack, resource, property, "it is not the JSON of an IAM policy", false)],
    };
  const grants: Grant[] = [];
  const problems: Unreadable[] = [];
  for (const binding of bindings) {
    if (!isObject(binding)) {
      if (binding === UNKNOWN)
        problems.push(unreadable(stack, resource, property, "one of its bindings is not known yet", true));
      else
        problems.push(unreadable(stack, resource, property, "one of its bindings is not an object", false));
      continue;
    }
    for (const grant of bindingGrants(stack, roles, resource, at, property, binding)) grants.push(grant);
  }
  return { grants, unreadable: problems };
}

function bindingGrants(
  stack: Stack,
  roles: CustomRoles,
  resource: Resource,
  at: Located,
  property: string,
  binding: PlainObject,
): Grant[] {
  const role = roleIn(stack, roles, resource, property, binding["role"]);
  if (!role) return [];
  return memberRefs(stack, resource, property, binding["members"]).map((member) =>
    grantOf(resource, "policy", at, role, member, binding["condition"] ?? null),
  );
}

/** The bindings of a policy given as JSON text or as an object; undefined when it is neither. */
function bindingsOf(value: Plain): readonly Plain[] | undefined {
  const policy = typeof value === "string" ? parsed(value) : value;
  if (!isObject(policy)) return undefined;
  const bindings = goField(policy, "bindings") ?? [];
  return isList(bindings) ? bindings.map(goBinding) : undefined;
}

/**
 * The provider reads the JSON in Go, which takes a field's name in any case, with the letters that Unicode folds to it,
 * and of several the last.
 */
function goField(object: PlainObject, name: string): Plain | undefined {
  const key = Object.keys(object)
    .filter((one) => folded(one) === name)
    .pop();
  return key === undefined ? undefined : object[key];
}

/** The long s and the kelvin sign are the only letters outside ASCII that match. */
function folded(name: string): string {
  return name.replaceAll("\u017f", "s").replaceAll("\u212a", "k").toLowerCase();
}

function goBinding(binding: Plain): Plain {
  if (!isObject(binding)) return binding;
  const condition = goField(binding, "condition") ?? null;
  return {
    role: goField(binding, "role") ?? null,
    members: goField(binding, "members") ?? null,
    condition: isObject(condition)
      ? { title: goField(condition, "title") ?? null, expression: goField(condition, "expression") ?? null }
      : condition,
  };
}

/** Of a list that stands there twice, Go writes the second over the items of the first: such a text counts as no policy. */
function parsed(json: string): Plain {
  if ((json.match(/"binding[s\u017f]"\s*:/gi)?.length ?? 0) > 1) return null;
  try {
    return JSON.parse(json) as Plain;
  } catch {
    return null;
  }
}

export function unreadable(
  stack: Stack,
  resource: Resource,
  property: string,
  why: string,
  unknown: boolean,
): Unreadable {
  return {
    urn: resource.urn,
    resourceName: resource.name,
    resourceType: resource.type,
    property,
    why,
    unknown,
    accounts: accountsBehind(stack, resource, property),
  };
}
