import { dump } from "js-yaml";
import { lstat, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { defaultProducts } from "../../policy/facts/products";
import { stateDatasetId } from "../../policy/facts/roles";
import { UsageError } from "../errors";
import type { Removal } from "../judgement/removal";
import { counted, shellWord, visible } from "../text";
import type { Adoption, Setup } from "./adoption";
import { sourceText } from "./inferSources";

/** A file to be written. */
export interface WrittenFile {
  /** Without any path. */
  readonly name: string;
  readonly content: string;
  readonly mode?: number;
}

/**
 * Writes files into a directory, all or, where one is there already, none.
 *
 * @param force whether files that are there are replaced; a link is replaced itself, never what it leads to
 * @throws UsageError naming the files that are in the way, or why the directory cannot be written
 */
export async function writeFiles(
  directory: string,
  files: readonly WrittenFile[],
  force: boolean,
): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
    const taken: string[] = [];
    for (const { name } of files) if (await isThere(join(directory, name))) taken.push(name);
    if (taken.length > 0 && !force) {
      throw new UsageError(
        `${directory} holds ${taken.join(", ")} already; nothing was written. Give another --out, or --force to replace.`,
      );
    }
    for (const { name, content, mode = 0o644 } of files) {
      const file = join(directory, name);
      if (force) await rm(file, { force: true });
      await writeFile(file, content, { flag: "wx", mode });
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`--out ${directory} cannot be written: ${(error as Error).message}`);
  }
}

async function isThere(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  );
}

/** The stack's config, `Pulumi.<stack>.yaml`, for this package's own program. */
export function stackFile(setup: Setup, pulumiProject: string): string {
  const { project, location, accountId, products, profile, readApi, sources, models, disabled } = setup;
  const reads = setup.stateDataset !== undefined;
  const secret = secretConfig(setup);
  const state = stateConfig(setup);
  const values: Record<string, unknown> = {
    project,
    location,
    accountId,
    ...(String(products) !== String(defaultProducts) && { products: [...products] }),
    profile,
    ...(reads && { readApi, sources: sources.map(sourceText) }),
    ...(setup.destinations.length > 0 && {
      destinations: setup.destinations.map((dataset) => ({ dataset, mode: "existing" })),
    }),
    ...(models.length > 0 && {
      models: models.map((one) => ({
        dataset: `${one.project}.${one.dataset}`,
        operations: [...one.operations],
      })),
    }),
    ...(Object.keys(state).length > 0 && { stateDataset: state }),
    ...(Object.keys(secret).length > 0 && { key: { secret } }),
    ...(disabled && { disabled }),
  };
  const config = Object.fromEntries(
    Object.entries(values).map(([key, value]) => [`${pulumiProject}:${key}`, value]),
  );
  const intro =
    "# What is there today, as segment-bigquery adopt read it. Read adoption.md before the first update.\n";
  return intro + dump({ config }, { lineWidth: 110, noRefs: true });
}

function stateConfig({ stateDataset }: Setup): Record<string, unknown> {
  if (!stateDataset) return {};
  const { datasetId, kmsKeyName, labels } = stateDataset;
  return {
    ...(datasetId !== stateDatasetId && { datasetId }),
    ...(kmsKeyName !== undefined && { kmsKeyName }),
    ...(labels && { labels: { ...labels } }),
  };
}

function secretConfig({ secret }: Setup): Record<string, unknown> {
  const { locations, accessors, labels, kmsKeyName, kmsKeyNames } = secret;
  return {
    ...(locations.length > 0 && { locations: [...locations] }),
    ...(kmsKeyName !== undefined && { kmsKeyName }),
    ...(kmsKeyNames && { kmsKeyNames: { ...kmsKeyNames } }),
    ...(labels && { labels: { ...labels } }),
    ...(accessors.length > 0 && { accessors: accessors.map((member) => ({ member })) }),
  };
}

/** The commands that remove what is in excess, then what the stack has superseded. Nothing runs them. */
export function removalScript({ setup, excess, undetermined, superseded }: Adoption): string {
  return `#!/bin/sh
# Removes from ${visible(setup.email)} what the stack does not grant.
# Read every line first. Run it once the stack is up and Segment's connection is tested, never before:
# what the stack grants instead has to be there. A line that fails stops no other, and the script can be
# run again: a grant that is already gone is not a failure.
set -u
failed=0

remove() {
  if output=$("$@" 2>&1); then
    [ -z "$output" ] || printf '%s\\n' "$output"
  elif printf '%s\\n' "$output" | grep -qiE 'binding.*not found|not found: (dataset|table)'; then
    printf 'Removed already: %s\\n' "$*"
  else
    printf 'Failed: %s\\n%s\\n' "$*" "$output" >&2
    failed=1
  fi
}

${part("In excess", excess)}
${part("Undetermined: what it allows is unknown", undetermined.map(byHand))}
${part("Superseded by the stack, or of no use to Segment", superseded)}
exit "$failed"
`;
}

/** What is not understood is not removed by a script. */
function byHand({ command, advice, ...rest }: Removal): Removal {
  return {
    ...rest,
    advice: advice ?? `if Segment does not use it: ${(command ?? []).map(shellWord).join(" ")}`,
  };
}

function part(title: string, removals: readonly Removal[]): string {
  const lines = removals.flatMap(({ role, scope, excess, command, advice }) => [
    visible(
      `# ${role} on ${scope}${excess.length === 0 ? "" : `: ${counted(excess.length, "permission")} in excess`}`,
    ),
    command === undefined
      ? visible(`# by hand: ${advice ?? ""}`)
      : ["remove", ...command].map(shellWord).join(" "),
    "",
  ]);
  return `# ${title}\n${lines.length === 0 ? "# nothing\n" : lines.join("\n")}`;
}
