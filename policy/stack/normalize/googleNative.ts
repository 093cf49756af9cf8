import { type Plain, text, UNKNOWN } from "../plain";
import type { Resource } from "../resource";
import * as types from "../types";
import {
  at,
  firstOf,
  type IamShape,
  type IamTarget,
  iamToken,
  pathParts,
  type Renamed,
  normalizeAliases,
} from "./aliases";

const token = /^google-native:([a-z0-9]+)\/[A-Za-z0-9]+:([A-Za-z0-9]+)$/;

/** A resource of the google-native provider in @pulumi/gcp's spelling; any API version. */
export function fromGoogleNative(resource: Resource): Resource {
  const [, service = "", name = ""] = token.exec(resource.type) ?? [];
  const rewrite = rewrites[`${service}:${name}`];
  if (rewrite !== undefined) return rewrite(resource);
  const iam = /Iam(Member|Binding|Policy)$/.exec(name);
  return iam ? fromIam(resource, service, name.slice(0, iam.index), iam[1] as IamShape) : resource;
}

const rewrites: Readonly<Record<string, ((resource: Resource) => Resource) | undefined>> = {
  "bigquery:Dataset": (resource) => {
    const { props } = resource;
    return normalizeAliases(resource, types.dataset, {
      accesses: [props["access"], "access"],
      datasetId: reference(resource, "datasetReference", "datasetId"),
      project: reference(resource, "datasetReference", "project", "projectId"),
    });
  },
  "bigquery:Table": (resource) =>
    normalizeAliases(resource, types.table, {
      datasetId: reference(resource, "tableReference", "datasetId"),
      tableId: reference(resource, "tableReference", "tableId"),
      project: reference(resource, "tableReference", "project", "projectId"),
    }),
  "bigquery:Job": (resource) =>
    normalizeAliases(resource, types.queryJob, {
      query: [at(resource.props["configuration"], "query"), "configuration"],
    }),
  "bigquerydatatransfer:TransferConfig": (resource) => normalizeAliases(resource, types.transferConfig, {}),
  "bigquery:Routine": (resource) =>
    normalizeAliases(resource, types.routine, {
      datasetId: reference(resource, "routineReference", "datasetId"),
      routineId: reference(resource, "routineReference", "routineId"),
      project: reference(resource, "routineReference", "project", "projectId"),
    }),
  "iam:Role": (resource) => normalizeAliases(resource, types.projectCustomRole, permissionsOf(resource)),
  "iam:OrganizationRole": (resource) =>
    normalizeAliases(resource, types.organizationCustomRole, {
      ...permissionsOf(resource),
      orgId: [resource.props["organizationId"], "organizationId"],
    }),
  "iam:ServiceAccount": (resource) => normalizeAliases(resource, types.account, {}),
  "iam:Key": (resource) =>
    normalizeAliases(resource, types.key, {
      // Google tells the public half of every key; only that of an uploaded one was given to it.
      publicKey: [resource.props["publicKeyData"], "publicKeyData"],
      publicKeyData: [
        resource.props["keyOrigin"] === "USER_PROVIDED" ? resource.props["publicKeyData"] : null,
        "publicKeyData",
      ],
      privateKey: [resource.props["privateKeyData"], "privateKeyData"],
      validAfter: [resource.props["validAfterTime"], "validAfterTime"],
      validBefore: [resource.props["validBeforeTime"], "validBeforeTime"],
    }),
  "iam:WorkloadIdentityPool": (resource) => normalizeAliases(resource, types.workloadPool, {}),
  "iam:Provider": (resource) => normalizeAliases(resource, types.workloadPoolProvider, {}),
  "iam:WorkloadIdentityPoolProvider": (resource) =>
    normalizeAliases(resource, types.workloadPoolProvider, {}),
  "cloudresourcemanager:Project": (resource) =>
    normalizeAliases(resource, types.project, { number: [resource.props["projectNumber"], "projectNumber"] }),
  "cloudidentity:Group": (resource) => normalizeAliases(resource, types.group, {}),
  "cloudidentity:Membership": (resource) =>
    normalizeAliases(resource, types.groupMembership, { group: groupName(resource) }),
};

/** A property of its own, else the part of a reference. */
function reference(
  resource: Resource,
  name: string,
  ...parts: readonly [string, ...string[]]
): Renamed[string] {
  const own = firstOf(resource.props, ...parts);
  if (own[0] !== undefined) return own;
  const inside = parts
    .map((part) => at(resource.props[name], part))
    .find((value) => value !== undefined && value !== "");
  return [inside, name];
}

/** A group by its name, `groups/ID`, which a membership gives without its collection. */
function groupName({ props }: Resource): Renamed[string] {
  const id = text(props["groupId"]);
  return [typeof id === "string" ? `groups/${id.slice(id.lastIndexOf("/") + 1)}` : id, "groupId"];
}

function permissionsOf({ props }: Resource): Renamed {
  return { permissions: [props["includedPermissions"], "includedPermissions"] };
}

function fromIam(resource: Resource, service: string, on: string, shape: IamShape): Resource {
  const target = targets[`${service}:${on}`];
  if (target === undefined) return normalizeAliases(resource, iamToken({ other: on || service }, shape), {});
  return normalizeAliases(resource, iamToken(target.kind, shape), target.names(resource));
}

const targets: Readonly<
  Record<string, { readonly kind: IamTarget; readonly names: (resource: Resource) => Renamed } | undefined>
> = {
  "cloudresourcemanager:Project": {
    kind: "project",
    names: ({ props }) => ({ project: firstOf(props, "name", "resource", "projectId") }),
  },
  "cloudresourcemanager:Folder": {
    kind: "folder",
    names: ({ props }) => ({ folder: firstOf(props, "name", "resource", "folderId") }),
  },
  "cloudresourcemanager:Organization": {
    kind: "organization",
    names: ({ props }) => ({ orgId: firstOf(props, "name", "resource", "organizationId") }),
  },
  "iam:ServiceAccount": { kind: "serviceAccount", names: serviceAccountNames },
  "bigquery:Dataset": { kind: "dataset", names: pathNames({ datasets: "datasetId" }) },
  "bigquery:Table": { kind: "table", names: pathNames({ datasets: "datasetId", tables: "tableId" }) },
  "bigquery:Routine": {
    kind: "routine",
    names: pathNames({ datasets: "datasetId", routines: "routineId" }),
  },
  "secretmanager:Secret": { kind: "secret", names: pathNames({ secrets: "secretId" }) },
  "bigqueryconnection:Connection": {
    kind: "connection",
    names: pathNames({ connections: "connectionId" }),
  },
};

/** Own properties, or the parts of the path in `name` or `resource`. */
function pathNames(collections: Readonly<Record<string, string>>): (resource: Resource) => Renamed {
  return ({ props }) => {
    const [path, from] = firstOf(props, "name", "resource");
    const known = text(path);
    const parts = typeof known === "string" ? pathParts(known) : {};
    const renamed: Record<string, readonly [Plain | undefined, string]> = {};
    for (const [collection, property] of Object.entries({ projects: "project", ...collections })) {
      const inPath = parts[collection] ?? (known === UNKNOWN ? UNKNOWN : undefined);
      if ((props[property] ?? null) === null) renamed[property] = [inPath, from];
    }
    return renamed;
  };
}

/** `name` holds the whole path, `serviceAccountId` the address or the path. */
function serviceAccountNames({ props }: Resource): Renamed {
  const [value, from] = firstOf(props, "name", "resource", "serviceAccountId");
  const known = text(value);
  if (typeof known !== "string" || known.includes("/")) return { serviceAccountId: [value, from] };
  const project = text(props["project"]);
  const holder = typeof project === "string" ? project : "-";
  return { serviceAccountId: [`projects/${holder}/serviceAccounts/${known}`, from] };
}
