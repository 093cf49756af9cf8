import { expect } from "chai";
import { make, type TestResource, unknown, verdicts } from "../support";
import { said } from "./keySupport";
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

  const says = (type: string, props: Readonly<Record<string, unknown>>, from: TestResource["from"] = {}) =>
    said(["unexplained-mention"], [make.account(), { type, name: "it", props, from }]);

  it("rejects what runs code with the account's name, and names what it may do", () => {
    expect(says("command:local:Command", { create: `./grant.sh ${make.email}` })).to.deep.equal([
      "mandatory: create of command:local:Command `it` names Segment's account. What it runs or applies may grant the account anything, and no rule understands it. Fix: grant with an IAM resource, or exempt this resource with a reason. [unexplained-mention]",
    ]);
  });

  it("advises of any other mention, and names where it is", () => {
    expect(says("acme:index:Thing", { setting: make.email })).to.deep.equal([
      "advisory: setting of acme:index:Thing `it` names Segment's account. Nothing here says what it does, and no rule understands it. Fix: grant with an IAM resource, or exempt this resource with a reason. [unexplained-mention]",
    ]);
  });

  it("rejects who is let in by a value that comes from the account, and names both", () => {
    const acl = "gcp:storage/bucketAccessControl:BucketAccessControl";
    expect(says(acl, { entity: unknown }, { entity: ["segment"] })).to.deep.equal([
      "mandatory: entity of gcp:storage/bucketAccessControl:BucketAccessControl `it` takes its value from Segment's account. It may let the account in, or act as it, and no rule understands it. Fix: grant with an IAM resource, or exempt this resource with a reason. [unexplained-mention]",
    ]);
  });
});
