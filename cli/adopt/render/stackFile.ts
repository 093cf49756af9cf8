import { dump } from "js-yaml";
import { stateDatasetId } from "../../../policy/facts/roles";
import type { Setup } from "../adoption";
import { sourceText } from "../infer/inferSources";

/** The stack's config, `Pulumi.<stack>.yaml`, for this package's own program. */
export function stackFile(setup: Setup, pulumiProject: string): string {
  const { project, location, accountId, profile, readApi, sources, models, disabled } = setup;
  const secret = secretConfig(setup);
  const state = stateConfig(setup);
  const values: Record<string, unknown> = {
    project,
    location,
    accountId,
    profile,
    readApi,
    sources: sources.map(sourceText),
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
