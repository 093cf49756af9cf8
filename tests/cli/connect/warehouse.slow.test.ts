import { expect } from "chai";
import { bigQueryWarehouse } from "../../../cli/segment/api";
import { World } from "./world";

describe("connect: a storage destination", () => {
  let world: World;
  beforeEach(async () => (world = await World.start()));
  afterEach(() => world.stop());

  const run = (argv: string[] = []) => world.runPlain(["--product", "warehouse", ...argv]);

  it("has Segment connect with the settings, then creates the warehouse", async () => {
    const { code, stdout } = await run();
    expect(code).to.equal(0);
    const order = world.segment.state.requests.filter(({ method }) => method === "POST");
    expect(order.map(({ path }) => path)).to.deep.equal(["/warehouses/validation", "/warehouses"]);
    const [warehouse] = world.segment.state.warehouses;
    expect(warehouse).to.deep.include({ slug: "bigquery", metadataId: bigQueryWarehouse, enabled: true });
    expect(warehouse?.settings).to.deep.equal({
      "gc-project": "acme-prod",
      location: "EU",
      service_account_json: world.keyText,
    });
    expect(stdout.split("\n")).to.deep.equal([
      "Segment connected to BigQuery with these settings.",
      `Created the warehouse ${warehouse?.id}: project acme-prod, location EU, ${world.hidden}.`,
      "",
    ]);
  });

  it("changes nothing where Segment cannot connect", async () => {
    world.segment.state.workingKeys.clear();
    const { code, stderr } = await run();
    expect({ code, changes: world.changes() }).to.deep.equal({ code: 1, changes: [] });
    expect(stderr).to.include("Segment could not connect to BigQuery with these settings");
  });

  it("updates the one warehouse that has the project, and creates no second one", async () => {
    await run();
    const { stdout } = await run(["--location", "EU"].slice(2));
    expect(stdout).to.include("Updated the warehouse wh1");
    expect(world.segment.state.warehouses).to.have.length(1);
  });

  it("wants to know which where several have the project", async () => {
    await run();
    const [first] = world.segment.state.warehouses;
    if (first) world.segment.state.warehouses.push({ ...first, id: "wh99" });
    const { code, stderr } = await run();
    expect(code).to.equal(1);
    expect(stderr).to.include("2 BigQuery warehouses of the workspace use the project acme-prod: wh1, wh99.");
    expect((await run(["--warehouse-id", "wh99"])).stdout).to.include("Updated the warehouse wh99");
  });

  it("looks for the warehouse after a lost answer", async () => {
    world.segment.fault({ on: "POST /warehouses", answer: "slow" });
    world.segment.fault({ on: "POST /warehouses", answer: "done, then cut" });
    const { code } = await run();
    expect(code).to.equal(0);
    expect(world.segment.state.warehouses).to.have.length(1);
  });

  it("is what the stack's products say, and the key is tried for them first", async () => {
    const outputs = { products: ["warehouse"], sources: [], segmentCreatesDestinations: true };
    const { code, stderr } = await world.runStack([], outputs);
    expect({ code, changes: world.changes() }).to.deep.equal({ code: 1, changes: [] });
    expect(stderr).to.match(/^check found something, so Segment was given nothing:\n/);
    expect(stderr).to.include("The key holds bigquery.jobs.create, bigquery.datasets.create.");
    const untried = await world.runStack(["--skip-check"], outputs);
    expect(untried.stdout).to.include("Created the warehouse wh1: project acme-prod, location EU");
  });

  it("is connected apart from a source that the same stack has", async () => {
    const both = { products: ["linked-events", "warehouse"] };
    const { code, stderr } = await world.runStack([], both);
    expect(code).to.equal(2);
    expect(stderr).to.include("connect one at a time, with --product linked-events or --product warehouse");
    expect((await world.runStack(["--product", "linked-events"], both)).code).to.equal(0);
  });

  it("shows the request of a dry run, without having Segment connect", async () => {
    const { stdout } = await run(["--dry-run"]);
    expect(stdout).to.include("Would create the warehouse bigquery.\n  POST /warehouses\n");
    expect(stdout).to.include(`"service_account_json": "${world.hidden}"`);
    expect(world.segment.state.requests.every(({ method }) => method === "GET")).to.equal(true);
  });
});
