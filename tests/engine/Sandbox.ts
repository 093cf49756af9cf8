import { execFile, execFileSync, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { readEvents, type Events } from "./readEvents";

/** How one call of `pulumi` ended. */
export interface Run extends Events {
  code: number;
  /** Standard output and standard error, for messages. */
  output: string;
}

const project = path.resolve(__dirname, "../..");
const leftOut = new Set(["node_modules", ".git", "reports", "tests"]);
/** Nothing listens on port 9 of the loopback, so whatever asks for the network is refused at once. */
const nowhere = "http://127.0.0.1:9";

/**
 * A copy of this project with a state of its own, in a directory that `dispose` removes.
 *
 * The copy is needed because `pulumi stack init` and `pulumi config set` write into the stack files.
 */
export class Sandbox {
  readonly directory = fs.mkdtempSync(path.join(os.tmpdir(), "segment-bigquery-engine-"));
  private readonly copy = path.join(this.directory, "project");
  private readonly earlier = path.join(this.directory, "earlier");
  private inEarlier = false;
  private calls = 0;

  /** `added` goes into the environment of every call. */
  constructor(private readonly added: Record<string, string> = {}) {
    fs.cpSync(project, this.copy, {
      recursive: true,
      filter: (file) => !leftOut.has(path.basename(file)),
    });
    linkModules(this.copy);
    fs.mkdirSync(path.join(this.directory, "state"));
  }

  /** The project that is called: the copy, or an earlier tree of it. */
  get project(): string {
    return this.inEarlier ? this.earlier : this.copy;
  }

  /** Makes a program of this project's tests, with imports relative to where it is, the stack's program. */
  useProgram(program: string): void {
    const manifest = path.join(this.project, "Pulumi.yaml");
    // Relative to the program, as Pulumi reads it.
    const tsconfig = path.relative(path.dirname(program), "tsconfig.build.json");
    const text = fs
      .readFileSync(manifest, "utf8")
      .replace(/^config:[^]*/m, "")
      .replace(/^main: .*$/m, `main: ${program}`)
      .replace("tsconfig: tsconfig.build.json", `tsconfig: ${tsconfig}`);
    fs.writeFileSync(manifest, text);
    fs.mkdirSync(path.join(this.project, path.dirname(program)), { recursive: true });
    fs.copyFileSync(path.join(project, program), path.join(this.project, program));
  }

  /** Calls an earlier tree of this project from now on, with the same state. */
  goBackTo(commit: string): void {
    fs.mkdirSync(this.earlier);
    const tree = execFileSync("git", ["archive", commit], { cwd: project, maxBuffer: 2 ** 28 });
    execFileSync("tar", ["-x", "-C", this.earlier], { input: tree });
    linkModules(this.earlier);
    this.inEarlier = true;
  }

  /** Calls today's tree again, with the earlier one's stack file as `rewrite` leaves it. */
  comeBack(stack: string, rewrite: (file: string) => string): void {
    const name = `Pulumi.${stack}.yaml`;
    const text = fs.readFileSync(path.join(this.earlier, name), "utf8");
    fs.writeFileSync(path.join(this.copy, name), rewrite(text));
    this.inEarlier = false;
  }

  /** Calls `pulumi` in the copy; it never rejects because of an exit code. */
  pulumi(...args: string[]): Promise<Run> {
    const log = path.join(this.directory, `events-${++this.calls}.json`);
    fs.writeFileSync(log, "");
    const operation = ["preview", "up", "refresh", "destroy"].includes(args[0] ?? "");
    const all = [...args, "--non-interactive", "--color=never", ...(operation ? ["--event-log", log] : [])];
    return new Promise((resolve, reject) => {
      execFile(
        "pulumi",
        all,
        { cwd: this.project, env: this.environment(), maxBuffer: 2 ** 26 },
        (error, out, err) => {
          const code = error ? error.code : 0;
          if (typeof code !== "number")
            reject(new Error(`pulumi ${args.join(" ")} did not end by itself`, { cause: error }));
          else resolve({ code, output: out + err, ...readEvents(log) });
        },
      );
    });
  }

  /** Starts a call that is to be killed, with the providers and the program that it started. */
  start(...args: string[]): { running(): boolean; kill(): Promise<void> } {
    const child = spawn("pulumi", [...args, "--non-interactive", "--color=never"], {
      cwd: this.project,
      env: this.environment(),
      stdio: "ignore",
      detached: true,
    });
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    return {
      running: () => child.exitCode === null && child.signalCode === null,
      kill: async () => {
        // A negative number is the process group, which `detached` made.
        if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
        await ended;
      },
    };
  }

  /** As `pulumi`, for a call that has to work. */
  async succeed(...args: string[]): Promise<Run> {
    const run = await this.pulumi(...args);
    if (run.code !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${run.code}:\n${run.output}`);
    return run;
  }

  dispose(): void {
    fs.rmSync(this.directory, { recursive: true, force: true });
  }

  private environment(): NodeJS.ProcessEnv {
    const unresolved = /^(PULUMI_(?!HOME$)|GOOGLE_|CLOUDSDK_|GCLOUD_|(HTTPS?|ALL|NO)_PROXY$)/i;
    return {
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !unresolved.test(name))),
      PULUMI_BACKEND_URL: `file://${path.join(this.directory, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "engine suite",
      PULUMI_DEBUG_COMMANDS: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      HTTPS_PROXY: nowhere,
      HTTP_PROXY: nowhere,
      NO_PROXY: "127.0.0.1,localhost",
      GCE_METADATA_HOST: "127.0.0.1:9",
      GOOGLE_OAUTH_ACCESS_TOKEN: "not-a-token",

      PULUMI_GCP_SKIP_REGION_VALIDATION: "true",
      ...this.added,
    };
  }
}

function linkModules(directory: string): void {
  fs.symlinkSync(path.join(project, "node_modules"), path.join(directory, "node_modules"), "dir");
}
