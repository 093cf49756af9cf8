import { escalates } from "../../policy/facts/permissions";
import { documentedSourceRole, documentedStateRole, smallestJobRole } from "../../policy/facts/roles";
import { type Scope, scopeText } from "../../policy/iam/scope";
import { path } from "../google/GoogleClient";
import { type JsonRecord, record, text } from "../google/json";
import type { CheckContext } from "./CheckContext";
import { ownAccess } from "./accessEntries";
import { askedOnAccount, askedOnTable } from "./askedPermissions";
import { attempt } from "./attempt";
import type { CheckId } from "./checkIds";
import type { TriedSource } from "./checkSource";
import type { TriedTable } from "./checkTable";
import { revokeOnDataset, revokeOnProject, showOnTable } from "./remedies";
import type { Remedy } from "./result";
import { testPermissions } from "./testPermissions";

/** What the key can do that it should not: the profile says what it may. */
export async function checkExcess(
  context: CheckContext,
  stateDataset: JsonRecord | undefined,
  sources: readonly TriedSource[],
): Promise<void> {
  const { reporter, declared, setting } = context;
  const { project } = declared;
  const scope = { kind: "project", project } as const;
  if (context.heldOnProject) {
    const excessive = surplusOf(context, [...context.heldOnProject], scope, smallestJobRole);
    report(
      context,
      "excess.project",
      project,
      "projects.testIamPermissions",
      scope,
      excessive,
      revokeOnProject(setting, declared.profile),
    );
  } else {
    reporter.add(
      { id: "excess.project", target: project, tried: "projects.testIamPermissions" },
      "unknown",
      "What the key holds on the project could not be asked (see project.permissions).",
    );
  }
  if (stateDataset) excessInList(context, "excess.state", stateDataset);
  for (const { dataset, tables } of sources) {
    if (dataset) excessInList(context, "excess.source", dataset);
    for (const table of tables) await excessOnTable(context, table);
  }
  await excessOnAccount(context);
}

/** What the profile does not accept; `role` is the one that it tolerates at that scope. */
function surplusOf(
  { allowance }: CheckContext,
  held: readonly string[],
  scope: Scope,
  role: string,
): string[] {
  return allowance.excessive(role, held, scope).sort();
}

function excessInList(context: CheckContext, id: CheckId, dataset: JsonRecord): void {
  const { reporter, setting } = context;
  const reference = record(dataset["datasetReference"]);
  const named = { project: text(reference["projectId"]) ?? "", dataset: text(reference["datasetId"]) ?? "" };
  const scope = { kind: "dataset", ...named } as const;
  const target = `${named.project}.${named.dataset}`;
  const own = ownAccess(dataset, setting.email);
  const segment = { id, target, tried: "the dataset's access list" };
  const beyond = own.entries.flatMap(({ role, permissions = [] }) => {
    const excessive = context.allowance.excessive(role, permissions, scope);
    return excessive.length > 0 ? [{ role, excessive }] : [];
  });
  const excessive = [...new Set(beyond.flatMap((entry) => entry.excessive))].sort();
  if (excessive.length > 0) {
    const remedy = revokeOnDataset(
      setting,
      scope,
      beyond.map(({ role }) => role),
    );
    report(context, id, target, segment.tried, scope, excessive, remedy);
  } else if (own.certain) reporter.add(segment, "ok", `The account holds nothing beyond need on ${target}.`);
  else
    reporter.add(
      segment,
      "unknown",
      `The access list of ${target} does not tell all that the account holds.`,
    );
}

async function excessOnTable(context: CheckContext, { source, dataset, table }: TriedTable): Promise<void> {
  const { client, reporter, declared } = context;
  const scope = { kind: "table", project: source.project, dataset, table } as const;
  const target = `${source.project}.${dataset}.${table}`;
  const tried = "tables.testIamPermissions";
  const name = path`/bigquery/v2/projects/${source.project}/datasets/${dataset}/tables/${table}`;
  const on = { api: "bigquery", path: `${name}:testIamPermissions` } as const;
  const held = await attempt(testPermissions(client, on, askedOnTable));
  if (held.kind !== "answer") {
    const why = held.kind === "none" ? held.why : held.facts.message;
    reporter.add(
      { id: "excess.source", target, tried },
      "unknown",
      `What the key holds there could not be asked: ${why}`,
    );
    return;
  }
  const isState =
    source.project === declared.stateDataset.project && dataset === declared.stateDataset.dataset;
  const tolerated = isState ? documentedStateRole : documentedSourceRole;
  const excessive = surplusOf(context, [...held.value], scope, tolerated);
  // What comes from the project is told there, once.
  const above = source.project === declared.project ? context.heldOnProject : undefined;
  const here = excessive.filter((permission) => !above?.has(permission));
  if (here.length === 0 && excessive.length > 0) {
    const message = `Nothing on ${scopeText(scope)} beyond what the account holds on the whole project (see excess.project).`;
    return reporter.add({ id: "excess.source", target, tried }, "ok", message);
  }
  report(context, "excess.source", target, tried, scope, here, showOnTable(scope));
}

/** With a token or a key of its own making, a leaked key lives on after it is deleted. */
async function excessOnAccount(context: CheckContext): Promise<void> {
  const { client, reporter, setting, declared } = context;
  const tried = "serviceAccounts.testIamPermissions";
  const on = {
    api: "iam",
    path: path`/v1/projects/-/serviceAccounts/${setting.email}` + ":testIamPermissions",
  } as const;
  const held = await attempt(testPermissions(client, on, askedOnAccount));
  const segment = { id: "excess.account", target: setting.email, tried } as const;
  if (held.kind !== "answer") {
    const why = held.kind === "none" ? held.why : held.facts.message;
    reporter.add(segment, "unknown", `What the key may do with its own account could not be asked: ${why}`);
    return;
  }
  const excessive = [...held.value].sort();
  if (excessive.length === 0) return reporter.add(segment, "ok", "The account has no hold on itself.");
  reporter.add(segment, "excess", `The account can act as itself without the key: ${excessive.join(", ")}.`, {
    permissions: excessive,
    remedy: revokeOnProject(setting, declared.profile),
  });
}

function report(
  { reporter, setting, declared }: CheckContext,
  id: CheckId,
  target: string,
  tried: string,
  scope: Scope,
  excessive: readonly string[],
  remedy: Remedy,
): void {
  const segment = { id, target, tried };
  if (excessive.length === 0) {
    return reporter.add(
      segment,
      "ok",
      `Nothing beyond what profile ${declared.profile} accepts on ${scopeText(scope)}.`,
    );
  }
  const message = `serviceAccount:${setting.email} also holds ${surplusText(excessive)} on ${scopeText(scope)}.`;
  reporter.add(segment, "excess", message, { permissions: [...excessive], remedy });
}

/** All that raises by name, of the rest three and a count; the whole list stands in the result's permissions. */
function surplusText(excessive: readonly string[]): string {
  const escalating = excessive.filter(escalates);
  const others = excessive.filter((permission) => !escalates(permission));
  const rest = others.length > 3 ? ` and ${others.length - 3} more` : "";
  const parts = [
    ...(escalating.length > 0 ? [`${escalating.join(", ")} (with which it can raise itself)`] : []),
    ...(others.length > 0 ? [`${others.slice(0, 3).join(", ")}${rest}`] : []),
  ];
  return parts.join(", ");
}
