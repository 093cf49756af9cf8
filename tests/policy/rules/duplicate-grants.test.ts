import { expect } from "chai";
import { type TestResource, verdicts } from "../support";
import { readExamples } from "./readExamples";

describe("rule duplicate-grants", () => {
  const example = readExamples().get("duplicate-grants");
  const found = (resources: readonly TestResource[] = [], config = example?.config) =>
    verdicts(resources, config).map(({ level, urn, message }) => [level, urn?.split("::").pop(), message]);

  it("rejects the example and names what is wrong, why, and the fix", () => {
    expect(found(example?.bad)).to.deep.equal([
      [
        "advisory",
        "again",
        "`again` and `read-crm` make one grant, roles/bigquery.dataViewer on dataset acme.crm to Segment. When any of them is deleted, Google removes the grant, and the others do not notice. Fix: keep one of them, and remove the others from the state without deleting the grant (pulumi state delete). [duplicate-grants]",
      ],
    ]);
  });

  it("accepts the same without it", () => {
    expect(found(example?.good, example?.goodConfig ?? example?.config)).to.deep.equal([]);
  });
});
