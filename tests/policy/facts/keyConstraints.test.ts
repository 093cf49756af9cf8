import { expect } from "chai";
import * as constraints from "../../../policy/facts/keyConstraints";

describe("the constraints on keys", () => {
  it("are known in their former and in their managed form", () => {
    expect(constraints.forbidKeyCreation).to.deep.equal([
      "iam.disableServiceAccountKeyCreation",
      "iam.managed.disableServiceAccountKeyCreation",
    ]);
    expect(constraints.forbidKeyUpload).to.deep.equal([
      "iam.disableServiceAccountKeyUpload",
      "iam.managed.disableServiceAccountKeyUpload",
    ]);
    expect(constraints.forbidAccounts).to.deep.equal([
      "iam.disableServiceAccountCreation",
      "iam.managed.disableServiceAccountCreation",
    ]);
  });

  it("are listed each once, but for the one that takes hours", () => {
    expect(constraints.constraintNames).to.deep.equal([
      "iam.disableServiceAccountKeyCreation",
      "iam.managed.disableServiceAccountKeyCreation",
      "iam.disableServiceAccountKeyUpload",
      "iam.managed.disableServiceAccountKeyUpload",
      "iam.disableServiceAccountCreation",
      "iam.managed.disableServiceAccountCreation",
    ]);
    expect(constraints.expiryConstraint).to.equal("iam.serviceAccountKeyExpiryHours");
  });

  it("limit a key's life to what Google lets one choose, from an hour to 90 days", () => {
    expect(constraints.expiryHours).to.deep.equal([1, 8, 24, 168, 336, 720, 1440, 2160]);
  });
});
