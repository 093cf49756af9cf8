import { allowance } from "../../policy/access/allowance";
import { bearer } from "../google/callerClient";
import type { Endpoints } from "../google/endpoints";
import { GoogleClient } from "../google/GoogleClient";
import type { Redactor } from "../google/Redactor";
import type { RetryPolicy } from "../google/http";
import { ServiceAccountKey } from "../google/ServiceAccountKey";
import type { CheckContext } from "./CheckContext";
import { checkExcess, type FoundDataset } from "./checkExcess";
import { checkKey } from "./checkKey";
import { checkModels } from "./checkModels";
import { checkDatasetProbe, checkProbe } from "./checkProbe";
import { checkProject } from "./checkProject";
import { checkReadSession } from "./checkTable";
import { checkSource, type TriedSource } from "./checkSource";
import { checkWritten } from "./checkWritten";
import { makesDatasets, writtenDatasets } from "./written";
import type { CheckOptions } from "./options";
import { Reporter } from "./Reporter";
import type { CheckResult } from "./result";

/** What the checks found, and for whom. */
export interface CheckReport {
  /** Undefined where the key could not be read. */
  account?: string;
  keyId?: string;
  results: CheckResult[];
  /** What was not asked for, and how to ask. */
  notTried: string[];
}

/** The world around the checks. */
export interface CheckWorld {
  endpoints: Endpoints;
  retry: Partial<RetryPolicy>;
  redactor: Redactor;
  /** Aborted when the command is to stop. @default - it never is */
  stop?: AbortSignal;
  /** Told of each result as it comes, for progress. */
  onResult?: (result: CheckResult) => void;
}

/** Tries with a key all that Segment does, and what it should not be able to do. */
export async function runChecks(
  keyText: string,
  options: CheckOptions,
  world: CheckWorld,
): Promise<CheckReport> {
  const { declared, location } = options;
  const key = ServiceAccountKey.parse(keyText);
  const email = key instanceof ServiceAccountKey ? key.email : "";
  const setting = { email, project: declared.project, location, declared };
  const reporter = new Reporter(setting, world.redactor, world.onResult);
  if (!(key instanceof ServiceAccountKey)) {
    reporter.add(
      { id: "key.file", target: "the key", tried: "reading the key" },
      "failed",
      `The key cannot be used: ${key.join("; ")}.`,
      {
        remedy: {
          advice:
            "Take the JSON file as Google made it; from Secret Manager: gcloud secrets versions access.",
        },
      },
    );
    return { results: reporter.results, notTried: [] };
  }
  world.redactor.add(key.secretText());
  const { endpoints, retry } = world;
  const token = await checkKey(key, declared.project, { endpoints, retry }, reporter);
  if (token !== undefined) {
    world.redactor.add(token);
    const { stop = new AbortController().signal } = world;
    const client = new GoogleClient({ endpoints, retry, credentials: bearer(token), stop });
    const { models, write, tablesPerSource } = options;
    await tryAll({
      client,
      reporter,
      setting,
      declared,
      allowance: allowance(declared),
      models,
      write,
      tablesPerSource,
      stop,
    });
  }
  const notTried =
    token === undefined || options.write ? [] : ["writing; --write makes a probe table and removes it."];
  return { account: key.email, keyId: key.keyId, results: reporter.results, notTried };
}

async function tryAll(context: CheckContext): Promise<void> {
  const { stop } = context;
  await checkProject(context);
  const sources: TriedSource[] = [];
  for (const source of context.declared.sources ?? [])
    if (!stop.aborted) sources.push(await checkSource(context, source));
  if (stop.aborted) return;
  const written: FoundDataset[] = [];
  for (const place of writtenDatasets(context.declared)) {
    if (stop.aborted) return;
    const resource = await checkWritten(context, place);
    if (resource) written.push({ kind: place.kind, resource });
    if (resource && !stop.aborted) await checkProbe(context, place);
  }
  if (makesDatasets(context.declared) && !stop.aborted) await checkDatasetProbe(context);
  if (stop.aborted) return;
  await checkReadSession(
    context,
    sources.flatMap(({ tables }) => tables),
  );
  await checkModels(context);
  if (!stop.aborted) await checkExcess(context, written, sources);
}
