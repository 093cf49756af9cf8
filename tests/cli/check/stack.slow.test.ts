import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { fromConfig } from "../../../cli/check/stack";
import { UsageError } from "../../../cli/errors";
import { readYamlObject } from "../../../cli/yaml";
import { World } from "./world";

const outputs = {
  project: "acme-prod",
  location: "EU",
  profile: "documented",
  readApi: "REST",
  sources: [{ project: "acme-prod", dataset: "crm" }],
  models: [{ project: "acme-prod", dataset: "crm", operations: ["predict"] }],
  stateDataset: { project: "acme-prod", dataset: "__segment_reverse_etl" },
  segmentCreatesStateDataset: false,
  secretName: "projects/acme-prod/secrets/segment",
  keys: [],
};
const state = {
  version: 3,
  deployment: {
    resources: [
      {
        urn: "urn:pulumi:prod::segment-bigquery::segment-bigquery:index:SegmentBigQuery::segment",
        type: "segment-bigquery:index:SegmentBigQuery",
        outputs,
      },
    ],
  },
};
const config = `config:
  segment-bigquery:project: acme-prod
  segment-bigquery:location: EU
  segment-bigquery:sources:
    - acme-prod.crm
  segment-bigquery:models:
    - dataset: acme-prod.crm
      operations: [predict]
  segment-bigquery:key:
    secret:
      secretId: segment
`;

describe("check --stack", () => {
  let world: World;
  let directory: string;
  beforeEach(async () => {
    world = await World.start();
    directory = await mkdtemp(join(tmpdir(), "segment-check-stack-"));
    await writeFile(join(directory, "state.json"), JSON.stringify(state));
    await writeFile(join(directory, "Pulumi.yaml"), "name: segment-bigquery\nruntime: nodejs\n");
    await writeFile(join(directory, "Pulumi.prod.yaml"), config);
    world.acme.policy.bindings.push({ role: "roles/owner", members: ["user:ann@acme.example"] });
    world.acme.secrets.set("segment", {
      id: "segment",
      resource: { name: "projects/111111111111/secrets/segment" },
      policy: { bindings: [], version: 1 },
      versions: [
        { number: 1, state: "ENABLED", data: Buffer.from(world.keyText).toString("base64"), createTime: 0 },
      ],
    });
  });
  afterEach(async () => {
    await world.stop();
    await rm(directory, { recursive: true });
  });

  const env = (): NodeJS.ProcessEnv => ({
    ...world.google.env(),
    GOOGLE_OAUTH_ACCESS_TOKEN: world.google.tokenFor("user:ann@acme.example"),
    // No pulumi there.
    PATH: directory,
  });
  const tried = ["acme-prod.crm.contacts", "acme-prod.crm.deals"];

  it("takes everything from the stack's outputs, the secret too", async () => {
    const args = ["--stack", "prod", "--state", join(directory, "state.json")];
    const run = await world.run(args, { bare: true, env: env() });
    expect([run.code, run.stderr]).to.deep.equal([0, ""]);
    const queried = run.results.filter(({ id }) => id === "source.query").map(({ target }) => target);
    expect(queried).to.deep.equal(tried);
    expect(run.results.find(({ id }) => id === "model.operation")).to.deep.include({
      target: "acme-prod.crm.churn:predict",
      outcome: "ok",
    });
  });

  it("takes it from the config where the state is not at hand, and says so", async () => {
    const run = await world.run(["--stack", "prod", "--directory", directory], { bare: true, env: env() });
    expect(run.code).to.equal(0);
    expect(run.stderr).to.equal(
      "The stack prod cannot be read: the Pulumi CLI is not on the PATH. Where pulumi runs: pulumi stack export " +
        "--stack prod --file state.json; then give --state state.json.\n" +
        `The settings come from ${join(directory, "Pulumi.prod.yaml")} instead.\n`,
    );
    const queried = run.results.filter(({ id }) => id === "source.query").map(({ target }) => target);
    expect(queried).to.deep.equal(tried);
  });

  it("takes the products and what they write from the config, in each of its forms", () => {
    const of = (more: object) =>
      fromConfig(
        { config: { "p:project": "acme-prod", "p:location": "EU", "p:products": ["warehouse"], ...more } },
        "p",
        "Pulumi.prod.yaml",
      ).declared;
    expect(of({})).to.deep.include({
      products: ["warehouse"],
      destinations: [],
      segmentCreatesDestinations: true,
    });
    const both = [{ dataset: "events", mode: "existing" }, "profiles"];
    expect(of({ "p:destinations": both })).to.deep.include({
      destinations: [
        { project: "acme-prod", dataset: "events" },
        { project: "acme-prod", dataset: "profiles" },
      ],
      segmentCreatesDestinations: false,
    });
  });

  it("prefers what is given beside the stack", async () => {
    const args = ["--stack", "prod", "--state", join(directory, "state.json")];
    const more = ["--source", "acme-prod.crm.deals", "--key-file", "-", "--location", "US"];
    const { results } = await world.run([...args, ...more], { bare: true, env: env() });
    expect(results.find(({ id }) => id === "source.location")?.message).to.equal(
      "acme-prod.crm is in EU, but queries run in US: one query reaches one location only.",
    );
    expect(results.filter(({ id }) => id === "source.table").map(({ target }) => target)).to.deep.equal([
      "acme-prod.crm.deals",
    ]);
  });

  it("rejects a config without project and location, and a stack that names no secret", async () => {
    const file = join(directory, "Pulumi.empty.yaml");
    await writeFile(file, "config: {}\n");
    expect(() => fromConfig(readYamlObject(file), "segment-bigquery", file)).to.throw(
      UsageError,
      `${file} does not say segment-bigquery:project and segment-bigquery:location: give them as options.`,
    );
    await writeFile(
      join(directory, "Pulumi.prod.yaml"),
      config.slice(0, config.indexOf("  segment-bigquery:key")),
    );
    const error: unknown = await world
      .run(["--stack", "prod", "--directory", directory], { bare: true, env: env() })
      .catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(UsageError);
    expect((error as Error).message).to.equal(
      "The stack names no secret that holds the key: give it with --key-secret or --key-file.",
    );
  });
});
