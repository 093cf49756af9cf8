import { readFileSync } from "node:fs";
import { expect } from "chai";
import type { StackResource } from "../../cli/offline/engine/stackResource";
import { secret, SIGNATURE, UNKNOWN, type WireObject } from "../../cli/offline/wire/wireValue";
import { type Checkout, installedCheckout } from "./support/checkout";
import { ConstructFailure, PluginProcess } from "./support/PluginProcess";
import { runProgram } from "./support/runProgram";
import { TestEngine } from "./support/TestEngine";
import { schemaFile, schemaText } from "./support/writeSchema";

const acme = { project: "acme-analytics", location: "EU" };
/** How an engine sends what another resource is yet to tell. */
const unknownOutput = { [SIGNATURE]: "d0e6a833031e9bbcd3f4e8bde6ca49a4" };
const component = "urn:pulumi:dev::shop::segment-bigquery:index:SegmentBigQuery::segment";

/** Everything that decides which children there are, and a key in two places. */
const full = {
  ...acme,
  accountId: "segment",
  randomAccountId: true,
  profile: "minimal",
  readApi: "STORAGE",
  sources: [{ dataset: "crm" }, { project: "acme-web", dataset: "events", table: "pages" }],
  models: [{ dataset: "ml", operations: ["predict", "evaluate"] }],
  stateDataset: { labels: { team: "data" }, protect: false },
  key: { secret: { locations: ["europe-west3"], accessors: [{ member: "group:data@acme.example" }] } },
  enableApis: true,
};

/** One type or resource of the schema, as far as it is read here. */
interface Described {
  properties?: Record<string, Property>;
  inputProperties?: Record<string, Property>;
  enum?: Property[];
  description?: string;
}
interface Property {
  description?: string;
  name?: string;
  type?: string;
  $ref?: string;
}
interface Schema {
  name: string;
  version: string;
  resources: Record<string, Described>;
  types: Record<string, Described>;
}

describe("the component as a plugin", function () {
  this.timeout(240_000);
  let checkout: Checkout;
  /** What the plugin logs to; each test constructs against an engine of its own. */
  let pluginsEngine: TestEngine;
  let engine: TestEngine;
  /** They outlive the tests, as an engine does: a component that was refused may still have a word for its own. */
  const engines: TestEngine[] = [];
  let plugin: PluginProcess;

  before(async () => {
    checkout = installedCheckout();
    pluginsEngine = await TestEngine.start();
    plugin = await PluginProcess.start(checkout.plugin, pluginsEngine);
  });
  beforeEach(async () => {
    engine = await TestEngine.start();
    engines.push(engine);
    engine.addStack();
  });
  after(async () => {
    await plugin.stop();
    for (const one of [...engines, pluginsEngine]) one.stop();
    checkout.remove();
  });

  /** What a program in the component's own language registers through the same engine. */
  async function inProcess(args: string): Promise<TestEngine> {
    const own = await TestEngine.start();
    await runProgram(checkout, own, `new SegmentBigQuery("segment", ${args});`);
    own.stop();
    return own;
  }

  it("serves the schema that is committed (`npm run schema` writes it again)", async () => {
    expect(schemaText(await plugin.schema())).to.equal(readFileSync(schemaFile, "utf8"));
  });

  it("describes every type, argument, output and enum value, and has enums for enums", () => {
    const { resources, types } = JSON.parse(readFileSync(schemaFile, "utf8")) as Schema;
    const all = [...Object.entries(resources), ...Object.entries(types)];
    const undescribed = all.filter(([, { description }]) => !description).map(([token]) => token);
    for (const [token, one] of all)
      for (const kind of ["inputProperties", "properties", "enum"] as const)
        for (const [key, property] of Object.entries(one[kind] ?? {}))
          if (!property.description) undescribed.push(`${token} ${kind} ${property.name ?? key}`);
    expect(undescribed).to.deep.equal([]);
    expect(Object.keys(resources)).to.deep.equal(["segment-bigquery:index:SegmentBigQuery"]);
    const enums = Object.keys(types).filter((token) => types[token]?.enum !== undefined);
    expect(enums.map((token) => token.split(":")[2])).to.include.members([
      "Profile",
      "ReadApi",
      "StateDatasetMode",
      "ModelOperation",
      "KeyMode",
    ]);
    const args = resources["segment-bigquery:index:SegmentBigQuery"]?.inputProperties ?? {};
    expect(args.profile?.$ref).to.equal("#/types/segment-bigquery:index:Profile");
    expect(args.readApi?.$ref).to.equal("#/types/segment-bigquery:index:ReadApi");
  });

  it("makes the same children, URNs and grants of the same arguments as in-process", async () => {
    const { urn, state } = await plugin.construct(engine, { inputs: full as unknown as WireObject });
    const own = await inProcess(JSON.stringify(full));
    expect(urn).to.equal(component);
    expect(engine.resources()).to.deep.equal(own.resources());
    expect(Object.keys(engine.resources()).length).to.be.greaterThan(15);
    // An output with an unknown part crosses the boundary of a preview as unknown altogether.
    const known = Object.entries(state).filter(([, value]) => value !== UNKNOWN);
    expect(Object.fromEntries(known)).to.deep.include({ project: "acme-analytics", readApi: "STORAGE" });
    expect(own.get("segment").outputs).to.deep.include(Object.fromEntries(known));
  });

  it("makes the same of the defaults, the nulls of YAML among them", async () => {
    const nulls = { sources: null, key: null, stateDataset: { mode: null } };
    const { state } = await plugin.construct(engine, { inputs: { ...acme, ...nulls } });
    const own = await inProcess(JSON.stringify(acme));
    expect(engine.resources()).to.deep.equal(own.resources());
    expect((state.grants as WireObject[]).length).to.be.greaterThan(3);
    expect(state.grants).to.deep.equal(own.get("segment").outputs.grants);
  });

  it("keeps secrets secret, in children and in outputs", async () => {
    const { state } = await plugin.construct(engine, {
      inputs: { ...acme, project: secret("acme-analytics") },
    });
    const { project } = engine.get("segment-account").inputs;
    expect(project).to.deep.equal(secret("acme-analytics"));
    expect(state.project).to.deep.equal(secret("acme-analytics"));
    expect(JSON.stringify(state.segmentForm)).not.to.contain("private_key");
    const versions = Object.values(engine.resources()).filter(({ type }) => type.endsWith(":SecretVersion"));
    expect(versions.map(({ inputs }) => inputs.secretData)).to.deep.equal([UNKNOWN]);
  });

  it("leaves unknown what is unknown, and knows the rest", async () => {
    const inputs = { ...acme, displayName: UNKNOWN, sources: [{ dataset: unknownOutput, name: "later" }] };
    const { state } = await plugin.construct(engine, {
      inputs,
      inputDependencies: { displayName: [engine.root] },
    });
    expect(engine.get("segment-account").inputs.displayName).to.equal(UNKNOWN);
    expect(engine.get("segment-account").inputs.accountId).to.equal("segment-bigquery");
    expect(engine.get("segment-own-dataset-source-reader-later").inputs.datasetId).to.equal(UNKNOWN);
    expect(state.location).to.equal("EU");
  });

  it("hands on the protection that the program asks for", async () => {
    await plugin.construct(engine, { inputs: acme, protect: true });
    const unprotected = Object.values(engine.resources()).filter(
      (one: StackResource) => one.parent !== undefined && !one.options.protect,
    );
    expect(unprotected.map(({ name }) => name)).to.deep.equal([]);
  });

  it("rejects bad arguments as property errors, all at once, and makes nothing", async () => {
    const failure = await failureOf({
      ...acme,
      location: "Europe",
      profile: "wide",
      sources: [{ table: "t" }],
    });
    expect(failure.code).to.equal(3);
    expect(failure.refusals.map(({ propertyPath }) => propertyPath)).to.have.members([
      "location",
      "profile",
      "sources[0].dataset",
    ]);
    expect(failure.refusals).to.deep.include({
      propertyPath: "sources[0].dataset",
      reason: 'is missing; give the dataset of table "t"',
    });
    expect(Object.keys(engine.resources())).to.deep.equal([component]);
  });

  it("rejects a bad argument that comes from another resource, by name, and makes nothing of it", async () => {
    const failure = await failureOf({ ...acme, project: "Acme Analytics" }, { project: [engine.root] });
    expect(failure.message).to.match(
      /^SegmentBigQuery "segment" has 1 bad argument:\n {2}project: is "Acme Analytics"; give a project's id /,
    );
    expect(Object.keys(engine.resources())).to.deep.equal([component]);
  });

  it("never shows a secret argument that is bad", async () => {
    const failure = await failureOf({ ...acme, project: secret("Not A Project") });
    expect(failure.message).to.contain("project:");
    expect(failure.message + plugin.output + JSON.stringify(pluginsEngine.log)).not.to.contain(
      "Not A Project",
    );
  });

  async function failureOf(
    inputs: WireObject,
    inputDependencies: Record<string, string[]> = {},
  ): Promise<ConstructFailure> {
    const outcome: unknown = await plugin
      .construct(engine, { inputs, inputDependencies })
      .catch((error: unknown) => error);
    if (outcome instanceof ConstructFailure) return outcome;
    throw new Error("The plugin accepted the arguments.");
  }
});
