import { products } from "../../policy/facts/products";
import type { Removal } from "../judgement/removal";
import { cell, code, counted, shellWord } from "../text";
import type { Adoption } from "./adoption";
import { sourceText } from "./inferSources";
import type { AdoptOptions } from "./options";

/** What a terminal shows. */
export function summary(adoption: Adoption, { out, stack }: AdoptOptions): string {
  const { setup, imports, made, notImported, excess, undetermined, superseded, unread } = adoption;
  const lines = [
    ...section("In another location", setup.elsewhere),
    ...section(
      "Incomplete, because this could not be read",
      unread.map(({ subject, reason }) => `${subject}: ${reason}`),
    ),
    `${setup.email} in project ${setup.project}, at ${setup.location}`,
    `  ${productsText(setup)}, profile ${setup.profile}${placesText(setup)}`,
    ...section("Assumed", setup.notes),
    `Imported by pulumi import: ${counted(imports.filter(({ component }) => component === undefined).length, "resource")}`,
    ...section("Created by the next pulumi up", made),
    ...section(
      "Cannot be imported",
      notImported.map(({ what, wayOut }) => `${what}: ${wayOut}`),
    ),
    ...section("In excess", excess.map(removal)),
    ...section("Undetermined: what it allows is unknown", undetermined.map(removal)),
    ...section("Superseded by the stack, or of no use to Segment", superseded.map(removal)),
    ...section("Missing", gapsIn(adoption, "missing")),
    ...section("Undetermined: whether it is granted is unknown", gapsIn(adoption, "undetermined")),
    out === undefined
      ? "Nothing was written: give --out for the files."
      : `Written to ${out}: Pulumi.${stack}.yaml, import.json, remove-excess.sh, adoption.md. Read adoption.md first.`,
  ];
  return `${lines.join("\n")}\n`;
}

function productsText({ products: names }: Adoption["setup"]): string {
  return names.map((name) => products[name].title).join(" and ");
}

/** Where the products read and write. */
function placesText({
  products: names,
  stateDataset,
  readApi,
  sources,
  destinations,
}: Adoption["setup"]): string {
  const read = sources.map(sourceText).join(", ") || "none";
  const written = destinations.join(", ") || "datasets that Segment creates";
  return [
    stateDataset === undefined ? "" : `, reading through ${readApi}; sources: ${read}`,
    names.some((name) => products[name].writes) ? `; writes: ${written}` : "",
  ].join("");
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `  ${line}`)];
}

function gapsIn({ missing }: Adoption, wanted: Adoption["missing"][number]["state"]): string[] {
  return missing
    .filter(({ state }) => state === wanted)
    .map(
      ({ scope, permissions }) => `${scope}: ${permissions.map(({ permission }) => permission).join(", ")}`,
    );
}

function removal({ role, scope, through, command, advice }: Removal): string {
  const way = through === undefined ? "" : ` through ${through}`;
  return `${role} on ${scope}${way}\n    ${command === undefined ? (advice ?? "") : command.map(shellWord).join(" ")}`;
}

/** What was found and what to do, to be read before the first update. */
export function adoptionNotes(adoption: Adoption, { stack, name }: AdoptOptions): string {
  const { setup, imports, made, notImported, excess, undetermined, superseded, missing, findings, unread } =
    adoption;
  const parts = [
    `# Adopting Segment's access in project ${cell(setup.project)}`,
    `Account ${code(setup.email)}, for ${productsText(setup)}, profile ${setup.profile}, reading through ${setup.readApi}, at ${cell(setup.location)}. ` +
      `Sources: ${setup.sources.length === 0 ? "none" : setup.sources.map((source) => code(sourceText(source))).join(", ")}.`,
    ...list("In another location", setup.elsewhere.map(cell)),
    ...list("Assumed", setup.notes.map(cell)),
    "## Steps",
    [
      `1. Read this file and Pulumi.${stack}.yaml, and correct the sources.`,
      `2. \`pulumi stack init ${stack}\`, with Pulumi.${stack}.yaml next to Pulumi.yaml.`,
      "3. `pulumi import --file import.json --generate-code=false`: imports what is there; changes nothing at Google.",
      `4. \`pulumi up\`: makes what is listed below, and sets name and description of the account and of the state dataset.`,
      "5. Give Segment the new key, test the connection, then disable and delete the old keys.",
      "6. Read remove-excess.sh, and run it line by line.",
    ].join("\n"),
    ...list(
      "Taken over",
      imports
        .filter(({ component }) => component === undefined)
        .map((entry) => `${code(entry.name.slice(name.length + 1))}: ${code(entry.id ?? "")}`),
    ),
    ...list("Made by the stack", made.map(cell)),
    ...list(
      "Cannot be imported",
      notImported.map(({ what, wayOut }) => `${cell(what)}: ${cell(wayOut)}.`),
    ),
    ...list("Granted in excess", excess.map(removalLine)),
    ...list("Undetermined: what it allows is unknown", undetermined.map(removalLine)),
    ...list("Superseded by the stack, or of no use to Segment", superseded.map(removalLine)),
    ...list("Missing", gapLines(missing, "missing")),
    ...list("Undetermined: whether it is granted is unknown", gapLines(missing, "undetermined")),
    ...list(
      "Findings of the policy pack",
      findings.map(({ level, rule, message }) => `${level}, ${rule}: ${cell(message)}`),
    ),
    ...list(
      "Not read",
      unread.map(({ subject, reason }) => `${cell(subject)}: ${cell(reason)}`),
    ),
  ];
  return `${parts.join("\n\n")}\n`;
}

function gapLines(missing: Adoption["missing"], wanted: Adoption["missing"][number]["state"]): string[] {
  return missing
    .filter(({ state }) => state === wanted)
    .map(
      ({ scope, permissions }) =>
        `${cell(scope)}: ${[...new Set(permissions.map(({ permission }) => permission))].map(code).join(", ")}`,
    );
}

function list(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}`, lines.map((line) => `- ${line}`).join("\n")];
}

function removalLine({ role, scope, through, excess, command, advice }: Removal): string {
  const how = command === undefined ? cell(advice ?? "") : code(command.map(shellWord).join(" "));
  const extra = excess.length === 0 ? "" : ` (${counted(excess.length, "permission")} in excess)`;
  return `${code(role)} on ${cell(scope)}${through === undefined ? "" : ` through ${cell(through)}`}${extra}: ${how}`;
}
