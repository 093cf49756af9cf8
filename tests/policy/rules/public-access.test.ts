import { expect } from "chai";
import { type TestResource, verdicts } from "../support";
import { readExamples } from "./readExamples";

describe("rule public-access", () => {
  const example = readExamples().get("public-access");
  const found = (resources: readonly TestResource[] = [], config = example?.config) =>
    verdicts(resources, config).map(({ level, urn, message }) => [level, urn?.split("::").pop(), message]);

  it("rejects the example and names what is wrong, why, and the fix", () => {
    expect(found(example?.bad)).to.deep.equal([
      [
        "mandatory",
        "open",
        "`open` grants allUsers roles/bigquery.dataViewer on dataset acme.crm. It opens what Segment works on to everybody. Fix: grant the role to the members that need it instead. [public-access]",
      ],
    ]);
  });

  it("accepts the same without it", () => {
    expect(found(example?.good, example?.goodConfig ?? example?.config)).to.deep.equal([]);
  });
});
