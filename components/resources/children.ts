import * as pulumi from "@pulumi/pulumi";
import type { ProviderEnvironment } from "../validate/providers";

/** Names and options for the children of one component. */
export class Children {
  constructor(
    private readonly parent: pulumi.ComponentResource,
    /** The name of the component. */
    readonly component: string,
    private readonly inherited: pulumi.ComponentResourceOptions,
    private readonly imports: Readonly<Record<string, string>> = {},
  ) {}

  private readonly claimed = new Set<string>();

  /** A child's name with the component's. */
  nameOf(childName: string): string {
    return `${this.component}-${childName}`;
  }

  /**
   * Options that make a resource a child: provider, aliases and protection come with the parent; what the component
   * depends on does not, and is handed on here.
   */
  options(childName: string, { formerName, ...own }: ChildOptions = {}): pulumi.CustomResourceOptions {
    const imported = this.imports[childName];
    return {
      ...own,
      ...this.aliases(formerName),
      parent: this.parent,
      ...(imported === undefined ? {} : { import: imported }),
      dependsOn: joined(this.inherited.dependsOn, own.dependsOn),
    };
  }

  /** A former name is an alias of one child: of the first that claims it. */
  private aliases(formerName: string | undefined): Pick<pulumi.CustomResourceOptions, "aliases"> {
    if (formerName === undefined || this.claimed.has(formerName)) return {};
    this.claimed.add(formerName);
    return { aliases: [{ name: this.nameOf(formerName) }] };
  }
}

/** Options of a child. */
export interface ChildOptions extends Omit<pulumi.CustomResourceOptions, "aliases"> {
  /** What it was called in an earlier version, without the component's name. */
  readonly formerName?: string;
}

type DependsOn = pulumi.CustomResourceOptions["dependsOn"];

function joined(first: DependsOn, second: DependsOn): DependsOn {
  if (first === undefined) return second;
  if (second === undefined) return first;
  return pulumi.all([pulumi.output(first), pulumi.output(second)]).apply(([a, b]) => [a, b].flat());
}

/** What the component can find out about providers that its arguments do not say. */
export function providerEnvironment(component: pulumi.ComponentResource): ProviderEnvironment {
  return {
    hasProvider: (packageName) => component.getProvider(`${packageName}:index:Any`) !== undefined,
    hasConfig: (packageName, key) => new pulumi.Config(packageName).get(key) !== undefined,
    environment: process.env,
  };
}
