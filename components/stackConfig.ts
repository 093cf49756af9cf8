import * as pulumi from "@pulumi/pulumi";
import { nearest } from "../policy/stack/text";
import type { SegmentBigQueryArgs } from "./args/args";
import type { Connection, Destination, ExportBucket, Models, Source } from "./args/data";
import type { Key } from "./args/key";
import { isRecord } from "./validate/formats";
import type { Problem } from "./validate/problem";

/** Reads one setting; the text is as the engine hands it over, JSON for what is not plain text. */
type Reader<T> = (text: string) => T;

/** A part of a list in the wrong form. */
class Misread extends Error {
  constructor(
    readonly at: string,
    reason: string,
  ) {
    super(reason);
  }
}

const text: Reader<string> = (value) => value;

const flag: Reader<boolean> = (value) => {
  if (value !== "true" && value !== "false")
    throw new Misread("", `is ${JSON.stringify(value)}; give true or false`);
  return value === "true";
};

/** Anything structured: the component checks its form. */
function structured<T>(value: string): T {
  try {
    return JSON.parse(value) as T;
  } catch {
    throw new Misread("", `is ${JSON.stringify(value)}; give a list or an object`);
  }
}

/** A list, item by item; what is not a list is left to the component. */
function listOf<Item, T>(read: (item: Item) => T): Reader<T[]> {
  return (value) => {
    const items = structured<Item[]>(value);
    if (!Array.isArray(items)) return items;
    return items.map((item, i) => {
      try {
        return read(item);
      } catch (error) {
        throw error instanceof Misread ? new Misread(`[${i}]${error.at}`, error.message) : error;
      }
    });
  };
}

/**
 * Reads `project`, `project.dataset` or `project.dataset.table`, the form in which stack files and the policy pack name
 * sources. A project of the old kind, `example.com:acme`, keeps its dots.
 */
function source(written: unknown, at = ""): Source {
  if (typeof written !== "string") return written as Source;
  const [, project, dataset, table] = /^((?:[^:]*:)?[^.:]+)(?:\.([^.]+)(?:\.([^.]+))?)?$/.exec(written) ?? [];
  if (project === undefined)
    throw new Misread(
      at,
      `is ${JSON.stringify(written)}; give project, project.dataset or project.dataset.table`,
    );
  return { project, dataset, table };
}

/** Reads a dataset with models: `project.dataset`, and the operations. */
function models(entry: Omit<Models, "dataset"> & { dataset: string }): Models {
  if (typeof entry !== "object" || entry === null) return entry;
  const { project, dataset, table } =
    typeof entry.dataset === "string" ? source(entry.dataset, ".dataset") : {};
  if (dataset === undefined || table !== undefined)
    throw new Misread(".dataset", `is ${JSON.stringify(entry.dataset)}; give project.dataset`);
  return { ...entry, project, dataset };
}

/** Reads `dataset`, or the whole of it as an object. */
function destination(written: string | Destination): Destination {
  return typeof written === "string" ? { dataset: written } : written;
}

/** Reads `location.connection` or `project.location.connection`. */
function connection(written: string | Connection): Connection {
  if (typeof written !== "string") return written;
  const [id, location, project, ...more] = written.split(".").reverse();
  if (id === undefined || location === undefined || more.length > 0)
    throw new Misread(
      "",
      `is ${JSON.stringify(written)}; give location.connection or project.location.connection`,
    );
  return { project, location, connection: id };
}

/** Reads a bucket's name, or the whole of it as an object. */
function exportBucket(written: string | ExportBucket): ExportBucket {
  return typeof written === "string" ? { bucket: written } : written;
}

/** Every setting of the program, with how it is read. */
const readers = {
  project: text,
  location: text,
  accountId: text,
  randomAccountId: flag,
  products: structured<NonNullable<SegmentBigQueryArgs["products"]>>,
  profile: text as Reader<NonNullable<SegmentBigQueryArgs["profile"]>>,
  readApi: text as Reader<NonNullable<SegmentBigQueryArgs["readApi"]>>,
  sources: listOf((written) => source(written)),
  destinations: listOf(destination),
  segmentCreatesDestinations: flag,
  models: listOf(models),
  connections: listOf(connection),
  exportBuckets: listOf(exportBucket),
  stateDataset: structured<NonNullable<SegmentBigQueryArgs["stateDataset"]>>,
  key: structured<Key>,
  keyMode: text as Reader<NonNullable<Key["mode"]>>,
  keyStep: text as Reader<NonNullable<Key["step"]>>,
  disabled: flag,
  enableApis: flag,
};

type Settings = { [Name in keyof typeof readers]?: ReturnType<(typeof readers)[Name]> };

/** Whose configuration is read. */
interface Place {
  readonly namespace: string;
  readonly stack: string;
  /** Full names of the values that a message must not show. */
  readonly secrets?: readonly string[];
}

/** The names of the settings. */
export const settingNames = Object.keys(readers);

/**
 * The component's arguments as a stack's configuration states them.
 *
 * Throws with everything that is wrong with it, each with its place in the stack's file.
 *
 * @param values every value of the stack, by its full name
 * @param check what the component would say of the values
 */
export function argsFromConfig(
  values: Readonly<Record<string, string>>,
  { namespace, stack, secrets = [] }: Place,
  check: (args: SegmentBigQueryArgs) => readonly Problem[] = () => [],
): SegmentBigQueryArgs {
  const file = `Pulumi.${stack}.yaml`;
  const settings: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [name, value] of Object.entries(values)) {
    if (!name.startsWith(`${namespace}:`)) continue;
    const key = name.slice(namespace.length + 1);
    try {
      if (!Object.hasOwn(readers, key)) throw new Misread("", unknown(key));
      settings[key] = readers[key as keyof typeof readers](value);
    } catch (error) {
      if (!(error instanceof Misread)) throw error;
      const reason = secrets.includes(name) ? "is a secret that cannot be read" : error.message;
      problems.push(`${name}${error.at} in ${file} ${reason}`);
    }
  }
  for (const key of ["project", "location"])
    if (!Object.hasOwn(values, `${namespace}:${key}`))
      problems.push(
        `${namespace}:${key} in ${file} is missing; set it: pulumi config set ${key} ${key.toUpperCase()}`,
      );
  const { key = {}, keyMode: mode, keyStep: step, ...stated } = settings as Settings;
  const args = { ...stated, key: isRecord(key) ? { mode, step, ...key } : key } as SegmentBigQueryArgs;
  for (const { property, reason } of check(args)) {
    const path = settingOf(property, settings);
    const [setting = ""] = path.split(/[.[]/);
    // What is missing or cannot be read is said above.
    if (!Object.hasOwn(settings, setting)) continue;
    const said = secrets.includes(`${namespace}:${setting}`)
      ? "is a secret that is not allowed there"
      : reason;
    problems.push(`${namespace}:${path} in ${file} ${said}`);
  }
  if (problems.length > 0)
    throw new pulumi.RunError(
      `The configuration of stack ${stack} cannot be used:\n${problems.map((one) => `  ${one}`).join("\n")}`,
    );
  return args;
}

/** The setting that an argument comes from. */
function settingOf(property: string, settings: Readonly<Record<string, unknown>>): string {
  if (property === "key.mode" && Object.hasOwn(settings, "keyMode")) return "keyMode";
  return property === "key.step" && Object.hasOwn(settings, "keyStep") ? "keyStep" : property;
}

function unknown(key: string): string {
  return `is not a setting; did you mean ${nearest(key, settingNames)}? There are ${settingNames.join(", ")}`;
}
