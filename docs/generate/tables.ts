import { dump } from "js-yaml";
import { configProperties } from "../../policy/configSchema";
import { rules } from "../../policy/rules";
import { readExamples } from "../../tests/policy/rules/readExamples";
import type { TestResource } from "../../tests/policy/support";
import { table } from "./markdownTable";
import { modelsTable, needsTable, pagesTable, profilesTable, rolesTable } from "./needsTables";
import { argumentsTable } from "./api/argumentsTable";
import { componentNames } from "./api/pages";

/** The tables that the documents embed, by the name of their marker. */
export const tables: Readonly<Record<string, () => string>> = {
  rules: rulesTable,
  examples: ruleExamples,
  config: configTable,
  profiles: profilesTable,
  models: modelsTable,
  needs: needsTable,
  pages: pagesTable,
  roles: rolesTable,
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

/** For each rule a stack that breaks it and one that does not, a resource a line. */
function ruleExamples(): string {
  return [...readExamples("(unknown)")]
    .map(([id, { config, goodConfig, bad, good }]) =>
      [
        `### \`${id}\``,
        "```text",
        `config: ${flow(config)}`,
        "bad:",
        ...bad.map(resourceLine),
        ...(goodConfig ? [`config: ${flow(goodConfig)}`] : []),
        "good:",
        ...good.map(resourceLine),
        "```",
      ].join("\n"),
    )
    .join("\n\n");
}

function resourceLine({ type, name, props, from }: TestResource): string {
  return `  - ${flow({ type, name, props, ...(from && { from }) })}`;
}

function flow(value: unknown): string {
  return dump(value, { flowLevel: 0, lineWidth: -1 }).trimEnd();
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
