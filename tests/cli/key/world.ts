import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { runCommand, type CommandIo } from "../../../cli/command";
import { command, key } from "../../../cli/key/command";
import { startFakeGoogle, type FakeGoogle, type GoogleSeed } from "../../fakes/google";
import type { AccountState, SecretState } from "../../fakes/google/state";

export const email = "segment@acme-prod.iam.gserviceaccount.com";
export const owner = "user:ann@acme.example";
export const secretName = "projects/acme-prod/secrets/segment-key";

/** Whom each command of the tests runs as, and an account with an empty secret, as the component leaves them. */
export function seed(constraints: string[] = []): GoogleSeed {
  return {
    projects: {
      "acme-prod": {
        number: "111111111111",
        constraints,
        bindings: [{ role: "roles/owner", members: [owner] }],
        accounts: { segment: {} },
        secrets: { "segment-key": {} },
      },
    },
  };
}

/** What a run came to. */
export interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

let made: [Buffer, Buffer] | undefined;

/** A fake of Google, a directory of its own, and a way to run the command. */
export class World {
  private constructor(
    readonly google: FakeGoogle,
    readonly directory: string,
  ) {}

  static async start(planted: GoogleSeed = seed()): Promise<World> {
    return new World(await startFakeGoogle(planted), await mkdtemp(join(tmpdir(), "segment-key-")));
  }

  async stop(): Promise<void> {
    await rm(this.directory, { recursive: true });
    await this.google.stop();
  }

  get account(): AccountState {
    return this.google.state.projects.get("acme-prod")?.accounts.get(email) as AccountState;
  }

  get secret(): SecretState {
    return this.google.state.projects.get("acme-prod")?.secrets.get("segment-key") as SecretState;
  }

  file(name = "key.json"): string {
    return join(this.directory, name);
  }

  files(): Promise<string[]> {
    return readdir(this.directory).then((names) => names.sort());
  }

  /** Has Google make a key, and answers its full name. */
  madeKey(): string {
    const { private_key_id } = JSON.parse(this.google.makeKey(email)) as { private_key_id: string };
    return this.nameOf(private_key_id);
  }

  nameOf(id: string): string {
    return `projects/acme-prod/serviceAccounts/${email}/keys/${id}`;
  }

  keyState(name: string): ReturnType<AccountState["keys"]["get"]> {
    return this.account.keys.get(name.split("/").at(-1) ?? "");
  }

  /** The user's own credentials, in the environment. */
  env(member = owner): NodeJS.ProcessEnv {
    return { ...this.google.env(), GOOGLE_OAUTH_ACCESS_TOKEN: this.google.tokenFor(member) };
  }

  /** Runs an action as the owner, without long pauses. */
  async run(argv: string[], more: { env?: NodeJS.ProcessEnv; stdin?: string } = {}): Promise<Run> {
    let [stdout, stderr] = ["", ""];
    const io: CommandIo = {
      stdout: { write: (text) => (stdout += text) },
      stderr: { write: (text) => (stderr += text) },
      stdin: Readable.from([more.stdin ?? ""]),
      env: more.env ?? this.env(),
      isTTY: false,
    };
    const patient = { ...command, run: () => key(argv, io, { firstDelay: 1, longestDelay: 5 }) };
    const code = await runCommand(patient, argv, io);
    return { code, stdout, stderr };
  }

  /** Makes a pair for slot a. */
  make(name = "key.json"): Promise<Run> {
    return this.run(["make", "--service-account", email, "--slot", "a", "--file", this.file(name)]);
  }

  /** Leaves what `make` leaves: the same pair in all of a process's tests, because making one takes a quarter of a second. */
  async hasPair(): Promise<void> {
    if (made === undefined) {
      await this.make();
      made = await Promise.all([readFile(this.file()), readFile(this.file("key.json.crt"))]);
      return;
    }
    await writeFile(this.file(), made[0], { mode: 0o600 });
    await writeFile(this.file("key.json.crt"), made[1]);
  }

  /** The request that the fake saw, as `POST …:disable`, without those that only read. */
  changes(): string[] {
    return this.google.state.requests
      .filter(({ method }) => method !== "GET")
      .map(({ method, path, status }) => `${method} ${path.split("/").slice(-1).join()} ${status}`);
  }
}

/** A state as `pulumi stack export` prints it, with these keys. */
export function exported(names: readonly string[], more: object = {}): string {
  const type = "gcp:serviceaccount/key:Key";
  const resources = names.map((name, index) => ({
    urn: `urn:pulumi:prod::segment::${type}::key-${index}`,
    type,
    outputs: { name },
  }));
  return JSON.stringify({ version: 3, deployment: { resources, ...more } });
}
