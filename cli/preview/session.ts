import type { Server } from "@grpc/grpc-js";
import { Analyzer } from "./analyzer/analyzer";
import { policySettings } from "./analyzer/policyConfig";
import { couldNotRun, sortViolations, type Violation } from "./analyzer/violation";
import type { Deadline } from "./deadline";
import { Deployment } from "./engine/deployment";
import { serveEngine } from "./engine/engineServer";
import { engineService, type LogMessage } from "./engine/engineService";
import type { EarlyListener } from "./engine/listen";
import { Monitor } from "./engine/monitor";
import { isProviderType } from "./engine/providers";
import type { StackResource } from "./engine/stackResource";
import type { ChildHost } from "./hosts/childHost";
import { announcedPort } from "./hosts/policyHost";
import type { IncompleteList } from "./incomplete";
import type { Project } from "./project/project";
import type { StackConfig } from "./project/stackConfig";
import type { StackName } from "./project/stackName";
import type { YamlObject } from "./project/yamlFile";

/** A policy pack's process, and what it is to be configured with. */
export interface PackHost {
  directory: string;
  host: ChildHost;
  settings: { file: string; content: YamlObject };
}

export interface SessionArgs {
  project: Project;
  stack: StackName;
  config: StackConfig;
  listener: EarlyListener;
  program: ChildHost;
  packs: PackHost[];
  deadline: Deadline;
  incomplete: IncompleteList;
  env: NodeJS.ProcessEnv;
}

/** A policy that changed a resource. */
export interface Remediation {
  policy: string;
  description: string;
  urn: string;
}

/** A failure that leaves nothing to judge. */
export class PreviewFailure extends Error {
  override readonly name = "PreviewFailure";
}

/** The engine between one program and its policy packs. */
export class Session {
  readonly deployment: Deployment;
  readonly log: LogMessage[] = [];
  readonly violations: Violation[] = [];
  readonly remediations: Remediation[] = [];
  #server: Server | undefined;
  #analyzers: Analyzer[] = [];
  readonly #monitor: Monitor;
  readonly #packsReady: Promise<void>;
  /** Judging goes on in order beside the program, which need not wait for it. */
  #judging: Promise<void> = Promise.resolve();

  constructor(private readonly args: SessionArgs) {
    const { project, stack, config, incomplete, env } = args;
    this.deployment = new Deployment({ project: project.name, stack: stack.stack }, config);
    this.#packsReady = this.#connectPacks();
    // Failures surface where the result is awaited; until then they are not unhandled.
    this.#packsReady.catch(() => undefined);
    const onRegister = (resource: StackResource): Promise<void> => this.#judge(resource);
    this.#monitor = new Monitor(this.deployment, incomplete, onRegister, env);
    const engine = engineService((message) => this.log.push(message));
    const { listener } = args;
    this.#server = serveEngine(listener.server, listener.early, this.#monitor.service(), engine);
  }

  /**
   * Waits for the program, then has the packs judge the whole stack.
   *
   * @throws PreviewFailure when the program or a pack fails, TimeoutError when the time is up
   */
  async run(): Promise<void> {
    const { deadline, program } = this.args;
    const packsFailed = this.#packsReady.then(() => new Promise<never>(() => undefined));
    const end = await deadline.wait(Promise.race([program.ended, packsFailed]), "the program to finish");
    const errors = this.log.filter((message) => message.severity === "error");
    if (end.code !== 0 || errors.length > 0) {
      throw new PreviewFailure(`The program failed (${end.signal ?? `exit code ${end.code ?? "unknown"}`}).`);
    }
    if (!this.deployment.completed.has(this.deployment.root)) {
      throw new PreviewFailure(
        "The program ended before it had registered all it was about to (process.exit?).",
      );
    }
    await deadline.wait(this.#packsReady, "the policy pack to start");
    await this.#fromPack(deadline.wait(this.#judging, "the policy pack to judge the resources"));
    await this.#judgeStack();
    this.#moveWhatCouldNotRun();
  }

  get packs(): { name: string; version: string }[] {
    return this.#analyzers.map(({ pack: { name, version } }) => ({ name, version }));
  }

  sortedViolations(): Violation[] {
    return sortViolations(this.violations);
  }

  close(): void {
    this.#monitor.transforms.close();
    for (const analyzer of this.#analyzers) analyzer.close();
    this.#server?.forceShutdown();
  }

  async #connectPacks(): Promise<void> {
    this.#analyzers = await Promise.all(this.args.packs.map((pack) => this.#connect(pack)));
  }

  async #connect({ directory, host, settings }: PackHost): Promise<Analyzer> {
    const announced = new Promise<number>((resolve) => {
      const look = (): void => {
        const port = announcedPort(host.stdout());
        if (port !== undefined) resolve(port);
      };
      host.onStdout(look);
      look();
    });
    const failed = host.ended.then(({ code, signal }) => {
      throw new PreviewFailure(
        `The policy pack in ${directory} did not start (${signal ?? `exit code ${code ?? "unknown"}`}).\n${host.stderr()}`,
      );
    });
    failed.catch(() => undefined);
    const port = await this.args.deadline.wait(Promise.race([announced, failed]), "the policy pack to start");
    const analyzer = new Analyzer(port);
    const { project, stack, config } = this.args;
    const target = { project: project.name, stack, config };
    await this.#fromPack(
      analyzer.configure(target, (pack) => policySettings(pack, settings.content, settings.file)),
    );
    return analyzer;
  }

  async #judge(resource: StackResource): Promise<void> {
    await this.#packsReady;
    const provider = this.#providerOf(resource);
    if (this.#analyzers.some((analyzer) => analyzer.remediates)) await this.#remediate(resource, provider);
    const shown = { ...resource };
    this.#judging = this.#judging.then(async () => {
      const found = await Promise.all(this.#analyzers.map((analyzer) => analyzer.analyze(shown, provider)));
      this.violations.push(...found.flat());
    });
    this.#judging.catch(() => undefined);
  }

  async #remediate(resource: StackResource, provider: StackResource | undefined): Promise<void> {
    for (const analyzer of this.#analyzers.filter((candidate) => candidate.remediates)) {
      const { inputs, applied, warnings } = await analyzer.remediate(resource, provider);
      resource.inputs = inputs;
      this.remediations.push(...applied.map((remediation) => ({ ...remediation, urn: resource.urn })));
      for (const text of warnings) this.args.incomplete.add(resource.urn, text);
    }
  }

  async #judgeStack(): Promise<void> {
    const resources = [...this.deployment.resources.values()];
    const judged = this.#analyzers.map((analyzer) =>
      analyzer.analyzeStack(resources, (resource) => this.#providerOf(resource), this.deployment.root),
    );
    const found = await this.#fromPack(
      this.args.deadline.wait(Promise.all(judged), "the policy pack to judge the stack"),
    );
    this.violations.push(...found.flat());
  }

  #providerOf(resource: StackResource): StackResource | undefined {
    if (isProviderType(resource.type) || resource.provider === undefined) return undefined;
    return this.deployment.resources.get(resource.provider);
  }

  /** A policy that stumbled over an unknown value is reported as advice, yet whatever it forbids went unseen. */
  #moveWhatCouldNotRun(): void {
    const kept = this.violations.filter((violation) => !couldNotRun(violation.message));
    for (const { message, urn, policy } of this.violations) {
      if (couldNotRun(message)) this.args.incomplete.add(`policy ${policy} on ${urn}`, message);
    }
    this.violations.splice(0, this.violations.length, ...kept);
  }

  /** Gives an error of the analyzer's protocol its context. */
  async #fromPack<T>(promise: Promise<T>): Promise<T> {
    try {
      return await promise;
    } catch (error) {
      const details = (error as { details?: string }).details;
      if (details === undefined) throw error;
      throw new PreviewFailure(`The policy pack failed: ${details}`);
    }
  }
}
