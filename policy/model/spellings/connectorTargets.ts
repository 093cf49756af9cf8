import { text, UNKNOWN, type Plain } from "../plain";
import type { Resource } from "../resource";
import type { ConnectorNames } from "./connectorNames";
import { at, pathParts, type IamTarget, type Renamed } from "./respell";

/** What a Config Connector IAM object grants on, and what names it in @pulumi/gcp's spelling. */
export interface ConnectorTarget {
  readonly kind: IamTarget | { readonly other: string };
  readonly named: Renamed;
}

/** Reads a `resourceRef`: `kind` with `external`, or with the `name` of another object. */
export function targetOf(
  resource: Resource,
  names: ConnectorNames,
  reference: Plain | undefined,
): ConnectorTarget {
  const kind = text(at(reference, "kind"));
  const read = typeof kind === "string" && Object.hasOwn(readers, kind) ? readers[kind] : undefined;
  const found = typeof kind === "string" ? names.find(resource, kind, reference) : undefined;
  const external = text(at(reference, "external"));
  const plain: Reference = {
    resource,
    names,
    found,
    external: typeof external === "string" ? external : undefined,
    // Without a name the object's own context is meant; a name that is not known yet stays so.
    id: found ? names.idOf(found) : (external ?? text(at(reference, "name"))),
    project: names.projectOf(found ?? resource),
  };
  if (read !== undefined) return read(plain);
  return {
    kind: { other: typeof kind === "string" ? kind : "Resource" },
    named: { name: [plain.id, "spec"], project: [plain.project, "metadata"] },
  };
}

interface Reference {
  readonly resource: Resource;
  readonly names: ConnectorNames;
  readonly found: Resource | undefined;
  readonly external: string | undefined;
  readonly id: Plain | undefined;
  readonly project: Plain | undefined;
}

const readers: Readonly<Record<string, (reference: Reference) => ConnectorTarget>> = {
  Project: ({ id, project }) => ({
    kind: "project",
    named: { project: [bareId(id) ?? project, "spec"] },
  }),
  Folder: ({ id, found }) => ({
    kind: "folder",
    named: { folder: [found ? (at(found.props["status"], "folderId") ?? id) : bareId(id), "spec"] },
  }),
  Organization: ({ id }) => ({ kind: "organization", named: { orgId: [bareId(id), "spec"] } }),
  BigQueryDataset: (reference) => inDataset("dataset", reference, {}),
  BigQueryTable: (reference) => inDataset("table", reference, { tables: "tableId" }),
  BigQueryRoutine: (reference) => inDataset("routine", reference, { routines: "routineId" }),
  BigQueryConnectionConnection: ({ id, project }) => ({
    kind: "connection",
    named: { connectionId: [bareId(id), "spec"], project: [project, "metadata"] },
  }),
  IAMServiceAccount: ({ resource, names, found, external, id }) => {
    const email = found
      ? names.emailOf(found)
      : names.accountEmail(resource, external === undefined ? { name: id ?? null } : { external });
    return {
      kind: "serviceAccount",
      named: {
        serviceAccountId: [typeof email === "string" ? `projects/-/serviceAccounts/${email}` : email, "spec"],
      },
    };
  },
};

/** A dataset or what lies in one: by its path, or by the object's own dataset. */
function inDataset(
  kind: IamTarget,
  { names, found, external, id, project }: Reference,
  collections: Readonly<Record<string, string>>,
): ConnectorTarget {
  const parts = external === undefined ? {} : pathParts(external);
  const [property] = Object.values(collections);
  const dataset =
    parts["datasets"] ??
    (found && property !== undefined
      ? names.referred(found, at(found.props["spec"], "datasetRef"))
      : property === undefined
        ? id
        : undefined);
  const named: Record<string, readonly [Plain | undefined, string]> = {
    project: [parts["projects"] ?? project, "spec"],
    datasetId: [dataset ?? UNKNOWN, "spec"],
  };
  const [collection] = Object.keys(collections);
  if (property !== undefined && collection !== undefined)
    named[property] = [parts[collection] ?? bareId(id) ?? UNKNOWN, "spec"];
  return { kind, named };
}

/** The id without its collection: `projects/acme` is `acme`. */
function bareId(id: Plain | undefined): Plain | undefined {
  return typeof id === "string" ? id.slice(id.lastIndexOf("/") + 1) : id;
}
