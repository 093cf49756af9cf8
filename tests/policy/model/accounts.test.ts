import { expect } from "chai";
import { projectOfEmail, saysSegment, stackAccounts } from "../../../policy/model/accounts";
import { fromPolicyResource } from "../../../policy/model/adapt";
import { stackOf } from "../../../policy/model/stack";
import { asPolicyResources } from "../support";

describe("a stack's accounts", () => {
  const account = (props: Record<string, unknown>) =>
    stackAccounts(
      stackOf(
        asPolicyResources([{ type: "gcp:serviceaccount/account:Account", name: "a", props }]).map(
          fromPolicyResource,
        ),
      ),
    )[0];

  it("have the address that Google makes of id and project", () => {
    expect(account({ accountId: "Segment", project: "acme" })?.email).to.equal(
      "segment@acme.iam.gserviceaccount.com",
    );
    expect(account({ accountId: "segment", project: "example.com:acme" })?.email).to.equal(
      "segment@acme.example.com.iam.gserviceaccount.com",
    );
    expect(account({ accountId: "segment", project: "projects/acme" })?.project).to.equal("acme");
    expect(account({ accountId: "segment" })?.email).to.equal(undefined);
    expect(account({ accountId: "segment" })?.identity).to.include("urn:pulumi:");
    expect(account({ project: "acme" })?.email).to.equal(undefined);
  });

  it("are disabled only where that is said", () => {
    expect([true, false, "true", null].map((disabled) => account({ disabled })?.disabled)).to.deep.equal([
      true,
      false,
      false,
      false,
    ]);
  });

  it("lie in the project that their address names", () => {
    expect(projectOfEmail("a@acme.iam.gserviceaccount.com")).to.equal("acme");
    expect(projectOfEmail("a@acme.example.com.IAM.gserviceaccount.com")).to.equal("example.com:acme");
    expect(projectOfEmail("1-compute@developer.gserviceaccount.com")).to.equal(undefined);
    expect(projectOfEmail("a@acme.iam.gserviceaccount.com.evil.com")).to.equal(undefined);
  });

  it("are Segment's by the word, not by a part of one", () => {
    for (const words of [
      "segment",
      "for Segment",
      "segment-reader",
      "twilio_segment",
      "TwilioSegment",
      "Segment2 segment",
    ])
      expect(saysSegment(words), words).to.equal(true);
    for (const words of ["segmentation", "segments", "presegment", "resegmented", ""])
      expect(saysSegment(words), words).to.equal(false);
  });
});
