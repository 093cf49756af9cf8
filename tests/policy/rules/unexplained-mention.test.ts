import { expect } from "chai";
import { type TestResource, verdicts } from "../support";
import { readExamples } from "./readExamples";

describe("rule unexplained-mention", () => {
  const example = readExamples().get("unexplained-mention");
  const found = (resources: readonly TestResource[] = [], config = example?.config) =>
    verdicts(resources, config).map(({ level, urn, message }) => [level, urn?.split("::").pop(), message]);

  it("rejects the example and names what is wrong, why, and the fix", () => {
    expect(found(example?.bad)).to.deep.equal([
      [
        "mandatory",
        "acl",
        "entity of gcp:storage/bucketAccessControl:BucketAccessControl `acl` names Segment's account. It may let the account in, or act as it, and no rule understands it. Fix: grant with an IAM resource, or exempt this resource with a reason. [unexplained-mention]",
      ],
    ]);
  });

  it("accepts the same without it", () => {
    expect(found(example?.good, example?.goodConfig ?? example?.config)).to.deep.equal([]);
  });
});
