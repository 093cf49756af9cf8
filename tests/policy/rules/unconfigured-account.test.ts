import { expect } from "chai";
import { type TestResource, verdicts } from "../support";
import { readExamples } from "./readExamples";

describe("rule unconfigured-account", () => {
  const example = readExamples().get("unconfigured-account");
  const found = (resources: readonly TestResource[] = [], config = example?.config) =>
    verdicts(resources, config).map(({ level, urn, message }) => [level, urn?.split("::").pop(), message]);

  it("rejects the example and names what is wrong, why, and the fix", () => {
    expect(found(example?.bad)).to.deep.equal([
      [
        "advisory",
        "segment",
        "serviceAccount:segment@acme.iam.gserviceaccount.com looks like an account of Segment's, and the config does not name it. It is judged as Segment's, by what the config says for all accounts. Fix: name it in serviceAccounts or accounts, or remove the account. [unconfigured-account]",
      ],
    ]);
  });

  it("accepts the same without it", () => {
    expect(found(example?.good, example?.goodConfig ?? example?.config)).to.deep.equal([]);
  });
});
