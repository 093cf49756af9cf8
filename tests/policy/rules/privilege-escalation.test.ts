import { expect } from "chai";
import { type TestResource, verdicts } from "../support";
import { readExamples } from "./readExamples";

describe("rule privilege-escalation", () => {
  const example = readExamples().get("privilege-escalation");
  const found = (resources: readonly TestResource[] = [], config = example?.config) =>
    verdicts(resources, config).map(({ level, urn, message }) => [level, urn?.split("::").pop(), message]);

  it("rejects the example and names what is wrong, why, and the fix", () => {
    expect(found(example?.bad)).to.deep.equal([
      [
        "mandatory",
        "read-crm",
        "`read-crm` grants Segment projects/acme/roles/segmentRead on dataset acme.crm. With bigquery.datasets.update it can give itself more than it has. Fix: remove bigquery.datasets.update from projects/acme/roles/segmentRead. [privilege-escalation]",
      ],
    ]);
  });

  it("accepts the same without it", () => {
    expect(found(example?.good, example?.goodConfig ?? example?.config)).to.deep.equal([]);
  });
});
