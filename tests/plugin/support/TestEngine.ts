import type { Server as NetServer } from "node:net";
import type { Server } from "@grpc/grpc-js";
import { Deployment } from "../../../cli/offline/engine/deployment";
import { serveEngine } from "../../../cli/offline/engine/server";
import { engineService, type LogMessage } from "../../../cli/offline/engine/engineService";
import { listenEarly } from "../../../cli/offline/engine/listen";
import { Monitor } from "../../../cli/offline/engine/monitor";
import { noOptions, type StackResource } from "../../../cli/offline/engine/stackResource";
import { noConfig } from "../../../cli/offline/project/stackConfig";
import { IncompleteList } from "../../../cli/offline/incomplete";

/** Where the tests' resources are named. */
export const scope = { project: "shop", stack: "dev" };

/** The engine of the offline preview, without packs: it answers a host and keeps what is registered. */
export class TestEngine {
  private constructor(
    readonly address: string,
    private readonly deployment: Deployment,
    private readonly listener: NetServer,
    private readonly server: Server,
    readonly log: LogMessage[],
  ) {}

  static async start(): Promise<TestEngine> {
    const { server: listener, address, early } = await listenEarly();
    const deployment = new Deployment(scope, noConfig);
    const monitor = new Monitor(deployment, new IncompleteList(), () => Promise.resolve(), __dirname, {});
    const log: LogMessage[] = [];
    const engine = engineService((message) => log.push(message));
    const server = serveEngine(listener, early, monitor.service(), engine);
    return new TestEngine(address, deployment, listener, server, log);
  }

  /** URN of the stack. */
  get root(): string {
    return this.deployment.root;
  }

  /** Registers the stack, as the engine has it when it asks a plugin to construct. */
  addStack(): void {
    const name = `${scope.project}-${scope.stack}`;
    this.deployment.add({
      ...{ urn: this.root, type: "pulumi:pulumi:Stack", name, custom: false, read: false, remote: false },
      ...{ inputs: {}, outputs: {}, dependencies: [], propertyDependencies: {}, options: noOptions },
    });
  }

  /** Everything registered but the stack, by URN. */
  resources(): Record<string, StackResource> {
    const all = [...this.deployment.resources.values()].filter(({ urn }) => urn !== this.root);
    return Object.fromEntries(all.sort((a, b) => (a.urn < b.urn ? -1 : 1)).map((one) => [one.urn, one]));
  }

  /** The one resource of that name. */
  get(name: string): StackResource {
    const [found, ...more] = Object.values(this.resources()).filter((one) => one.name === name);
    if (found === undefined || more.length > 0)
      throw new Error(`not one resource, but ${more.length} are named ${name}`);
    return found;
  }

  stop(): void {
    this.server.forceShutdown();
    this.listener.close();
  }
}
