import { contents, isObject, type PlainObject, toPlain, UNKNOWN, type Unknown, unproxied } from "./plain";
import { knownText } from "./references";
import type { Resource } from "./resource";

/** What the model reads of a resource that @pulumi/policy hands to a policy; declared here so that no SDK is loaded. */
export interface PolicyResourceLike {
  readonly type: string;
  readonly props: object;
  readonly urn: string;
  readonly name: string;
  readonly opts?: { readonly parent?: string; readonly protect?: boolean };
  readonly provider?: { readonly props: object };
  readonly parent?: { readonly urn: string };
  readonly dependencies?: readonly { readonly urn: string }[];
  readonly propertyDependencies?: Readonly<Record<string, readonly { readonly urn: string }[]>>;
}

/** The resource in the model's form. Nothing is copied before it is first read: most resources never are. */
export function fromPolicyResource(resource: PolicyResourceLike): Resource {
  return new PolicyResource(resource);
}

class PolicyResource implements Resource {
  readonly urn: string;
  readonly type: string;
  private plainProps: PlainObject | undefined;
  private plainProvider: PlainObject | undefined;
  private urnsByProperty: Resource["propertyDependencies"] | undefined;

  constructor(private readonly from: PolicyResourceLike) {
    this.urn = from.urn;
    this.type = from.type;
  }

  get name(): string {
    return this.from.name;
  }
  get parent(): string | undefined {
    return this.from.parent?.urn ?? (this.from.opts?.parent === "" ? undefined : this.from.opts?.parent);
  }
  get protect(): boolean {
    return this.from.opts?.protect === true;
  }
  get props(): PlainObject {
    return (this.plainProps ??= objectOf(this.from.props));
  }
  get providerProject(): string | Unknown | undefined {
    const provider = (this.plainProvider ??= this.from.provider ? objectOf(this.from.provider.props) : {});
    return provider["project"] === UNKNOWN ? UNKNOWN : knownText(provider, "project");
  }
  get propertyDependencies(): Resource["propertyDependencies"] {
    return (this.urnsByProperty ??= Object.fromEntries(
      Object.entries(this.from.propertyDependencies ?? {}).map(([name, from]) => [name, urnsOf(from)]),
    ));
  }
  get dependencies(): readonly string[] {
    return urnsOf(this.from.dependencies ?? []);
  }
}

function urnsOf(resources: readonly { readonly urn: string }[]): string[] {
  return resources.map(({ urn }) => urn);
}

function objectOf(props: object): PlainObject {
  const plain = toPlain(props);
  return isObject(plain) ? plain : {};
}

/**
 * Reads the texts of assets, also of those in archives, which @pulumi/policy hands over as promises: a script or a key may
 * stand in one.
 *
 * @returns undefined where the resources hold none, which is nearly always
 */
export function readAssets(resources: readonly PolicyResourceLike[]): Promise<void> | undefined {
  const reading: Promise<void>[] = [];
  for (const { props } of resources) findAssets(props, 0, reading);
  return reading.length === 0 ? undefined : Promise.all(reading).then(() => undefined);
}

/** Assets lie where a provider takes them, never deep. */
const deepestAsset = 16;

function findAssets(value: unknown, depth: number, reading: Promise<void>[]): void {
  if (typeof value !== "object" || value === null || depth > deepestAsset) return;
  const held = unproxied(value) as Readonly<Record<string, unknown>>;
  if (isAsset(held))
    for (const property of ["text", "assets"]) {
      const promised = held[property];
      if (promised instanceof Promise) reading.push(readContent(held, property, promised));
    }
  for (const key of Object.keys(held)) findAssets(held[key], depth + 1, reading);
}

function isAsset(held: Readonly<Record<string, unknown>>): boolean {
  return held["__pulumiAsset"] === true || held["__pulumiArchive"] === true;
}

async function readContent(held: object, property: string, promised: Promise<unknown>): Promise<void> {
  const content = await promised;
  contents.set(held, { [property]: content });
  const within: Promise<void>[] = [];
  findAssets(content, 0, within);
  await Promise.all(within);
}
