import { expect } from "chai";
import { World } from "./world";

describe("connect: a credential that several connections share", () => {
  let world: World;
  beforeEach(async () => {
    world = await World.start();
    const { credentials, sources, warehouses } = world.segment.state;
    const settings = { type: "BigQuery", service_account_json: "old" };
    credentials.push({ id: "cred1", slug: "Analytics", metadataId: "", enabled: true, settings });
    const uses = { enabled: true, settings: { credential_id: "cred1" } };
    for (const id of ["src1", "src2", "src3"])
      sources.push({ id, slug: id, metadataId: "78PbvP2yv8", ...uses });
    warehouses.push({ id: "wh1", slug: "", metadataId: "kwX50Df0hr", ...uses });
  });
  afterEach(() => world.stop());

  const run = (argv: string[] = [], env?: NodeJS.ProcessEnv) =>
    world.runPlain(["--credential", "cred1", "--source-id", "src1", ...argv], env && { env });

  const used =
    "The credential Analytics (cred1) is used by source src1 (src1), source src2 (src2), source src3 (src3), warehouse wh1.";

  it("lists everything that would change, over all pages, and changes nothing without --yes", async () => {
    const { code, stderr } = await run();
    expect({ code, changes: world.changes() }).to.deep.equal({ code: 1, changes: [] });
    expect(stderr).to.include(`${used} All of them would use ${world.hidden} at once. Nothing was changed.`);
    expect(stderr).to.include("run the same again with --yes");
  });

  it("updates it with --yes, keeps its type, and gives the source the rest", async () => {
    const { code, stdout } = await run(["--yes"]);
    expect(code).to.equal(0);
    expect(world.changes()).to.deep.equal(["PATCH /credentials/cred1 200", "PATCH /sources/src1 200"]);
    expect(world.segment.state.credentials[0]?.settings).to.deep.equal({
      type: "BigQuery",
      service_account_json: world.keyText,
    });
    expect(world.segment.state.sources[0]?.settings).to.deep.equal({
      credential_id: "cred1",
      location: "EU",
      use_bqs: false,
    });
    expect(stdout).to.include(`Updated it: all of them use ${world.hidden} from now on.`);
  });

  it("shows both requests of a dry run with the key hidden", async () => {
    const { stdout } = await run(["--dry-run", "--json"]);
    const { requests, consumers } = JSON.parse(stdout) as { requests: unknown[]; consumers: string[] };
    expect(requests[0]).to.deep.equal({
      method: "PATCH",
      path: "/credentials/cred1",
      body: { settings: { type: "BigQuery", service_account_json: world.hidden } },
    });
    expect(requests).to.have.length(2);
    expect(consumers).to.have.length(4);
    expect(world.changes()).to.deep.equal([]);
  });

  it("says who may change a credential where the token may not", async () => {
    const env = { ...world.env(), SEGMENT_API_TOKEN: world.segment.tokenFor("Source Admin") };
    const { code, stderr } = await run(["--yes"], env);
    expect(code).to.equal(1);
    expect(stderr).to.include("Segment lets only a token of a Workspace Owner change a credential.");
  });

  it("refuses a credential of another type", async () => {
    const [credential] = world.segment.state.credentials;
    if (credential) credential.settings = { type: "Snowflake", privateKey: "x" };
    const { code, stderr } = await run(["--yes"]);
    expect({ code, changes: world.changes() }).to.deep.equal({ code: 1, changes: [] });
    expect(stderr).to.include('is not one for BigQuery: its type is "Snowflake"');
  });

  it("guesses no setting where the credential shows none that takes a key", async () => {
    const [credential] = world.segment.state.credentials;
    if (credential) credential.settings = { type: "BigQuery", project: "p" };
    const { code, stderr } = await run(["--yes"]);
    expect({ code, changes: world.changes() }).to.deep.equal({ code: 1, changes: [] });
    expect(stderr).to.include(
      "Which setting of credential cred1 takes the key is unknown: Segment shows project.",
    );
    expect(stderr).to.include("--credentials-setting");
  });

  it("stops before the credential is changed where the source cannot use one", async () => {
    const entry = world.segment.state.catalog.get("78PbvP2yv8");
    if (entry) entry.options = entry.options.filter(({ name }) => name !== "credential_id");
    const { code, stderr } = await run(["--yes"]);
    expect({ code, changes: world.changes() }).to.deep.equal({ code: 1, changes: [] });
    expect(stderr).to.include("no setting credential_id");
  });
});
