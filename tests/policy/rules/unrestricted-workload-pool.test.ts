import { expect } from "chai";
import { type TestResource, verdicts } from "../support";
import { readExamples } from "./readExamples";

describe("rule unrestricted-workload-pool", () => {
  const example = readExamples().get("unrestricted-workload-pool");
  const found = (resources: readonly TestResource[] = [], config = example?.config) =>
    verdicts(resources, config).map(({ level, urn, message }) => [level, urn?.split("::").pop(), message]);

  it("rejects the example and names what is wrong, why, and the fix", () => {
    expect(found(example?.bad)).to.deep.equal([
      [
        "mandatory",
        "github",
        "Workload identity pool provider `github` has no attribute condition. Everybody that its issuer vouches for enters pool github, which can act as Segment's account. Fix: set attributeCondition to the identities that are meant, or remove the pool's role on the account. [unrestricted-workload-pool]",
      ],
    ]);
  });

  it("accepts the same without it", () => {
    expect(found(example?.good, example?.goodConfig ?? example?.config)).to.deep.equal([]);
  });
});
