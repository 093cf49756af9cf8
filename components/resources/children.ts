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
  options(
    childName: string,
    { formerName, importId, ...own }: ChildOptions = {},
  ): pulumi.CustomResourceOptions {
    const imported = this.imports[childName];
    return {
      ...own,
      ...this.aliases(formerName),
      ...(importId && canCallBack() ? { hooks: { onError: [this.namesImports(childName, importId)] } } : {}),
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

  /** Where Google has the resource already, the update fails for ever with Google's words alone: this adds the way on. */
  private namesImports(childName: string, importId: NonNullable<ChildOptions["importId"]>): pulumi.ErrorHook {
    const hook = new pulumi.ErrorHook(
      `segment-bigquery:exists:${this.nameOf(childName)}`,
      async ({ failedOperation, errors: [newest = ""], newInputs = {} }) => {
        if (failedOperation === "create" && /\b409\b|already exists/.test(newest))
          await pulumi.log.error(
            existsAlready(childName, importId(newInputs as Record<string, string>)),
            this.parent,
          );
        return false;
      },
    ) as pulumi.ErrorHook & { __registered?: Promise<void> };
    // An engine that knows no such hooks refuses it, and does without.
    hook.__registered = hook.__registered?.catch(() => undefined);
    return hook;
  }
}

/** Options of a child. */
export interface ChildOptions extends Omit<pulumi.CustomResourceOptions, "aliases"> {
  /** What it was called in an earlier version, without the component's name. */
  readonly formerName?: string;
  /** Where it has an id at Google that can be taken: the id to import it by, from its inputs. */
  readonly importId?: (inputs: Readonly<Record<string, string>>) => string;
}

/** Whether the engine can: the mocks of unit tests cannot, and the server for it would keep those from ending. */
function canCallBack(): boolean {
  const monitor = pulumi.runtime.getMonitor();
  return monitor !== undefined && "registerErrorHook" in monitor;
}

function existsAlready(childName: string, id: string): string {
  const imports = JSON.stringify({ [childName]: id });
  return `Google has ${id} already: others made it, an update whose answer was lost, or this stack by a component of another name, which then goes into aliases. To take it into the stack, give imports: ${imports} for one update.`;
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
