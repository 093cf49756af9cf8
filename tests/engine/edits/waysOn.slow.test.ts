import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import {
  type SegmentBigQueryArgs,
  KeyMode,
  ModelOperation,
  Profile,
  StateDatasetMode,
} from "../../../components/index";
import { addDataset } from "../../fakes/google/datasets";
import { addTable } from "../../fakes/google/tables";
import { describeEngine } from "../describeEngine";
import { changes, EditedStack } from "./EditedStack";
import { irreplaceable, lost } from "./losses";

const acme = { project: "acme-analytics", location: "EU", sources: [{ dataset: "crm" }] };
const none = { mode: KeyMode.None };
const state = "__segment_reverse_etl";
const email = "segment-bigquery@acme-analytics.iam.gserviceaccount.com";

describeEngine("the ways on that docs/updates.md gives, against an imitation of Google", () => {
  let stack: EditedStack;

  beforeEach(async () => {
    stack = await EditedStack.start();
  });
  afterEach(() => stack?.stop());

  function project() {
    const found = stack.google.state.projects.get(acme.project);
    if (!found) throw new Error("The fake holds no such project");
    return found;
  }

  /** What the engine prints of an update that does not work. */
  async function refusal(args: SegmentBigQueryArgs): Promise<string> {
    const { run } = await stack.update(args, "--skip-preview");
    expect(run.code, run.output).to.not.equal(0);
    return run.output;
  }

  it("take a dataset that Segment made into the stack: refused with the way on, then imported", async () => {
    const segments = { ...acme, key: none, stateDataset: { mode: StateDatasetMode.MadeBySegment } };
    await stack.succeed(segments, "--skip-preview");
    const made = addDataset(stack.google.state, project(), state, { location: "EU" });
    addTable(stack.google.state, made, "checkpoints_1", {});
    const had = irreplaceable(stack.google.state);

    const created = { ...acme, key: none };
    expect(await refusal(created)).to.contain(
      `imports: {"state-dataset":"projects/acme-analytics/datasets/${state}"}`,
    );

    await stack.succeed({
      ...created,
      imports: { "state-dataset": `projects/acme-analytics/datasets/${state}` },
    });
    expect(lost(had, stack.google.state)).to.deep.equal([]);
    expect(await stack.lacking()).to.deep.equal([]);
    expect(await stack.drift(created)).to.deep.equal([]);
  });

  it("take in an account and a role whose answers were lost: refused with the way on, then imported", async () => {
    const args = { ...acme, key: none, profile: Profile.Minimal };
    const account = `projects/acme-analytics/serviceAccounts/${email}`;
    stack.google.fault({ on: /^POST .*\/serviceAccounts$/, answer: "cut after" });
    expect(await refusal(args)).to.not.contain("imports");
    expect(await refusal(args)).to.contain(`imports: {"account":"${account}"}`);

    stack.google.fault({ on: /^POST .*\/roles$/, answer: "cut after" });
    const other = {
      ...args,
      imports: { account },
      models: [{ dataset: "ml", operations: [ModelOperation.Get] }],
    };
    expect(await refusal(other)).to.not.contain("imports");
    const said = await refusal({ ...other, imports: {} });
    const [, child = "", id = ""] = /imports: \{"([^"]+-role)":"([^"]+)"\}/.exec(said) ?? [];
    expect(id, said).to.match(/^projects\/acme-analytics\/roles\/segment_/);

    const whole = { ...args, models: other.models };
    await stack.succeed({ ...whole, imports: { [child]: id } });
    expect(await stack.lacking()).to.deep.equal([]);
    expect(await stack.drift(whole)).to.deep.equal([]);
  });

  it("hand the state dataset over by the state alone, to two components that come to share it", async () => {
    await stack.succeed({ ...acme, key: none }, "--skip-preview");
    const had = irreplaceable(stack.google.state);
    const urn = await stack.urnOf("segment-state-dataset");

    await stack.call("state", "unprotect", urn, "--yes");
    await stack.call("state", "delete", urn, "--target-dependents", "--yes");
    const existing = { ...acme, key: none, stateDataset: { mode: StateDatasetMode.Existing } };
    const components = { segment: existing, second: { ...existing, accountId: "segment-second" } };
    const { run, interrupted, gone } = await stack.succeed({ components });
    expect([interrupted, gone, lost(had, stack.google.state)]).to.deep.equal([[], [], []]);
    expect(changes(run.steps).filter((change) => change.startsWith("delete"))).to.deep.equal([]);
    expect(await stack.lacking()).to.deep.equal([]);
    expect(await stack.drift({ components })).to.deep.equal([]);
  });

  it("move Google's key to another secret, and take the stack down: what was in use is there until the end", async () => {
    await stack.succeed(acme, "--skip-preview");
    const key = irreplaceable(stack.google.state).filter((thing) => /^(key|account|dataset) /.test(thing));
    const free = { protect: false };
    await stack.succeed({ ...acme, key: free });
    await stack.succeed({ ...acme, key: { ...free, googleSecretManager: false } });
    const moved = { ...acme, key: { secret: { secretId: "another" } } };
    await stack.succeed(moved);
    expect(lost(key, stack.google.state)).to.deep.equal([]);
    expect([...project().secrets.keys()]).to.deep.equal(["another"]);
    expect(changes((await stack.succeed(moved)).run.steps)).to.deep.equal([]);

    await stack.succeed({ ...moved, key: { ...moved.key, ...free }, stateDataset: free });
    await stack.call("destroy", "--yes");
    expect(irreplaceable(stack.google.state).filter((thing) => thing.includes(state))).to.have.length(1);
    expect(lost(key, stack.google.state).filter((thing) => thing.startsWith("dataset"))).to.deep.equal([]);
    expect(lost(key, stack.google.state)).to.have.length(2);
  });

  it("change the account by a second component beside the first, which then goes", async () => {
    const first = { ...acme, key: none };
    const second = {
      ...first,
      accountId: "segment-second",
      stateDataset: { mode: StateDatasetMode.Existing },
    };
    await stack.succeed(first, "--skip-preview");
    await stack.succeed({ components: { second, segment: first } });
    expect(await stack.lacking()).to.deep.equal([]);
    const free = { ...first, key: { ...none, protect: false }, stateDataset: { protect: false } };
    await stack.succeed({ components: { second, segment: free } });

    stack.watched = "serviceAccount:segment-second@acme-analytics.iam.gserviceaccount.com";
    const { interrupted, gone } = await stack.succeed({ components: { second } });
    expect([interrupted, gone]).to.deep.equal([[], []]);
    expect(await stack.lacking()).to.deep.equal([]);
    expect([...project().datasets.keys()]).to.include(state);
    expect(await stack.drift({ components: { second } })).to.deep.equal([]);
  });

  it("grant again what was removed by hand, and what --replace removed", async () => {
    const args = {
      ...acme,
      key: none,
      sources: [{ dataset: "crm" }, { dataset: pulumi.output("web"), name: "web" }],
    };
    await stack.succeed(args, "--skip-preview");
    for (const name of ["segment-data-viewer-on-dataset-crm", "segment-own-dataset-source-reader-web"])
      await stack.succeed(args, "--replace", await stack.urnOf(name), "--skip-preview");
    const access = project().datasets.get(state)?.resource["access"] as { userByEmail?: string }[];
    const own = access.findIndex(({ userByEmail }) => userByEmail === email);
    access.splice(own, 1);
    expect(await stack.lacking()).to.not.deep.equal([]);

    await stack.succeed(args, "--refresh", "--skip-preview");
    expect(await stack.lacking()).to.deep.equal([]);
  });
});
