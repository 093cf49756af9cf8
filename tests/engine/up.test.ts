import { expect } from "chai";
import type { FakeGoogle } from "../support/google";
import { describeEngine } from "./describeEngine";
import { environmentFor, startAcme } from "./fakeGoogle";
import type { Run } from "./Sandbox";
import { Sandbox } from "./Sandbox";

const stack = ["--stack", "prod"];
const member = "serviceAccount:segment-bigquery@acme-analytics.iam.gserviceaccount.com";
const grantTypes = new Set([
  "gcp:projects/iAMMember:IAMMember",
  "gcp:bigquery/datasetIamMember:DatasetIamMember",
  "gcp:bigquery/iamMember:IamMember",
]);

/** Each test goes on from the state that the one before it left, as a stack's life does. */
describeEngine("pulumi up with the provider, against an imitation of Google", () => {
  let google: FakeGoogle;
  let sandbox: Sandbox;

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

  /** What the state dataset's access list grants, as `role member`. */
  function stateAccess(): string[] {
    const { resource } = google.state.projects.get("acme-analytics")!.datasets.get("__segment_reverse_etl")!;
    const entries = resource["access"] as Record<string, string>[];
    return entries.map(({ role, ...member }) => `${role} ${Object.values(member).join(" ")}`).sort();
  }

  it("creates everything", async () => {
    const { steps } = await up();
    expect(steps.map(({ op }) => op)).to.satisfy((ops: string[]) => ops.every((op) => op === "create"));
  });

  it("does nothing when run again", async () => {
    const { steps } = await up();
    expect(steps.filter(({ op }) => op !== "same")).to.deep.equal([]);
  });

  it("keeps its own and other people's grants when a label of the state dataset changes", async () => {
    const dataset = google.state.projects.get("acme-analytics")!.datasets.get("__segment_reverse_etl")!;
    (dataset.resource["access"] as object[]).push({ role: "READER", userByEmail: "ann@acme.example" });
    const before = stateAccess();
    await sandbox.succeed(
      "config",
      "set",
      "--path",
      "segment-bigquery:stateDataset.labels.owner",
      "revenue",
      ...stack,
    );

    const { steps } = await up();

    expect(steps.filter(({ op }) => op !== "same").map(({ op, type }) => `${op} ${type}`)).to.deep.equal([
      "update gcp:bigquery/dataset:Dataset",
    ]);
    expect(dataset.resource["labels"]).to.include({ owner: "revenue" });
    expect(stateAccess()).to.deep.equal(before);
  });

  it("makes the new profile's grants before it deletes the old ones", async () => {
    await sandbox.succeed("config", "set", "segment-bigquery:profile", "documented", ...stack);

    const { steps } = await up();

    const grants = steps.filter(({ op, type }) => op !== "same" && grantTypes.has(type)).map(({ op }) => op);
    expect(grants).to.include("create").and.to.include("delete");
    expect(grants.lastIndexOf("create")).to.be.lessThan(grants.indexOf("delete"));
    expect(stateAccess().join()).to.contain("ann@acme.example");
  });

  it("refuses to destroy what is protected", async () => {
    const { code, output } = await sandbox.pulumi("destroy", ...stack, "--yes");
    expect(code).to.not.equal(0);
    expect(output).to.contain("segment-state-dataset");
    expect(google.state.projects.get("acme-analytics")!.datasets.has("__segment_reverse_etl")).to.equal(true);
  });

  it("destroys everything once it is unprotected, and leaves what others have", async () => {
    await sandbox.succeed("state", "unprotect", "--all", "--yes", ...stack);
    await sandbox.succeed("destroy", ...stack, "--yes");

    const { datasets, policy } = google.state.projects.get("acme-analytics")!;
    expect([...datasets.keys()].sort()).to.deep.equal(["crm", "ml", "web"]);
    expect(JSON.stringify(policy.bindings)).to.not.contain(member);
  });
});
