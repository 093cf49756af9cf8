import { type ProductName, products as facts } from "../../policy/facts/products";
import { Arguments, type Syntax, syntaxOf } from "../arguments";
import { UsageError } from "../errors";
import type { KeyPlace } from "../google/readKeyText";
import { type Region, regions } from "../segment/SegmentClient";
import { optionalLocationOf, productOption, productsOf, readApiOf, sharedOptions } from "../sharedOptions";
import type { StackPlace } from "../stackSettings";
import type { Named } from "./settings";

/** The arguments of `connect`, checked. */
export interface ConnectOptions {
  /** @default - those of the stack, else Linked Events */
  products?: readonly ProductName[];
  /** Where to read the stack: none where the flags say everything. */
  stack?: StackPlace;
  project?: string;
  location?: string;
  readApi?: "REST" | "STORAGE";
  /** @default - the stack's own secret version */
  key?: KeyPlace;
  region: Region;
  tokenFile?: string;
  slug: string;
  sourceId?: string;
  warehouseId?: string;
  credential?: string;
  named: Named;
  test: { query?: string; column: string; subscription?: string };
  check: boolean;
  dryRun: boolean;
  yes: boolean;
  json: boolean;
  /** Seconds to wait until Segment shows what it was given, and for a test's extraction. */
  wait: number;
  /** Seconds for one request. */
  requestTimeout: number;
}

const projectId = /^([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/;
const secretName = /^projects\/[a-z0-9:.-]+\/secrets\/[A-Za-z0-9_-]+(\/versions\/[A-Za-z0-9_-]+)?$/;
const segmentId = /^[A-Za-z0-9_-]{4,64}$/;
const settingName = /^[A-Za-z0-9_.-]{1,100}$/;

const description = `Connects Segment to BigQuery through Segment's API: fetches the key, tries it with check, and creates the source
in Segment or gives the one that is there its location and key. Running it twice does no harm. At the rotation steps add-b
and add-a it hands the new key over.`;

const after = `
The workspace's token is read from SEGMENT_API_TOKEN, or from the file of --token-file. Secret Manager is read
with your own credentials: GOOGLE_OAUTH_ACCESS_TOKEN, or gcloud auth application-default login.

Exit codes:
  0   Segment has what it needs
  1   stopped, with the reason and the ways out, or something is left to do by hand
  2   the arguments cannot be run, or Segment or Google did not answer`;

export function connectSyntax(): Syntax {
  return syntaxOf("connect", description)
    .optionsGroup("What to connect, a stack or its parts:")
    .addOption(sharedOptions.stack("a stack with a SegmentBigQuery: project, location, read API and key"))
    .addOption(sharedOptions.directory())
    .option(
      "--state <file>",
      "what `pulumi stack export` printed, - for standard input (default: pulumi is asked)",
    )
    .addOption(sharedOptions.project("the project in which Segment runs its queries"))
    .addOption(sharedOptions.location())
    .addOption(sharedOptions.readApi("REST (default) or STORAGE"))
    .addOption(sharedOptions.keyFile())
    .addOption(sharedOptions.keySecret())
    .optionsGroup("In Segment:")
    .option("--token-file <file>", "a file that holds the workspace's token (default: SEGMENT_API_TOKEN)")
    .option("--region <region>", "us (default) or eu")
    .addOption(productOption("what the stack says, else linked-events"))
    .option("--slug <slug>", "the source's slug, or a new warehouse's name (default: bigquery)")
    .option("--source-id <id>", "the source, instead of its slug")
    .option("--warehouse-id <id>", "the warehouse, where several use the project")
    .option("--credential <id>", "a shared credential, to be given the key; lists everything that uses it")
    .option("--credentials-setting <name>", "the setting that takes the key, where the catalog does not tell")
    .option("--read-api-setting <name[=value]>", "the setting that chooses the API for reading, likewise")
    .optionsGroup("Trying it:")
    .option("--test-model <query>", "make a model on the source, and remove it")
    .option("--test-column <name>", "the column that identifies its rows (default: id)")
    .option("--test-subscription <id>", "run the model for this subscription; its rows go to the destination")
    .optionsGroup("How:")
    .option("--dry-run", "show the requests, with the key hidden; change nothing in Segment")
    .option("--yes", "change a credential that others use; write a test's rows")
    .option("--skip-check", "do not try the key with check first")
    .option("--wait <seconds>", "for Segment to show what it was given (default: 60)")
    .option("--request-timeout <seconds>", "for one request (default: 30)")
    .addOption(sharedOptions.json("print one JSON object"))
    .addHelpText("after", after);
}

/**
 * Reads the arguments.
 *
 * @throws UsageError that names every bad argument at once, HelpRequest
 */
export function readOptions(argv: readonly string[]): ConnectOptions {
  const args = new Arguments(connectSyntax(), argv);
  const options: ConnectOptions = {
    products: productsOf(args),
    stack: stackOf(args),
    project: args.optionalText("project", projectId, "the id of the project in which Segment runs queries"),
    location: optionalLocationOf(args),
    readApi: readApiOf(args),
    key: keyOf(args),
    region: args.oneOf("region", regions) ?? "us",
    tokenFile: args.optionalFile("token-file"),
    slug:
      args.optionalText("slug", /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/, "letters, digits, - and _") ?? "bigquery",
    sourceId: args.optionalText("source-id", segmentId, "a source's id"),
    warehouseId: args.optionalText("warehouse-id", segmentId, "a warehouse's id"),
    credential: args.optionalText("credential", segmentId, "a credential's id"),
    named: {
      credentials: args.optionalText("credentials-setting", settingName, "a setting's name"),
      readApi: args.optionalText(
        "read-api-setting",
        /^[A-Za-z0-9_.-]{1,100}(=[^\p{Cc}]{0,100})?$/u,
        "NAME or NAME=VALUE",
      ),
    },
    test: {
      query: args.optionalText(
        "test-model",
        /^\s*(select|with)\b/i,
        "a query that begins with SELECT or WITH",
      ),
      column: args.optionalText("test-column", /^[A-Za-z_][A-Za-z0-9_]{0,299}$/, "a column's name") ?? "id",
      subscription: args.optionalText("test-subscription", segmentId, "a subscription's id"),
    },
    check: !args.is("skip-check"),
    dryRun: args.is("dry-run"),
    yes: args.is("yes"),
    json: args.is("json"),
    wait: args.seconds("wait", 60, 3600),
    requestTimeout: args.seconds("request-timeout", 30, 600),
  };
  relate(options, args);
  args.end();
  return options;
}

function stackOf(args: Arguments): StackPlace | undefined {
  const stack = args.optionalText("stack", /^[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+){0,2}$/, "a stack's name");
  const directory = args.optionalFile("directory") ?? ".";
  const state = args.optionalFile("state");
  return stack === undefined ? undefined : { stack, directory, state };
}

function keyOf(args: Arguments): KeyPlace | undefined {
  const file = args.optionalFile("key-file");
  const secret = args.optionalText(
    "key-secret",
    secretName,
    "projects/P/secrets/S or projects/P/secrets/S/versions/V",
  );
  if (file !== undefined && secret !== undefined)
    args.complain("Give the key by one of --key-file and --key-secret.");
  if (file !== undefined) return { file };
  if (secret === undefined) return undefined;
  return { secret: secret.includes("/versions/") ? secret : `${secret}/versions/latest` };
}

/** What the options must be to each other. */
function relate({ stack, project, location, key, test, yes }: ConnectOptions, args: Arguments): void {
  const missing = [
    ...(project === undefined ? ["--project"] : []),
    ...(location === undefined ? ["--location"] : []),
    ...(key === undefined ? ["--key-file or --key-secret"] : []),
  ];
  if (stack === undefined && missing.length > 0)
    args.complain(`Name a stack with --stack, or give ${missing.join(", ")}.`);
  if (stack?.state === "-" && key !== undefined && "file" in key && key.file === "-")
    args.complain("--state and --key-file cannot both read standard input.");
  if (test.subscription !== undefined && test.query === undefined)
    args.complain("--test-subscription is given without --test-model.");
  if (test.subscription !== undefined && !yes)
    args.complain(
      "--test-subscription writes the test's rows to its destination: add --yes if that is right.",
    );
}

/** What stands for BigQuery in Segment: a source that products read, or a warehouse that products write. */
export type Side = "source" | "warehouse";

/**
 * The one side that the products are on.
 *
 * @throws UsageError where there are two, or none
 */
export function sideOf(products: readonly ProductName[], testsModel: boolean): Side {
  const named = (does: "reads" | "writes"): ProductName[] => products.filter((name) => facts[name][does]);
  const [read, written] = [named("reads"), named("writes")];
  if (read.length > 0 && written.length > 0)
    throw new UsageError(
      `${[...read, ...written].join(" and ")} are a source and a warehouse in Segment: connect one at a time, with --product ${read[0]} or --product ${written[0]}.`,
    );
  if (read.length === 0 && written.length === 0)
    throw new UsageError(
      `Nothing in Segment's API connects ${products.join(", ")}. Give --product ${Object.keys(facts)
        .filter((name) => !products.includes(name as ProductName))
        .join(" or ")}.`,
    );
  if (written.length > 0 && testsModel)
    throw new UsageError("--test-model is for a source: Segment itself tries a warehouse's connection.");
  return written.length > 0 ? "warehouse" : "source";
}
