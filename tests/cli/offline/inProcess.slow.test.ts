import { expect } from "chai";
import * as fc from "fast-check";
import type { StackResource } from "../../../cli/offline/engine/stackResource";
import { PreviewFailure } from "../../../cli/offline/failure";
import { InProcessJudge, type LocalPolicy } from "../../../cli/offline/policies/inProcess";
import type { Judge, Target } from "../../../cli/offline/policies/judge";
import type { Level } from "../../../cli/offline/policies/pack";
import { noConfig } from "../../../cli/offline/project/stackConfig";
import { secret, type WireObject } from "../../../cli/offline/wire/wireValue";
import { loadOwnPack } from "../../../cli/preview/ownPack";
import { readCorpus } from "../../policy/corpus/readCorpus";
import { configs, stacks } from "../../policy/properties/generators";
import { make, unknown, type TestResource } from "../../policy/support";
import { onTheWire, PackProcess } from "../../support/packProcess";

const target: Target = {
  project: "test",
  stack: { organization: "organization", stack: "dev" },
  config: noConfig,
};
const root = "urn:pulumi:dev::test::pulumi:pulumi:Stack::test-dev";
const provider: StackResource | undefined = onTheWire([
  { type: "pulumi:providers:gcp", name: "default", props: { project: "acme" } },
])[0];

async function configure(judge: Judge, config: WireObject, level: Level): Promise<void> {
  await judge.configure(
    target,
    ({ policies }) => new Map(policies.map(({ name }) => [name, { level, properties: config }])),
  );
}

/** All that a pack says of a stack, asked as a preview asks: of each resource, of the whole, and what it changes. */
async function said(judge: Judge, resources: StackResource[]): Promise<unknown[]> {
  const order = (found: object[]): string[] => found.map((one) => JSON.stringify(one)).sort();
  return Promise.all([
    judge.analyzeStack(resources, () => provider, root).then(order),
    ...resources.flatMap((resource): Promise<unknown>[] => [
      judge.analyze(resource, provider).then(order),
      ...(judge.remediates ? [judge.remediate(resource, provider)] : []),
    ]),
  ]);
}

describe("the pack in this process and in its own", function () {
  this.timeout(300_000);
  let process: PackProcess;
  const local = loadOwnPack(() => 100);
  /** What both are configured by: most stacks of the corpus need no other. */
  let configured = "";
  before(async () => {
    process = await PackProcess.start();
  });
  after(() => process.stop());

  async function expectSame(stack: readonly TestResource[], config: unknown, level: Level): Promise<void> {
    const plain = JSON.parse(JSON.stringify({ stack, config })) as {
      stack: TestResource[];
      config: WireObject;
    };
    const resources = onTheWire(plain.stack);
    const settings = JSON.stringify([plain.config, level]);
    if (settings !== configured)
      for (const judge of [process.analyzer, local]) await configure(judge, plain.config, level);
    configured = settings;
    const there = said(process.analyzer, resources);
    // The other process works on what it is sent while this one judges.
    await new Promise(setImmediate);
    expect(await said(local, resources)).to.deep.equal(await there);
  }

  it("is described alike", async () => {
    for (const judge of [process.analyzer, local]) await configure(judge, {}, "mandatory");
    expect(local.pack.name).to.equal(process.analyzer.pack.name);
    expect(local.pack.version).to.equal(process.analyzer.pack.version);
    expect(local.pack.policies).to.deep.equal(process.analyzer.pack.policies);
  });

  it("says the same of every case of the corpus, word for word", async () => {
    const corpus = readCorpus();
    expect(corpus.length).to.be.greaterThan(400);
    for (const { resources, config } of corpus) await expectSame(resources, config, "mandatory");
  });

  it("says the same of random stacks", async () => {
    for (const [stack, config] of fc.sample(fc.tuple(stacks, configs), { numRuns: 60, seed: 20261128 })) {
      await expectSame(stack, config, "advisory");
    }
  });

  it("changes the same, and leaves secrets and unknown values what they are", async () => {
    const narrowed = [
      make.projectMember("admin", "roles/bigquery.admin"),
      make.projectMember("user", "roles/bigquery.user"),
      make.datasetMember("edit", "crm", "roles/bigquery.dataOwner"),
      make.datasetMember("unknown", unknown, "roles/bigquery.admin"),
    ];
    const hidden = {
      ...make.projectMember("hidden", "roles/bigquery.admin"),
      props: {
        ...make.projectMember("hidden", "roles/bigquery.admin").props,
        condition: secret({ title: "t", expression: "true" }),
        project: secret("acme"),
      },
    };
    const config = { sources: ["acme.crm"], serviceAccounts: [make.email] };
    await expectSame([...narrowed, hidden], config, "remediate");
    const [resource] = onTheWire([narrowed[0] ?? hidden]);
    if (!resource) throw new Error("There is no resource.");
    expect((await local.remediate(resource, provider)).applied).to.have.length(1);
  });

  it("is ended where a rule hangs", async () => {
    const hanging: LocalPolicy = {
      ...{ name: "hangs", description: "Hangs.", enforcementLevel: "mandatory", severity: "high" },
      ...{ remediationSteps: "", url: "", configSchema: {} },
      validateStack: () => {
        for (;;);
      },
    };
    const judge = new InProcessJudge("pack", "1.0.0", [hanging], () => 0.2);
    await configure(judge, {}, "mandatory");
    const error = await Promise.resolve()
      .then(() => judge.analyzeStack([], () => undefined, root))
      .catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(PreviewFailure);
    expect((error as Error).message).to.equal(
      "The policy pack did not finish in time; raise --timeout if it needs longer.",
    );
  });
});
