import { isYamlObject, type YamlObject } from "../../yaml";
import type { GivenSetting } from "./values";

/** What a stack's file says of its Pulumi ESC environments. */
export interface StatedEnvironment {
  /** Of those that it imports, and of its own. */
  names: string[];
  /** Whether it may set what nobody can read here. */
  isOpen: boolean;
  /** What it sets in the file itself. */
  settings: [string, GivenSetting][];
  variables: [string, GivenSetting][];
}

/**
 * Reads `environment:`: a list of names, or an environment of its own with `imports` and `values`.
 *
 * Values in the file itself are known as far as they call no function and refer to none that does.
 *
 * See https://www.pulumi.com/docs/esc/environments/syntax/
 */
export function readEnvironment(stated: unknown, file: string): StatedEnvironment {
  if (stated === undefined || stated === null)
    return { names: [], isOpen: false, settings: [], variables: [] };
  if (!isYamlObject(stated)) {
    const names = namesOf(stated);
    return { names, isOpen: names.length > 0, settings: [], variables: [] };
  }
  const imports = namesOf(stated.imports);
  const values = isYamlObject(stated.values) ? stated.values : {};
  const read = (key: string): { known: [string, GivenSetting][]; isWhole: boolean } => {
    const part = evaluated(values[key] ?? {}, values, []);
    const entries = isYamlObject(values[key]) ? Object.entries(values[key]) : [];
    const known = entries.flatMap(([name, value]): [string, GivenSetting][] => {
      const found = evaluated(value, values, []);
      return found === undefined ? [] : [[name, found]];
    });
    return { known, isWhole: part !== undefined };
  };
  const [settings, variables] = [read("pulumiConfig"), read("environmentVariables")];
  const isOpen = imports.length > 0 || !settings.isWhole || !variables.isWhole;
  const names = imports.length > 0 ? imports : isOpen ? [`(in ${file})`] : [];
  return { names, isOpen, settings: settings.known, variables: variables.known };
}

function namesOf(list: unknown): string[] {
  if (typeof list === "string") return [list];
  if (!Array.isArray(list)) return [];
  return list.map((entry) => (isYamlObject(entry) ? (Object.keys(entry)[0] ?? "") : String(entry)));
}

/** A value, if nobody has to be asked for it. @param path names that are being looked up */
function evaluated(value: unknown, root: YamlObject, path: readonly string[]): GivenSetting | undefined {
  if (typeof value === "string") return interpolated(value, root, path);
  if (Array.isArray(value))
    return joined(
      value.map((part) => evaluated(part, root, path)),
      (parts) => parts,
    );
  if (!isYamlObject(value)) return { value, secret: false };
  const entries = Object.entries(value);
  const [first] = entries;
  if (first?.[0].startsWith("fn::") === true) {
    if (entries.length > 1 || first[0] !== "fn::secret" || isCiphertext(first[1])) return undefined;
    const inner = evaluated(first[1], root, path);
    return inner && { ...inner, secret: true };
  }
  const keys = entries.map(([key]) => key);
  return joined(
    entries.map(([, part]) => evaluated(part, root, path)),
    (parts) => Object.fromEntries(parts.map((part, index) => [keys[index] ?? "", part])),
  );
}

function joined(
  parts: readonly (GivenSetting | undefined)[],
  join: (values: unknown[]) => unknown,
): GivenSetting | undefined {
  if (!parts.every((part) => part !== undefined)) return undefined;
  return { value: join(parts.map(({ value }) => value)), secret: parts.some(({ secret }) => secret) };
}

/** A text with the values that it refers to, `${name.of.value}`; one that is a reference alone is what it refers to. */
function interpolated(text: string, root: YamlObject, path: readonly string[]): GivenSetting | undefined {
  const reference = /\$\{([^}]*)\}/g;
  const names = [...text.matchAll(reference)].map(([, name = ""]) => name);
  if (names.length === 0) return { value: text, secret: false };
  const found = names.map((name) =>
    path.includes(name) ? undefined : evaluated(lookUp(name, root), root, [...path, name]),
  );
  return joined(found, (values) => {
    if (text === `\${${names[0] ?? ""}}`) return values[0];
    let index = 0;
    return text.replace(reference, () => String(values[index++]));
  });
}

/** The value at a path of names; what is not there may be imported, which only a function could say. */
function lookUp(name: string, root: YamlObject): unknown {
  let at: unknown = root;
  for (const part of name.split(".")) {
    if (!isYamlObject(at) || !(part in at)) return { "fn::imported": name };
    at = at[part];
  }
  return at;
}

function isCiphertext(value: unknown): boolean {
  return isYamlObject(value) && "ciphertext" in value;
}
