import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { check } from "../../../cli/check/command";
import { runCommand, type CommandIo } from "../../../cli/command";
import { connect } from "../../../cli/connect/command";
import { startFakeGoogle, type FakeGoogle } from "../../fakes/google";
import { addVersion } from "../../fakes/google/secrets";
import { startFakeSegment, type FakeSegment } from "../../fakes/segment";
import { documentedSeed, email } from "../check/world";

export { email };
export const owner = "user:ann@acme.example";
export const version = "projects/acme-prod/secrets/segment-key/versions/1";

/** What a run came to. */
export interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

/** Google with a project that is set up, a key in its secret, an empty Segment workspace, and a stack's state. */
export class World {
  private constructor(
    readonly google: FakeGoogle,
    readonly segment: FakeSegment,
    readonly directory: string,
    readonly keyText: string,
  ) {}

  static async start(): Promise<World> {
    const seed = documentedSeed();
    const acme = seed.projects?.["acme-prod"];
    if (!acme) throw new Error("the documented seed holds acme");
    acme.bindings?.push({ role: "roles/owner", members: [owner] });
    acme.secrets = { "segment-key": {} };
    const google = await startFakeGoogle(seed);
    const directory = await mkdtemp(join(tmpdir(), "segment-connect-"));
    const world = new World(google, await startFakeSegment(), directory, google.makeKey(email));
    world.store(world.keyText);
    world.segment.state.workingKeys.add(world.keyId);
    return world;
  }

  async stop(): Promise<void> {
    await rm(this.directory, { recursive: true });
    await this.google.stop();
    await this.segment.stop();
  }

  get keyId(): string {
    return (JSON.parse(this.keyText) as { private_key_id: string }).private_key_id;
  }

  /** What stands for the key in outputs. */
  get hidden(): string {
    return `[the JSON key ${this.keyId} of ${email}]`;
  }

  /** Puts a key into the secret, as its next version. */
  store(keyText: string): void {
    const secret = this.google.state.projects.get("acme-prod")?.secrets.get("segment-key");
    if (!secret) throw new Error("the fake holds the secret");
    addVersion(this.google.state, secret, Buffer.from(keyText).toString("base64"));
  }

  /** Writes a state as `pulumi stack export` prints it, with these outputs of the component in place of the usual. */
  async state(outputs: object = {}): Promise<string> {
    const file = join(this.directory, "state.json");
    const component = {
      urn: "urn:pulumi:prod::acme::segment-bigquery:index:SegmentBigQuery::segment",
      type: "segment-bigquery:index:SegmentBigQuery",
      outputs: {
        project: "acme-prod",
        location: "EU",
        profile: "documented",
        readApi: "REST",
        sources: [{ project: "acme-prod", dataset: "crm" }],
        models: [],
        stateDataset: { project: "acme-prod", dataset: "__segment_reverse_etl", mode: "created" },
        segmentCreatesStateDataset: false,
        secretVersionName: version,
        keys: [{ slot: "a", state: "inUse", name: this.keyName(), secretVersionName: version, places: [] }],
        nextStep: { step: "add-b", todo: [] },
        ...outputs,
      },
    };
    await writeFile(file, JSON.stringify({ version: 3, deployment: { resources: [component] } }));
    return file;
  }

  keyName(keyId = this.keyId): string {
    return `projects/acme-prod/serviceAccounts/${email}/keys/${keyId}`;
  }

  env(): NodeJS.ProcessEnv {
    return {
      ...this.google.env(),
      ...this.segment.env(),
      GOOGLE_OAUTH_ACCESS_TOKEN: this.google.tokenFor(owner),
    };
  }

  /** Runs the command without long waits, with the key on standard input. */
  async run(argv: string[], more: { env?: NodeJS.ProcessEnv; stdin?: string } = {}): Promise<Run> {
    let [stdout, stderr] = ["", ""];
    const io: CommandIo = {
      stdout: { write: (text) => (stdout += text) },
      stderr: { write: (text) => (stderr += text) },
      stdin: Readable.from([more.stdin ?? this.keyText]),
      env: more.env ?? this.env(),
      isTTY: false,
    };
    const quick = { firstDelay: 1, longestDelay: 200 };
    const world = {
      check: (args: string[], captured: CommandIo) => check(args, captured, quick),
      retry: quick,
      pause: 1,
    };
    const command = { name: "connect", run: (args: string[], used: CommandIo) => connect(args, used, world) };
    const code = await runCommand(command, argv, io);
    return { code, stdout, stderr };
  }

  /** Runs it for the stack whose state is there. */
  async runStack(argv: string[] = [], outputs: object = {}): Promise<Run> {
    return this.run(["--stack", "prod", "--state", await this.state(outputs), ...argv]);
  }

  /** Runs it without a stack, without the check. */
  runPlain(argv: string[] = [], more: { env?: NodeJS.ProcessEnv } = {}): Promise<Run> {
    const place = ["--project", "acme-prod", "--location", "EU", "--key-file", "-", "--skip-check"];
    return this.run([...place, ...argv], more);
  }

  /** The requests that change something in Segment, as `POST /sources 201`. */
  changes(): string[] {
    return this.segment.state.requests
      .filter(({ method, path }) => method !== "GET" && path !== "/warehouses/validation")
      .map(({ method, path, status }) => `${method} ${path} ${status}`);
  }
}
