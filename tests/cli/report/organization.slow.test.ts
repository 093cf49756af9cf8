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

  async function run(argv: string[], ...configs: object[]) {
    if (configs.length === 0) configs.push({ serviceAccounts: [email], sources: ["acme-1.crm"] });
    const files = configs.map((_, index) => join(directory, `policy-${index}.json`));
    for (const [index, file] of files.entries())
      await writeFile(file, JSON.stringify({ "segment-bigquery": configs[index] }));
    const out: string[] = [];
    const err: string[] = [];
    const code = await runCommand(
      command,
      [...argv, ...files.flatMap((file) => ["--policy-config", file]), "--json"],
      {
        stdout: { write: (text) => out.push(text) },
        stderr: { write: (text) => err.push(text) },
        stdin: Readable.from([]),
        env: { ...google.env(), GOOGLE_OAUTH_ACCESS_TOKEN: google.tokenFor(auditor) },
        isTTY: false,
      },
    );
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
    // The groups that hold the account, one search, and each project's id once.
    expect(google.state.requests.filter(({ status }) => status === 200)).to.have.length(22);
  });

  it("says what the inventory cannot show, so that the verdict is never accepted", async () => {
    google = await startFakeGoogle(organization(1, 1));
    const report = JSON.parse((await run(["--organization", "1"])).out) as Report;
    expect(report.incomplete.map(({ subject }) => subject)).to.include.members([
      "grants to everybody",
      "grants outside allow policies",
    ]);
    expect(report.verdict).not.to.equal("accepted");
  });

  it("judges what a group holds that holds the account, by way of another group too", async () => {
    google = await startFakeGoogle({
      ...organization(3, 1),
      groups: { "data@acme.example": ["group:robots@acme.example"], "robots@acme.example": [member] },
    });
    google.state.projects
      .get("acme-3")
      ?.policy.bindings.push({ role: "roles/bigquery.admin", members: ["group:data@acme.example"] });
    const report = JSON.parse((await run(["--organization", "1"])).out) as Report;
    expect(
      report.grants.filter(({ scope }) => scope === "project acme-3").map(({ through }) => through),
    ).to.deep.equal(["group:data@acme.example"]);
    expect(report.verdict).to.equal("rejected");
  });

  it("says that groups were not seen, where the edition or a group does not let them be", async () => {
    google = await startFakeGoogle({ ...organization(1, 1), groups: { "robots@acme.example": [member] } });
    const said = async (): Promise<string | undefined> =>
      (JSON.parse((await run(["--organization", "1"])).out) as Report).incomplete.find(({ subject }) =>
        subject.startsWith("the groups"),
      )?.reason;
    google.state.privateGroups.add("robots@acme.example");
    expect(await said()).to.match(
      /Permission denied for resource groups .* what such groups hold is not among the answers$/,
    );
    google.state.cloudIdentityPremium = false;
    expect(await said()).to.match(/^it could not be read: Insufficient permissions to use this feature\.; /);
  });

  it("judges each project's accounts by that project's own config, on one page", async () => {
    const other = "segment@acme-2.iam.gserviceaccount.com";
    const seed = organization(2, 1);
    const [one, two] = [seed.projects?.["acme-1"], seed.projects?.["acme-2"]];
    if (!one || !two) throw new Error("there are two projects");
    one.bindings = [{ role: "roles/bigquery.user", members: [member] }];
    two.bindings = [{ role: "roles/bigquery.user", members: [`serviceAccount:${other}`] }];
    two.accounts = { segment: {} };
    two.datasets = { shop: { access: [{ role: "READER", userByEmail: other }] } };
    google = await startFakeGoogle(seed);
    const { out } = await run(
      ["--organization", "1"],
      { serviceAccounts: [email], sources: ["acme-1.crm"], profile: "minimal" },
      { accounts: [{ account: other, sources: ["acme-2.shop"] }] },
    );
    const report = JSON.parse(out) as Report;
    expect(report.accounts.map(({ member: who, profile, sources }) => [who, profile, sources])).to.deep.equal(
      [
        [member, "minimal", ["acme-1.crm"]],
        [`serviceAccount:${other}`, "documented", ["acme-2.shop"]],
      ],
    );
    expect(report.grants.map(({ state, scope }) => [state, scope])).to.deep.equal([
      ["excess", "project acme-1"],
      ["needed", "dataset acme-1.crm"],
      ["needed", "dataset acme-2.shop"],
      ["needed", "project acme-2"],
    ]);
    const searches = google.state.requests.filter(({ path }) => path.endsWith(":searchAllIamPolicies"));
    expect(searches).to.have.length(1);
  });

  it("rejects an account that two configs name, and a pattern, which cannot be searched for", async () => {
    google = await startFakeGoogle(organization(1, 1));
    const twice = await run(
      ["--organization", "1"],
      { serviceAccounts: [email] },
      { serviceAccounts: [email] },
    );
    expect([twice.code, twice.err.split("\n")[0]]).to.deep.equal([
      2,
      `${email} is named in more than one file of --policy-config: leave one.`,
    ]);
    const pattern = await run(["--organization", "1"], { serviceAccounts: ["segment@*"] });
    expect([pattern.code, pattern.err.split("\n")[0]]).to.deep.equal([
      2,
      "--organization searches for addresses, and segment@* is a pattern: name the accounts.",
    ]);
    const state = await run(["--state", "x"], {}, {});
    expect(state.err).to.match(
      /^--policy-config is given more than once: that is for --organization and --folder\./,
    );
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
