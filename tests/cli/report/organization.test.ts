import { expect } from "chai";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { runCommand } from "../../../cli/command";
import { command } from "../../../cli/report/command";
import type { Report } from "../../../cli/report/report";
import { startFakeGoogle, type FakeGoogle } from "../../fakes/google";
import { auditor, email, member, organization } from "./organization";

describe("report: an organization", () => {
  let google: FakeGoogle;
  let directory: string;
  beforeEach(async () => (directory = await mkdtemp(join(tmpdir(), "organization-"))));
  afterEach(async () => {
    await google.stop();
    await rm(directory, { recursive: true, force: true });
  });

  async function run(argv: string[], config: object = { serviceAccounts: [email], sources: ["acme-1.crm"] }) {
    const file = join(directory, "policy.json");
    await writeFile(file, JSON.stringify({ "segment-bigquery": config }));
    const out: string[] = [];
    const err: string[] = [];
    const code = await runCommand(command, [...argv, "--policy-config", file, "--json"], {
      stdout: { write: (text) => out.push(text) },
      stderr: { write: (text) => err.push(text) },
      stdin: Readable.from([]),
      env: { ...google.env(), GOOGLE_OAUTH_ACCESS_TOKEN: google.tokenFor(auditor) },
      isTTY: false,
    });
    return { code, out: out.join(""), err: err.join("") };
  }

  it("judges every grant to the account, wherever it is, with requests that grow with the policies found", async () => {
    google = await startFakeGoogle(organization(5000, 20));
    const { out, err } = await run(["--organization", "1"]);
    expect(err).to.equal("");
    const report = JSON.parse(out) as Report;
    expect(report.subject).to.deep.equal({ kind: "organization", name: "organization 1" });
    expect(report.grants.filter(({ state }) => state === "excess").map(({ scope }) => scope)).to.have.members(
      Array.from({ length: 20 }, (_, index) => `project acme-${index * 250 + 1}`),
    );
    expect(report.grants.filter(({ state }) => state === "needed").map(({ scope }) => scope)).to.deep.equal([
      "dataset acme-1.crm",
    ]);
    // One search, and each project's id once.
    expect(google.state.requests.filter(({ status }) => status === 200)).to.have.length(21);
  });

  it("says what the inventory cannot show, so that the verdict is never accepted", async () => {
    google = await startFakeGoogle(organization(1, 1));
    const report = JSON.parse((await run(["--organization", "1"])).out) as Report;
    expect(report.incomplete.map(({ subject }) => subject)).to.include.members([
      "grants through groups, and to everybody",
      "grants outside allow policies",
    ]);
    expect(report.verdict).not.to.equal("accepted");
  });

  it("searches a folder alone", async () => {
    google = await startFakeGoogle(organization(252, 1));
    google.state.containers.get("folders/2")?.policy.bindings.push({
      role: "projects/acme-1/roles/auditor",
      members: [auditor],
    });
    google.state.projects
      .get("acme-2")
      ?.policy.bindings.push({ role: "roles/bigquery.user", members: [member] });
    const report = JSON.parse((await run(["--folder", "2"])).out) as Report;
    expect(report.grants.map(({ scope }) => scope)).to.deep.equal(["project acme-2"]);
  });

  it("rejects a config that names no account, and a number that is none", async () => {
    google = await startFakeGoogle(organization(1, 1));
    const none = await run(["--organization", "1"], {});
    expect(none.code).to.equal(2);
    expect(none.err).to.include("name them with serviceAccounts in the file of --policy-config.");
    const bad = await run(["--organization", "acme.example"]);
    expect(bad.code).to.equal(2);
    expect(bad.err).to.include("--organization");
  });

  it("makes no report where the inventory may not be searched", async () => {
    google = await startFakeGoogle(organization(1, 1));
    google.state.containers.get("organizations/1")?.policy.bindings.splice(0);
    const { code, err } = await run(["--organization", "1"]);
    expect(code).to.equal(2);
    expect(err).to.include("cloudasset.assets.searchAllIamPolicies");
    expect(err).to.include("There is no report.");
  });
});
