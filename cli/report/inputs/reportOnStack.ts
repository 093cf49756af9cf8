import { previewFor } from "../../preview/preview";
import { makeReport } from "../makeReport";
import type { Report } from "../report";
import type { Source } from "../options";
import type { PolicySettings } from "../../judgement/policySettings";

/**
 * Previews a stack offline and reports on it; what the program treats as a secret is taken out of the report.
 *
 * @throws UsageError for a directory that cannot be used, PreviewError when the program fails
 */
export async function reportOnStack(
  { directory, stack }: Source & { kind: "stack" },
  { policyConfig, timeoutSeconds }: { policyConfig?: string; timeoutSeconds: number },
  settings: PolicySettings,
  now: Date,
  env: NodeJS.ProcessEnv,
): Promise<Report> {
  const { result, made } = await previewFor(
    {
      directory,
      stack,
      policyPacks: [],
      policyConfigs: policyConfig === undefined ? [] : [policyConfig],
      json: true,
      allowIncomplete: true,
      timeoutSeconds,
    },
    env,
    (resources) =>
      makeReport({ subject: { kind: "stack", name: "" }, resources, settings, incomplete: [] }, now),
  );
  const incomplete = [...result.incomplete, ...made.incomplete];
  return {
    ...made,
    subject: { kind: "stack", name: `${result.stack} of ${result.project}` },
    incomplete,
    verdict: made.verdict === "accepted" && incomplete.length > 0 ? "incomplete" : made.verdict,
  };
}
