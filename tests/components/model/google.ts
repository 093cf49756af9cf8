import { catalogueRole } from "../../../policy/facts/roles";
import { reaches, type Scope } from "../../../policy/iam/scope";
import type { Existing, Operation } from "./engine";

/** A grant at Google: an element of a set. Making it twice makes it once, deleting it once deletes it. */
export interface Grant {
  readonly scope: Scope | { readonly kind: "secret"; readonly id: string };
  readonly role: string;
  readonly member: string;
}

/** What of Google an update of the component can change. */
export class GoogleModel {
  readonly grants = new Map<string, Grant>();
  readonly roles = new Map<string, readonly string[]>();
  readonly accounts = new Set<string>();
  /** Full names of keys. */
  readonly keys = new Set<string>();
  /** Full names of secrets. */
  readonly secrets = new Set<string>();
  readonly datasets = new Set<string>();

  copy(): GoogleModel {
    const copy = new GoogleModel();
    this.grants.forEach((grant, key) => copy.grants.set(key, grant));
    this.roles.forEach((permissions, name) => copy.roles.set(name, permissions));
    for (const part of ["accounts", "keys", "secrets", "datasets"] as const)
      this[part].forEach((one) => copy[part].add(one));
    return copy;
  }

  /** @throws where Google refuses */
  apply(operation: Operation): void {
    if (operation.kind === "delete") this.delete(operation.old);
    else if (operation.kind === "update") this.update(operation.made);
    else this.create(operation.made);
  }

  /** @throws where Google refuses: what has the name exists already */
  private create({ type, inputs, outputs }: Existing): void {
    const grant = grantOf(type, inputs);
    if (grant) this.grants.set(JSON.stringify(grant), grant);
    else if (type.endsWith(":IAMCustomRole"))
      this.roles.set(String(outputs.name), inputs.permissions as string[]);
    else {
      const named = this.setOf(type);
      const name = String(nameAtGoogle(type, outputs));
      if (named?.has(name)) throw new Error(`409: ${name} exists already`);
      named?.add(name);
    }
  }

  private update({ type, inputs, outputs }: Existing): void {
    if (type.endsWith(":IAMCustomRole")) this.roles.set(String(outputs.name), inputs.permissions as string[]);
  }

  private delete({ type, inputs, outputs, retainOnDelete }: Existing): void {
    if (retainOnDelete) return;
    const grant = grantOf(type, inputs);
    if (grant) this.grants.delete(JSON.stringify(grant));
    this.roles.delete(String(outputs.name));
    this.setOf(type)?.delete(String(nameAtGoogle(type, outputs)));
    if (type.endsWith(":Account"))
      for (const key of this.keys) if (key.startsWith(`${String(outputs.name)}/`)) this.keys.delete(key);
  }

  /** Whether a member holds a permission on a scope. */
  holds(member: string, permission: string, scope: Scope): boolean {
    return [...this.grants.values()].some((grant) => {
      const permissions = this.roles.get(grant.role) ?? catalogueRole(grant.role)?.permissions ?? [];
      return (
        grant.member === member &&
        permissions.includes(permission) &&
        grant.scope.kind !== "secret" &&
        (grant.scope.kind === "other"
          ? scope.kind === "other" && grant.scope.id === scope.id
          : reaches(grant.scope, scope))
      );
    });
  }

  private setOf(type: string): Set<string> | undefined {
    if (type.endsWith(":Account")) return this.accounts;
    if (type.endsWith("/key:Key")) return this.keys;
    if (type.endsWith("/secret:Secret")) return this.secrets;
    return type.endsWith(":Dataset") ? this.datasets : undefined;
  }
}

function nameAtGoogle(type: string, outputs: Record<string, unknown>): unknown {
  return type.endsWith(":Dataset") ? `${String(outputs.project)}.${String(outputs.datasetId)}` : outputs.name;
}

function grantOf(type: string, inputs: Record<string, unknown>): Grant | undefined {
  if (!/I(am|AM)Member$/.test(type)) return undefined;
  const { project, datasetId, tableId, secretId, location, connectionId, bucket, role, member } =
    inputs as Record<string, string>;
  const granted = { role: role as string, member: (member as string).toLowerCase() };
  if (secretId !== undefined) return { scope: { kind: "secret", id: `${project}/${secretId}` }, ...granted };
  if (bucket !== undefined) return { scope: { kind: "other", type: "bucket", id: bucket }, ...granted };
  const owner = project as string;
  if (connectionId !== undefined)
    return { scope: { kind: "connection", project: owner, location, connection: connectionId }, ...granted };
  if (datasetId === undefined) return { scope: { kind: "project", project: owner }, ...granted };
  if (tableId === undefined)
    return { scope: { kind: "dataset", project: owner, dataset: datasetId }, ...granted };
  return { scope: { kind: "table", project: owner, dataset: datasetId, table: tableId }, ...granted };
}
