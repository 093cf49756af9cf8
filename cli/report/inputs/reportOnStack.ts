import { modelResources } from "../../offline/modelResources";
import { offlinePreview } from "../../offline/offlinePreview";
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
  { timeoutSeconds }: { timeoutSeconds: number },
  settings: PolicySettings,
  now: Date,
  env: NodeJS.ProcessEnv,
): Promise<Report> {
  // No pack: the report judges by itself.
  const seen = await offlinePreview({ directory, stack, packs: [], timeoutSeconds, env });
  const subject = { kind: "stack", name: `${seen.stack} of ${seen.project}` } as const;
  const resources = modelResources(seen.resources);
  const made = seen.redact(makeReport({ subject, resources, settings, incomplete: [] }, now));
  const incomplete = [...seen.incomplete, ...made.incomplete];
  return {
    ...made,
    subject,
    incomplete,
    verdict: made.verdict === "accepted" && incomplete.length > 0 ? "incomplete" : made.verdict,
  };
}
