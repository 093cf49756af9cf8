import { type PageGrant, type Product as ProductFacts, products as facts } from "../../policy/facts/products";
import { catalogueRole, documentedSourceRole, documentedStateRole } from "../../policy/facts/roles";
import { Product } from "../args/enums";
import type { Named } from "./declared";
import { browseGrants, needed, readSource, rowsAt, stateGrants, writeStateGrant } from "./minimal";
import { grantName, permissionSet, type PlannedGrant, type PlanRequest, type Roles } from "./plan";

/** Where a page leaves the choice between two roles on the project, the wider one, which is not granted. */
const wider: Readonly<Partial<Record<Product, string>>> = {
  [Product.ReverseEtl]: "roles/bigquery.user",
  [Product.ProfilesSync]: "roles/bigquery.dataOwner",
  [Product.Warehouse]: "roles/bigquery.dataOwner",
};

/** Roles that are granted on datasets and tables as well, with what their holder is called there. */
const holders: Readonly<Record<string, string>> = {
  [documentedSourceRole]: "data-viewer",
  [documentedStateRole]: "data-editor",
};

/**
 * Profile documented: what each product's page grants, at the scopes where it does.
 *
 * Where a scope is not known before the update, a custom role with the permissions needed replaces the page's.
 */
export function documentedGrants(request: PlanRequest, roles: Roles): PlannedGrant[] {
  return [
    ...projectGrants(request, roles),
    ...stateGrants(request, (state) =>
      state.naming.by === "scope" ? editState(request, state) : writeStateGrant(request, state, roles),
    ),
    ...sourceGrants(request, roles),
  ];
}

/** On the account's own project the project's roles list the tables of every dataset, or read them all. */
function sourceGrants(request: PlanRequest, roles: Roles): PlannedGrant[] {
  const { sources } = request;
  const elsewhere = sources.filter(({ place }) => !place.project.home);
  const lists = rowsAt(request, "browse").length > 0;
  if (!lists) return elsewhere.map((source) => readSource(request, source, roles));
  return [
    ...browseGrants(request, elsewhere, roles),
    ...sources.map((source) =>
      source.naming.by === "scope" ? viewSource(request, source) : readSource(request, source, roles),
    ),
  ];
}

function viewSource(request: PlanRequest, { place, naming, formerLabel }: Named): PlannedGrant {
  const rows = place.kind === "table" ? rowsAt(request, "source") : rowsAt(request, "browse", "source");
  return {
    childName: grantName("data-viewer", place.kind, naming),
    formerName: `view-${place.kind}-${formerLabel}`,
    namedBy: "scope",
    place,
    role: documentedSourceRole,
    ...needed(rows),
  };
}

function editState(request: PlanRequest, { place, naming }: Pick<Named, "place" | "naming">): PlannedGrant {
  return {
    childName: grantName("data-editor", place.kind, naming),
    formerName: "edit-state",
    namedBy: "scope",
    place,
    role: documentedStateRole,
    ...needed(rowsAt(request, "state")),
  };
}

/** What the pages grant on the project, each role once. */
function projectGrants(request: PlanRequest, roles: Roles): PlannedGrant[] {
  const byName = new Map<string, { grant: PageGrant; by: Product[] }>();
  for (const product of request.products) {
    const { grants }: ProductFacts = facts[product];
    for (const grant of grants) {
      if (grant.at !== "project" || ("role" in grant && grant.role === wider[product])) continue;
      const name = "role" in grant ? nameOnProject(grant.role) : "reverse-etl";
      byName.set(name, { grant, by: [...(byName.get(name)?.by ?? []), product] });
    }
  }
  return [...byName].map(([childName, { grant, by }]) => ({
    childName,
    namedBy: "scope",
    place: { kind: "project", project: request.home },
    ...granted(request, grant, roles),
    reason: `follow the page of ${by.map((product) => `${facts[product].title} (${facts[product].page.readOn})`).join(", ")}`,
  }));
}

function granted(
  request: PlanRequest,
  grant: PageGrant,
  roles: Roles,
): Pick<PlannedGrant, "role" | "permissions"> {
  if ("permissions" in grant) {
    const permissions = permissionSet(grant.permissions, needed(rowsAt(request, "project")).permissions);
    const role = { id: "reverse-etl", title: "Segment: Reverse ETL, limited", permissions };
    return { role: roles.in(request.home, role), permissions };
  }
  const used = needed(rowsAt(request, "project", "browse", "source", "destination")).permissions;
  const held = catalogueRole(grant.role)?.permissions ?? [];
  return { role: grant.role, permissions: used.filter((permission) => held.includes(permission)) };
}

/** `bigquery-job-user`; a role that is granted elsewhere too is called as there, so that one grant has one name. */
function nameOnProject(role: string): string {
  const holder = holders[role];
  if (holder !== undefined) return grantName(holder, "project", { by: "scope", label: "" });
  return role
    .replace("roles/bigquery.", "bigquery-")
    .replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
