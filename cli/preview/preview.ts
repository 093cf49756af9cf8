import { createRequire } from "node:module";
import { offlinePreview, type PackSource } from "../offline/offlinePreview";
import type { PreviewOptions } from "./options";
import { loadOwnPack } from "./ownPack";
import type { PreviewResult } from "./previewResult";

const load = createRequire(__filename);

/** All that follows a program's end; loaded while the program starts, because it brings the whole model of access. */
export const following = {
  conclude: () => load("./conclude") as typeof import("./conclude"),
  formats: () => load("./formats/formats") as typeof import("./formats/formats"),
};

/**
 * Previews a program offline, judged by the packs named, or else by this package's own.
 *
 * @throws UsageError for directories and files that cannot be used, PreviewError when the program or a pack fails
 */
export async function preview(options: PreviewOptions, env: NodeJS.ProcessEnv): Promise<PreviewResult> {
  const { directory, stack, compiled, valuesFile, timeoutSeconds } = options;
  const packs = packsOf(options);
  const seen = await offlinePreview({
    ...{ directory, stack, packs, compiled, valuesFile, timeoutSeconds, env },
  });
  return following.conclude().conclude(seen);
}

function packsOf({ policyPacks, policyConfigs }: PreviewOptions): PackSource[] {
  if (policyPacks.length === 0) return [{ load: loadWithTheRest, configFile: policyConfigs[0] }];
  return policyPacks.map((directory, index) => ({
    directory,
    configFile: policyConfigs[index] ?? policyConfigs[0],
  }));
}

const loadWithTheRest: typeof loadOwnPack = (secondsLeft) => {
  const judge = loadOwnPack(secondsLeft);
  following.conclude();
  following.formats();
  return judge;
};
