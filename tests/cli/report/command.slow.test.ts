import { expect } from "chai";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { runCommand } from "../../../cli/command";
import { command } from "../../../cli/report/command";
import type { Report } from "../../../cli/report/report";
import { make } from "../../policy/support";
import { startFakeGoogle, type FakeGoogle } from "../../fakes/google";

async function run(argv: string[], env: NodeJS.ProcessEnv = {}, stdin = "") {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCommand(command, argv, {
    stdout: { write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text) },
    stdin: Readable.from([Buffer.from(stdin)]),
    env,
    isTTY: false,
  });
  return { code, out: out.join(""), err: err.join("") };
}

const resources = [
  make.account(),
  make.projectMember("user", "roles/bigquery.user"),
  make.projectMember("editor", "roles/bigquery.dataEditor"),
].map(({ type, name, props }) => ({ type, urn: `urn:pulumi:dev::acme::${type}::${name}`, outputs: props }));
const state = JSON.stringify({ version: 3, deployment: { resources } });

describe("report: command", () => {
  let directory: string;
  beforeEach(async () => (directory = await mkdtemp(join(tmpdir(), "report-"))));
  afterEach(() => rm(directory, { recursive: true, force: true }));

  it("writes the page, and prints the verdict, the findings and what was not judged", async () => {
    const file = join(directory, "state.json");
    const page = join(directory, "access.html");
    await writeFile(file, state);
    const { code, out, err } = await run(["--state", file, "--output", `html=${page}`]);
    expect(err).to.equal("");
    expect(out).to.match(
      /^dev of acme: rejected \(1 excess, 0 missing, 0 undetermined, 1 needed, 0 allowed\)\nmandatory excess-permissions: /,
    );
    expect(code).to.equal(1);
    expect(await readFile(page, "utf8")).to.match(/^<!DOCTYPE html>/);
  });

  it("reads standard input, and prints JSON of the documented shape", async () => {
    const { code, out } = await run(["--state", "-", "--json"], {}, state);
    const report = JSON.parse(out) as Report;
    expect(code).to.equal(1);
    expect(Object.keys(report)).to.deep.equal([
      "formatVersion",
      "subject",
      "judgedAt",
      "verdict",
      "counts",
      "accounts",
      "grants",
      "missing",
      "permissions",
      "impersonation",
      "keys",
      "exemptions",
      "findings",
      "incomplete",
      "notRead",
    ]);
  });

  it("prints Markdown", async () => {
    const { out } = await run(["--state", "-", "--format", "markdown"], {}, state);
    expect(out).to.match(/^## Segment's access to BigQuery: dev of acme\n/);
  });

  for (const [what, argv, message] of [
    [
      "a format that is none",
      ["--state", "x", "--format", "pdf"],
      '--format is "pdf": give text or json or markdown or html.',
    ],
    [
      "an output without a file",
      ["--state", "x", "--output", "html"],
      '--output is "html": give FORMAT=FILE, with one of text, json, markdown, html.',
    ],
    [
      "two sources",
      ["--state", "x", "--project", "acme", "--json"],
      "--state and --project exclude one another: give the one to report on.",
    ],
    [
      "two texts on one output",
      ["--state", "x", "--json", "--format", "markdown"],
      "--json and --format both say what to print: give one of them.",
    ],
    [
      "a directory beside a state",
      ["--state", "x", "--json", "here"],
      "A directory is for --stack: leave it out, or --state.",
    ],
    ["an empty file name", ["--state", "", "--json"], '--state is "": give the name of a file.'],
    [
      "a time that is none",
      ["--stack", "x", "--json", "--timeout", "soon"],
      '--timeout is "soon": give seconds, above 0 and up to 86400.',
    ],
    ["an option that is none", ["--states", "x"], "Unknown option '--states'. Did you mean --state?"],
  ] as const) {
    it(`rejects ${what}`, async () => {
      const { code, err, out } = await run([...argv]);
      expect(code).to.equal(2);
      expect(err).to.include(message);
      expect(err).to.include("See: segment-bigquery report --help");
      expect(out).to.equal("");
    });
  }

  it("rejects a state that cannot be read, and a page that cannot be written", async () => {
    expect((await run(["--state", join(directory, "no.json"), "--json"])).err).to.match(
      /^--state cannot be read: ENOENT/,
    );
    const { code, err } = await run(
      ["--state", "-", "--output", `html=${join(directory, "no", "x.html")}`],
      {},
      state,
    );
    expect(code).to.equal(2);
    expect(err).to.include("cannot be written: ENOENT");
  });

  describe("of a project", () => {
    let google: FakeGoogle;
    afterEach(() => google.stop());

    async function start(): Promise<NodeJS.ProcessEnv> {
      google = await startFakeGoogle({
        projects: {
          "acme-analytics": {
            bindings: [
              { role: "roles/owner", members: ["user:ann@acme.example"] },
              {
                role: "roles/bigquery.user",
                members: ["serviceAccount:segment@acme-analytics.iam.gserviceaccount.com"],
              },
            ],
            accounts: { segment: {} },
            datasets: { crm: {}, __segment_reverse_etl: {} },
          },
        },
      });
      return { ...google.env(), GOOGLE_OAUTH_ACCESS_TOKEN: google.tokenFor("user:ann@acme.example") };
    }

    it("judges what is at Google, and changes nothing there", async () => {
      const env = await start();
      const { code, out } = await run(["--project", "acme-analytics", "--json"], env);
      const report = JSON.parse(out) as Report;
      expect([code, report.verdict]).to.deep.equal([1, "rejected"]);
      expect(report.subject).to.deep.equal({ kind: "project", name: "acme-analytics" });
      expect(report.grants.map(({ role }) => role)).to.deep.equal(["roles/bigquery.user"]);
      expect(report.incomplete).to.deep.equal([]);
      expect(report.notRead).to.deep.equal([
        "routines",
        "connections",
        "policy tags",
        "buckets",
        "topics",
        "other projects",
      ]);
      const writes = google.state.requests.filter(
        ({ method, path }) =>
          method !== "GET" && !/:getIamPolicy$|:getAncestry$|:testIamPermissions$/.test(path),
      );
      expect(writes).to.deep.equal([]);
    });

    it("reads the datasets of other projects that the config names as sources", async () => {
      const env = await start();
      const lake = await startFakeGoogle({
        projects: {
          "acme-analytics": {
            bindings: [{ role: "roles/owner", members: ["user:ann@acme.example"] }],
            accounts: { segment: {} },
          },
          "acme-lake": {
            bindings: [{ role: "roles/owner", members: ["user:ann@acme.example"] }],
            datasets: {
              crm: {
                access: [{ role: "READER", userByEmail: "segment@acme-analytics.iam.gserviceaccount.com" }],
              },
            },
          },
        },
      });
      const config = join(directory, "policy.json");
      await writeFile(config, JSON.stringify({ "segment-bigquery": { sources: ["acme-lake.crm"] } }));
      const token = lake.tokenFor("user:ann@acme.example");
      const { out } = await run(["--project", "acme-analytics", "--policy-config", config, "--json"], {
        ...env,
        ...lake.env(),
        GOOGLE_OAUTH_ACCESS_TOKEN: token,
      });
      await lake.stop();
      expect((JSON.parse(out) as Report).grants.map(({ scope, state: held }) => [scope, held])).to.deep.equal(
        [["dataset acme-lake.crm", "needed"]],
      );
    });

    it("writes the caller's token nowhere, though Google quotes it", async () => {
      const env = await start();
      const token = env["GOOGLE_OAUTH_ACCESS_TOKEN"] ?? "";
      const body = { error: { code: 403, message: `who is ${token}?` } };
      const on = "GET /bigquery/v2/projects/acme-analytics/datasets/crm";
      for (const format of ["text", "markdown", "html", "json"]) {
        google.fault({ on, answer: 403, body });
        const { out, err } = await run(["--project", "acme-analytics", "--format", format], env);
        expect(out).to.match(/who is \S{0,8}secret/);
        expect(out + err).to.not.include(token);
      }
    });

    it("says next to the verdict what it does not read, in each format", async () => {
      const env = await start();
      const line =
        "Not read: policies of routines, connections, policy tags, buckets, topics and other projects. --organization and --folder search them.";
      for (const format of ["text", "markdown", "html"])
        expect((await run(["--project", "acme-analytics", "--format", format], env)).out).to.include(line);
    });

    it("is incomplete, never accepted, where a dataset may be hidden from the caller", async () => {
      google = await startFakeGoogle({
        projects: {
          "acme-analytics": {
            bindings: [
              { role: "projects/acme-analytics/roles/auditor", members: ["user:ann@acme.example"] },
              {
                role: "roles/bigquery.user",
                members: ["serviceAccount:segment@acme-analytics.iam.gserviceaccount.com"],
              },
            ],
            roles: {
              auditor: [
                ...["resourcemanager.projects.get", "resourcemanager.projects.getIamPolicy"],
                ...["iam.serviceAccounts.list", "iam.serviceAccounts.getIamPolicy"],
                ...["iam.serviceAccountKeys.list", "iam.roles.list", "secretmanager.secrets.list"],
              ],
            },
            accounts: { segment: {} },
            datasets: {
              hidden: {
                access: [{ role: "OWNER", userByEmail: "segment@acme-analytics.iam.gserviceaccount.com" }],
              },
            },
          },
        },
      });
      const env = { ...google.env(), GOOGLE_OAUTH_ACCESS_TOKEN: google.tokenFor("user:ann@acme.example") };
      const { code, out } = await run(["--project", "acme-analytics", "--json"], env);
      const report = JSON.parse(out) as Report;
      const allowed = await run(["--project", "acme-analytics", "--allow-incomplete"], env);
      expect(allowed.code).to.equal(0);
      expect(allowed.out).to.match(
        /\nnot judged: datasets of project acme-analytics that Google does not list/,
      );
      expect(report.findings.map(({ level }) => level)).to.deep.equal(["advisory", "advisory"]);
      expect(report.missing.map(({ scope, state: gap }) => [scope, gap])).to.deep.equal([
        ["dataset acme-analytics.__segment_reverse_etl", "undetermined"],
      ]);
      expect([code, report.verdict]).to.deep.equal([1, "incomplete"]);
      expect(report.incomplete.map(({ subject }) => subject)).to.deep.equal([
        "datasets of project acme-analytics that Google does not list for you",
        "dataset acme-analytics.__segment_reverse_etl",
        "what is undetermined",
      ]);
    });

    it("is incomplete where the caller may not read everything, and names what", async () => {
      const env = await start();
      google.fault({ on: "GET /v1/projects/acme-analytics/secrets", answer: 403 });
      const { out } = await run(["--project", "acme-analytics", "--json"], env);
      expect((JSON.parse(out) as Report).incomplete).to.deep.equal([
        {
          subject: "the secrets of project acme-analytics",
          reason: "it could not be read: The caller does not have permission",
        },
      ]);
    });

    it("makes no report where the project's own policy may not be read", async () => {
      const env = await start();
      const bob = { ...env, GOOGLE_OAUTH_ACCESS_TOKEN: google.tokenFor("user:bob@acme.example") };
      const { code, err, out } = await run(["--project", "acme-analytics", "--json"], bob);
      expect(code).to.equal(2);
      expect(out).to.equal("");
      expect(err).to.match(
        /:getIamPolicy was refused \(403\): The caller does not have permission\nThere is no report\.\n$/,
      );
    });
  });
});
