import type { Declaration } from "../../policy/access/declaration";
import { isModelOperation, modelOperationNames } from "../../policy/facts/modelOperations";
import { defaultProducts, products as productFacts } from "../../policy/facts/products";
import { stateDatasetId } from "../../policy/facts/roles";
import { Arguments, collect, type Syntax, syntaxOf } from "../arguments";
import type { KeyPlace } from "../google/readKeyText";
import {
  locationOf,
  productOption,
  productsOf,
  profileOf,
  projectOf,
  readApiOf,
  readPlace,
  sharedOptions,
  sourcesOf,
  stateDatasetOf,
} from "../sharedOptions";
import type { StackPlace } from "../stackSettings";
import type { ModelRef } from "./CheckContext";
import type { CheckedStack } from "./stack";

/** The arguments of `check`, checked. */
export interface CheckOptions {
  key: KeyPlace;
  location: string;
  declared: Declaration;
  models: readonly ModelRef[];
  write: boolean;
  json: boolean;
  allowIncomplete: boolean;
  tablesPerSource: number;
  /** Seconds for one request. */
  requestTimeout: number;
}

const secretName = /^projects\/[a-z0-9:.-]+\/secrets\/[A-Za-z0-9_-]+(\/versions\/[A-Za-z0-9_-]+)?$/;

const description = `Tries with a key all that Segment does with BigQuery, says what is missing and how to fix it, and what the key
can do that it should not. Changes nothing, unless --write is given.`;

const after = `
Secret Manager is read with your own credentials: GOOGLE_OAUTH_ACCESS_TOKEN, or
gcloud auth application-default login.

Exit codes:
  0   everything Segment needs works, and the key can do nothing else
  1   something is missing, in excess or failed, or could not be determined
  2   the arguments cannot be run, or Google gave no token to try anything with`;

export function checkSyntax(): Syntax {
  return syntaxOf("check", description)
    .optionsGroup("A stack, which gives all of the following; options given with it take precedence:")
    .addOption(sharedOptions.stack("a stack with a SegmentBigQuery"))
    .addOption(sharedOptions.directory())
    .option(
      "--state <file>",
      "what `pulumi stack export` printed, - for standard input (default: pulumi is asked, else the config is read)",
    )
    .optionsGroup("The key, one of:")
    .addOption(sharedOptions.keyFile())
    .addOption(sharedOptions.keySecret())
    .optionsGroup("What Segment does:")
    .addOption(productOption("linked-events"))
    .addOption(sharedOptions.project("the project in which Segment runs its queries"))
    .addOption(sharedOptions.location())
    .addOption(sharedOptions.source("project, project.dataset or project.dataset.table that it reads"))
    .addOption(
      sharedOptions.stateDataset(`dataset or project.dataset of sync state (default: ${stateDatasetId})`),
    )
    .option("--segment-creates-state-dataset", "Segment creates the state dataset itself")
    .option(
      "--destination <dataset>",
      "dataset or project.dataset that a product writes; repeat for more (default: Segment creates its own)",
      collect,
    )
    .addOption(sharedOptions.readApi("REST (default) or STORAGE"))
    .option(
      "--model <model:operations>",
      `project.dataset.model:OPERATION,... of ${modelOperationNames.join(", ")}; repeat for more`,
      collect,
    )
    .addOption(sharedOptions.profile("what the key may hold at most: documented (default) or minimal"))
    .optionsGroup("How:")
    .option("--write", "create, fill, read, change and remove a probe table in the state dataset")
    .option("--tables <number>", "tables tried in each source dataset (default: 20)")
    .option("--request-timeout <seconds>", "for one request (default: 30)")
    .addOption(sharedOptions.allowIncomplete("all that is wrong is that something is undetermined"))
    .addOption(sharedOptions.json("print one JSON object"))
    .addHelpText("after", after);
}

/** Where to read the stack that the arguments name, if they name one. @throws UsageError, HelpRequest */
export function readStackPlace(argv: readonly string[]): StackPlace | undefined {
  const args = new Arguments(checkSyntax(), argv);
  const stack = args.optionalText("stack", /^[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+){0,2}$/, "a stack's name");
  const directory = args.optionalFile("directory") ?? ".";
  const state = args.optionalFile("state");
  if (state === "-" && args.given("key-file") === "-")
    args.complain("--state and --key-file cannot both read standard input.");
  args.end();
  return stack === undefined ? undefined : { stack, directory, state };
}

/**
 * Reads the arguments.
 *
 * @param stack what the stack says, where one is named
 *
 * @throws UsageError that names every bad argument at once, HelpRequest
 */
export function readOptions(argv: readonly string[], stack?: CheckedStack): CheckOptions {
  const args = new Arguments(checkSyntax(), argv);
  const key = readKeyPlace(args, stack);
  const declared = stack?.declared;
  const given = (option: string): boolean => args.given(option) !== undefined;
  const project =
    declared && !given("project")
      ? declared.project
      : projectOf(args, "the id of the project in which Segment runs queries");
  const location = stack && !given("location") ? stack.location : locationOf(args);
  const named = sourcesOf(args);
  const sources = named.length > 0 ? named : (declared?.sources ?? []);
  const stateDataset = stateDatasetOf(args, project) ??
    declared?.stateDataset ?? { project, dataset: stateDatasetId };
  const products = productsOf(args) ?? declared?.products ?? defaultProducts;
  const destinations = destinationsOf(args, project) ?? declared?.destinations ?? [];
  const profile = profileOf(args) ?? declared?.profile ?? "documented";
  const readApi = readApiOf(args) ?? declared?.readApi ?? "REST";
  const asked = modelsOf(args);
  const models: CheckOptions["models"] = asked.length > 0 ? asked : [...(declared?.models ?? [])];
  const tablesPerSource = args.number("tables", 20, 1);
  const requestTimeout = args.seconds("request-timeout", 30, 600);
  args.end();
  return {
    key,
    location,
    declared: {
      products,
      project,
      profile,
      readApi,
      sources,
      models,
      stateDataset,
      segmentCreatesStateDataset:
        args.is("segment-creates-state-dataset") || declared?.segmentCreatesStateDataset === true,
      destinations,
      connections: declared?.connections ?? [],
      exportBuckets: declared?.exportBuckets ?? [],
      segmentCreatesDestinations:
        args.texts("destination").length > 0
          ? false
          : (declared?.segmentCreatesDestinations ??
            (destinations.length === 0 && products.some((name) => productFacts[name].writes))),
    },
    models,
    write: args.is("write"),
    json: args.is("json"),
    allowIncomplete: args.is("allow-incomplete"),
    tablesPerSource,
    requestTimeout,
  };
}

function readKeyPlace(args: Arguments, stack: CheckedStack | undefined): KeyPlace {
  const [file, secret] = [args.given("key-file"), args.given("key-secret")];
  if (file === undefined && secret === undefined && stack) {
    if (stack.secretVersion !== undefined) return { secret: stack.secretVersion };
    args.complain("The stack names no secret that holds the key: give it with --key-secret or --key-file.");
    return { file: "" };
  }
  if ((file === undefined) === (secret === undefined))
    args.complain(
      "Give the key by one of --key-file FILE (- for standard input) and --key-secret projects/P/secrets/S.",
    );
  if (secret === undefined) return { file: file === undefined ? "" : args.file("key-file") };
  if (!secretName.test(secret))
    args.complainOf("key-secret", secret, "projects/P/secrets/S or projects/P/secrets/S/versions/V");
  return { secret: secret.includes("/versions/") ? secret : `${secret}/versions/latest` };
}

function destinationsOf(args: Arguments, home: string): Declaration["destinations"] | undefined {
  const written = args.texts("destination");
  if (written.length === 0) return undefined;
  return written.flatMap((word) => {
    const place = readPlace(word.includes(".") ? word : `${home}.${word}`);
    if (place?.dataset !== undefined && place.table === undefined)
      return { project: place.project, dataset: place.dataset };
    args.complainOf("destination", word, "dataset or project.dataset");
    return [];
  });
}

function modelsOf(args: Arguments): Required<ModelRef>[] {
  return args.texts("model").flatMap((written) => {
    const colon = written.lastIndexOf(":");
    const place = readPlace(written.slice(0, colon));
    const operations = written.slice(colon + 1).split(",");
    if (
      colon >= 0 &&
      place?.dataset !== undefined &&
      place.table !== undefined &&
      operations.every(isModelOperation)
    )
      return { project: place.project, dataset: place.dataset, model: place.table, operations };
    args.complainOf(
      "model",
      written,
      `project.dataset.model:OPERATION,… of ${modelOperationNames.join(", ")}`,
    );
    return [];
  });
}
