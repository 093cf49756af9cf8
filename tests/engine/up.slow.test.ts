import { expect } from "chai";
import type { PreviewResult } from "../../cli/preview/previewResult";
import type { FakeGoogle } from "../fakes/google";
import { connectionOf } from "./connectionOf";
import { describeEngine } from "./describeEngine";
import { environmentFor, startAcme } from "./fakeGoogle";
import { runCli } from "./runCli";
import { isNoProvider, type Step } from "./readEvents";
import { Sandbox, type Run } from "./Sandbox";

const stack = ["--stack", "prod"];
const email = "segment-bigquery@acme-analytics.iam.gserviceaccount.com";
const grantTypes = new Set([
  "gcp:projects/iAMMember:IAMMember",
  "gcp:bigquery/datasetIamMember:DatasetIamMember",
  "gcp:bigquery/iamMember:IamMember",
]);

/** Each test goes on from the state that the one before it left, as a stack's life does. */
describeEngine("pulumi up of the stack prod, against an imitation of Google", () => {
  let google: FakeGoogle;
  let sandbox: Sandbox;
  let created: Run;

  before(async () => {
    google = await startAcme();
    sandbox = new Sandbox(environmentFor(google));
    await sandbox.succeed("stack", "init", "prod", "--no-select");
  });
  after(async () => {
    sandbox?.dispose();
    await google?.stop();
  });

  function up(): Promise<Run> {
    return sandbox.succeed("up", ...stack, "--yes", "--policy-pack", "policy");
  }

  function acme() {
    const project = google.state.projects.get("acme-analytics");
    if (!project) throw new Error("The fake holds no project acme-analytics");
    return project;
  }

  function stateDataset() {
    const dataset = acme().datasets.get("__segment_reverse_etl");
    if (!dataset) throw new Error("There is no state dataset");
    return dataset;
  }

  /** What the state dataset's access list grants, as `role who`. */
  function stateAccess(): string[] {
    const entries = stateDataset().resource["access"] as Record<string, string>[];
    return entries.map(({ role, ...who }) => `${role} ${Object.values(who).join(" ")}`).sort();
  }

  it("creates exactly what the offline preview lists", async () => {
    const offline = (await runCli(["preview", ...stack])) as PreviewResult;
    const listed = offline.resources.filter(isNoProvider).map(({ urn }) => urn);

    created = await up();

    expect(created.steps.filter(({ op }) => op !== "create")).to.deep.equal([]);
    expect(created.steps.map(({ urn }) => urn).sort()).to.deep.equal(listed.sort());
  });

  it("prints the key nowhere, and keeps it encrypted in the state", async () => {
    const [secret] = acme().secrets.values();
    const json = Buffer.from(secret?.versions[0]?.data ?? "", "base64").toString("utf8");
    const { client_email: holder, private_key: pem } = JSON.parse(json) as Record<string, string>;
    expect(holder).to.equal(email);
    const line = pem?.split("\n")[3] ?? "";
    expect(line).to.match(/^[A-Za-z0-9+/]{64}$/);

    const preview = await sandbox.succeed("preview", ...stack, "--refresh", "--diff");
    const state = await sandbox.succeed("stack", "export", ...stack);

    const texts = [created.output, created.text, preview.output, preview.text, state.output];
    const secrets = [line, Buffer.from(json).toString("base64").slice(-1000, -900)];
    // Not by `contain`, whose message would hold the key.
    expect(texts.map((text) => secrets.some((part) => text.includes(part)))).to.deep.equal(
      texts.map(() => false),
    );
  });

  it("gives Segment a key that can do everything, and nothing more than profile minimal allows", async () => {
    expect(await connectionOf(sandbox, google, "prod", "minimal")).to.deep.equal([]);
  });

  it("does nothing when run again, and finds no drift", async () => {
    const { steps } = await up();
    expect(changes(steps)).to.deep.equal([]);
    const refreshed = await sandbox.succeed("preview", ...stack, "--refresh");
    expect(changes(refreshed.steps)).to.deep.equal([]);
  });

  it("keeps its own and other people's grants when a label of the state dataset changes", async () => {
    const { resource } = stateDataset();
    (resource["access"] as object[]).push({ role: "READER", userByEmail: "ann@acme.example" });
    const before = stateAccess();
    await sandbox.succeed(
      ...["config", "set", ...stack],
      ...["--path", "segment-bigquery:stateDataset.labels.owner", "revenue"],
    );

    const { steps } = await up();

    expect(changes(steps)).to.deep.equal(["update gcp:bigquery/dataset:Dataset"]);
    expect(stateDataset().resource["labels"]).to.include({ owner: "revenue" });
    expect(stateAccess()).to.deep.equal(before);
    expect(before.filter((entry) => entry.endsWith(` ${email}`))).to.have.length(1);
  });

  it("makes a new profile's grants before it deletes the old ones", async () => {
    await sandbox.succeed("config", "set", ...stack, "segment-bigquery:profile", "documented");

    const { steps } = await up();

    const ops = steps.filter(({ type }) => grantTypes.has(type)).map(({ op }) => op);
    expect(ops).to.include("create").and.to.include("delete");
    expect(ops.lastIndexOf("create")).to.be.lessThan(ops.indexOf("delete"));
    expect(stateAccess()).to.include("READER ann@acme.example");
  });

  it("leaves the key as it was, which can do everything by the new profile", async () => {
    expect(await connectionOf(sandbox, google, "prod", "documented")).to.deep.equal([]);
  });

  it("refuses to destroy what is protected", async () => {
    const { code, output } = await sandbox.pulumi("destroy", ...stack, "--yes");
    expect(code).to.not.equal(0);
    expect(output).to.contain("segment-state-dataset").and.to.contain("protected");
    expect(acme().datasets.has("__segment_reverse_etl")).to.equal(true);
  });

  it("destroys everything of its own but the state dataset with its grant, and nothing of other people's", async () => {
    await sandbox.succeed("state", "unprotect", "--all", "--yes", ...stack);
    expect(stateDataset().tables.size, "tables that check wrote").to.be.greaterThan(0);

    await sandbox.succeed("destroy", ...stack, "--yes");

    expect([...acme().datasets.keys()].sort()).to.deep.equal(["__segment_reverse_etl", "crm", "ml", "web"]);
    expect(stateDataset().tables.size).to.be.greaterThan(0);
    expect(stateAccess()).to.include("READER ann@acme.example");
    expect(stateAccess().filter((entry) => entry.endsWith(` ${email}`))).to.deep.equal([`WRITER ${email}`]);
    expect([...acme().accounts.values()].filter(({ deletedAt }) => deletedAt === undefined)).to.deep.equal(
      [],
    );
    expect(acme().policy.bindings.map(({ role }) => role)).to.deep.equal(["roles/owner"]);
  });
});

/** What was done, as `op type`; what stayed the same, or was only read again, is left out. */
function changes(steps: Step[]): string[] {
  return steps.filter(({ op }) => op !== "same" && op !== "refresh").map(({ op, type }) => `${op} ${type}`);
}
