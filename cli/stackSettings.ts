import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { text as readAll } from "node:stream/consumers";
import { promisify } from "node:util";
import { packConfig } from "../policy/access/config";
import type { Declaration } from "../policy/access/declaration";
import { declarationOf } from "../policy/access/readDeclaration";
import { isList, isObject, toPlain, UNKNOWN, type Plain, type PlainObject } from "../policy/stack/plain";
import type { CommandIo } from "./command";
import { UsageError } from "./errors";
import { isRecord, parseJson, record, records, text, type JsonRecord } from "./google/json";

/** What a stack's `SegmentBigQuery` says of itself. */
export interface StackSettings {
  /** The component's name. */
  name: string;
  declared: Declaration;
  location: string;
  /**
   * Where the key to enter in Segment is: the secret's newest version where the key is stored by `key complete`, and
   * undefined where the stack keeps none in Secret Manager.
   */
  secretVersion?: string;
  keys: { slot: string; state: string; name: string }[];
  /** What to set `key.step` to next; empty where the stack makes no key. */
  nextStep: string;
}

/** Where to read a stack. */
export interface StackPlace {
  /** As `pulumi --stack` takes it. */
  stack: string;
  /** The program's directory. */
  directory: string;
  /** What `pulumi stack export` printed: a file, or `-` for standard input. @default - the Pulumi CLI is asked */
  state?: string;
}

const componentType = "segment-bigquery:index:SegmentBigQuery";

/** How the engine marks a special value in a state, and that the value is a secret. */
const signature = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/**
 * Reads a stack's settings from its state, whatever language its program is written in.
 *
 * @throws UsageError where there is no state, or no one `SegmentBigQuery` in it
 */
export async function readStack(place: StackPlace, io: CommandIo): Promise<StackSettings> {
  const source = await stateText(place, io);
  const content = parseJson(source);
  const deployment = isRecord(content) ? record(content["deployment"]) : {};
  const [component, ...others] = records(deployment["resources"]).filter(
    (resource) => resource["type"] === componentType && resource["delete"] !== true,
  );
  if (component === undefined)
    throw new UsageError(
      `The state of stack ${place.stack} holds no SegmentBigQuery. Run \`pulumi up\` first, or say by options what the stack would say.`,
    );
  if (others.length > 0)
    throw new UsageError(
      `The state of stack ${place.stack} holds ${others.length + 1} SegmentBigQuery components: ${[component, ...others].map(nameOf).join(", ")}. Say by options which one is meant.`,
    );
  return settingsOf(nameOf(component), plainOutputs(component));
}

/** The settings that a component's outputs tell. */
export function settingsOf(name: string, outputs: PlainObject): StackSettings {
  const [project, location] = [known(outputs["project"]), known(outputs["location"])];
  if (project === undefined || location === undefined)
    throw new UsageError(
      `The SegmentBigQuery "${name}" does not say its project and location yet. Run \`pulumi up\` first.`,
    );
  const next = outputs["nextStep"];
  return {
    name,
    declared: declarationOf(outputs, packConfig({}), { identity: "", home: project }),
    location,
    secretVersion: known(outputs["secretVersionName"]) ?? newestVersion(outputs["secretName"]),
    keys: keysIn(outputs["keys"]),
    nextStep: (isObject(next) ? known(next["step"]) : undefined) ?? "",
  };
}

async function stateText({ stack, directory, state }: StackPlace, io: CommandIo): Promise<string> {
  if (state === "-") return readAll(io.stdin);
  if (state !== undefined)
    return readFile(state, "utf8").catch((error: unknown) => {
      const code = (error as NodeJS.ErrnoException).code ?? "unreadable";
      throw new UsageError(`The file of --state cannot be read (${code}).`);
    });
  try {
    const args = ["stack", "export", "--stack", stack, "--cwd", directory, "--non-interactive"];
    const { stdout } = await promisify(execFile)("pulumi", args, {
      env: io.env,
      maxBuffer: 1 << 30,
      timeout: 120_000,
    });
    return stdout;
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: string };
    const why =
      code === "ENOENT"
        ? "the Pulumi CLI is not on the PATH"
        : (stderr?.trim().split("\n")[0] ?? "the Pulumi CLI did not answer");
    throw new UsageError(
      `The stack ${stack} cannot be read: ${why}. Where pulumi runs: pulumi stack export --stack ${stack} --file state.json; then give --state state.json.`,
    );
  }
}

function nameOf(resource: JsonRecord): string {
  const urn = text(resource["urn"]) ?? "";
  return urn.slice(urn.lastIndexOf("::") + 2);
}

function plainOutputs(resource: JsonRecord): PlainObject {
  const outputs = toPlain(withoutSecrets(resource["outputs"]));
  return isObject(outputs) ? outputs : {};
}

/** Secrets count as unknown: none is needed, and the export may show them. */
function withoutSecrets(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if ((value as JsonRecord)[signature] === secretSignature) return UNKNOWN;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutSecrets(part)]));
}

function keysIn(value: Plain | undefined): StackSettings["keys"] {
  const entries = isList(value) ? value.filter(isObject) : [];
  return entries.map((entry) => ({
    slot: known(entry["slot"]) ?? "",
    state: known(entry["state"]) ?? "",
    name: known(entry["name"]) ?? "",
  }));
}

function newestVersion(secretName: Plain | undefined): string | undefined {
  const name = known(secretName);
  return name === undefined ? undefined : `${name}/versions/latest`;
}

/** A text that is known and not empty. */
function known(value: Plain | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
