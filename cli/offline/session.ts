import type { Server } from "@grpc/grpc-js";
import type { Violation } from "./policies/violation";
import type { Deadline } from "./deadline";
import { Deployment } from "./engine/deployment";
import { serveEngine } from "./engine/server";
import { engineService, type LogMessage } from "./engine/engineService";
import type { EarlyListener } from "./engine/listen";
import { Monitor } from "./engine/monitor";
import type { ChildHost } from "./hosts/childHost";
import { refusal } from "./inside/notes";
import type { IncompleteList } from "./incomplete";
import { listUnknowns, readNotes, refusalsIn } from "./programNotes";
import type { StackConfig } from "./project/stackConfig";
import type { GivenValues } from "./project/values";
import type { Target } from "./policies/judge";
import { Judges, type ConfiguredPack } from "./policies/judges";
import { PreviewFailure } from "./failure";

export interface SessionArgs {
  target: Target;
  listener: EarlyListener;
  program: ChildHost;
  programDirectory: string;
  packs: ConfiguredPack[];
  deadline: Deadline;
  incomplete: IncompleteList;
  env: NodeJS.ProcessEnv;
  values: GivenValues;
}

export interface SessionResult {
  violations: Violation[];
  /** Whether the program stopped for want of a value, so that only what it had registered was judged. */
  stopped: boolean;
  /** A file of values to fill in, for what could not be known. */
  template?: string;
}

/** The exit code of node where a module waits for what never comes. */
const unsettledAwait = 13;

/** What may be behind a failure: values that the program did not get. */
function hintFor({ openEnvironment, environments }: StackConfig, template: string | undefined): string {
  const lines = [
    ...(openEnvironment
      ? [
          `The stack takes settings from environment ${environments.join(", ")}, which only the Pulumi service can open.`,
        ]
      : []),
    ...(template === undefined
      ? []
      : [
          "Values that are unknown offline may be why. To give them, fill in and pass as --values FILE:",
          ...template
            .trimEnd()
            .split("\n")
            .map((line) => `  ${line}`),
        ]),
  ];
  return lines.map((line) => `\n${line}`).join("");
}

/** The engine between one program and its policy packs. */
export class Session {
  readonly deployment: Deployment;
  readonly judges: Judges;
  readonly log: LogMessage[] = [];
  readonly #monitor: Monitor;
  readonly #server: Server;

  constructor(private readonly args: SessionArgs) {
    const { target, listener, incomplete, env } = args;
    this.deployment = new Deployment({ project: target.project, stack: target.stack.stack }, target.config);
    this.judges = new Judges(args.packs, target, this.deployment.resources, args.deadline, incomplete);
    this.#monitor = new Monitor(
      this.deployment,
      incomplete,
      (resource) => this.judges.judge(resource),
      args.programDirectory,
      env,
      args.values,
    );
    const engine = engineService((message) => this.log.push(message));
    this.#server = serveEngine(listener.server, listener.early, this.#monitor.service(), engine);
  }

  /**
   * Waits for the program, then has the packs judge the whole stack.
   *
   * @throws PreviewFailure when the program or a pack fails, or the time is up
   */
  async run(): Promise<SessionResult> {
    const { deadline, program } = this.args;
    // A pack that fails ends the preview at once; one that is ready leaves it to the program.
    const packFailed = this.judges.ready.then(() => new Promise<never>(() => undefined));
    const end = await deadline.wait(Promise.race([program.ended, packFailed]), () =>
      this.judges.isReady ? "the program to finish" : "the policy pack to start",
    );
    const notes = readNotes(program.notes());
    const failed = end.code !== 0 || this.errors.length > 0;
    const stopped = failed && refusalsIn(notes).length > 0;
    const { target, values, incomplete } = this.args;
    const template = listUnknowns(
      notes,
      {
        ...{ stack: target.stack.stack, config: target.config, values, failed },
        resources: this.deployment.resources,
        calls: this.#monitor.openCalls,
      },
      incomplete,
    );
    if (stopped) {
      const others = this.log.filter(({ severity, text }) => severity !== "error" || !text.includes(refusal));
      this.log.splice(0, this.log.length, ...others);
      return { violations: await this.judges.judgeResources(), stopped, template };
    }
    const hasEnded = this.deployment.completed.has(this.deployment.root);
    if (!hasEnded && (end.code === 0 || end.code === unsettledAwait) && this.errors.length === 0) {
      const places = new Set(incomplete.skipped.map(({ at }) => at));
      if (places.size > 0) {
        const reason = `it waits at ${[...places].join(", ")} for a value that is unknown offline, and never goes on`;
        incomplete.add("the rest of the program", reason);
        return { violations: await this.judges.judgeResources(), stopped: true, template };
      }
    }
    const hint = hintFor(target.config, template);
    if (end.code !== 0) {
      const how = end.signal ?? `exit code ${end.code ?? "unknown"}`;
      throw new PreviewFailure(`The program failed (${how}).${hint}`);
    }
    if (this.errors.length > 0) throw new PreviewFailure(`The program reported an error.${hint}`);
    if (!hasEnded) {
      throw new PreviewFailure(
        `The program ended before it had registered everything; does it call process.exit?${hint}`,
      );
    }
    return { violations: await this.judges.judgeStack(this.deployment.root), stopped, template };
  }

  /** What the program reported as errors. */
  get errors(): string[] {
    return this.log.filter(({ severity }) => severity === "error").map(({ text }) => text);
  }

  close(): void {
    this.#monitor.transforms.close();
    this.judges.close();
    this.#server.forceShutdown();
  }
}
