import { at } from "../../stack/normalize/aliases";
import { isList, isObject, type Plain, type PlainObject, text, UNKNOWN } from "../../stack/plain";
import type { Resource } from "../../stack/resource";
import type { Stack } from "../../stack/stack";
import { type CustomRoles, type Role, roleIn } from "../role";
import type { Scope } from "../scope";
import { type Grants, memberRefs } from "./grant";
import { grantOf, unreadable } from "./iamGrants";
import type { Located } from "./iamScope";

/**
 * The grants of a privileged access manager's entitlement: anyone who may request a role may come to hold it.
 *
 * See https://cloud.google.com/iam/docs/pam-overview
 */
export function entitlementGrants(stack: Stack, roles: CustomRoles, resource: Resource): Grants {
  const { props } = resource;
  const iam = only(at(only(props["privilegedAccess"]), "gcpIamAccess"));
  const bindings = at(iam, "roleBindings");
  if (bindings === UNKNOWN)
    return {
      grants: [],
      unreadable: [unreadable(stack, resource, "privilegedAccess", "it is not known yet", true)],
    };
  const where = entitlementScope(resource, at(iam, "resource"));
  const members = eligible(stack, resource);
  const grants = (isList(bindings) ? bindings : []).flatMap((binding) => {
    const read = bindingRole(stack, roles, resource, binding);
    return read === undefined
      ? []
      : members.map((member) => ({
          ...grantOf(resource, "member", where, read.role, member, read.condition),
          onRequest: true,
        }));
  });
  return { grants, unreadable: [] };
}

/** A block of which there is one, given as itself or as a list of one. */
function only(value: Plain | undefined): PlainObject | typeof UNKNOWN | undefined {
  const one = isList(value) ? value[0] : value;
  if (one === UNKNOWN) return UNKNOWN;
  return isObject(one) ? one : undefined;
}

function bindingRole(
  stack: Stack,
  roles: CustomRoles,
  resource: Resource,
  binding: Plain,
): { readonly role: Role; readonly condition: Plain } | undefined {
  const held = isObject(binding) ? binding : {};
  const role = roleIn(
    stack,
    roles,
    resource,
    "privilegedAccess",
    binding === UNKNOWN ? UNKNOWN : held["role"],
  );
  const expression = held["conditionExpression"] ?? null;
  return role && { role, condition: expression === null ? null : { expression } };
}

function eligible(stack: Stack, resource: Resource) {
  const users = resource.props["eligibleUsers"];
  const entries: readonly Plain[] = isList(users) ? users : [users ?? null];
  const principals = entries.flatMap((entry): readonly Plain[] => {
    const named = isObject(entry) ? (entry["principals"] ?? null) : entry;
    return isList(named) ? named : [named];
  });
  return memberRefs(stack, resource, "eligibleUsers", principals);
}

/** Where the roles are granted: `//cloudresourcemanager.googleapis.com/projects/acme`, else the entitlement's parent. */
function entitlementScope(resource: Resource, target: Plain | undefined): Located {
  const written = text(target);
  const path = typeof written === "string" ? written : text(resource.props["parent"]);
  const [, collection, id = ""] =
    typeof path === "string" ? (/(?:^|\/)(projects|folders|organizations)\/([^/]+)$/.exec(path) ?? []) : [];
  const scope = scopes[collection ?? ""]?.(id);
  if (scope !== undefined) return { scope, unknown: [] };
  const project = `(project of ${resource.name}, not known yet)`;
  return { scope: { kind: "project", project }, unknown: ["privilegedAccess"] };
}

const scopes: Readonly<Record<string, ((id: string) => Scope) | undefined>> = {
  projects: (project) => ({ kind: "project", project }),
  folders: (folder) => ({ kind: "folder", folder }),
  organizations: (organization) => ({ kind: "organization", organization }),
};
