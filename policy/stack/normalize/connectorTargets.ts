import { type Plain, text, UNKNOWN } from "../plain";
import type { Resource } from "../resource";
import { at, type IamTarget, pathParts, type Renamed } from "./aliases";
import { type ConnectorNames, known, lastOf, type Name } from "./connectorNames";

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
  const kind = known(at(reference, "kind")) ?? "Resource";
  const external = text(at(reference, "external"));
  const found = names.find(resource, kind, reference);
  const read = readers.get(kind) ?? other(kind);
  return read({
    names,
    resource,
    reference,
    found,
    parts: typeof external === "string" ? pathParts(external) : {},
    // Without a name the object's own context is meant; a name that is not known yet stays so.
    id: found ? names.idOf(found) : (external ?? text(at(reference, "name"))),
    project: names.projectBehind(resource, kind, reference),
  });
}

interface Target {
  readonly names: ConnectorNames;
  readonly resource: Resource;
  readonly reference: Plain | undefined;
  /** The object that the reference names. */
  readonly found: Resource | undefined;
  /** The parts of the path that the reference holds. */
  readonly parts: Readonly<Record<string, string | undefined>>;
  readonly id: Name;
  readonly project: Name;
}

type Reader = (target: Target) => ConnectorTarget;

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  [
    "Project",
    ({ id, project }) => ({
      kind: "project",
      named: { project: id === undefined ? [project, "metadata"] : [lastOf(id), "spec"] },
    }),
  ],
  [
    "Folder",
    ({ id, found }) => ({
      kind: "folder",
      named: { folder: [at(found?.props["status"], "folderId") ?? lastOf(id), "spec"] },
    }),
  ],
  ["Organization", ({ id }) => ({ kind: "organization", named: { orgId: [lastOf(id), "spec"] } })],
  [
    "BigQueryDataset",
    (target) => ({
      kind: "dataset",
      named: {
        project: projectOf(target),
        datasetId: [target.parts["datasets"] ?? target.id ?? UNKNOWN, "spec"],
      },
    }),
  ],
  [
    "SecretManagerSecret",
    (target) => ({
      kind: "secret",
      named: { secretId: [target.parts["secrets"] ?? lastOf(target.id), "spec"], project: projectOf(target) },
    }),
  ],
  ["BigQueryTable", inDataset("table", "tables", "tableId")],
  ["BigQueryRoutine", inDataset("routine", "routines", "routineId")],
  [
    "BigQueryConnectionConnection",
    (target) => ({
      kind: "connection",
      named: { connectionId: [lastOf(target.id), "spec"], project: projectOf(target) },
    }),
  ],
  [
    "IAMServiceAccount",
    ({ names, resource, reference }) => ({
      kind: "serviceAccount",
      named: { serviceAccountId: [names.accountPath(resource, reference), "spec"] },
    }),
  ],
]);

function other(kind: string): Reader {
  return ({ id, project }) => ({
    kind: { other: kind },
    named: { name: [id, "spec"], project: [project, "metadata"] },
  });
}

/** A part of a dataset: by its path, or by its object and the dataset that this names. */
function inDataset(kind: IamTarget, collection: string, property: string): Reader {
  return (target) => {
    const { names, found, parts, id } = target;
    const dataset =
      parts["datasets"] ??
      (found && names.referred(found, "BigQueryDataset", at(found.props["spec"], "datasetRef")));
    return {
      kind,
      named: {
        project: projectOf(target),
        datasetId: [dataset ?? UNKNOWN, "spec"],
        [property]: [parts[collection] ?? lastOf(id) ?? UNKNOWN, "spec"],
      },
    };
  };
}

/** The project that the path names, else the object's, which its annotations tell. */
function projectOf({ parts, project }: Target): Renamed[string] {
  return [parts["projects"] ?? project, "metadata"];
}
