import { isObject, type PlainObject, toPlain, UNKNOWN, type Unknown } from "./plain";
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
