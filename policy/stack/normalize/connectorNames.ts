import { type Plain, text, UNKNOWN, type Unknown } from "../plain";
import type { Resource } from "../resource";
import { at, pathParts } from "./aliases";

/** A text, UNKNOWN where it is not known yet, undefined where there is none. */
export type Name = string | Unknown | undefined;

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
  /** The id of the object of a kind that a reference names. */
  referred(from: Resource, kind: string, reference: Plain | undefined): Name;
  /** The object that a reference names, where the stack makes it. */
  find(from: Resource, kind: string, reference: Plain | undefined): Resource | undefined;
  /** The project of what a reference names, whether or not the stack makes it. */
  projectBehind(from: Resource, kind: string, reference: Plain | undefined): Name;
}

/** Indexes Config Connector's objects and the namespaces, whose annotation names the project of their objects. */
export function connectorNames(
  resources: readonly Resource[],
  kindOf: (type: string) => string | undefined,
): ConnectorNames {
  const objects = new Map<string, Resource>();
  for (const resource of resources) {
    const kind = resource.type === "kubernetes:core/v1:Namespace" ? "Namespace" : kindOf(resource.type);
    if (kind === undefined) continue;
    const name = known(metadata(resource, "name"));
    if (name !== undefined) objects.set(key(kind, known(metadata(resource, "namespace")), name), resource);
  }
  const names: ConnectorNames = {
    annotation,
    idOf: (resource) => text(at(resource.props["spec"], "resourceID")) ?? metadata(resource, "name"),
    projectOf(resource) {
      const written =
        names.referred(resource, "Project", at(resource.props["spec"], "projectRef")) ??
        annotation(resource, "project-id");
      return written === undefined ? projectOfNamespace(metadata(resource, "namespace")) : lastOf(written);
    },
    emailOf(resource) {
      const told = text(at(resource.props["status"], "email"));
      return typeof told === "string" ? told : address(names.idOf(resource), names.projectOf(resource));
    },
    accountEmail(from, reference) {
      const external = text(at(reference, "external"));
      if (typeof external === "string") return pathParts(external)["serviceAccounts"] ?? external;
      const found = names.find(from, "IAMServiceAccount", reference);
      if (found) return names.emailOf(found);
      return address(external ?? text(at(reference, "name")), projectElsewhere(from, reference));
    },
    accountPath(from, reference) {
      const email = names.accountEmail(from, reference);
      return typeof email === "string" ? `projects/-/serviceAccounts/${email}` : email;
    },
    referred(from, kind, reference) {
      const external = text(at(reference, "external"));
      if (external !== undefined) return lastOf(external);
      const found = names.find(from, kind, reference);
      return found ? names.idOf(found) : text(at(reference, "name"));
    },
    find(from, kind, reference) {
      const namespace = known(at(reference, "namespace")) ?? known(metadata(from, "namespace"));
      return objects.get(key(kind, namespace, known(at(reference, "name"))));
    },
    projectBehind(from, kind, reference) {
      const found = names.find(from, kind, reference);
      return found ? names.projectOf(found) : projectElsewhere(from, reference);
    },
  };
  /** The project of what a reference names and the stack does not make: that of the namespace it names, else its own. */
  function projectElsewhere(from: Resource, reference: Plain | undefined): Name {
    const namespace = text(at(reference, "namespace"));
    return namespace === undefined ? names.projectOf(from) : projectOfNamespace(namespace);
  }
  /** A namespace without the annotation stands for the project of that name. */
  function projectOfNamespace(namespace: Name): Name {
    const holder = objects.get(key("Namespace", undefined, known(namespace)));
    const annotated = holder === undefined ? undefined : annotation(holder, "project-id");
    return annotated ?? (namespace === "default" ? undefined : namespace);
  }
  return names;
}

function key(kind: string, namespace: string | undefined, name: string | undefined): string {
  return JSON.stringify([kind, namespace, name]);
}

function metadata({ props }: Resource, name: string): Name {
  return text(at(props["metadata"], name));
}

function annotation({ props }: Resource, name: string): Name {
  return text(at(props["metadata"], "annotations", `cnrm.cloud.google.com/${name}`));
}

/** The text, where there is one and it is known. */
export function known(value: Plain | undefined): string | undefined {
  const found = text(value);
  return typeof found === "string" ? found : undefined;
}

/** The id without its collection: `projects/acme` is `acme`. */
export function lastOf(path: Name): Name {
  return typeof path === "string" ? path.slice(path.lastIndexOf("/") + 1) : path;
}

/** The address that Google gives to an account; a domain-scoped project `d:p` becomes `p.d`. */
function address(id: Name, project: Name): Name {
  if (typeof id !== "string" || typeof project !== "string") return UNKNOWN;
  return `${id}@${project.split(":").reverse().join(".")}.iam.gserviceaccount.com`;
}
