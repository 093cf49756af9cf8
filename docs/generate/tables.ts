import { configProperties } from "../../policy/configSchema";
import { modelOperations } from "../../policy/facts/modelOperations";
import { permissionsOf } from "../../policy/facts/needs";
import {
  catalogueRole,
  catalogueSource,
  documentedProjectRoles,
  documentedSourceRole,
  documentedStateRole,
} from "../../policy/facts/roles";
import { rules } from "../../policy/rules";
import { argumentsTable } from "./api/argumentsTable";
import { componentNames } from "./api/pages";

/** The tables that the documents embed, by the name of their marker. */
export const tables: Readonly<Record<string, () => string>> = {
  rules: rulesTable,
  config: configTable,
  profiles: profilesTable,
  models: modelsTable,
  arguments: () => argumentsTable(componentNames()),
};

function rulesTable(): string {
  return table(
    ["Rule", "Level", "Severity", "CIS", "What it rejects"],
    rules.map(({ id, level, severity, cis, description, url }) => [
      `[\`${id}\`](${url})`,
      level,
      severity,
      cis ?? "",
      description,
    ]),
  );
}

function configTable(): string {
  return table(
    ["Key", "Type", "What it sets"],
    Object.entries(configProperties).map(([key, schema]) => [
      `\`${key}\``,
      typeOf(schema),
      schema.description,
    ]),
  );
}

function typeOf(schema: {
  readonly type: string;
  readonly enum?: readonly string[];
  readonly items?: { readonly type: string };
}): string {
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(" or ");
  return schema.items ? `list of ${schema.items.type}s` : schema.type;
}

/** What each profile lets Segment do, permission by permission, for what is needed; and how much else comes along. */
function profilesTable(): string {
  const projectRoles = documentedProjectRoles.map(short).join(", ");
  const rows: [string, string, readonly string[], readonly string[]][] = [
    ["project", projectRoles, documentedProjectRoles, permissionsOf("run-queries")],
    [
      "state dataset",
      short(documentedStateRole),
      [documentedStateRole],
      permissionsOf("find-state-dataset", "keep-state", "look-up-state-tables"),
    ],
    [
      "each source",
      short(documentedSourceRole),
      [documentedSourceRole],
      permissionsOf("list-source", "read-source"),
    ],
  ];
  const lines = rows.map(([scope, roles, names, needed]) => {
    const held = new Set(names.flatMap((name) => catalogueRole(name)?.permissions ?? []));
    const distinct = [...new Set(needed)];
    return [scope, list(distinct), `${roles}: ${held.size} permissions`, `custom role: ${distinct.length}`];
  });
  const extra: string[][] = [
    [
      "project, with the Storage API",
      list(permissionsOf("open-read-sessions")),
      "in BigQuery User",
      `custom role: ${permissionsOf("open-read-sessions").length} more`,
    ],
    [
      "project, where Segment makes the state dataset",
      list(permissionsOf("create-state-dataset")),
      "in BigQuery User",
      "custom role: 1 more",
    ],
  ];
  return `${table(["Scope", "Segment needs", "`documented` grants", "`minimal` grants"], [...lines, ...extra])}\n\nRoles as of ${catalogueSource.readOn}.`;
}

function modelsTable(): string {
  return table(
    ["Operation", "What Segment's query does", "Permissions on the model's dataset", "Runs as a job"],
    Object.entries(modelOperations).map(([name, { what, permissions, runsAsJob }]) => [
      `\`${name}\``,
      what,
      list(permissions),
      runsAsJob ? "yes, with `bigquery.jobs.create` on the project" : "no",
    ]),
  );
}

function short(role: string): string {
  return catalogueRole(role)?.title ?? role;
}

function list(permissions: readonly string[]): string {
  return permissions.map((permission) => `\`${permission.replace(/^bigquery\./, "")}\``).join(", ");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => text.replace(/\|/g, "\\|").replace(/\n/g, " ");
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
