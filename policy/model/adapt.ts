import { knownText } from "./location";
import { isObject, toPlain, UNKNOWN, type PlainObject } from "./plain";
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

/** The resource in the model's form. Properties are copied when they are first read: most resources never are. */
export function fromPolicyResource(resource: PolicyResourceLike): Resource {
  let props: PlainObject | undefined;
  let dependencies: Record<string, string[]> | undefined;
  return {
    urn: resource.urn,
    type: resource.type,
    name: resource.name,
    parent: resource.parent?.urn ?? (resource.opts?.parent === "" ? undefined : resource.opts?.parent),
    protect: resource.opts?.protect === true,
    get props() {
      return (props ??= objectOf(resource.props));
    },
    get providerProject() {
      const provider = resource.provider ? objectOf(resource.provider.props) : {};
      return provider["project"] === UNKNOWN ? UNKNOWN : knownText(provider, "project");
    },
    get propertyDependencies() {
      return (dependencies ??= Object.fromEntries(
        Object.entries(resource.propertyDependencies ?? {}).map(([name, from]) => [
          name,
          from.map(({ urn }) => urn),
        ]),
      ));
    },
    get dependencies() {
      return (resource.dependencies ?? []).map(({ urn }) => urn);
    },
  };
}

function objectOf(props: object): PlainObject {
  const plain = toPlain(props);
  return isObject(plain) ? plain : {};
}
