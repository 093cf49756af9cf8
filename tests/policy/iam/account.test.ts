import { expect } from "chai";
import { projectOfEmail, stackAccounts } from "../../../policy/iam/account";
import { saysSegment } from "../../../policy/facts/recognition";
import { fromPolicyResource } from "../../../policy/stack/fromPulumi";
import { stackOf } from "../../../policy/stack/stack";
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

  it("have the address that the resource states before the one that Google would make", () => {
    const stated = account({ accountId: "a", project: "acme", email: "B@Acme.iam.gserviceaccount.com" });
    expect([stated?.email, stated?.identity]).to.deep.equal([
      "b@acme.iam.gserviceaccount.com",
      "b@acme.iam.gserviceaccount.com",
    ]);
  });

  it("have no address while their project is not known", () => {
    const open = account({ accountId: "segment", project: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" });
    expect([open?.project, open?.email]).to.deep.equal([undefined, undefined]);
    expect(account({ accountId: "segment" })?.project).to.equal(undefined);
  });

  it("say what their id, display name and description say, line by line", () => {
    const says = (props: Record<string, unknown>) => account(props)?.says;
    expect(says({ accountId: "a", displayName: "b", description: "c" })).to.equal("a\nb\nc");
    expect(says({ accountId: "a", description: "c" })).to.equal("a\nc");
    expect(says({ displayName: "b" })).to.equal("b");
    expect(says({})).to.equal("");
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
    expect(projectOfEmail("a@.x.iam.gserviceaccount.com")).to.equal("x:");
    expect(projectOfEmail("no address")).to.equal(undefined);
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
      "segmentretl",
      "Used by Segment Reverse ETL",
      "used by segment reverse etl",
      "reads the tables for segment",
      "segment service account",
      "Segment: data of the EU",
      "A Segment source of the CRM",
      "market-data\nReads for Segment",
    ])
      expect(saysSegment(words), words).to.equal(true);
    for (const words of [
      "segmentation",
      "segments",
      "presegment",
      "resegmented",
      "",
      "rfm-segment-loader",
      "segment-tree-bench",
      "segment-anything",
      "image-segmenter\nImage segment anything",
      "Writes the RFM segment of each customer",
      "Revenue by segment",
      "Kafka log segment archiver",
      "Loads market segment data into BigQuery",
      "Customer Segment API",
    ])
      expect(saysSegment(words), words).to.equal(false);
  });
});
