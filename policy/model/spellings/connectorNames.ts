import { text, UNKNOWN, type Plain, type Unknown } from "../plain";
import type { Resource } from "../resource";
import { at, pathParts } from "./respell";

type Name = string | Unknown | undefined;

/** What the objects of Config Connector are called in Google Cloud. */
export interface ConnectorNames {
  /** An annotation of Config Connector's on the object. */
  annotation(resource: Resource, name: string): Name;
  /** The object's id in Google Cloud. */
  idOf(resource: Resource): Name;
  /** The project that the object belongs to. */
  projectOf(resource: Resource): Name;
  /** The address of an `IAMServiceAccount`. */
  emailOf(resource: Resource): Name;
  /** The address of the account that a reference names. */
  accountEmail(from: Resource, reference: Plain | undefined): Name;
  /** The path of the account that a reference names. */
  accountPath(from: Resource, reference: Plain | undefined): Name;
  /** The id of what a reference names. */
  referred(from: Resource, reference: Plain | undefined): Name;
  /** The object that a reference names, where the stack makes it. */
  find(from: Resource, kind: string, reference: Plain | undefined): Resource | undefined;
}

/** Indexes Config Connector's objects and the namespaces, whose annotation names the project of what lies in them. */
export function connectorNames(
  resources: readonly Resource[],
  kindOf: (type: string) => string | undefined,
): ConnectorNames {
  const objects = new Map<string, Resource>();
  for (const resource of resources) {
    const kind = resource.type === "kubernetes:core/v1:Namespace" ? "Namespace" : kindOf(resource.type);
    const name = kind === undefined ? undefined : known(metadata(resource, "name"));
    if (kind === undefined || name === undefined) continue;
    const namespace = kind === "Namespace" ? "" : (known(metadata(resource, "namespace")) ?? "");
    objects.set(key(kind, namespace, name), resource);
  }
  const names: ConnectorNames = {
    annotation: (resource, name) => annotationOf(resource, name),
    idOf: (resource) => text(at(resource.props["spec"], "resourceID")) ?? metadata(resource, "name"),
    projectOf(resource) {
      const external = text(at(resource.props["spec"], "projectRef", "external"));
      const written = external ?? annotationOf(resource, "project-id");
      if (written !== undefined) return typeof written === "string" ? lastOf(written) : written;
      const byName = text(at(resource.props["spec"], "projectRef", "name"));
      if (byName !== undefined) return byName;
      const namespace = metadata(resource, "namespace");
      if (typeof namespace !== "string") return namespace;
      const holder = objects.get(key("Namespace", "", namespace));
      // A namespace without the annotation stands for the project of that name.
      const annotated = holder === undefined ? undefined : annotationOf(holder, "project-id");
      return annotated ?? (namespace === "default" ? undefined : namespace);
    },
    emailOf(resource) {
      const told = text(at(resource.props["status"], "email"));
      if (typeof told === "string") return told;
      return address(names.idOf(resource), names.projectOf(resource));
    },
    accountEmail(from, reference) {
      if (reference === UNKNOWN) return UNKNOWN;
      const external = text(at(reference, "external"));
      if (external !== undefined)
        return typeof external === "string" ? (pathParts(external)["serviceAccounts"] ?? external) : external;
      const found = names.find(from, "IAMServiceAccount", reference);
      if (found) return names.emailOf(found);
      return address(text(at(reference, "name")), names.projectOf(from));
    },
    accountPath(from, reference) {
      const email = names.accountEmail(from, reference);
      return typeof email === "string" ? `projects/-/serviceAccounts/${email}` : email;
    },
    referred(from, reference) {
      if (reference === UNKNOWN) return UNKNOWN;
      const external = text(at(reference, "external"));
      if (external !== undefined) return typeof external === "string" ? lastOf(external) : external;
      const name = text(at(reference, "name"));
      const namespace = known(at(reference, "namespace")) ?? known(metadata(from, "namespace")) ?? "";
      if (typeof name !== "string") return name;
      for (const kind of ["BigQueryDataset", "IAMWorkloadIdentityPool"]) {
        const found = objects.get(key(kind, namespace, name));
        if (found) return names.idOf(found);
      }
      return name;
    },
    find(from, kind, reference) {
      const name = known(at(reference, "name"));
      const namespace = known(at(reference, "namespace")) ?? known(metadata(from, "namespace")) ?? "";
      return name === undefined ? undefined : objects.get(key(kind, namespace, name));
    },
  };
  return names;
}

function key(kind: string, namespace: string, name: string): string {
  return JSON.stringify([kind, namespace, name]);
}

function metadata({ props }: Resource, name: string): Name {
  return text(at(props["metadata"], name));
}

function annotationOf({ props }: Resource, name: string): Name {
  return text(at(props["metadata"], "annotations", `cnrm.cloud.google.com/${name}`));
}

function known(value: Plain | undefined): string | undefined {
  const found = text(value);
  return typeof found === "string" ? found : undefined;
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The address that Google gives to an account; a domain-scoped project `d:p` becomes `p.d`. */
function address(id: Name, project: Name): Name {
  if (id === UNKNOWN || project === UNKNOWN) return UNKNOWN;
  if (id === undefined || project === undefined) return UNKNOWN;
  const colon = project.indexOf(":");
  const host = colon < 0 ? project : `${project.slice(colon + 1)}.${project.slice(0, colon)}`;
  return `${id}@${host}.iam.gserviceaccount.com`;
}
