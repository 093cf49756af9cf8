import { Analyzer } from "./analyzer";
import type { Judge, Target } from "./judge";
import { policySettings, type PolicySetting } from "./policyConfig";
import { couldNotRun, sortViolations, type Violation } from "./violation";
import type { Deadline } from "../deadline";
import { isProviderType } from "../engine/providers";
import type { StackResource } from "../engine/stackResource";
import type { ChildHost } from "../hosts/childHost";
import { announcedPort } from "../hosts/policyHost";
import type { IncompleteList } from "../incomplete";
import { PreviewFailure } from "../failure";
import type { YamlObject } from "../../yaml";
import type { WireObject } from "../wire/wireValue";

/** Where a pack runs: in a process of its own, or in this one once it is loaded. */
export type PackHost = { directory: string; host: ChildHost } | { load: LoadJudge };

/** Loads a pack that runs in this process. */
export type LoadJudge = (secondsLeft: () => number) => Judge;

/** A policy pack with its configuration. */
export type ConfiguredPack = PackHost & { settings: { file: string; content: YamlObject } };

/** A policy that changed a resource. */
export interface Remediation {
  policy: string;
  description: string;
  urn: string;
}

/** The policy packs at work: connected as they start, then asked about each resource and the whole stack. */
export class Judges {
  readonly remediations: Remediation[] = [];
  /** Resolves once every pack is configured; rejects when one fails to start. */
  readonly ready: Promise<void>;
  isReady = false;
  readonly #violations: Violation[] = [];
  readonly #settings = new Map<string, Map<string, PolicySetting>>();
  readonly #analyzers: Judge[] = [];
  /** Judging runs in order next to the program, which does not wait for it. */
  #judging: Promise<void> = Promise.resolve();

  constructor(
    packs: ConfiguredPack[],
    private readonly target: Target,
    private readonly resources: ReadonlyMap<string, StackResource>,
    private readonly deadline: Deadline,
    private readonly incomplete: IncompleteList,
  ) {
    this.ready = this.#connectAll(packs);
    // A failure surfaces where the packs are awaited; until then it is not an unhandled one.
    this.ready.catch(() => undefined);
  }

  get packs(): { name: string; version: string }[] {
    return this.#analyzers.map(({ pack: { name, version } }) => ({ name, version }));
  }

  /** What a policy was configured with; empty when no such pack judges. */
  settingsOf(packName: string, policy: string): WireObject {
    return this.#settings.get(packName)?.get(policy)?.properties ?? {};
  }

  /** Lets the packs change a resource that is about to be registered, and queues it for judgement. */
  async judge(resource: StackResource): Promise<void> {
    await this.ready;
    const provider = this.#providerOf(resource);
    for (const analyzer of this.#analyzers.filter((candidate) => candidate.remediates)) {
      const { inputs, applied, warnings } = await analyzer.remediate(resource, provider);
      resource.inputs = inputs;
      this.remediations.push(...applied.map((remediation) => ({ ...remediation, urn: resource.urn })));
      for (const text of warnings) this.incomplete.add(resource.urn, text);
    }
    const shown = { ...resource };
    this.#judging = this.#judging.then(async () => {
      const found = await Promise.all(this.#analyzers.map((analyzer) => analyzer.analyze(shown, provider)));
      this.#violations.push(...found.flat());
    });
    this.#judging.catch(() => undefined);
  }

  /**
   * Waits for the resources queued, then judges the whole stack.
   *
   * A policy that stops at an unknown value is reported as advice, though what it forbids was not looked for. That is
   * not a violation but a part that could not be judged.
   */
  async judgeStack(root: string): Promise<Violation[]> {
    await this.#awaitResources();
    const resources = [...this.resources.values()];
    const asked = this.#analyzers.map((analyzer) =>
      analyzer.analyzeStack(resources, (resource) => this.#providerOf(resource), root),
    );
    const found = await this.#fromPack(
      this.deadline.wait(Promise.all(asked), "the policy pack to judge the stack"),
    );
    return this.#sorted([...this.#violations, ...found.flat()]);
  }

  /** Waits for the resources queued; for a stack that is not whole, which cannot be judged as one. */
  async judgeResources(): Promise<Violation[]> {
    await this.#awaitResources();
    return this.#sorted(this.#violations);
  }

  async #awaitResources(): Promise<void> {
    await this.deadline.wait(this.ready, "the policy pack to start");
    await this.#fromPack(this.deadline.wait(this.#judging, "the policy pack to judge the resources"));
  }

  #sorted(found: readonly Violation[]): Violation[] {
    const violations: Violation[] = [];
    for (const violation of found) {
      const { policy, urn, message } = violation;
      if (couldNotRun(message)) this.incomplete.add(`policy ${policy} on ${urn}`, message);
      else violations.push(violation);
    }
    return sortViolations(violations);
  }

  close(): void {
    for (const analyzer of this.#analyzers) analyzer.close();
  }

  async #connectAll(packs: ConfiguredPack[]): Promise<void> {
    await Promise.all(packs.map((pack) => this.#connect(pack)));
    this.isReady = true;
  }

  async #connect(pack: ConfiguredPack): Promise<void> {
    const { settings } = pack;
    const judge = "load" in pack ? pack.load(() => this.deadline.secondsLeft) : await started(pack);
    this.#analyzers.push(judge);
    await this.#fromPack(
      judge.configure(this.target, (described) => {
        const set = policySettings(described, settings.content, settings.file);
        this.#settings.set(described.name, set);
        return set;
      }),
    );
  }

  #providerOf(resource: StackResource): StackResource | undefined {
    if (isProviderType(resource.type) || resource.provider === undefined) return undefined;
    return this.resources.get(resource.provider);
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

/** The pack in a process, once it listens. */
async function started({ directory, host }: { directory: string; host: ChildHost }): Promise<Analyzer> {
  const announced = new Promise<number>((resolve) => {
    const look = (): void => {
      const port = announcedPort(host.stdout());
      if (port !== undefined) resolve(port);
    };
    host.onStdout(look);
    look();
  });
  const failed = host.ended.then(({ code, signal }) => {
    const how = signal ?? `exit code ${code ?? "unknown"}`;
    throw new PreviewFailure(
      `The policy pack in ${directory} did not start (${how}).\n${host.stderr().trim()}`,
    );
  });
  failed.catch(() => undefined);
  return new Analyzer(await Promise.race([announced, failed]));
}
