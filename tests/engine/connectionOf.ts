import type { CheckResult } from "../../cli/check/result";
import type { FakeGoogle } from "../fakes/google";
import { environmentFor } from "./fakeGoogle";
import { runCli } from "./runCli";
import type { Sandbox } from "./Sandbox";

/** The stacks of this project. */
export type AcmeStack = "dev" | "staging" | "prod";

const asked: Record<AcmeStack, string[]> = {
  dev: ["--project", "acme-analytics-dev", "--source", "acme-analytics-dev.crm"],
  staging: [
    ...["--project", "acme-analytics-staging", "--read-api", "storage"],
    ...["--source", "acme-analytics-staging.crm", "--source", "acme-analytics-staging.web.page_views"],
  ],
  prod: [
    ...["--project", "acme-analytics", "--write", "--product", "linked-events", "--product", "reverse-etl"],
    ...["--source", "acme-analytics.crm", "--source", "acme-lake.profiles_sync"],
    ...["--source", "acme-analytics.web.page_views", "--source", "acme-analytics.web.sessions"],
    ...["--model", "acme-analytics.ml.churn:get,list,predict"],
  ],
};
const fine = new Set<string>(["ok", "undetermined"]);

/** What `check` objects to when it tries the key that a stack keeps in Secret Manager for Segment to be given. */
export async function connectionOf(
  sandbox: Sandbox,
  google: FakeGoogle,
  stack: AcmeStack,
  profile: "documented" | "minimal",
): Promise<string[]> {
  const { output } = await sandbox.succeed("stack", "output", "secretVersionName", "--stack", stack);
  const key = ["--key-secret", output.trim(), "--location", "EU", "--profile", profile];
  const answer = await runCli(["check", ...key, ...asked[stack]], environmentFor(google));
  const { results } = answer as { results: CheckResult[] };
  if (results.length === 0) throw new Error("check tried nothing");
  return results
    .filter(({ outcome }) => !fine.has(outcome))
    .map(({ id, target, outcome, message }) => `${outcome}: ${id} on ${target}: ${message}`);
}
