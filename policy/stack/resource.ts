import type { PlainObject, Unknown } from "./plain";

/** One resource of a stack, as the model reads it: free of proxies, of the engine's types and of any SDK. */
export interface Resource {
  readonly urn: string;
  /** Type token, such as `gcp:projects/iAMMember:IAMMember`. */
  readonly type: string;
  readonly name: string;
  /** Inputs in a preview, outputs in an update. */
  readonly props: PlainObject;
  /** Names of the properties that the program states, where the engine has told: `props` may hold outputs as well. */
  readonly inputs?: readonly string[];
  /** URN of the parent. */
  readonly parent?: string;
  /** Whether Pulumi refuses to delete it (resource option `protect`). */
  readonly protect?: boolean;
  /** The project that the resource's provider is configured for. */
  readonly providerProject?: string | Unknown;
  /** URNs that each property takes its value from. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** URNs that the resource depends on in any way. */
  readonly dependencies: readonly string[];
}

/** The resource with other values for some of its fields; the others are not read. */
export function changed(resource: Resource, changes: Partial<Resource>): Resource {
  return Object.create(
    resource,
    Object.fromEntries(Object.entries(changes).map(([field, value]) => [field, { value, enumerable: true }])),
  ) as Resource;
}
