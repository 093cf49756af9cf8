import { expect } from "chai";
import { type TestResource, verdicts } from "../support";
import { readExamples } from "./readExamples";

describe("rule unresolved-role", () => {
  const example = readExamples().get("unresolved-role");
  const found = (resources: readonly TestResource[] = [], config = example?.config) =>
    verdicts(resources, config).map(({ level, urn, message }) => [level, urn?.split("::").pop(), message]);

  it("rejects the example and names what is wrong, why, and the fix", () => {
    expect(found(example?.bad)).to.deep.equal([
      [
        "mandatory",
        "read-crm",
        "`read-crm` grants Segment organizations/1/roles/reader on dataset acme.crm. What it allows is unknown: this stack does not create this custom role. Fix: create the role in this stack, or grant one whose permissions are known. [unresolved-role]",
      ],
    ]);
  });

  it("accepts the same without it", () => {
    expect(found(example?.good, example?.goodConfig ?? example?.config)).to.deep.equal([]);
  });
});
