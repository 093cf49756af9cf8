import { expect } from "chai";
import { World } from "./world";

describe("connect --test-model", () => {
  let world: World;
  beforeEach(async () => (world = await World.start()));
  afterEach(() => world.stop());

  const run = (argv: string[] = []) => world.runPlain(["--test-model", "SELECT 1 AS id", ...argv]);
  const sync = ["--test-subscription", "sub1", "--yes"];

  it("makes a model, says that nothing is extracted without a subscription, and removes it", async () => {
    const { code, stdout } = await run();
    expect(code).to.equal(0);
    expect(world.changes()).to.deep.equal([
      "POST /sources 201",
      "POST /reverse-etl-models 201",
      "DELETE /reverse-etl-models/mdl2 200",
    ]);
    const made = world.segment.state.requests.find(
      ({ method, path }) => method === "POST" && path === "/reverse-etl-models",
    );
    expect(made?.body).to.deep.equal({
      sourceId: "src1",
      name: "segment-bigquery connect: test, to be removed",
      description:
        "Created by segment-bigquery connect --test-model to try the connection; removed when it ends.",
      enabled: false,
      query: "SELECT 1 AS id",
      queryIdentifierColumn: "id",
    });
    expect(stdout).to.include("It extracted nothing: a model runs only for a destination's subscription");
    expect(world.segment.state.models).to.deep.equal([]);
  });

  it("runs the model for a subscription and reports how its extraction ended", async () => {
    world.segment.state.syncs = [
      { syncStatus: "IN_PROGRESS" },
      { syncStatus: "SUCCESS", extractPhase: { extractCount: "1", errorCode: "" } },
    ];
    const { code, stdout } = await run(sync);
    expect(code).to.equal(0);
    expect(stdout).to.include("The test model's sync ended with SUCCESS; 1 rows were extracted.");
    expect(world.segment.state.models).to.deep.equal([]);
  });

  it("reports why the extraction failed, and removes the model", async () => {
    const error = "Access Denied: Table acme-prod:crm.contacts";
    world.segment.state.syncs = [{ syncStatus: "FAIL", error, extractPhase: { errorCode: "PERMISSION" } }];
    const { code, stderr } = await run(sync);
    expect(code).to.equal(1);
    expect(stderr).to.include(`The extraction of the test model failed: PERMISSION: ${error}.`);
    expect(world.segment.state.models).to.deep.equal([]);
  });

  it("does not take a destination that refuses rows for a failure of the connection", async () => {
    world.segment.state.syncs = [
      { syncStatus: "FAIL", error: "load", extractPhase: { extractCount: "1", errorCode: "" } },
    ];
    const { code, stdout } = await run(sync);
    expect(code).to.equal(0);
    expect(stdout).to.include("ended with FAIL; 1 rows were extracted");
  });

  it("says so where the extraction does not end in time", async () => {
    world.segment.state.syncs = [{ syncStatus: "IN_PROGRESS" }];
    const { code, stderr } = await run([...sync, "--wait", "0.05"]);
    expect(code).to.equal(1);
    expect(stderr).to.include("has not ended after 0.05 seconds");
    expect(world.segment.state.models).to.deep.equal([]);
  });

  it("removes the model of an earlier run that was cut off", async () => {
    await run();
    const name = "segment-bigquery connect: test, to be removed";
    const rest = { description: "", enabled: false, query: "", queryIdentifierColumn: "" };
    world.segment.state.models.push(
      { id: "mdl8", sourceId: "src1", name, ...rest },
      { id: "mdl9", sourceId: "src2", name, ...rest },
    );
    const { stdout } = await run();
    expect(stdout).to.include("Removed the test model mdl8 of an earlier run.");
    expect(world.segment.state.models.map(({ id }) => id)).to.deep.equal(["mdl9"]);
  });

  it("removes the model after a lost answer", async () => {
    world.segment.fault({ on: "POST /reverse-etl-models", answer: "done, then cut" });
    expect((await run()).code).to.equal(2);
    expect(world.segment.state.models).to.deep.equal([]);
  });

  it("names the model that it could not remove", async () => {
    world.segment.fault({ on: "DELETE /reverse-etl-models", answer: 422, message: "busy" });
    const { code, stderr } = await run();
    expect(code).to.equal(1);
    expect(stderr).to.match(/^The test model mdl2 is still in Segment: .*busy/);
  });
});
