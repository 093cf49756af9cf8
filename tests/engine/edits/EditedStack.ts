import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import type { GrantResult, SegmentBigQueryArgs } from "../../../components/index";
import type { FakeGoogle } from "../../fakes/google";
import type { SeenRequest } from "../../fakes/google/state";
import { environmentFor, startAcme } from "../fakeGoogle";
import type { Step } from "../readEvents";
import { type Run, Sandbox } from "../Sandbox";
import { heldBy, lacking, type Held } from "./heldAccess";
import { writeArguments } from "./writeArguments";

const stack = ["--stack", "edited"];
/** Milliseconds; the provider waits three seconds and more after each change of a policy. */
const lookEvery = 200;
/** The project of every component that is edited. */
const home = "acme-analytics";
const program = "tests/engine/edits/program.ts";

/** Several components, by name; without names, one that is called `segment`. */
export type Edited = SegmentBigQueryArgs | { components: Record<string, SegmentBigQueryArgs> };

/** What an update did to the access that is watched, looked at again and again while it ran. */
export interface Edit {
  run: Run;
  /** Permissions that were held before and after the update, and were not for some time in between. */
  interrupted: string[];
  /** Permissions that were held before it, and are not after it. */
  gone: string[];
}

/** A stack with one component, whose arguments are edited from update to update, against an imitation of Google. */
export class EditedStack {
  /** Whose access is watched, Segment's by default. */
  watched = `serviceAccount:segment-bigquery@${home}.iam.gserviceaccount.com`;

  private constructor(
    readonly google: FakeGoogle,
    readonly sandbox: Sandbox,
  ) {}

  /** A stack without resources, of an earlier tree where a commit is given. */
  static async start(commit?: string): Promise<EditedStack> {
    const google = await startAcme();
    const sandbox = new Sandbox(environmentFor(google));
    if (commit !== undefined) sandbox.goBackTo(commit);
    sandbox.useProgram(program);
    await sandbox.succeed("stack", "init", "edited", "--no-select");
    return new EditedStack(google, sandbox);
  }

  /** Goes on with today's tree. */
  comeBack(): void {
    this.sandbox.comeBack("edited", (file) => file);
    this.sandbox.useProgram(program);
  }

  /** Brings the stack to these arguments; the update may fail. */
  async update(args: Edited, ...options: string[]): Promise<Edit> {
    await this.write(args);
    const before = this.held();
    const seen: Held[] = [];
    const watch = setInterval(() => seen.push(this.held()), lookEvery);
    try {
      const run = await this.sandbox.pulumi("up", ...stack, "--yes", ...options);
      const after = this.held();
      const kept = [...before].filter((permission) => after.has(permission));
      const interrupted = kept.filter((permission) => seen.some((held) => !held.has(permission)));
      return { run, interrupted, gone: [...before].filter((permission) => !after.has(permission)) };
    } finally {
      clearInterval(watch);
    }
  }

  /** As `update`, for one that has to work. */
  async succeed(args: Edited, ...options: string[]): Promise<Edit> {
    const edit = await this.update(args, ...options);
    if (edit.run.code !== 0) throw new Error(`pulumi up ended with ${edit.run.code}:\n${edit.run.output}`);
    return edit;
  }

  /** Permissions that the stack's outputs say Segment uses, and that Segment does not hold. */
  async lacking(): Promise<string[]> {
    const { output } = await this.sandbox.succeed("stack", "output", "--json", ...stack);
    const { serviceAccountMember, grants } = JSON.parse(output) as Outputs;
    expect(grants).to.not.deep.equal([]);
    return lacking(this.google.state, serviceAccountMember, grants);
  }

  /** Steps that a preview would take, Google's side read again. */
  async drift(args: Edited): Promise<string[]> {
    await this.write(args);
    const { steps } = await this.sandbox.succeed("preview", ...stack, "--refresh");
    return changes(steps);
  }

  /**
   * Ends an update in its middle, as a machine that is switched off does: while Google works at a request of this kind,
   * which it then carries out with nobody to hear the answer.
   */
  async kill(args: Edited, during: RegExp): Promise<void> {
    await this.write(args);
    const { requests } = this.google.state;
    const before = requests.length;
    const asked = (): SeenRequest | undefined =>
      requests.slice(before).find(({ method, path: at }) => during.test(`${method} ${at}`));
    this.google.fault({ on: during, answer: "slow", delay: 5_000 });
    const update = this.sandbox.start("up", ...stack, "--yes", "--skip-preview");
    while (!asked() && update.running()) await pause();
    // The engine writes its state before it asks; a kill in the middle of that leaves nothing to go on from.
    await pause(1_000);
    await update.kill();
    while (asked()?.status === "cut") await pause();
    expect(asked()?.status).to.equal(200);
  }

  async urnOf(name: string): Promise<string> {
    const { output } = await this.call("stack", "export");
    const { deployment } = JSON.parse(output) as { deployment: { resources: { urn: string }[] } };
    const found = deployment.resources.find(({ urn }) => urn.endsWith(`::${name}`));
    if (!found) throw new Error(`The state has no ${name}`);
    return found.urn;
  }

  /** Calls `pulumi` with this stack; it has to work. */
  call(...args: string[]): Promise<Run> {
    return this.sandbox.succeed(...args, ...stack);
  }

  async stop(): Promise<void> {
    this.sandbox.dispose();
    await this.google.stop();
  }

  private async write(args: Edited): Promise<void> {
    const file = path.join(this.sandbox.project, path.dirname(program), "arguments.json");
    const components = "components" in args ? args.components : { segment: args };
    fs.writeFileSync(file, await writeArguments(components));
  }

  private held(): Held {
    return heldBy(this.google.state, this.watched);
  }
}

interface Outputs {
  grants: GrantResult[];
  serviceAccountMember: string;
}

/** What was done, as `op name`; what stayed the same, or was only read again, is left out. */
export function changes(steps: Step[]): string[] {
  return steps
    .filter(({ op }) => op !== "same" && op !== "refresh")
    .map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`);
}

function pause(milliseconds = lookEvery): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
