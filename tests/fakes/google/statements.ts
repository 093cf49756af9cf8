/** What a statement does to a thing that it names, as far as permissions go. */
export interface Reference {
  kind: "table" | "model" | "dataset";
  project: string;
  dataset: string;
  /** Table or model; empty for a dataset. */
  name: string;
  /** All of them are needed: https://cloud.google.com/bigquery/docs/access-control#bq-permissions */
  permissions: string[];
  /** `create` and `drop` change the state when it is no dry run. */
  effect?: "create" | "drop" | "insert";
}

/**
 * Reads the references and permissions out of one statement.
 *
 * No SQL engine: the leading keywords decide, names count only in full and in backticks,
 * as in `SELECT * FROM \`project.dataset.table\` LIMIT 0`.
 *
 * @returns undefined for a statement that begins with none of the keywords it knows
 */
export function readStatement(sql: string): Reference[] | undefined {
  const statement = sql.trim().replace(/;\s*$/, "");
  for (const [pattern, permissions, effect] of statements) {
    const match = pattern.exec(statement);
    if (!match) continue;
    const kind = /MODEL\s*$/i.test(
      match[0]
        .split("`")[0]
        ?.replace(/IF (NOT )?EXISTS\s*$/i, "")
        .trimEnd() ?? "",
    )
      ? "model"
      : "table";
    const target = reference(kind, match[1] ?? "", permissions, effect);
    const sources = readSources(statement.slice(match[0].length));
    return target ? [target, ...sources] : sources;
  }
  return /^(SELECT|WITH)\b/i.test(statement) ? readSources(statement) : undefined;
}

const name = "`([^`]+)`";

/** The statements of the seed's BigQuery ML table, and those that keep a sync's state. */
const statements: [RegExp, string[], Reference["effect"]?][] = [
  [
    new RegExp(`^CREATE OR REPLACE MODEL\\s+${name}`, "i"),
    ml("create", "getData", "updateData", "updateMetadata"),
  ],
  [new RegExp(`^CREATE MODEL\\s+(?:IF NOT EXISTS\\s+)?${name}`, "i"), ml("create", "getData", "updateData")],
  [new RegExp(`^DROP MODEL\\s+(?:IF EXISTS\\s+)?${name}`, "i"), ml("delete")],
  [new RegExp(`^EXPORT MODEL\\s+${name}`, "i"), ml("export")],
  [new RegExp(`^CREATE TABLE\\s+(?:IF NOT EXISTS\\s+)?${name}`, "i"), data("create"), "create"],
  [new RegExp(`^DROP TABLE\\s+(?:IF EXISTS\\s+)?${name}`, "i"), data("delete"), "drop"],
  [new RegExp(`^INSERT\\s+(?:INTO\\s+)?${name}`, "i"), data("updateData"), "insert"],
  [
    new RegExp(`^(?:UPDATE|DELETE\\s+FROM|MERGE(?:\\s+INTO)?)\\s+${name}`, "i"),
    data("updateData", "getData"),
  ],
];

function ml(...verbs: string[]): string[] {
  return verbs.map((verb) => `bigquery.models.${verb}`);
}

function data(...verbs: string[]): string[] {
  return verbs.map((verb) => `bigquery.tables.${verb}`);
}

/** Everything else that stands in backticks is read. */
function readSources(sql: string): Reference[] {
  return [...sql.matchAll(/(MODEL\s+)?`([^`]+)`/gi)].flatMap((match) => {
    const found = match[1]
      ? reference("model", match[2] ?? "", ml("getData"))
      : reference("table", match[2] ?? "", data("getData"));
    return found ? [found] : [];
  });
}

function reference(
  kind: Reference["kind"],
  quoted: string,
  permissions: string[],
  effect?: Reference["effect"],
): Reference | undefined {
  const [project, dataset, ...rest] = quoted.split(".");
  if (!project || !dataset || rest.length === 0) return undefined;
  // `p.d.INFORMATION_SCHEMA.TABLES` lists the dataset's tables.
  if (rest[0] === "INFORMATION_SCHEMA") {
    return {
      kind: "dataset",
      project,
      dataset,
      name: "",
      permissions: ["bigquery.tables.get", "bigquery.tables.list"],
    };
  }
  return { kind, project, dataset, name: rest.join("."), permissions, ...(effect && { effect }) };
}
