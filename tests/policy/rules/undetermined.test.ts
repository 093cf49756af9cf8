import { expect } from "chai";
import { type TestResource, verdicts } from "../support";
import { readExamples } from "./readExamples";

describe("rule undetermined", () => {
  const example = readExamples().get("undetermined");
  const found = (resources: readonly TestResource[] = [], config = example?.config) =>
    verdicts(resources, config).map(({ level, urn, message }) => [level, urn?.split("::").pop(), message]);

  it("rejects the example and names what is wrong, why, and the fix", () => {
    expect(found(example?.bad)).to.deep.equal([
      [
        "advisory",
        "owner",
        "Whom `owner` grants roles/bigquery.admin on project acme is unknown until the update. Its member is unknown, so it is not judged yet. Fix: use a value that is known before the update, or let the update judge it. [undetermined]",
      ],
    ]);
  });

  it("accepts the same without it", () => {
    expect(found(example?.good, example?.goodConfig ?? example?.config)).to.deep.equal([]);
  });
});
