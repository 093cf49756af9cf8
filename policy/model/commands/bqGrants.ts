import { readSqlGrants } from "../sql";
import { isObject, toPlain, type Plain, type Unknown } from "../plain";
import { known, sortArguments, type Arguments } from "./arguments";
import { nothing, unreadable, type CommandGrant, type CommandGrants } from "./commandGrant";
import { HOLE } from "./hole";

const withValue = new Set([
  ...[
    "member",
    "role",
    "project-id",
    "dataset-id",
    "location",
    "format",
    "params",
    "source",
    "schedule",
    "condition",
  ],
  ...[
    "data-source",
    "display-name",
    "target-dataset",
    "max-rows",
    "n",
    "job-id",
    "destination-table",
    "label",
  ],
  ...["parameter", "maximum-bytes-billed", "service-account-name", "credential-file", "bigqueryrc", "apilog"],
]);

/**
 * What `bq add-iam-policy-binding` grants, and the SQL that `bq query` or a scheduled query runs.
 *
 * See https://cloud.google.com/bigquery/docs/reference/bq-cli-reference#bq_add-iam-policy-binding
 *
 * @param words those behind `bq`
 * @param input what the command reads; undefined where that is not known
 */
export function bqGrants(words: readonly string[], input: string | undefined): CommandGrants {
  const args = sortArguments(words, (flag) => withValue.has(flag));
  const [command, ...rest] = args.positionals;
  if (command === "add-iam-policy-binding") return { ...nothing, grants: [binding(args, rest[0])] };
  if (command === "set-iam-policy" || (command === "update" && args.flags.has("source"))) return unreadable;
  if (command === "query") return sqlGrants(rest.length > 0 ? rest.join(" ") : input);
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

function sqlGrants(sql: string | undefined): CommandGrants {
  if (sql === undefined) return unreadable;
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
