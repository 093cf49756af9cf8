import { UsageError } from "../../command";
import { describe, isYamlObject, readYamlObject, type YamlObject } from "../../yaml";
import { isWireObject, secret, type WireObject, type WireValue } from "../wire/wireValue";

/** A setting's value as a file of values gives it. */
export interface GivenSetting {
  value: unknown;
  secret: boolean;
}

/** The answer that a file of values gives for a function. */
export interface GivenResult {
  token: string;
  /** Undefined answers every call. */
  args?: WireObject;
  result: WireObject;
}

/** What nobody can know offline, and somebody has written down. */
export interface GivenValues {
  settings: ReadonlyMap<string, GivenSetting>;
  /** Whether the file holds all that the stack's environments set. */
  opensEnvironment: boolean;
  /** Outputs by name, by stack. */
  stackReferences: ReadonlyMap<string, WireObject>;
  functions: readonly GivenResult[];
}

export const noValues: GivenValues = {
  settings: new Map(),
  opensEnvironment: false,
  stackReferences: new Map(),
  functions: [],
};

const sections = ["config", "stackReferences", "functions", "pulumiConfig"];
/** What `pulumi env open` prints next to the stack's settings, and an offline preview has no use for. */
const ofEnvironments = ["environmentVariables", "files"];

/**
 * Reads a file of values. What `pulumi env open` prints, in its plain or detailed form, is one too.
 *
 * @throws UsageError naming everything that is wrong with it, and no value
 */
export function readValues(file: string | undefined): GivenValues {
  if (file === undefined) return noValues;
  const content = readYamlObject(file);
  const environment = environmentOf(content);
  const problems: string[] = [];
  for (const key of environment?.isWhole === true ? [] : Object.keys(content)) {
    if ([...sections, ...ofEnvironments].includes(key)) continue;
    problems.push(`there is no section "${key}"; there are ${sections.join(", ")}`);
  }
  const settings = new Map<string, GivenSetting>([
    ...Object.entries(environment?.settings ?? {}),
    ...Object.entries(objectIn(content, "config", problems)).map(([key, value]): [string, GivenSetting] => [
      key,
      isSecretForm(value) ? { value: value.secret, secret: true } : { value, secret: false },
    ]),
  ]);
  const stackReferences = new Map<string, WireObject>();
  for (const [stack, outputs] of Object.entries(objectIn(content, "stackReferences", problems))) {
    if (isYamlObject(outputs)) stackReferences.set(stack, toWire(outputs) as WireObject);
    else problems.push(`stackReferences.${stack} must be an object of outputs, not ${describe(outputs)}`);
  }
  const functions = functionsIn(content.functions, problems);
  if (problems.length > 0) throw new UsageError(`${file}: ${problems.join("; ")}.`);
  return { settings, opensEnvironment: environment !== undefined, stackReferences, functions };
}

function objectIn(content: YamlObject, key: string, problems: string[]): YamlObject {
  const value = content[key] ?? {};
  if (isYamlObject(value)) return value;
  problems.push(`${key} must be an object, not ${describe(value)}`);
  return {};
}

function functionsIn(value: unknown, problems: string[]): GivenResult[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    problems.push(`functions must be a list, not ${describe(value)}`);
    return [];
  }
  return value.flatMap((entry: unknown, index): GivenResult[] => {
    const { token, args, result, ...rest } = isYamlObject(entry) ? entry : {};
    const where = `functions[${index}]`;
    for (const key of Object.keys(rest)) {
      problems.push(`${where}: there is no field "${key}"; there are token, args, result`);
    }
    if (typeof token !== "string") problems.push(`${where}.token must be a text`);
    if (!isYamlObject(result)) problems.push(`${where}.result must be an object`);
    if (args !== undefined && !isYamlObject(args)) {
      problems.push(`${where}.args must be an object, not ${describe(args)}`);
    }
    if (typeof token !== "string" || !isYamlObject(result)) return [];
    return [
      {
        token,
        ...(isYamlObject(args) ? { args: toWire(args) as WireObject } : {}),
        result: toWire(result) as WireObject,
      },
    ];
  });
}

/** `{ secret: … }`, which marks what it holds. */
function isSecretForm(value: unknown): value is { secret: unknown } {
  return isYamlObject(value) && Object.keys(value).length === 1 && "secret" in value;
}

function toWire(value: unknown): WireValue {
  if (isSecretForm(value)) return secret(toWire(value.secret));
  if (Array.isArray(value)) return value.map(toWire);
  if (isYamlObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, toWire(part)]));
  }
  return (value ?? null) as WireValue;
}

/** The plain form does not say what is secret; a name often does. */
const secretName = /secret|token|password|passphrase|credential|private|api_?key/i;

function environmentOf(
  content: YamlObject,
): { settings: Record<string, GivenSetting>; isWhole: boolean } | undefined {
  const plain = content.pulumiConfig;
  if (isYamlObject(plain)) {
    const entries = Object.entries(plain).map(([key, value]): [string, GivenSetting] => [
      key,
      { value, secret: secretName.test(key) },
    ]);
    return { settings: Object.fromEntries(entries), isWhole: false };
  }
  const { properties } = content;
  const detailed = isYamlObject(properties) ? properties.pulumiConfig : undefined;
  if (!isYamlObject(detailed) || !isYamlObject(detailed.value)) return undefined;
  const entries = Object.entries(detailed.value).map(([key, value]): [string, GivenSetting] => [
    key,
    { value: undetailed(value), secret: holdsSecret(value) },
  ]);
  return { settings: Object.fromEntries(entries), isWhole: true };
}

/** The detailed form wraps every value, at every depth, in `{ value, secret, trace }`. */
function undetailed(node: unknown): unknown {
  const value = isYamlObject(node) ? node.value : node;
  if (Array.isArray(value)) return value.map(undetailed);
  if (!isYamlObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, undetailed(part)]));
}

function holdsSecret(node: unknown): boolean {
  if (!isYamlObject(node)) return false;
  if (node.secret === true) return true;
  const { value } = node;
  if (Array.isArray(value)) return value.some(holdsSecret);
  return isYamlObject(value) && Object.values(value).some(holdsSecret);
}

/** Whether a call has the arguments that a given result is for: those that are named must be equal. */
export function answers(given: GivenResult, token: string, args: WireObject): boolean {
  if (given.token !== token) return false;
  return Object.entries(given.args ?? {}).every(([key, value]) => same(args[key], value));
}

function same(a: WireValue | undefined, b: WireValue): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => same(item, b[index] ?? null));
  }
  if (isWireObject(a) && isWireObject(b)) {
    return (
      Object.keys(a).length === Object.keys(b).length && Object.entries(b).every(([k, v]) => same(a[k], v))
    );
  }
  return a === b;
}
