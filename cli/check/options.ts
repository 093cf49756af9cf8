import { parseArgs } from "node:util";
import type { Declaration, SourceRef } from "../../policy/access/declaration";
import { datasetFrom, sourceFrom } from "../../policy/access/readDeclaration";
import {
  isModelOperation,
  type ModelOperationName,
  modelOperationNames,
} from "../../policy/facts/modelOperations";
import { stateDatasetId } from "../../policy/facts/roles";
import { UsageError } from "../command";
import type { KeyPlace } from "../google/readKeyText";
import type { ModelRef } from "./CheckContext";

/** The arguments of `check`, checked. */
export interface CheckOptions {
  key: KeyPlace;
  location: string;
  declared: Declaration;
  models: ModelRef[];
  write: boolean;
  json: boolean;
  tablesPerSource: number;
  /** Seconds for one request. */
  timeout: number;
}

const projectId = /^([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/;

const datasetId = /^[A-Za-z0-9_]{1,1024}$/;

const secretName = /^projects\/[a-z0-9:.-]+\/secrets\/[A-Za-z0-9_-]+(\/versions\/[A-Za-z0-9_-]+)?$/;

/**
 * Reads the arguments.
 *
 * @throws UsageError that names every bad argument at once
 */
export function readOptions(argv: string[]): CheckOptions {
  const { values } = parseArgs({
    args: argv,
    options: {
      "key-file": { type: "string" },
      "key-secret": { type: "string" },
      project: { type: "string" },
      location: { type: "string" },
      source: { type: "string", multiple: true },
      "state-dataset": { type: "string" },
      "segment-creates-state-dataset": { type: "boolean" },
      profile: { type: "string" },
      "read-api": { type: "string" },
      model: { type: "string", multiple: true },
      tables: { type: "string" },
      write: { type: "boolean" },
      timeout: { type: "string" },
      json: { type: "boolean" },
    },
  });
  const problems: string[] = [];
  const bad = (option: string, got: string | undefined, wanted: string): void => {
    problems.push(
      got === undefined ? `--${option} is missing: ${wanted}.` : `--${option} is "${got}": ${wanted}.`,
    );
  };
  const key = readKeyPlace(values["key-file"], values["key-secret"], problems);
  const { project = "", location = "" } = values;
  if (!projectId.test(project))
    bad("project", values.project, "give the id of the project in which Segment runs queries");
  if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(location))
    bad("location", values.location, "give Segment's Data Location, such as US, EU or europe-west1");
  const sources = (values.source ?? []).flatMap((written) => {
    const source = readSource(written);
    if (!source) bad("source", written, "give project, project.dataset or project.dataset.table");
    return source ?? [];
  });
  const state = datasetFrom(values["state-dataset"] ?? stateDatasetId, project);
  if (
    values["state-dataset"] !== undefined &&
    !(datasetId.test(state.dataset) && (project === "" || projectId.test(state.project)))
  ) {
    bad("state-dataset", values["state-dataset"], "give dataset or project.dataset");
  }
  const profile = oneOf(values.profile ?? "documented", ["documented", "minimal"] as const);
  if (!profile) bad("profile", values.profile, "give documented or minimal");
  const readApi = oneOf((values["read-api"] ?? "rest").toUpperCase(), ["REST", "STORAGE"] as const);
  if (!readApi) bad("read-api", values["read-api"], "give rest or storage");
  const models = (values.model ?? []).flatMap((written) => {
    const model = readModel(written);
    if (!model)
      bad("model", written, `give project.dataset.model:OPERATION,… of ${modelOperationNames.join(", ")}`);
    return model ?? [];
  });
  const tablesPerSource = Number(values.tables ?? "20");
  if (!Number.isInteger(tablesPerSource) || tablesPerSource < 1)
    bad("tables", values.tables, "give a whole number from 1");
  const timeout = Number(values.timeout ?? "30");
  if (!(timeout > 0 && timeout <= 600)) bad("timeout", values.timeout, "give seconds, above 0 and up to 600");
  if (problems.length > 0 || !key) throw new UsageError(problems.join("\n"));
  return {
    key,
    location,
    declared: {
      project,
      profile: profile ?? "documented",
      readApi: readApi ?? "REST",
      sources,
      models,
      stateDataset: state,
      segmentCreatesStateDataset: values["segment-creates-state-dataset"] ?? false,
    },
    models,
    write: values.write ?? false,
    json: values.json ?? false,
    tablesPerSource,
    timeout,
  };
}

function readKeyPlace(
  file: string | undefined,
  secret: string | undefined,
  problems: string[],
): CheckOptions["key"] | undefined {
  if ((file === undefined) === (secret === undefined)) {
    problems.push(
      "Give the key by one of --key-file FILE (- for standard input) and --key-secret projects/P/secrets/S.",
    );
    return undefined;
  }
  if (file !== undefined) return { file };
  if (secret !== undefined && secretName.test(secret)) {
    return { secret: secret.includes("/versions/") ? secret : `${secret}/versions/latest` };
  }
  // Not quoted: somebody may have put the key itself there.
  problems.push("--key-secret is not of the form projects/P/secrets/S or projects/P/secrets/S/versions/V.");
  return undefined;
}

function readSource(written: string): SourceRef | undefined {
  const source = sourceFrom(written);
  if (!source || !projectId.test(source.project)) return undefined;
  if (source.dataset !== undefined && !datasetId.test(source.dataset)) return undefined;
  if (source.table !== undefined && !/^[^`.\\\p{Cc}]{1,1024}$/u.test(source.table)) return undefined;
  return source;
}

function readModel(written: string): (ModelRef & { operations: ModelOperationName[] }) | undefined {
  const colon = written.lastIndexOf(":");
  const source = readSource(written.slice(0, colon));
  const operations = written.slice(colon + 1).split(",");
  if (colon < 0 || source?.dataset === undefined || source.table === undefined) return undefined;
  if (!operations.every(isModelOperation)) return undefined;
  return { project: source.project, dataset: source.dataset, model: source.table, operations };
}

function oneOf<T extends string>(value: string, allowed: readonly T[]): T | undefined {
  return allowed.find((one) => one === value);
}
