import * as pulumi from "@pulumi/pulumi";
import type { ProviderEnvironment } from "../validate/providers";

/** Names and options for the children of one component. */
export class Children {
  constructor(
    private readonly parent: pulumi.ComponentResource,
    private readonly name: string,
    private readonly inherited: pulumi.ComponentResourceOptions,
    private readonly imports: Readonly<Record<string, string>> = {},
  ) {}

  /** The name of the child that is this childName. */
  nameOf(childName: string): string {
    return `${this.name}-${childName}`;
  }

  /**
   * Options that make a resource a child: provider, aliases and protection come with the parent; what the component
   * depends on does not, and is handed on here.
   */
  options(childName: string, own: pulumi.CustomResourceOptions = {}): pulumi.CustomResourceOptions {
    const imported = this.imports[childName];
    return {
      ...own,
      parent: this.parent,
      ...(imported === undefined ? {} : { import: imported }),
      dependsOn: joined(this.inherited.dependsOn, own.dependsOn),
    };
  }
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
