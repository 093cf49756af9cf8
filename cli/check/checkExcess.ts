import { documentedSourceRole, documentedStateRole, smallestJobRole } from "../../policy/facts/roles";
import type { Declaration } from "../../policy/access/declaration";
import { products } from "../../policy/facts/products";
import { type Scope, scopeText } from "../../policy/iam/scope";
import type { Written } from "./written";
import { path } from "../google/GoogleClient";
import { type JsonRecord, record, text } from "../google/json";
import { askedOnAccount, askedOnTable, ownAccess, testPermissions } from "./held";
import { attempt, type Subject } from "./Reporter";
import type { CheckContext } from "./CheckContext";
import type { CheckId, Remedy } from "./result";
import type { TriedSource } from "./checkSource";
import type { TriedTable } from "./checkTable";
import { revokeOnAccount, revokeOnDataset, revokeOnProject, revokeOnTable } from "./remedies/revoke";
import { escalates } from "../../policy/facts/permissions";

/** A dataset that Segment writes, as the API shows it to the key. */
export interface FoundDataset {
  readonly kind: Written["kind"];
  readonly resource: JsonRecord;
}

/** What the key can do that it should not: the profile says what it may. */
export async function checkExcess(
  context: CheckContext,
  written: readonly FoundDataset[],
  sources: readonly TriedSource[],
): Promise<void> {
  excessOnProject(context);
  for (const { kind, resource } of written) excessInList(context, `excess.${kind}`, resource);
  for (const { dataset, tables } of sources) {
    if (dataset) excessInList(context, "excess.source", dataset);
    for (const table of tables) await excessOnTable(context, table);
  }
  await excessOnAccount(context);
}

function excessOnProject(context: CheckContext): void {
  const { reporter, declared, setting, heldOnProject, allowance } = context;
  const { project } = declared;
  const scope = { kind: "project", project } as const;
  const subject = { id: "excess.project", target: project, tried: "projects.testIamPermissions" } as const;
  if (!heldOnProject) {
    const message = "What the key holds on the project could not be asked (see project.permissions).";
    return reporter.add(subject, "undetermined", message);
  }
  // By which role it is held is not told: what any role of the products' pages would give there is accepted.
  const roles = [smallestJobRole, ...rolesOnProject(declared)];
  const excess = [...heldOnProject]
    .filter((permission) => roles.every((role) => allowance.excessive(role, [permission], scope).length > 0))
    .sort();
  report(context, subject, scope, excess, revokeOnProject(setting, project));
}

function rolesOnProject({ products: names }: Declaration): string[] {
  return names.flatMap((name) =>
    products[name].grants.flatMap((grant) => (grant.at === "project" && "role" in grant ? [grant.role] : [])),
  );
}

function excessInList(context: CheckContext, id: CheckId, dataset: JsonRecord): void {
  const { reporter, setting, allowance } = context;
  const reference = record(dataset["datasetReference"]);
  const named = { project: text(reference["projectId"]) ?? "", dataset: text(reference["datasetId"]) ?? "" };
  const scope = { kind: "dataset", ...named } as const;
  const target = `${named.project}.${named.dataset}`;
  const own = ownAccess(dataset, setting.email);
  const subject = { id, target, tried: "the dataset's access list" };
  const beyond = own.entries.flatMap(({ role, permissions = [], conditional }) => {
    const excess = allowance.excessive(role, permissions, scope);
    return excess.length > 0 ? [{ role, excess, conditional }] : [];
  });
  const excess = [...new Set(beyond.flatMap((entry) => entry.excess))].sort();
  if (excess.length > 0) {
    const roles = beyond.filter(({ conditional }) => !conditional).map(({ role }) => role);
    const remedy = revokeOnDataset(setting, scope, [...new Set(roles)], roles.length < beyond.length);
    report(context, subject, scope, excess, remedy);
  } else if (own.certain) reporter.add(subject, "ok", `The account holds nothing in excess on ${target}.`);
  else {
    const message = `The access list of ${target} does not show everything that the account holds: ${own.doubts.join("; ")}.`;
    reporter.add(subject, "undetermined", message);
  }
}

async function excessOnTable(context: CheckContext, { source, dataset, table }: TriedTable): Promise<void> {
  const { client, reporter, declared, setting, allowance } = context;
  const scope = { kind: "table", project: source.project, dataset, table } as const;
  const target = `${source.project}.${dataset}.${table}`;
  const subject = { id: "excess.source", target, tried: "tables.testIamPermissions" } as const;
  const name = path`/bigquery/v2/projects/${source.project}/datasets/${dataset}/tables/${table}`;
  const on = { api: "bigquery", path: `${name}:testIamPermissions` } as const;
  const held = await attempt(testPermissions(client, on, askedOnTable));
  if (held.kind !== "answer") {
    const why = held.kind === "none" ? held.why : held.facts.message;
    reporter.add(subject, "undetermined", `What the key holds there could not be asked: ${why}`);
    return;
  }
  const isState =
    source.project === declared.stateDataset.project && dataset === declared.stateDataset.dataset;
  const tolerated = isState ? documentedStateRole : documentedSourceRole;
  const excess = allowance.excessive(tolerated, [...held.value], scope).sort();
  // What comes from the project or the dataset is told there, once.
  const above = source.project === declared.project ? context.heldOnProject : undefined;
  const here = excess.filter((permission) => !above?.has(permission));
  if (here.length === 0 && excess.length > 0) {
    const message = `Nothing on ${scopeText(scope)} beyond what the account holds on the whole project (see excess.project).`;
    return reporter.add(subject, "ok", message);
  }
  report(context, subject, scope, here, revokeOnTable(setting, scope));
}

/** With a token or a key of its own making, a leaked key lives on after it is deleted. */
async function excessOnAccount(context: CheckContext): Promise<void> {
  const { client, reporter, setting } = context;
  const tried = "serviceAccounts.testIamPermissions";
  const on = {
    api: "iam",
    path: path`/v1/projects/-/serviceAccounts/${setting.email}` + ":testIamPermissions",
  } as const;
  const held = await attempt(testPermissions(client, on, askedOnAccount));
  const subject = { id: "excess.account", target: setting.email, tried } as const;
  if (held.kind !== "answer") {
    const why = held.kind === "none" ? held.why : held.facts.message;
    reporter.add(
      subject,
      "undetermined",
      `What the key may do with its own account could not be asked: ${why}`,
    );
    return;
  }
  const excess = [...held.value].sort();
  if (excess.length === 0) return reporter.add(subject, "ok", "The account has no permissions on itself.");
  const fromProject = excess.every((permission) => context.heldOnProject?.has(permission));
  const remedy = fromProject ? revokeOnProject(setting, setting.project) : revokeOnAccount(setting);
  reporter.add(subject, "excess", `The account can act as itself without the key: ${excess.join(", ")}.`, {
    permissions: excess,
    remedy,
  });
}

function report(
  { reporter, setting, declared }: CheckContext,
  subject: Subject,
  scope: Scope,
  excess: readonly string[],
  remedy: Remedy,
): void {
  if (excess.length === 0) {
    const message = `Nothing beyond what profile ${declared.profile} accepts on ${scopeText(scope)}.`;
    return reporter.add(subject, "ok", message);
  }
  const message = `serviceAccount:${setting.email} also holds ${excessText(excess)} on ${scopeText(scope)}.`;
  reporter.add(subject, "excess", message, { permissions: [...excess], remedy });
}

/** Everything that escalates by name, of the rest three and a count; the whole list is in the result's permissions. */
function excessText(excess: readonly string[]): string {
  const raising = excess.filter(escalates);
  const others = excess.filter((permission) => !escalates(permission));
  const rest = others.length > 3 ? ` and ${others.length - 3} more` : "";
  const parts = [
    ...(raising.length > 0 ? [`${raising.join(", ")} (with which it can raise itself)`] : []),
    ...(others.length > 0 ? [`${others.slice(0, 3).join(", ")}${rest}`] : []),
  ];
  return parts.join(", ");
}
