import type { CheckResult } from "../../cli/check/result";
import type { FakeGoogle } from "../support/google";
import { environmentFor } from "./fakeGoogle";
import { runCli } from "./runCli";
import type { Sandbox } from "./Sandbox";

const asked = [
  ...["--project", "acme-analytics", "--location", "EU"],
  ...["--source", "acme-analytics.crm", "--source", "acme-lake.profiles_sync"],
  ...["--source", "acme-analytics.web.page_views", "--source", "acme-analytics.web.sessions"],
  ...["--model", "acme-analytics.ml.churn:get,list,predict", "--write"],
];
const fine = new Set<string>(["ok", "skipped", "unknown"]);

/** What `check` objects to when it tries the key that the stack prod keeps in Secret Manager. */
export async function connectionOf(sandbox: Sandbox, google: FakeGoogle, profile: string): Promise<string[]> {
  const { output } = await sandbox.succeed("stack", "output", "secretVersionName", "--stack", "prod");
  const args = ["check", "--key-secret", output.trim(), "--profile", profile, ...asked];
  const { results } = (await runCli(args, environmentFor(google))) as { results: CheckResult[] };
  if (results.length === 0) throw new Error("check tried nothing");
  return results
    .filter(({ outcome }) => !fine.has(outcome))
    .map(({ id, target, outcome, message }) => `${outcome}: ${id} on ${target}: ${message}`);
}
