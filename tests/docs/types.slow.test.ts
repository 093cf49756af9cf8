import { expect } from "chai";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { problemsOf } from "./strict";

const enforce = resolve(__dirname, "../../docs/enforce.md");

const library = { "pulumi-segment-bigquery": "library.ts" };
const pack = { "segment-bigquery-policy/rules": "policy/library.ts" };

describe("the types that are published, in strict mode", function () {
  this.timeout(120_000);

  it("take an enum's values as text, as the SDKs that Pulumi generates do", () => {
    const program = `import { Profile, SegmentBigQuery, type SegmentBigQueryArgs } from "pulumi-segment-bigquery";
const args: SegmentBigQueryArgs = {
  project: Promise.resolve("acme-analytics"),
  location: "EU",
  profile: "minimal",
  readApi: "STORAGE",
  models: [{ dataset: "ml", operations: ["predict"] }],
  stateDataset: { mode: "existing" },
  key: { mode: "google-managed", step: "add-b" },
};
const segment: SegmentBigQuery = new SegmentBigQuery("segment", args);
new SegmentBigQuery("other", { project: "p", location: "EU", profile: Profile.Minimal }, { protect: true });
export const email = segment.serviceAccountEmail.apply((address) => address.length);
`;
    expect(problemsOf(program, library)).to.deep.equal([]);
  });

  it("refuse what is no value of an enum, and what is no argument", () => {
    const program = `import { SegmentBigQuery } from "pulumi-segment-bigquery";
new SegmentBigQuery("a", { project: "p", location: "EU", profile: "wide" });
new SegmentBigQuery("b", { project: "p", location: "EU", sourcs: [] });
`;
    const problems = problemsOf(program, library);
    expect(problems[0]).to.match(/^Type '"wide"' is not assignable to type/);
    expect(problems[1]).to.match(/'sourcs' does not exist in type/);
    expect(problems).to.have.length(2);
  });

  it("put the pack's policies into a pack of one's own, as docs/enforce.md does", () => {
    const [, documented = ""] = /^```ts\n([\s\S]*?)^```/m.exec(readFileSync(enforce, "utf8")) ?? [];
    expect(documented).to.include("...policies(),");
    expect(problemsOf(documented, pack)).to.deep.equal([]);
  });

  it("are those of a PolicyPack's list", () => {
    const program = `import { PolicyPack } from "@pulumi/policy";
import { policies } from "segment-bigquery-policy/rules";
new PolicyPack("acme", { policies: policies() });
`;
    expect(problemsOf(program, pack)).to.deep.equal([]);
  });
});
