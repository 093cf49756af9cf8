import { expect } from "chai";
import { type TestResource, verdicts } from "../support";
import { readExamples } from "./readExamples";

describe("rule unfinished-rotation", () => {
  const example = readExamples().get("unfinished-rotation");
  const found = (resources: readonly TestResource[] = [], config = example?.config) =>
    verdicts(resources, config).map(({ level, urn, message }) => [level, urn?.split("::").pop(), message]);

  it("rejects the example and names what is wrong, why, and the fix", () => {
    expect(found(example?.bad)).to.deep.equal([
      [
        "mandatory",
        "old",
        "Segment has had 2 live keys since 2026-11-01 (`old` and `key`). A rotation takes 14 days at most, and each live key is one more that can leak. Fix: check that Segment uses `key`, then disable and delete `old`. [unfinished-rotation]",
      ],
    ]);
  });

  it("accepts the same without it", () => {
    expect(found(example?.good, example?.goodConfig ?? example?.config)).to.deep.equal([]);
  });
});
