import { HOLE } from "../../parsers/shell";
import { readSqlGrants } from "../../parsers/sql/readSqlGrants";
import { isObject, type Plain, toPlain, type Unknown } from "../../stack/plain";
import {
  type Arguments,
  type CommandGrant,
  type CommandGrants,
  known,
  nothing,
  sortArguments,
  unreadable,
  wholeFile,
} from "./commandGrant";

const withValue = new Set(
  (
    "member role project-id dataset-id location format params source schedule condition data-source display-name " +
    "target-dataset max-rows n job-id destination-table label parameter maximum-bytes-billed service-account-name " +
    "credential-file bigqueryrc apilog"
  ).split(" "),
);

/**
 * What `bq add-iam-policy-binding` grants, and the SQL that `bq query` or a scheduled query runs.
 *
 * See https://cloud.google.com/bigquery/docs/reference/bq-cli-reference#bq_add-iam-policy-binding
 *
 * @param words those behind `bq`
 */
export function bqGrants(words: readonly string[]): CommandGrants {
  const args = sortArguments(words, (flag) => withValue.has(flag));
  const [command, ...rest] = args.positionals;
  if (command === "add-iam-policy-binding") return { ...nothing, grants: [binding(args, rest[0])] };
  if (command === "set-iam-policy" || (command === "update" && args.flags.has("source"))) return wholeFile;
  if (command === "query") return rest.length > 0 ? sqlGrants(rest.join(" ")) : unreadable;
  const params = args.flags.get("params");
  return params === undefined ? nothing : scheduled(params);
}

function binding({ flags }: Arguments, resource: string | undefined): CommandGrant {
  const isTable = isSet(flags, "table", "t");
  const isDataset = isSet(flags, "dataset", "d");
  const written = known(resource);
  const who: Pick<CommandGrant, "roles" | "grantees"> = {
    roles: [known(flags.get("role"))],
    grantees: [known(flags.get("member"))],
  };
  if (typeof written !== "string")
    return { ...who, on: { kind: isTable ? "table" : "schema", path: [written] } };
  const colon = written.lastIndexOf(":");
  const names = written.slice(colon + 1).split(".");
  const project = colon >= 0 ? written.slice(0, colon) : undefined;
  // `a.b` is a dataset and a table, except where it is said to be a dataset: then a project and a dataset.
  const whole = project !== undefined || names.length > 2 || (isDataset && names.length > 1);
  const parts = [...(project === undefined ? [] : [project]), ...names].map(known);
  const home = flags.get("project-id");
  const path: (string | Unknown)[] = whole || home === undefined ? parts : [known(home), ...parts];
  const inDataset = isTable || (!isDataset && parts.length === (whole ? 3 : 2));
  return { ...who, on: { kind: inDataset ? "table" : "schema", path } };
}

function isSet(flags: ReadonlyMap<string, string>, ...names: readonly string[]): boolean {
  return names.some((name) => flags.has(name) && flags.get(name) !== "false");
}

function sqlGrants(sql: string): CommandGrants {
  const read = readSqlGrants(sql);
  const grants = read.grants.map(({ roles, on, grantees }): CommandGrant => ({
    roles: roles.map(known),
    on: { kind: on.kind, path: on.path.map(known) },
    grantees: grantees.map(known),
  }));
  return { ...nothing, grants, unreadable: read.unreadable || sql.includes(HOLE) };
}

/** `bq mk --transfer_config --data_source=scheduled_query --params='{"query": "…"}'` */
function scheduled(params: string): CommandGrants {
  let parsed: Plain = null;
  try {
    parsed = toPlain(JSON.parse(params));
  } catch {
    return unreadable;
  }
  const query = isObject(parsed) ? parsed["query"] : undefined;
  return typeof query === "string" ? sqlGrants(query) : nothing;
}

/**
 * What `gsutil iam ch MEMBER:ROLE,… gs://…` grants, and `gsutil hmac create ACCOUNT` makes.
 *
 * See https://cloud.google.com/storage/docs/gsutil/commands/iam
 *
 * @param words those behind `gsutil`
 */
export function gsutilGrants(words: readonly string[]): CommandGrants {
  const group = words.findIndex((word) => word === "iam" || word === "hmac");
  const command = words.slice(group, group + 2).join(" ");
  const args = words.slice(group + 2);
  if (command === "hmac create")
    return { ...nothing, keyCreations: [{ account: known(args.at(-1)), how: "hmac" }] };
  if (command === "iam set") return unreadable;
  if (command !== "iam ch") return nothing;
  const path = args.filter((word) => word.startsWith("gs://")).map(known);
  const bindings = args.filter((word, at) => isBinding(word) && args[at - 1] !== "-d");
  return { ...nothing, grants: bindings.map((word) => bindingGsutilGrants(word, path)) };
}

function isBinding(word: string): boolean {
  return !word.startsWith("-") && !word.startsWith("gs://");
}

/** `serviceAccount:EMAIL:objectViewer,roles/…` */
function bindingGsutilGrants(word: string, path: CommandGrant["on"]["path"]): CommandGrant {
  const colon = word.lastIndexOf(":");
  const roles = word.slice(colon + 1).split(",");
  return {
    roles: roles.map((role) => known(role.includes("/") ? role : `roles/storage.${role}`)),
    on: { kind: "other", path, type: "storage buckets" },
    grantees: [known(word.slice(0, Math.max(0, colon)))],
  };
}
