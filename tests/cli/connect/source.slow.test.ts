import { expect } from "chai";
import { bigQuerySource } from "../../../cli/segment/api";
import { email, version, World } from "./world";

describe("connect: a source for Reverse ETL", () => {
  let world: World;
  beforeEach(async () => (world = await World.start()));
  afterEach(() => world.stop());

  it("fetches the stack's key, tries it, and creates the source with location and key", async () => {
    const { code, stdout, stderr } = await world.runStack();
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
    expect(world.changes()).to.deep.equal(["POST /sources 201"]);
    const [source] = world.segment.state.sources;
    expect(source).to.deep.include({ slug: "bigquery", metadataId: bigQuerySource, enabled: true });
    expect(source?.settings).to.deep.equal({
      location: "EU",
      use_bqs: false,
      service_account_json: world.keyText,
    });
    const lines = stdout.split("\n");
    expect(lines[0]).to.match(/^Tried the key: All well/);
    expect(lines.slice(1)).to.deep.equal([
      `Created the source bigquery (${source?.id}): location EU, ${world.hidden}.`,
      "Segment does not show the key that it holds: the next sync, or --test-model, shows that it works.",
      "",
      "Next:",
      "  1. In Segment, add a model to the source and connect a destination.",
      "",
    ]);
  });

  it("gives the source that is there the same settings, and creates no second one", async () => {
    await world.runStack();
    const { code, stdout } = await world.runStack();
    expect(code).to.equal(0);
    expect(stdout).to.include("Updated the source bigquery");
    expect(world.changes()).to.deep.equal(["POST /sources 201", "PATCH /sources/src1 200"]);
    expect(world.segment.state.sources).to.have.length(1);
  });

  it("finds the source on a later page of the list", async () => {
    for (const slug of ["one", "two", "three", "four"]) await world.runPlain(["--slug", slug]);
    const { stdout } = await world.runPlain(["--slug", "four"]);
    expect(stdout).to.include("Updated the source four");
    expect(world.segment.state.sources).to.have.length(4);
  });

  it("keeps the settings that are not its own", async () => {
    await world.runPlain();
    const [source] = world.segment.state.sources;
    if (source) source.settings["other"] = "kept";
    await world.run(["--project", "acme-prod", "--location", "US", "--key-file", "-", "--skip-check"]);
    expect(source?.settings).to.deep.include({ other: "kept", location: "US" });
  });

  it("chooses the Storage API where the stack does", async () => {
    await world.runStack(["--skip-check"], { readApi: "STORAGE" });
    expect(world.segment.state.sources[0]?.settings).to.deep.include({ use_bqs: true });
  });

  it("shows the requests of a dry run with the key hidden, and changes nothing", async () => {
    const { code, stdout } = await world.runStack(["--dry-run", "--json"]);
    expect(code).to.equal(0);
    const { requests } = JSON.parse(stdout) as { requests: unknown };
    expect(requests).to.deep.equal([
      {
        method: "POST",
        path: "/sources",
        body: {
          slug: "bigquery",
          enabled: true,
          metadataId: bigQuerySource,
          settings: { location: "EU", use_bqs: false, service_account_json: world.hidden },
        },
      },
    ]);
    expect(world.changes()).to.deep.equal([]);
  });

  it("prints the request of a dry run for a person too", async () => {
    const { stdout } = await world.runPlain(["--dry-run"]);
    expect(stdout.split("\n")).to.deep.equal([
      "Would create the source bigquery.",
      "  POST /sources",
      "  {",
      '    "slug": "bigquery",',
      '    "enabled": true,',
      `    "metadataId": "${bigQuerySource}",`,
      '    "settings": {',
      '      "location": "EU",',
      '      "use_bqs": false,',
      `      "service_account_json": "${world.hidden}"`,
      "    }",
      "  }",
      "",
    ]);
  });

  it("gives Segment nothing where check finds something", async () => {
    const state = world.google.state.projects.get("acme-prod");
    state?.datasets.delete("__segment_reverse_etl");
    const { code, stderr } = await world.runStack();
    expect(code).to.equal(1);
    expect(stderr).to.match(/^check found something, so Segment was given nothing:\n/);
    expect(stderr).to.include("__segment_reverse_etl");
    expect(world.segment.state.requests).to.deep.equal([]);
  });

  it("refuses a key that the stack does not know", async () => {
    const { code, stderr } = await world.runStack([], {
      keys: [{ slot: "a", state: "inUse", name: world.keyName("0000000000") }],
    });
    expect(code).to.equal(1);
    expect(stderr).to.include(
      `The key ${world.keyId} is not the one that segment means for Segment: ${world.keyName("0000000000")} (slot a).`,
    );
    expect(world.segment.state.requests).to.deep.equal([]);
  });

  it("refuses a slug that another kind of source has", async () => {
    world.segment.state.catalog.set("other", { name: "Website", options: [] });
    world.segment.state.sources.push({
      ...{ id: "src9", slug: "bigquery", metadataId: "other" },
      ...{ enabled: true, settings: {} },
    });
    const { code, stderr } = await world.runPlain();
    expect({ code, changes: world.changes() }).to.deep.equal({ code: 1, changes: [] });
    expect(stderr).to.include("The source bigquery (src9) is not a BigQuery source for Reverse ETL");
  });

  it("updates the source that --source-id names, whatever its slug", async () => {
    await world.runPlain(["--slug", "first"]);
    const { stdout } = await world.runPlain(["--source-id", "src1"]);
    expect(stdout).to.include("Updated the source first (src1)");
  });

  it("waits until Segment shows the settings", async () => {
    world.segment.state.staleReads = 2;
    const { code } = await world.runPlain();
    expect(code).to.equal(0);
    expect(world.segment.state.requests.filter(({ path }) => path === "/sources/src1")).to.have.length(3);
  });

  it("says so where Segment never shows the settings", async () => {
    world.segment.state.staleReads = 1_000_000;
    const { code, stderr } = await world.runPlain(["--wait", "0.05"]);
    expect(code).to.equal(1);
    expect(stderr).to.include("but does not show them after 0.05 seconds");
  });

  it("refuses the old key while a new one is to be entered", async () => {
    const { code, stderr } = await world.runStack([], {
      keys: [
        { slot: "a", state: "inUse", name: world.keyName() },
        { slot: "b", state: "entering", name: world.keyName("0000000000") },
      ],
    });
    expect({ code, changes: world.changes() }).to.deep.equal({ code: 1, changes: [] });
    expect(stderr).to.include("(slot b)");
  });

  it("takes the secret's newest version where the stack does not store the key itself", async () => {
    const { code } = await world.runStack(["--skip-check"], {
      secretVersionName: "",
      secretName: version.replace("/versions/1", ""),
    });
    expect(code).to.equal(0);
    expect(world.segment.state.sources[0]?.settings["service_account_json"]).to.equal(world.keyText);
  });

  it("says what is next when the old key is retiring", async () => {
    const { stdout } = await world.runStack(["--skip-check"], {
      keys: [
        { slot: "a", state: "inUse", name: world.keyName() },
        { slot: "b", state: "retiring", name: world.keyName("old") },
      ],
      nextStep: { step: "only-a", todo: [] },
    });
    expect(stdout).to.include(
      `  1. Disable the old key: segment-bigquery key disable ${world.keyName("old")}`,
    );
    expect(stdout).to.include("pulumi config set keyStep only-a --stack prod");
  });

  it("hands over the new key of a rotation and says the next step", async () => {
    await world.runStack();
    const newKey = world.google.makeKey(email);
    const { private_key_id: newId } = JSON.parse(newKey) as { private_key_id: string };
    world.store(newKey);
    const { code, stdout } = await world.runStack([], {
      secretVersionName: version.replace(/1$/, "2"),
      keys: [
        { slot: "a", state: "inUse", name: world.keyName() },
        { slot: "b", state: "entering", name: world.keyName(newId) },
      ],
      nextStep: { step: "use-b", todo: [] },
    });
    expect(code).to.equal(0);
    expect(world.segment.state.sources[0]?.settings["service_account_json"]).to.equal(newKey);
    expect(stdout.split("\n").slice(-4)).to.deep.equal([
      "Next:",
      "  1. Wait until a sync of Segment has run with the new key; the old one still works.",
      "  2. Then let the old key go: pulumi config set keyStep use-b --stack prod && pulumi up --stack prod",
      "",
    ]);
  });
});
