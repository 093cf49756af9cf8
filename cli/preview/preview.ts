import { accessTable } from "../../policy/accessTable";
import type { StackResource } from "../offline/engine/stackResource";
import { modelResources, plain } from "../offline/modelResources";
import { offlinePreview, type PackSource } from "../offline/offlinePreview";
import type { PreviewOptions } from "./options";
import { ownPack, ownPackDirectory } from "./ownPack";
import type { PreviewedResource, PreviewResult, Verdict } from "./previewResult";

/**
 * Previews a program offline, judged by the packs asked for or else the one that comes along.
 *
 * @throws UsageError for directories and files that cannot be used, PreviewError when the program or a pack fails
 */
export async function preview(options: PreviewOptions, env: NodeJS.ProcessEnv): Promise<PreviewResult> {
  const { directory, stack, compiled, valuesFile, timeoutSeconds } = options;
  const packs = packsOf(options);
  const { resources, settingsOf, redact, ...seen } = await offlinePreview({
    ...{ directory, stack, packs, compiled, valuesFile, timeoutSeconds, env },
  });
  const needs = plain(settingsOf(ownPack.name, ownPack.policy));
  return {
    formatVersion: 1,
    project: seen.project,
    stack: seen.stack,
    verdict: verdictOf(
      seen.violations.some(({ level }) => level === "mandatory"),
      seen.incomplete.length > 0,
    ),
    packs: seen.packs,
    resources: redact([...resources.values()].map(shown)),
    access: redact(accessTable(modelResources(resources), needs)),
    violations: seen.violations,
    remediations: seen.remediations,
    incomplete: seen.incomplete,
    messages: seen.messages,
    output: seen.output,
  };
}

function packsOf({ policyPacks, policyConfigs }: PreviewOptions): PackSource[] {
  const directories = policyPacks.length > 0 ? policyPacks : [ownPackDirectory()];
  return directories.map((directory, index) => ({
    directory,
    configFile: policyConfigs[index] ?? policyConfigs[0],
  }));
}

function verdictOf(violated: boolean, incomplete: boolean): Verdict {
  if (violated) return "rejected";
  return incomplete ? "incomplete" : "accepted";
}

function shown(resource: StackResource): PreviewedResource {
  const { urn, type, name, parent, provider, custom, read, remote } = resource;
  return {
    urn,
    type,
    name,
    ...(parent === undefined ? {} : { parent }),
    ...(provider === undefined ? {} : { provider }),
    kind: remote ? "remote" : read ? "read" : custom ? "managed" : "component",
  };
}
