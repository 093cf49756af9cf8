import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { SegmentBigQuery, type SegmentBigQueryArgs } from "../../../components/index";
import { failuresOf } from "../../support/failures";
import { MockEngine, unknownOutput } from "../../support/mocks";

const acme = { project: "acme-analytics", location: "EU" };

/** What the component reports, and what was made before. */
async function failed(
  args: SegmentBigQueryArgs,
  preview = false,
): Promise<{ messages: string[]; made: string[] }> {
  const engine = await new MockEngine(preview).start();
  const failures = await failuresOf(async () => {
    new SegmentBigQuery("segment", args);
    await pulumi.runtime.disconnect();
  });
  return { messages: failures.map(({ message }) => message), made: engine.children() };
}

describe("arguments that are outputs", () => {
  it("reports every bad one at once, when they are known", async () => {
    const { messages } = await failed({
      ...acme,
      project: pulumi.output("ACME"),
      sources: [{ dataset: pulumi.output("a-b"), name: "ab" }, { dataset: "crm" }],
      description: pulumi.output("ok"),
    });
    expect(messages).to.deep.equal([
      `SegmentBigQuery "segment" has 2 bad arguments:
  project: is "ACME"; give a project's id (not its number or name): 6 to 30 lower-case letters, digits and hyphens, such as acme-analytics
  sources[0].dataset: is "a-b"; give a dataset's id without its project: letters, digits and underscores`,
    ]);
  });

  it("makes nothing of a bad one, though others are good", async () => {
    const { made } = await failed({
      ...acme,
      project: pulumi.output("acme-analytics"),
      sources: [{ dataset: pulumi.output("a-b"), name: "ab" }],
    });
    expect(made).to.deep.equal([]);
  });

  it("accepts two outputs that turn out to be one dataset: each has a role of its own, so neither is the other's", async () => {
    const sources = ["a", "b"].map((name) => ({ dataset: pulumi.output("crm"), name }));
    const { messages, made } = await failed({ ...acme, sources });
    expect(messages).to.deep.equal([]);
    expect(made.filter((child) => child.includes("source-reader"))).to.deep.equal(
      ["a", "b"].flatMap((name) => [
        `segment-own-dataset-source-reader-${name} gcp:bigquery/datasetIamMember:DatasetIamMember`,
        `segment-own-dataset-source-reader-${name}-role gcp:projects/iAMCustomRole:IAMCustomRole`,
        `segment-own-dataset-source-reader-${name}-role-suffix random:index/randomId:RandomId`,
      ]),
    );
  });

  it("never shows a secret", async () => {
    const { messages } = await failed({ ...acme, accountId: pulumi.secret("Hush-Hush") });
    expect(messages).to.have.length(1);
    expect(messages[0]).to.match(/accountId: is a secret that does not have the right form; give 6 to 30/);
    expect(messages[0]).not.to.contain("Hush");
  });

  it("checks what a preview knows, and waits for the rest", async () => {
    const one = await failed({ ...acme, project: unknownOutput(), accountId: pulumi.output("NO") }, true);
    expect(one.messages).to.have.length(1);
    expect(one.messages[0]).to.match(/has 1 bad argument:\n {2}accountId: is "NO"/);
    expect((await failed({ ...acme, project: unknownOutput() }, true)).messages).to.deep.equal([]);
  });

  it("takes promises too", async () => {
    expect((await failed({ ...acme, project: Promise.resolve("acme-analytics") })).messages).to.deep.equal(
      [],
    );
    expect((await failed({ ...acme, project: Promise.resolve("NO") })).messages).to.have.length(1);
  });
});

describe("arguments that are known", () => {
  it("throws one InputPropertiesError with all of them, before anything is made", async () => {
    const engine = await new MockEngine().start();
    let thrown: unknown;
    try {
      new SegmentBigQuery("segment", { project: "NO", location: "" });
    } catch (error) {
      thrown = error;
    }
    expect(pulumi.InputPropertiesError.isInstance(thrown)).to.equal(true);
    expect(pulumi.RunError.isInstance(thrown), "printed as its message alone").to.equal(true);
    expect(
      (thrown as pulumi.InputPropertiesError).errors.map(({ propertyPath }) => propertyPath),
    ).to.deep.equal(["project", "location"]);
    await pulumi.runtime.disconnect();
    expect(engine.children()).to.deep.equal([]);
  });
});
