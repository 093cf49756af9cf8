import { originUrn } from "../inside/notes";
import { secret, type WireObject } from "../wire/wireValue";
import { noOptions, type StackResource } from "./stackResource";
import { makeUrn, packageOfType, type UrnScope } from "./urn";

const providerPrefix = "pulumi:providers:";

export function isProviderType(type: string): boolean {
  return type.startsWith(providerPrefix);
}

/** The URN in a provider reference, `<urn>::<id>`. */
export function urnOfReference(reference: string): string {
  return reference.slice(0, reference.lastIndexOf("::"));
}

/** What a stack sets for its providers. */
interface Settings {
  values: Readonly<Record<string, string>>;
  secretKeys: readonly string[];
  unknownKeys: readonly string[];
}

/** The provider that the engine makes for resources that name none, from the stack's `<package>:` configuration. */
export function defaultProvider(
  scope: UrnScope,
  config: Settings,
  pkg: string,
  version: string,
): StackResource {
  const name = version === "" ? "default" : `default_${version.replace(/[.+-]/g, "_")}`;
  const type = `${providerPrefix}${pkg}`;
  const inputs: WireObject = {};
  const origins: Record<string, string[]> = {};
  for (const [key, value] of Object.entries(config.values)) {
    if (packageOfType(key) !== pkg) continue;
    const name = key.slice(pkg.length + 1);
    inputs[name] = config.secretKeys.includes(key) ? secret(value) : value;
    if (config.unknownKeys.includes(key)) origins[name] = [`${originUrn}setting::${key}`];
  }
  if (version !== "") inputs.version = version;
  return {
    urn: makeUrn(scope, type, name),
    type,
    name,
    custom: true,
    read: false,
    remote: false,
    inputs,
    outputs: inputs,
    dependencies: [],
    propertyDependencies: {},
    origins,
    options: noOptions,
  };
}

/** Whether the engine made the provider itself, so that a listing need not show it. */
export function isDefaultProvider(resource: Pick<StackResource, "type" | "name" | "parent">): boolean {
  return (
    isProviderType(resource.type) && /^default(_|$)/.test(resource.name) && resource.parent === undefined
  );
}
