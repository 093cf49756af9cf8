import { counted } from "../../text/words";
import type { Removal } from "../../judgement/removal";
import type { Adoption } from "../adoption";
import { sourceText } from "../infer/inferSources";
import type { AdoptOptions } from "../options";
import { shellWord } from "../../text/shell";

/** What a terminal shows. */
export function summary(adoption: Adoption, { out, stack }: AdoptOptions): string {
  const { setup, imports, made, notImported, excess, superseded, missing, unread } = adoption;
  const sources = setup.sources.map(sourceText).join(", ") || "none";
  const lines = [
    ...section("In another location", setup.elsewhere),
    `${setup.email} in project ${setup.project}, at ${setup.location}`,
    `  profile ${setup.profile}, reading through ${setup.readApi}; sources: ${sources}`,
    ...section("Assumed", setup.notes),
    `Imported by pulumi import: ${counted(imports.filter(({ component }) => component === undefined).length, "resource")}`,
    ...section("Created by the next pulumi up", made),
    ...section(
      "Cannot be imported",
      notImported.map(({ what, wayOut }) => `${what}: ${wayOut}`),
    ),
    ...section("In excess", excess.map(removal)),
    ...section("Superseded by the stack, or of no use to Segment", superseded.map(removal)),
    ...section(
      "Missing today",
      missing
        .filter(({ state }) => state === "missing")
        .map(
          ({ scope, permissions }) =>
            `${scope}: ${permissions.map(({ permission }) => permission).join(", ")}`,
        ),
    ),
    ...section(
      "Not read",
      unread.map(({ subject, reason }) => `${subject}: ${reason}`),
    ),
    out === undefined
      ? "Nothing was written: give --out for the files."
      : `Written to ${out}: Pulumi.${stack}.yaml, import.json, remove-excess.sh, adoption.md. Read adoption.md first.`,
  ];
  return `${lines.join("\n")}\n`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `  ${line}`)];
}

function removal({ role, scope, through, command, advice }: Removal): string {
  const way = through === undefined ? "" : ` through ${through}`;
  return `${role} on ${scope}${way}\n    ${command === undefined ? (advice ?? "") : command.map(shellWord).join(" ")}`;
}
