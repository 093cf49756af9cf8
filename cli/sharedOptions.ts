import { resolve } from "node:path";
import { Option } from "commander";
import type { Declaration, ProfileName, ReadApiName, SourceRef } from "../policy/access/declaration";
import { datasetFrom, sourceFrom } from "../policy/access/readDeclaration";
import { isProduct, type ProductName, productNames } from "../policy/facts/products";
import { type Arguments, collect } from "./arguments";

const locations = "Segment's Data Location, such as US, EU or europe-west1";

/** The options that several commands have, so that each has one name, one form and one set of values everywhere. */
export const sharedOptions = {
  project: (description: string) => new Option("--project <id>", description),
  location: (description = locations) => new Option("--location <location>", description),
  keyFile: () => new Option("--key-file <file>", "a service account's JSON key; - reads standard input"),
  keySecret: () => new Option("--key-secret <name>", "projects/P/secrets/S[/versions/V] in Secret Manager"),
  directory: () => new Option("--directory <directory>", "the stack's program (default: .)"),
  source: (description: string) =>
    new Option("--source <place>", `${description}; repeat for more`).argParser(collect),
  stateDataset: (description: string) => new Option("--state-dataset <dataset>", description),
  profile: (description: string) => new Option("--profile <profile>", description),
  readApi: (description: string) => new Option("--read-api <api>", description),
  serviceAccount: (description: string) => new Option("--service-account <email>", description),
  stack: (description: string) => new Option("-s, --stack <name>", description),
  timeout: (description: string) => new Option("--timeout <seconds>", `${description} (default: 120)`),
  json: (description: string) => new Option("--json", description),
  format: (formats: readonly string[]) =>
    new Option("--format <format>", `what to print: ${formats.join(", ")} (default: text)`),
  output: () =>
    new Option("--output <format=file>", "write a format to a file as well; repeat for more").argParser(
      collect,
    ),
  allowIncomplete: (reason: string) => new Option("--allow-incomplete", `exit with 0 where ${reason}`),
};

/** The form of a project's id. */
export const projectId = /^(?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/;

/** A project's id; empty where it is missing or bad. */
export function projectOf(args: Arguments, wanted: string): string {
  return args.text("project", projectId, wanted);
}

const location = /^[A-Za-z][A-Za-z0-9-]*$/;

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

/** How long everything may take. */
export function timeoutOf(args: Arguments): number {
  return args.seconds("timeout", 120, 86_400);
}

/** One of a command's formats, for standard output or a file. */
export interface Output<Format extends string> {
  readonly format: Format;
  readonly file?: string;
}

/** What `--format`, `--json` and `--output` ask for; what is printed comes last. */
export function outputsOf<Format extends string>(
  args: Arguments,
  formats: readonly (Format | "text" | "json")[],
): Output<Format | "text" | "json">[] {
  const format = args.oneOf("format", formats);
  if (args.is("json") && format !== undefined && format !== "json")
    args.complain("--json and --format both say what to print: give one of them.");
  const files = args.texts("output").flatMap((written) => {
    const [name = "", ...rest] = written.split("=");
    const file = rest.join("=");
    const known = formats.find((one) => one === name);
    if (known !== undefined && file !== "") return { format: known, file: resolve(file) };
    args.complainOf("output", written, `FORMAT=FILE, with one of ${formats.join(", ")}`);
    return [];
  });
  return [...files, { format: args.is("json") ? "json" : (format ?? "text") }];
}

const dataset = /^[A-Za-z0-9_]{1,1024}$/;
const table = /^[^`.\\\p{Cc}]{1,1024}$/u;

/** The places that `--source` names. */
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
  if (dataset.test(state.dataset) && (state.project === home || projectId.test(state.project))) return state;
  args.complainOf("state-dataset", written, "dataset or project.dataset");
  return undefined;
}

/** A project, dataset or table; undefined for what is none, or would break out of a query or a command line. */
export function readPlace(written: string): SourceRef | undefined {
  const source = sourceFrom(written);
  if (!source || !projectId.test(source.project)) return undefined;
  if (source.dataset !== undefined && !dataset.test(source.dataset)) return undefined;
  if (source.table !== undefined && !table.test(source.table)) return undefined;
  return source;
}

/** `--product`, as every command has it that is told what the key is for. */
export function productOption(standard: string): Option {
  const words = `${productNames.join(", ")} (default: ${standard}); repeat for more`;
  return new Option("--product <product>", words).argParser(collect);
}

/** Segment's products that are named; undefined where none is. */
export function productsOf(args: Arguments): readonly ProductName[] | undefined {
  const written = args.texts("product");
  for (const word of written) if (!isProduct(word)) args.complainOf("product", word, productNames.join(", "));
  return written.length === 0 ? undefined : written.filter(isProduct);
}
