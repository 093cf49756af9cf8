import { Option } from "commander";
import { datasetFrom, sourceFrom } from "../policy/access/readDeclaration";
import type { Declaration, ProfileName, ReadApiName, SourceRef } from "../policy/access/declaration";
import { collect, type Arguments } from "./arguments";

/** The options that several commands have, so that each has one name, one form and one set of values everywhere. */
export const sharedOptions = {
  project: (description: string) => new Option("--project <id>", description),
  location: (description: string) => new Option("--location <location>", description),
  source: (description: string) =>
    new Option("--source <place>", `${description}; repeat for more`).argParser(collect),
  stateDataset: (description: string) => new Option("--state-dataset <dataset>", description),
  profile: (description: string) => new Option("--profile <profile>", description),
  readApi: (description: string) => new Option("--read-api <api>", description),
  serviceAccount: (description: string) => new Option("--service-account <email>", description),
  stack: (description: string) => new Option("-s, --stack <name>", description),
  timeout: (description: string) => new Option("--timeout <seconds>", `${description} (default: 120)`),
  json: (description: string) => new Option("--json", description),
  allowIncomplete: (reason: string) => new Option("--allow-incomplete", `exit with 0 where ${reason}`),
};

const project = /^(?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/;
const dataset = /^[A-Za-z0-9_]{1,1024}$/;
const table = /^[^`.\\\p{Cc}]{1,1024}$/u;

/** A project's id; empty where it is missing or bad. */
export function projectOf(args: Arguments, wanted: string): string {
  return args.text("project", project, wanted);
}

const location = /^[A-Za-z][A-Za-z0-9-]*$/;
const locations = "Segment's Data Location, such as US, EU or europe-west1";

export function locationOf(args: Arguments): string {
  return args.text("location", location, locations);
}

export function optionalLocationOf(args: Arguments): string | undefined {
  return args.optionalText("location", location, locations);
}

export function profileOf(args: Arguments): ProfileName | undefined {
  return args.oneOf("profile", ["documented", "minimal"] as const);
}

export function readApiOf(args: Arguments): ReadApiName | undefined {
  return args.oneOf("read-api", ["REST", "STORAGE"] as const);
}

export function sourcesOf(args: Arguments): SourceRef[] {
  return args.texts("source").flatMap((written) => {
    const source = readPlace(written);
    if (!source) args.complainOf("source", written, "project, project.dataset or project.dataset.table");
    return source ?? [];
  });
}

/** The state dataset, where it is given and good. @param home the project of a dataset without one */
export function stateDatasetOf(args: Arguments, home: string): Declaration["stateDataset"] | undefined {
  const written = args.given("state-dataset");
  if (written === undefined) return undefined;
  const state = datasetFrom(written, home);
  if (dataset.test(state.dataset) && (state.project === home || project.test(state.project))) return state;
  args.complainOf("state-dataset", written, "dataset or project.dataset");
  return undefined;
}

/** A project, dataset or table; undefined for what is none, or would break out of a query or a command line. */
export function readPlace(written: string): SourceRef | undefined {
  const source = sourceFrom(written);
  if (!source || !project.test(source.project)) return undefined;
  if (source.dataset !== undefined && !dataset.test(source.dataset)) return undefined;
  if (source.table !== undefined && !table.test(source.table)) return undefined;
  return source;
}

/** How long everything may take. */
export function timeoutOf(args: Arguments): number {
  return args.seconds("timeout", 120, 86_400);
}
