import { Readable } from "node:stream";
import { check, type Interruption } from "../../../cli/check/command";
import type { CheckResult } from "../../../cli/check/result";
import type { CommandIo } from "../../../cli/command";
import { startFakeGoogle, type FakeGoogle, type GoogleSeed } from "../../fakes/google";

/** The account that the tests check. */
export const email = "segment@acme-prod.iam.gserviceaccount.com";
export const member = `serviceAccount:${email}`;

/** A project set up as Segment's page asks, with one source and the state dataset. */
export function documentedSeed(): GoogleSeed {
  return {
    projects: {
      "acme-prod": {
        number: "111111111111",
        bindings: [{ role: "roles/bigquery.user", members: [member] }],
        accounts: { segment: { displayName: "Segment" } },
        datasets: {
          crm: {
            location: "EU",
            access: [{ role: "READER", userByEmail: email }],
            tables: { contacts: {}, deals: {} },
            models: ["churn"],
          },
          __segment_reverse_etl: {
            location: "EU",
            access: [{ role: "WRITER", userByEmail: email }],
            tables: { records_1: {} },
          },
        },
      },
    },
  };
}

/** The same by custom roles that hold what is needed and nothing else. */
export function minimalSeed(): GoogleSeed {
  const seed = documentedSeed();
  const acme = seed.projects?.["acme-prod"];
  if (!acme?.datasets) throw new Error("the documented seed holds acme and its datasets");
  const tables = (...verbs: string[]): string[] => verbs.map((verb) => `bigquery.tables.${verb}`);
  acme.roles = {
    segmentConnect: ["bigquery.jobs.create"],
    segmentRead: ["bigquery.datasets.get", ...tables("get", "getData", "list")],
    segmentState: [
      "bigquery.datasets.get",
      ...tables("create", "get", "getData", "list", "update", "updateData"),
    ],
  };
  acme.bindings = [{ role: "projects/acme-prod/roles/segmentConnect", members: [member] }];
  const grant = (role: string): object[] => [
    { role: `projects/acme-prod/roles/${role}`, userByEmail: email },
  ];
  acme.datasets["crm"] = {
    ...acme.datasets["crm"],
    access: grant("segmentRead") as Record<string, unknown>[],
  };
  const state = acme.datasets["__segment_reverse_etl"];
  acme.datasets["__segment_reverse_etl"] = {
    ...state,
    access: grant("segmentState") as Record<string, unknown>[],
  };
  return seed;
}

/** What a run of the command came to. */
export interface Run {
  code: number;
  stdout: string;
  stderr: string;
  results: CheckResult[];
  /** The outcome of each check, for those that were tried on one thing only. */
  outcomes: Record<string, string>;
}

/** Everything one test works with. */
export class World {
  private constructor(
    readonly google: FakeGoogle,
    readonly keyText: string,
  ) {}

  static async start(seed: GoogleSeed = documentedSeed()): Promise<World> {
    const google = await startFakeGoogle(seed);
    return new World(google, google.makeKey(email));
  }

  get acme(): NonNullable<ReturnType<FakeGoogle["state"]["projects"]["get"]>> {
    const project = this.google.state.projects.get("acme-prod");
    if (!project) throw new Error("the fake holds acme");
    return project;
  }

  stop(): Promise<void> {
    return this.google.stop();
  }

  /** Runs `check` with the key on standard input, in JSON unless told otherwise, and without long pauses. */
  async run(
    args: string[] = [],
    more: {
      json?: boolean;
      stdin?: string;
      env?: NodeJS.ProcessEnv;
      isTTY?: boolean;
      /** Without the place and the key that every other run is given. */
      bare?: boolean;
      interruption?: Interruption;
    } = {},
  ): Promise<Run> {
    const { json = true, stdin = this.keyText, env = this.google.env(), isTTY = false } = more;
    let [stdout, stderr] = ["", ""];
    const io: CommandIo = {
      stdout: { write: (text) => (stdout += text) },
      stderr: { write: (text) => (stderr += text) },
      stdin: Readable.from([stdin]),
      env,
      isTTY,
      stderrIsTTY: isTTY,
    };
    const key = args.some((arg) => arg.startsWith("--key-")) ? [] : ["--key-file", "-"];
    const place = ["--project", "acme-prod", "--location", "EU", "--source", "acme-prod.crm", ...key];
    const argv = [...(more.bare ? [] : place), ...(json ? ["--json"] : []), ...args];
    const code = await check(argv, io, { firstDelay: 1 }, more.interruption);
    const results = json && stdout !== "" ? (JSON.parse(stdout) as { results: CheckResult[] }).results : [];
    const outcomes = Object.fromEntries(results.map(({ id, outcome }) => [id, outcome]));
    return { code, stdout, stderr, results, outcomes };
  }
}
