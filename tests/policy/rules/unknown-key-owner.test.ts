import { expect } from "chai";
import { type TestResource, verdicts } from "../support";
import { readExamples } from "./readExamples";

describe("rule unknown-key-owner", () => {
  const example = readExamples().get("unknown-key-owner");
  const found = (resources: readonly TestResource[] = [], config = example?.config) =>
    verdicts(resources, config).map(({ level, urn, message }) => [level, urn?.split("::").pop(), message]);

  it("rejects the example and names what is wrong, why, and the fix", () => {
    expect(found(example?.bad)).to.deep.equal([
      [
        "advisory",
        "key",
        "Whose key `key` (gcp:serviceaccount/key:Key) is, is unknown until the update. Its serviceAccountId is unknown, so the rules about keys do not judge it. Fix: name the account by its address, or wait for the update, which judges it. [unknown-key-owner]",
      ],
    ]);
  });

  it("accepts the same without it", () => {
    expect(found(example?.good, example?.goodConfig ?? example?.config)).to.deep.equal([]);
  });
});
