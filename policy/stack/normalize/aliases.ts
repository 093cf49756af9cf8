import { isObject, type Plain, type PlainObject, UNKNOWN } from "../plain";
import { changed, type Resource } from "../resource";

/** Each property of the new spelling: its value, and the property of the old spelling that it comes from. */
export type Renamed = Readonly<Record<string, readonly [value: Plain | undefined, from: string]>>;

/** The resource in today's spelling of @pulumi/gcp; URN, name and parent stay, dependencies follow their properties. */
export function normalizeAliases(resource: Resource, type: string, renamed: Renamed): Resource {
  const props: Record<string, Plain> = Object.create(null) as Record<string, Plain>;
  Object.assign(props, resource.props);
  const propertyDependencies: Record<string, readonly string[]> = { ...resource.propertyDependencies };
  for (const [property, [value, from]] of Object.entries(renamed)) {
    if (value === undefined) continue;
    props[property] = value;
    const sources = resource.propertyDependencies[from];
    if (sources !== undefined) propertyDependencies[property] = sources;
  }
  return changed(resource, { type, props, propertyDependencies });
}

/** The value at a path; UNKNOWN where any part of the way is, undefined where there is none. */
export function at(value: Plain | undefined, ...path: readonly string[]): Plain | undefined {
  let found = value;
  for (const name of path) {
    if (found === UNKNOWN) return UNKNOWN;
    if (!isObject(found)) return undefined;
    found = found[name];
  }
  return found ?? undefined;
}

/** The first property that the resource has, with its name. */
export function firstOf(
  props: PlainObject,
  ...names: readonly [string, ...string[]]
): readonly [Plain | undefined, string] {
  const name = names.find((one) => (props[one] ?? "") !== "");
  return name === undefined ? [undefined, names[0]] : [props[name], name];
}

export type IamShape = "Member" | "Binding" | "Policy";

/** The token of an IAM resource in @pulumi/gcp: on a kind of resource that grants to it are modeled for, or on another. */
export function iamToken(target: IamTarget | { readonly other: string }, shape: IamShape): string {
  if (typeof target === "object")
    return `gcp:other/${lowerFirst(target.other)}Iam${shape}:${target.other}Iam${shape}`;
  return `${tokens[target]}${shape}`.replace(/\/.*/, (rest) => `${rest}:${upperFirst(rest.slice(1))}`);
}

export type IamTarget = keyof typeof tokens;

const tokens = {
  project: "gcp:projects/iAM",
  folder: "gcp:folder/iAM",
  organization: "gcp:organizations/iAM",
  serviceAccount: "gcp:serviceaccount/iAM",
  dataset: "gcp:bigquery/datasetIam",
  table: "gcp:bigquery/iam",
  routine: "gcp:bigquery/routineIam",
  connection: "gcp:bigquery/connectionIam",
  secret: "gcp:secretmanager/secretIam",
} as const;

function lowerFirst(word: string): string {
  return word.charAt(0).toLowerCase() + word.slice(1);
}

function upperFirst(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** The parts of a path such as `projects/acme/datasets/crm`, by collection. */
export function pathParts(path: string): Readonly<Record<string, string | undefined>> {
  const segments = path.replace(/^\/\/[^/]+\//, "").split("/");
  const parts: Record<string, string> = Object.create(null) as Record<string, string>;
  for (let i = 0; i + 1 < segments.length; i += 2) parts[segments[i] as string] = segments[i + 1] as string;
  return parts;
}
