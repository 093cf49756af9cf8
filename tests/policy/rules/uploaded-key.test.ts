import { expect } from "chai";
import { type TestResource, verdicts } from "../support";
import { readExamples } from "./readExamples";

describe("rule uploaded-key", () => {
  const example = readExamples().get("uploaded-key");
  const found = (resources: readonly TestResource[] = [], config = example?.config) =>
    verdicts(resources, config).map(({ level, urn, message }) => [level, urn?.split("::").pop(), message]);

  it("rejects the example and names what is wrong, why, and the fix", () => {
    expect(found(example?.bad)).to.deep.equal([
      [
        "mandatory",
        "key",
        "The key `key` of Segment's account was uploaded (publicKeyData). Nobody can see here where its private part was created and is kept. Fix: let Google create the key, use SegmentBigQuery's upload mode, or set uploadedKeys to allow. [uploaded-key]",
      ],
    ]);
  });

  it("accepts the same without it", () => {
    expect(found(example?.good, example?.goodConfig ?? example?.config)).to.deep.equal([]);
  });
});
