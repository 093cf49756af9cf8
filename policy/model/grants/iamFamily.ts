import { datasetIn, knownText, lastPart, named, projectOf, unknownPart, type Named } from "../location";
import type { Resource } from "../resource";
import type { Scope } from "../scope";
import { sourcesOf, type Stack } from "../stack";
import { projectOfEmail, stackAccount, stackAccounts } from "../accounts";
import * as types from "../types";
import { text } from "../plain";

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
export interface Located {
  readonly scope: Scope;
  readonly unknown: readonly string[];
}

/** Where an IAM resource grants. */
export function iamScope(stack: Stack, resource: Resource, target: string): Located {
  switch (target) {
    case "projects/": {
      const project = projectOf(stack, resource);
      return located({ kind: "project", project: project.id }, { project });
    }
    case "folder/":
    case "folders/": {
      const folder = lastPart(resource, "folder");
      return located({ kind: "folder", folder: folder.id }, { folder });
    }
    case "organizations/": {
      const orgId = lastPart(resource, "orgId");
      return located({ kind: "organization", organization: orgId.id }, { orgId });
    }
    case "bigquery/Dataset":
      return datasetScope(stack, resource, (project, dataset) => ({ kind: "dataset", project, dataset }));
    case "bigquery/": {
      const tableId = tableIn(stack, resource);
      const scope = datasetScope(stack, resource, (project, dataset) => ({
        kind: "table",
        project,
        dataset,
        table: tableId.id,
      }));
      return tableId.unknown ? { ...scope, unknown: [...scope.unknown, "tableId"] } : scope;
    }
    case "bigquery/Routine": {
      const routineId = lastPart(resource, "routineId");
      const scope = datasetScope(stack, resource, (project, dataset) => ({
        kind: "routine",
        project,
        dataset,
        routine: routineId.id,
      }));
      return routineId.unknown ? { ...scope, unknown: [...scope.unknown, "routineId"] } : scope;
    }
    case "bigquery/Connection": {
      const project = projectOf(stack, resource);
      const connectionId = lastPart(resource, "connectionId");
      return located(
        { kind: "connection", project: project.id, connection: connectionId.id },
        { project, connectionId },
      );
    }
    case "serviceaccount/":
      return accountScope(stack, resource);
    default:
      return otherScope(stack, resource, target);
  }
}

/** The scope of whatever names a dataset with `datasetId` and, perhaps, a project. */
export function datasetScope(
  stack: Stack,
  resource: Resource,
  make: (project: string, dataset: string) => Scope,
): Located {
  const datasetId = datasetIn(stack, resource, "datasetId");
  const project = datasetId.project === undefined ? projectOf(stack, resource) : named(datasetId.project);
  return located(make(project.id, datasetId.id), { project, datasetId });
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

function accountScope(stack: Stack, resource: Resource): Located {
  const value = text(resource.props["serviceAccountId"]);
  if (typeof value === "string") {
    const path = /^projects\/([^/]+)\/serviceAccounts\/([^/]+)$/.exec(value);
    const written = (path?.[2] ?? value).toLowerCase();
    // An account is also named by its number, and its project left open by a dash.
    const made = /^[0-9]+$/.test(written)
      ? stackAccounts(stack).find(({ uniqueId }) => uniqueId === written)
      : undefined;
    const email = made?.identity ?? written;
    const project = path?.[1] === "-" ? undefined : path?.[1];
    return {
      scope: {
        kind: "serviceAccount",
        project: made?.project ?? projectOfEmail(email) ?? project ?? "-",
        email,
      },
      unknown: [],
    };
  }
  const [made, ...others] = sourcesOf(stack, resource, "serviceAccountId").filter(
    (owner) => owner.type === types.account,
  );
  if (made && others.length === 0) {
    const { identity, project } = stackAccount(stack, made);
    return { scope: { kind: "serviceAccount", project: project ?? "-", email: identity }, unknown: [] };
  }
  const part = unknownPart(resource, "serviceAccountId");
  return { scope: { kind: "serviceAccount", project: "-", email: part.id }, unknown: ["serviceAccountId"] };
}

/** Any other resource, in words: `storage bucket assets`, `dataplex zone raw`. */
function otherScope(stack: Stack, resource: Resource, target: string): Located {
  const [module = "", kind = ""] = target.split("/");
  const project = projectOf(stack, resource);
  const words = kind.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  return {
    scope: {
      kind: "other",
      type: [module === "other" ? "" : module, words].filter(Boolean).join(" "),
      id: ownId(resource, kind),
      project: project.unknown ? undefined : project.id,
    },
    unknown: [],
  };
}

/** The id of what an IAM resource grants on: the property that is called as it is, else the first that may be one. */
function ownId(resource: Resource, kind: string): string {
  const { props } = resource;
  const named = kind.toLowerCase();
  const candidates = Object.keys(props)
    .sort()
    .filter((name) => !ignored.has(name) && typeof props[name] === "string" && props[name] !== "");
  const own = candidates.find((name) => {
    const bareName = name.replace(/(?:Id|Name)$/, "").toLowerCase();
    return bareName === named || (named !== "" && (bareName.endsWith(named) || named.endsWith(bareName)));
  });
  const property = own ?? candidates[0];
  return (property === undefined ? undefined : knownText(props, property)) ?? resource.name;
}

const ignored = new Set(["role", "member", "etag", "id", "project", "location", "region", "policyData"]);

function located(scope: Scope, parts: Readonly<Record<string, Named>>): Located {
  return { scope, unknown: Object.keys(parts).filter((name) => parts[name]?.unknown) };
}
