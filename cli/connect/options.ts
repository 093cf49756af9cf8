import { parseArgs } from "node:util";
import { UsageError } from "../command";
import type { KeyPlace } from "../google/readKeyText";
import { regions, type Region } from "../segment/region";
import type { StackPlace } from "../stackSettings";
import type { Named } from "./settings";

/** The arguments of `connect`, checked. */
export interface ConnectOptions {
  product: "source" | "warehouse";
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
  timeout: number;
}

const projectId = /^([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/;
const secretVersion = /^projects\/[a-z0-9:.-]+\/secrets\/[A-Za-z0-9_-]+\/versions\/[A-Za-z0-9_-]+$/;
const segmentId = /^[A-Za-z0-9_-]{4,64}$/;

/**
 * Reads the arguments.
 *
 * @throws UsageError that names every bad argument at once
 */
export function readOptions(argv: string[]): ConnectOptions {
  const { values } = parseArgs({
    args: argv,
    options: {
      stack: { type: "string" },
      directory: { type: "string" },
      state: { type: "string" },
      project: { type: "string" },
      location: { type: "string" },
      "read-api": { type: "string" },
      "key-file": { type: "string" },
      "secret-version": { type: "string" },
      region: { type: "string" },
      "token-file": { type: "string" },
      product: { type: "string" },
      slug: { type: "string" },
      "source-id": { type: "string" },
      "warehouse-id": { type: "string" },
      credential: { type: "string" },
      "credentials-setting": { type: "string" },
      "read-api-setting": { type: "string" },
      "test-model": { type: "string" },
      "test-column": { type: "string" },
      "test-subscription": { type: "string" },
      "no-check": { type: "boolean" },
      "dry-run": { type: "boolean" },
      yes: { type: "boolean" },
      wait: { type: "string" },
      timeout: { type: "string" },
      json: { type: "boolean" },
    },
  });
  const problems: string[] = [];
  const read = (option: keyof typeof values, shape: RegExp, wanted: string): string | undefined => {
    const value = values[option];
    if (typeof value !== "string") return undefined;
    if (!shape.test(value)) problems.push(`--${option} is ${shown(value)}: give ${wanted}.`);
    return value;
  };
  const oneOf = <T extends string>(option: keyof typeof values, allowed: readonly T[], standard: T): T => {
    const value = values[option];
    const found = allowed.find((one) => one === value);
    if (typeof value === "string" && !found)
      problems.push(`--${option} is ${shown(value)}: give ${allowed.join(" or ")}.`);
    return found ?? standard;
  };
  const seconds = (option: "wait" | "timeout", standard: number, most: number): number => {
    const value = values[option] === undefined ? standard : Number(values[option]);
    if (!(value > 0 && value <= most))
      problems.push(
        `--${option} is ${shown(String(values[option]))}: give seconds, above 0 and up to ${most}.`,
      );
    return value;
  };
  const file = (option: keyof typeof values): string | undefined =>
    read(option, /^[^\p{Cc}{]{1,1024}$/u, "the name of a file");

  const stackName = read("stack", /^[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+){0,2}$/, "a stack's name");
  const project = read("project", projectId, "the id of the project in which Segment runs queries");
  const location = read(
    "location",
    /^[A-Za-z][A-Za-z0-9-]*$/,
    "the Data Location, such as US, EU or us-west1",
  );
  const readApi = read("read-api", /^(rest|storage)$/i, "rest or storage")?.toUpperCase();
  const keyFile = file("key-file");
  const version = read("secret-version", secretVersion, "projects/P/secrets/S/versions/V");
  if (keyFile !== undefined && version !== undefined)
    problems.push("Give the key by one of --key-file and --secret-version.");
  if (stackName === undefined) {
    if (project === undefined) problems.push("--project is missing: name a stack with --stack, or give it.");
    if (location === undefined)
      problems.push("--location is missing: name a stack with --stack, or give it.");
    if (keyFile === undefined && version === undefined)
      problems.push("There is no key: name a stack with --stack, or give --key-file or --secret-version.");
  }
  const product = oneOf("product", ["source", "warehouse"], "source");
  const query = read("test-model", /^\s*(select|with)\b/i, "a query that begins with SELECT or WITH");
  if (product === "warehouse" && query !== undefined)
    problems.push("--test-model is for a source: Segment itself tries a warehouse's connection.");
  const subscription = read("test-subscription", segmentId, "a subscription's id");
  if (subscription !== undefined && query === undefined)
    problems.push("--test-subscription is given without --test-model.");
  if (subscription !== undefined && values.yes !== true)
    problems.push(
      "--test-subscription writes the test's rows to its destination: add --yes if that is right.",
    );
  const slug = read("slug", /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/, "letters, digits, - and _");
  const options: ConnectOptions = {
    product,
    ...(stackName !== undefined && {
      stack: { stack: stackName, directory: file("directory") ?? ".", state: file("state") },
    }),
    project,
    location,
    readApi: readApi === "REST" || readApi === "STORAGE" ? readApi : undefined,
    key: keyFile !== undefined ? { file: keyFile } : version !== undefined ? { secret: version } : undefined,
    region: oneOf("region", regions, "us"),
    tokenFile: file("token-file"),
    slug: slug ?? "bigquery",
    sourceId: read("source-id", segmentId, "a source's id"),
    warehouseId: read("warehouse-id", segmentId, "a warehouse's id"),
    credential: read("credential", segmentId, "a credential's id"),
    named: {
      credentials: read("credentials-setting", /^[A-Za-z0-9_.-]{1,100}$/, "a setting's name"),
      readApi: read("read-api-setting", /^[A-Za-z0-9_.-]{1,100}(=[^\p{Cc}]{0,100})?$/u, "NAME or NAME=VALUE"),
    },
    test: {
      query,
      column: read("test-column", /^[A-Za-z_][A-Za-z0-9_]{0,299}$/, "a column's name") ?? "id",
      subscription,
    },
    check: values["no-check"] !== true,
    dryRun: values["dry-run"] ?? false,
    yes: values.yes ?? false,
    json: values.json ?? false,
    wait: seconds("wait", 60, 3600),
    timeout: seconds("timeout", 30, 600),
  };
  if (problems.length > 0) throw new UsageError(problems.join("\n"));
  return options;
}

/** What was given, unless it looks like more than a name: it could be a key pasted by mistake. */
function shown(value: string): string {
  return value.length > 100 || /\p{Cc}|\{|PRIVATE|[A-Za-z0-9+/]{40}/u.test(value)
    ? "something that looks like no name"
    : `"${value}"`;
}
