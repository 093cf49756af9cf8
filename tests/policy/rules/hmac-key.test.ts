import { expect } from "chai";
import { type TestResource, verdicts } from "../support";
import { readExamples } from "./readExamples";

describe("rule hmac-key", () => {
  const example = readExamples().get("hmac-key");
  const found = (resources: readonly TestResource[] = [], config = example?.config) =>
    verdicts(resources, config).map(({ level, urn, message }) => [level, urn?.split("::").pop(), message]);

  it("rejects the example and names what is wrong, why, and the fix", () => {
    expect(found(example?.bad)).to.deep.equal([
      [
        "mandatory",
        "hmac",
        "`hmac` is an HMAC key of Segment's account for Cloud Storage. Segment does not use it, and it never expires. Fix: set its state to INACTIVE, then remove it. [hmac-key]",
      ],
    ]);
  });

  it("accepts the same without it", () => {
    expect(found(example?.good, example?.goodConfig ?? example?.config)).to.deep.equal([]);
  });
});
