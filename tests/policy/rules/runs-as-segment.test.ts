import { expect } from "chai";
import { type TestResource, verdicts } from "../support";
import { readExamples } from "./readExamples";

describe("rule runs-as-segment", () => {
  const example = readExamples().get("runs-as-segment");
  const found = (resources: readonly TestResource[] = [], config = example?.config) =>
    verdicts(resources, config).map(({ level, urn, message }) => [level, urn?.split("::").pop(), message]);

  it("rejects the example and names what is wrong, why, and the fix", () => {
    expect(found(example?.bad)).to.deep.equal([
      [
        "mandatory",
        "vm",
        "gcp:compute/instance:Instance `vm` runs as Segment's account (serviceAccount.email). Anyone who reaches or edits it holds Segment's tokens. Fix: give it a service account of its own. [runs-as-segment]",
      ],
    ]);
  });

  it("accepts the same without it", () => {
    expect(found(example?.good, example?.goodConfig ?? example?.config)).to.deep.equal([]);
  });
});
