import type { EffectiveGrant } from "../../policy/access/effectiveGrants";
import { permissionsOf } from "../../policy/facts/needs";
import { defaultProducts, type ProductName, products, productsSaid } from "../../policy/facts/products";
import { documentedSourceRole, smallestJobRole } from "../../policy/facts/roles";
import { text } from "../google/json";
import type { Account } from "../googleProject/GoogleProject";

/** Which of Segment's products an account is for, and what that was told from. */
export interface InferredProducts {
  readonly products: readonly ProductName[];
  readonly notes: readonly string[];
}

/**
 * Tells from the account's words, else from its roles, which of Segment's products it is for: each product's page has a
 * set-up of its own. Without a sign it is what Segment's first document sets up.
 */
export function inferProducts(
  { email, resource }: Account,
  grants: readonly EffectiveGrant[],
  hasState: boolean,
  project: string,
): InferredProducts {
  const words = [email.split("@")[0], text(resource["displayName"]), text(resource["description"])];
  const said = productsSaid(words.filter(Boolean).join(" "));
  if (said.length > 0) return recognized(said, "its id, name or description says so");
  const own = grants.filter(({ via, grant }) => via.through === undefined && grant.role.kind === "known");
  const onProject = own.flatMap(({ grant: { role, scope } }) =>
    role.kind === "known" && scope.kind === "project" && scope.project === project ? [role] : [],
  );
  const names = new Set(onProject.map(({ name }) => name));
  const editor = writers.find((role) => names.has(role));
  if (editor !== undefined && names.has(smallestJobRole) && !names.has("roles/bigquery.user") && !hasState)
    return recognized(
      ["warehouse"],
      `it holds ${editor} and ${smallestJobRole} on the project, and there is no state dataset`,
    );
  const alone = own.length === 2 && names.size === 2;
  if (alone && !hasState && names.has(documentedSourceRole) && names.has(smallestJobRole))
    return recognized(
      ["sql-traits"],
      `it holds ${documentedSourceRole} and ${smallestJobRole} on the project, and nothing else`,
    );
  const queries = [...permissionsOf("run-queries", "query-source")];
  const custom = onProject.find(
    ({ name, permissions }) =>
      name.includes("/roles/") && queries.every((permission) => permissions.includes(permission)),
  );
  const lists = own.some(
    ({ grant: { role } }) =>
      role.kind === "known" && role.permissions.includes("bigquery.tables.list") && readsMore(role.name),
  );
  if (custom !== undefined && !lists)
    return recognized(
      ["reverse-etl"],
      `${custom.name} lets it query the project, and no role lets it list a source`,
    );
  return { products: defaultProducts, notes: [] };
}

/** Data Editor on the state dataset lists that dataset, as every product with a state does. */
function readsMore(role: string): boolean {
  return role !== "roles/bigquery.dataEditor";
}

const writers = ["roles/bigquery.dataOwner", "roles/bigquery.dataEditor"];

function recognized(names: readonly ProductName[], why: string): InferredProducts {
  const titles = names.map((name) => products[name].title).join(" and ");
  return {
    products: names,
    notes: [`It is taken as ${titles}, because ${why}. Otherwise name the product with --product.`],
  };
}

/** Datasets of the project on which the account may write tables: those that a product loads. */
export function destinationsOf(grants: readonly EffectiveGrant[], project: string, state: string): string[] {
  const written = grants.flatMap(({ grant: { role }, via, at }) =>
    role.kind === "known" &&
    via.through === undefined &&
    role.permissions.includes("bigquery.tables.updateData")
      ? at.flatMap((scope) =>
          scope.kind === "dataset" && scope.project === project && scope.dataset !== state
            ? [scope.dataset]
            : [],
        )
      : [],
  );
  return [...new Set(written)].sort();
}
