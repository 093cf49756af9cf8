import { UsageError } from "../../errors";
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
  /** Variables that the program runs with. */
  variables: ReadonlyMap<string, GivenSetting>;
  /** Outputs by name, by stack. */
  stackReferences: ReadonlyMap<string, WireObject>;
  functions: readonly GivenResult[];
}

export const noValues: GivenValues = {
  settings: new Map(),
  opensEnvironment: false,
  variables: new Map(),
  stackReferences: new Map(),
  functions: [],
};

const sections = ["config", "stackReferences", "functions"];

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
  // An environment may hold anything else too.
  for (const key of environment ? [] : Object.keys(content)) {
    if (sections.includes(key)) continue;
    problems.push(`there is no section "${key}"; there are ${sections.join(", ")}, pulumiConfig`);
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
  const variables = new Map(Object.entries(environment?.variables ?? {}));
  return { settings, opensEnvironment: environment !== undefined, variables, stackReferences, functions };
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

/** What `pulumi env open` prints of settings and variables, in its plain or detailed form; undefined for another file. */
function environmentOf(
  content: YamlObject,
): { settings: Record<string, GivenSetting>; variables: Record<string, GivenSetting> } | undefined {
  const { properties } = content;
  const detailed = isYamlObject(properties);
  const all = detailed ? properties : content;
  if (!["pulumiConfig", "environmentVariables", "files"].some((key) => key in all)) return undefined;
  const settingsIn = (key: string): Record<string, GivenSetting> => {
    const part = detailed && isYamlObject(all[key]) ? all[key].value : all[key];
    if (!isYamlObject(part)) return {};
    return Object.fromEntries(
      Object.entries(part).map(([name, value]): [string, GivenSetting] => [
        name,
        detailed
          ? { value: undetailed(value), secret: holdsSecret(value) }
          : { value, secret: secretName.test(name) },
      ]),
    );
  };
  return { settings: settingsIn("pulumiConfig"), variables: settingsIn("environmentVariables") };
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
