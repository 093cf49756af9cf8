import { text } from "../../stack/plain";
import {
  datasetIn,
  knownText,
  lastPart,
  named,
  type Named,
  projectOf,
  unknownPart,
} from "../../stack/references";
import type { Resource } from "../../stack/resource";
import { isNumber, sourcesOf, type Stack } from "../../stack/stack";
import * as types from "../../stack/types";
import { accountPath, projectOfEmail, stackAccount, type StackAccount, stackAccounts } from "../account";
import type { Scope } from "../scope";

/** What a token such as `gcp:bigquery/datasetIamMember:DatasetIamMember` says: the target and how it is granted. */
export interface IamType {
  /** Module and resource granted on: `projects/`, `bigquery/Dataset`, `storage/Bucket`. */
  readonly target: string;
  readonly shape: "member" | "binding" | "policy";
}

const token = /^gcp:([a-z0-9]+)\/[A-Za-z0-9]+:([A-Za-z0-9]*)I(?:AM|am)(Member|Binding|Policy)$/;

/** Reads an IAM resource's token; undefined for every other type. */
export function iamType(type: string): IamType | undefined {
  const found = token.exec(type);
  if (!found) return undefined;
  return { target: `${found[1]}/${found[2]}`, shape: found[3]?.toLowerCase() as IamType["shape"] };
}

/** A scope together with the properties behind it that are not known. */
export interface Located<S extends Scope = Scope> {
  readonly scope: S;
  readonly unknown: readonly string[];
}

/** Where an IAM resource grants. */
export function iamScope(stack: Stack, resource: Resource, target: string): Located {
  switch (target) {
    case "projects/": {
      const project = projectOf(stack, resource);
      return located({ kind: "project", project: project.id }, { project });
    }
    case "folder/": {
      const folder = lastPart(resource, "folder");
      return located({ kind: "folder", folder: folder.id }, { folder });
    }
    case "organizations/": {
      const orgId = lastPart(resource, "orgId");
      return located({ kind: "organization", organization: orgId.id }, { orgId });
    }
    case "bigquery/Dataset":
      return datasetScope(stack, resource, (project, dataset) => ({ kind: "dataset", project, dataset }));
    case "bigquery/":
      return tableScope(stack, resource);
    case "bigquery/Routine": {
      const routineId = lastPart(resource, "routineId");
      return datasetScope(
        stack,
        resource,
        (project, dataset) => ({ kind: "routine", project, dataset, routine: routineId.id }),
        { routineId },
      );
    }
    case "bigquery/Connection": {
      const project = projectOf(stack, resource);
      const connectionId = lastPart(resource, "connectionId");
      const location = connectionLocation(resource);
      return located(
        {
          kind: "connection",
          project: project.id,
          ...(location === undefined ? {} : { location }),
          connection: connectionId.id,
        },
        { project, connectionId },
      );
    }
    case "serviceaccount/":
      return accountScope(stack, resource);
    default:
      return otherScope(stack, resource, target);
  }
}

/** The scope of whatever names a dataset with `datasetId` and, perhaps, a project, and what lies in it by other parts. */
export function datasetScope<S extends Scope>(
  stack: Stack,
  resource: Resource,
  make: (project: string, dataset: string) => S,
  parts: Readonly<Record<string, Named>> = {},
): Located<S> {
  const datasetId = datasetIn(stack, resource, "datasetId");
  const project = datasetId.project === undefined ? projectOf(stack, resource) : named(datasetId.project);
  return located(make(project.id, datasetId.id), { project, datasetId, ...parts });
}

/** The scope of whatever names a table with `datasetId` and `tableId`. */
export function tableScope(stack: Stack, resource: Resource): Located {
  const tableId = tableIn(stack, resource);
  return datasetScope(
    stack,
    resource,
    (project, dataset) => ({ kind: "table", project, dataset, table: tableId.id }),
    { tableId },
  );
}

function tableIn(stack: Stack, resource: Resource): Named {
  const known = lastPart(resource, "tableId");
  if (!known.unknown) return known;
  const [made, ...others] = sourcesOf(stack, resource, "tableId").filter(
    (owner) => owner.type === types.table,
  );
  if (!made || others.length > 0) return known;
  const id = lastPart(made, "tableId");
  return id.unknown ? named(made.urn) : id;
}

/** Where a connection is: stated, or a part of its full name. */
function connectionLocation({ props }: Resource): string | undefined {
  const named = /\/locations\/([^/]+)\//.exec(knownText(props, "connectionId") ?? "")?.[1];
  return (knownText(props, "location") ?? named)?.toLowerCase();
}

/** Any other resource, in words: `storage bucket assets`, `dataplex zone raw`. */
function otherScope(stack: Stack, resource: Resource, target: string): Located {
  const slash = target.indexOf("/");
  const module = target.slice(0, slash);
  const kind = target.slice(slash + 1);
  const project = projectOf(stack, resource);
  const words = kind.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  return {
    scope: {
      kind: "other",
      type: [module === "other" ? "" : module, words].filter(Boolean).join(" "),
      id: ownId(resource, kind.toLowerCase()),
      project: project.unknown ? undefined : project.id,
    },
    unknown: [],
  };
}

/** The id of what an IAM resource grants on: the property that is called as it is, else `name`, else the first text. */
function ownId({ name, props }: Resource, kind: string): string {
  const candidates = Object.keys(props)
    .sort()
    .filter((property) => !ignored.has(property) && typeof props[property] === "string");
  const own = candidates.filter((property) => {
    const bareName = property.replace(/(?:Id|Name)$/, "").toLowerCase();
    return bareName.endsWith(kind) || kind.endsWith(bareName);
  });
  const [id = name] = [...own, "name", ...candidates].flatMap((property) => knownText(props, property) ?? []);
  return id;
}

const ignored = new Set(["role", "member", "etag", "id", "project", "location", "region", "policyData"]);

function located<S extends Scope>(scope: S, parts: Readonly<Record<string, Named>>): Located<S> {
  const open = Object.entries(parts).filter(([, part]) => part.unknown);
  return { scope, unknown: open.map(([name]) => name) };
}

/** The service account on which a resource with `serviceAccountId` grants. */
export function accountScope(stack: Stack, resource: Resource): Located {
  const value = text(resource.props["serviceAccountId"]);
  if (typeof value === "string") return accountNamed(stack, value);
  const [made, ...others] = sourcesOf(stack, resource, "serviceAccountId").filter(
    (owner) => owner.type === types.account,
  );
  if (made && others.length === 0) return onAccount(stackAccount(stack, made));
  const part = unknownPart(resource, "serviceAccountId");
  return { ...on(undefined, part.id), unknown: ["serviceAccountId"] };
}

/** The service account of an address, a number, or a path with one of these, in which a dash may stand for the project. */
export function accountNamed(stack: Stack, value: string): Located {
  const { project, written } = accountPath(value);
  const made = written.includes("@")
    ? undefined
    : stackAccounts(stack).find(({ uniqueId }) => uniqueId === written);
  if (made) return onAccount(made);
  const holder = projectOfEmail(written) ?? (project === undefined ? undefined : stack.projectId(project));
  // A number that no account of the stack has may be any account's.
  return { ...on(holder, written), unknown: isNumber(written) ? ["serviceAccountId"] : [] };
}

function onAccount({ project, identity }: StackAccount): Located {
  return on(project, identity);
}

function on(project: string | undefined, email: string): Located {
  return { scope: { kind: "serviceAccount", project: project ?? "-", email }, unknown: [] };
}
