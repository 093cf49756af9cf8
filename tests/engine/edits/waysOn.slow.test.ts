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
});
