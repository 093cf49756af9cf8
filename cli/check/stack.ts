import { packConfig } from "../../policy/access/config";
import { declarationOf } from "../../policy/access/readDeclaration";
import { toPlain } from "../../policy/stack/plain";
import type { CommandIo } from "../command";
import { UsageError } from "../errors";
import { text } from "../google/json";
import { readStack, type StackPlace, type StackSettings } from "../stackSettings";
import { findYamlFile, isYamlObject, readYamlObject, type YamlObject } from "../yaml";

/** What a stack says that `check` needs. */
export type CheckedStack = Pick<StackSettings, "declared" | "location" | "secretVersion">;

/**
 * Reads a stack's settings from its outputs, or from its config file where the state is not at hand.
 *
 * @throws UsageError where neither can be read
 */
export async function readCheckedStack(place: StackPlace, io: CommandIo): Promise<CheckedStack> {
  try {
    return await readStack(place, io);
  } catch (error) {
    const short = place.stack.split("/").at(-1) ?? "";
    const file = findYamlFile(place.directory, `Pulumi.${short}`);
    if (!(error instanceof UsageError) || place.state !== undefined || file === undefined) throw error;
    io.stderr.write(`${error.message}\nThe settings come from ${file} instead.\n`);
    return fromConfig(readYamlObject(file), programName(place.directory), file);
  }
}

function programName(directory: string): string {
  const file = findYamlFile(directory, "Pulumi");
  return file === undefined ? "" : (text(readYamlObject(file)["name"]) ?? "");
}

/** The settings that a stack's file tells, as this package's program reads it. */
export function fromConfig(content: YamlObject, program: string, file: string): CheckedStack {
  const config = isYamlObject(content["config"]) ? content["config"] : {};
  const value = (key: string): unknown => config[`${program}:${key}`] ?? config[key];
  const [project, location] = [text(value("project")), text(value("location"))];
  if (project === undefined || location === undefined) {
    const missing = [
      ...(project === undefined ? [`${program}:project`] : []),
      ...(location === undefined ? [`${program}:location`] : []),
    ];
    throw new UsageError(`${file} does not say ${missing.join(" and ")}: give them as options.`);
  }
  const state = isYamlObject(value("stateDataset")) ? (value("stateDataset") as YamlObject) : {};
  const secret = secretIn(value("key"));
  const declared = {
    sources: value("sources"),
    models: value("models"),
    stateDataset: state["datasetId"],
    segmentCreatesStateDataset: state["mode"] === "madeBySegment",
    profile: value("profile"),
    readApi: value("readApi"),
    products: value("products"),
    destinations: datasetsIn(value("destinations")),
    segmentCreatesDestinations: value("segmentCreatesDestinations"),
  };
  return {
    location,
    declared: declarationOf({ project }, packConfig(toPlain(declared)), {
      identity: "",
      home: project,
    }),
    ...(secret !== undefined && { secretVersion: `projects/${project}/secrets/${secret}/versions/latest` }),
  };
}

/** Destinations by their ids: one is written as a text, or as an object with further settings. */
function datasetsIn(value: unknown): unknown[] | undefined {
  return Array.isArray(value)
    ? value.map((entry: unknown) => (isYamlObject(entry) ? entry["dataset"] : entry))
    : undefined;
}

function secretIn(key: unknown): string | undefined {
  const secret = isYamlObject(key) ? key["secret"] : undefined;
  return isYamlObject(secret) ? text(secret["secretId"]) : undefined;
}
