import * as path from "node:path";
import { Analyzer } from "../../cli/offline/policies/analyzer";
import type { Level } from "../../cli/offline/policies/pack";
import type { Violation } from "../../cli/offline/policies/violation";
import { noOptions, type StackResource } from "../../cli/offline/engine/stackResource";
import { startChild, type ChildHost } from "../../cli/offline/hosts/childHost";
import { announcedPort } from "../../cli/offline/hosts/policyHost";
import { locateHost } from "../../cli/offline/hosts/sdkHost";
import type { WireObject } from "../../cli/offline/wire/wireValue";
import type { TestResource } from "../policy/support";

export const packDirectory = path.resolve(__dirname, "../../policy");
const stack = { organization: "organization", stack: "dev" } as never;

/** A policy pack in a process of its own, spoken to over gRPC as the engine does. */
export class PackProcess {
  private constructor(
    private readonly host: ChildHost,
    readonly analyzer: Analyzer,
  ) {}

  /** Starts the pack that is compiled in the directory. */
  static async start(directory = packDirectory): Promise<PackProcess> {
    const host = startChild(
      [locateHost(directory, "run-policy-pack"), "127.0.0.1:1", directory],
      directory,
      process.env,
    );
    const port = await new Promise<number>((resolve, reject) => {
      host.onStdout(() => {
        const announced = announcedPort(host.stdout());
        if (announced !== undefined) resolve(announced);
      });
      void host.ended.then(() => reject(new Error(`The pack ended: ${host.stderr()}`)));
    });
    return new PackProcess(host, new Analyzer(port));
  }

  /** Configures every policy alike, as often as wanted. */
  async configure(config: WireObject, levels: Readonly<Record<string, Level>> = {}): Promise<void> {
    const about = { project: "test", stack, config: { secretKeys: [], values: {} } as never };
    await this.analyzer.configure(
      about,
      ({ policies }) =>
        new Map(
          policies.map(({ name, level }) => [name, { level: levels[name] ?? level, properties: config }]),
        ),
    );
  }

  get policies(): readonly { readonly name: string; readonly schema?: unknown }[] {
    return this.analyzer.pack.policies;
  }

  /** Id of the process. */
  get pid(): number | undefined {
    return this.host.pid;
  }

  judgeOne(resource: StackResource): Promise<Violation[]> {
    return this.analyzer.analyze(resource, undefined);
  }

  judgeStack(resources: StackResource[]): Promise<Violation[]> {
    return this.analyzer.analyzeStack(
      resources,
      () => undefined,
      "urn:pulumi:dev::test::pulumi:pulumi:Stack::test-dev",
    );
  }

  async narrow(resource: StackResource): Promise<WireObject> {
    return (await this.analyzer.remediate(resource, undefined)).inputs;
  }

  async stop(): Promise<void> {
    this.analyzer.close();
    this.host.kill();
    await this.host.ended;
  }
}

/** A test's resources as the engine holds them. */
export function onTheWire(resources: readonly TestResource[]): StackResource[] {
  const urnOf = (name: string) => {
    const { type, urn } = resources.find((one) => one.name === name) ?? { type: "missing" };
    return urn ?? `urn:pulumi:dev::test::${type}::${name}`;
  };
  return resources.map(({ type, name, props, parent, from = {} }) => ({
    urn: urnOf(name),
    type,
    name,
    parent: parent === undefined ? undefined : urnOf(parent),
    custom: true,
    read: false,
    remote: false,
    inputs: props as WireObject,
    outputs: props as WireObject,
    dependencies: [...new Set(Object.values(from).flat().map(urnOf))],
    propertyDependencies: Object.fromEntries(
      Object.entries(from).map(([property, names]) => [property, names.map(urnOf)]),
    ),
    options: noOptions,
  }));
}
