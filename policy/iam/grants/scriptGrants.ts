import { UNKNOWN, type Unknown } from "../../stack/plain";
import { projectNamed, projectOf } from "../../stack/references";
import type { Resource } from "../../stack/resource";
import { sourcesOf, type Stack } from "../../stack/stack";
import * as types from "../../stack/types";
import type { CommandGrant, CommandGrants } from "../commands/commandGrant";
import { parseMember } from "../member";
import { type CustomRoles, roleNamed } from "../role";
import type { Scope } from "../scope";
import { accountsBehind, type Grant, type Grants, type Shape, type Unreadable } from "./grant";
import { grantOf } from "./iamGrants";
import { accountNamed, type Located } from "./iamScope";

/** Where a script stands. */
export interface Script {
  readonly stack: Stack;
  readonly roles: CustomRoles;
  readonly resource: Resource;
  readonly property: string;
  readonly shape: Shape;
  /** The dataset that a table's name without one lies in, and its project, if not the job's. */
  readonly defaultDataset?: { readonly id: string; readonly project?: string };
}

/** The grants that a script states, and one note where it grants something that cannot be seen in it. */
export function scriptGrants(
  script: Script,
  text: string,
  { grants: stated, unreadable, whole }: Omit<CommandGrants, "keyCreations">,
): Grants {
  const grants: Grant[] = [];
  let open = unreadable;
  for (const one of stated) {
    const path = known(one.on.path);
    const at = path && scopeOf(script, one.on, path);
    const roles = known(one.roles);
    if (!at || !roles || one.grantees.includes(UNKNOWN)) open = true;
    if (!at || !roles) continue;
    const project = "project" in at.scope ? at.scope.project : undefined;
    for (const grantee of one.grantees) {
      if (grantee === UNKNOWN) continue;
      const member = { kind: "named" as const, member: parseMember(grantee, project) };
      for (const role of roles)
        grants.push(
          grantOf(
            script.resource,
            script.shape,
            at,
            roleNamed(role, script.roles),
            member,
            one.condition ?? null,
          ),
        );
    }
  }
  return { grants, unreadable: open ? [unreadableScript(script, text, whole === true)] : [] };
}

function known(words: readonly (string | Unknown)[]): string[] | undefined {
  return words.includes(UNKNOWN) ? undefined : (words as string[]);
}

function unreadableScript({ stack, resource, property }: Script, text: string, whole: boolean): Unreadable {
  return {
    ...noteOf(resource, property),
    why: whole
      ? "it sets a policy or an access list from a file"
      : "a part of what it grants is put together when it runs",
    unknown: false,
    accounts: whole ? [] : accountsBehind(stack, resource, property),
    ...(whole ? {} : { names: namesIn(text) }),
  };
}

/** What to report of a script that is unknown before the update; undefined if it depends on nothing that could grant. */
export function openScript({ stack, resource, property }: Script): Unreadable | undefined {
  const from = sourcesOf(stack, resource, property);
  if (from.length > 0 && !from.some(({ type }) => grantedWith.has(type))) return undefined;
  return {
    ...noteOf(resource, property),
    why: "it is not known yet",
    unknown: true,
    accounts: accountsBehind(stack, resource, property),
    names: [],
  };
}

const grantedWith: ReadonlySet<string> = new Set([
  types.account,
  types.component,
  types.dataset,
  types.table,
  types.project,
  types.projectCustomRole,
  types.organizationCustomRole,
]);

function noteOf({ urn, name, type }: Resource, property: string) {
  return { urn, resourceName: name, resourceType: type, property };
}

/** The addresses of service accounts in a text. */
function namesIn(text: string): string[] {
  const addresses =
    text.match(/[A-Za-z0-9][A-Za-z0-9-]{0,63}@[A-Za-z0-9.-]{1,200}gserviceaccount\.com/gi) ?? [];
  return [...new Set(addresses.map((address) => address.toLowerCase()))];
}

function scopeOf(
  { stack, resource, defaultDataset }: Script,
  { kind, type, project: stated }: CommandGrant["on"],
  path: readonly string[],
): Located | undefined {
  const [last = "", before, first] = [...path].reverse();
  const project = (written: string | undefined) =>
    written === undefined ? projectOf(stack, resource) : projectNamed(stack, written);
  const located = (holder: ReturnType<typeof project>, make: (project: string) => Scope): Located => ({
    scope: make(holder.id),
    unknown: holder.unknown ? ["project"] : [],
  });
  switch (kind) {
    case "project":
      return located(projectNamed(stack, last), (id) => ({ kind: "project", project: id }));
    case "folder":
      return { scope: { kind: "folder", folder: last }, unknown: [] };
    case "organization":
      return { scope: { kind: "organization", organization: last }, unknown: [] };
    case "serviceAccount":
      return accountNamed(stack, last);
    case "schema":
      return located(project(before), (id) => ({ kind: "dataset", project: id, dataset: last }));
    case "connection":
      return located(project(first), (id) => ({
        kind: "connection",
        project: id,
        connection: last,
      }));
    case "table":
    case "view":
    case "routine": {
      const dataset = before === undefined ? defaultDataset : { id: before, project: first };
      if (dataset === undefined) return undefined;
      return located(project(dataset.project), (id) =>
        kind === "routine"
          ? { kind: "routine", project: id, dataset: dataset.id, routine: last }
          : { kind: "table", project: id, dataset: dataset.id, table: last },
      );
    }
    case "other": {
      const id = path.join("/");
      const [, written = stated] = /^projects\/([^/]+)\//.exec(id) ?? [];
      const named = written === undefined ? undefined : projectNamed(stack, written);
      const home = named?.unknown === false ? { project: named.id } : {};
      return { scope: { kind: "other", type: type ?? "resource", id, ...home }, unknown: [] };
    }
  }
}
