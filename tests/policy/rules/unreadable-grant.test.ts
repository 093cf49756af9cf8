import { expect } from "chai";
import { make, type TestResource, verdicts } from "../support";

const dynamic = (text: string): TestResource => ({
  type: "gcp:bigquery/job:Job",
  name: "job",
  props: { project: "acme", query: { query: text } },
});

const grants = (email: string) => `EXECUTE IMMEDIATE CONCAT("GRANT ", "x", " TO 'serviceAccount:${email}'")`;

const found = (resources: readonly TestResource[], serviceAccounts: readonly string[]) =>
  verdicts(resources, { serviceAccounts, checkMissing: false })
    .filter(({ rule }) => rule === "unreadable-grant")
    .map(({ urn, message }) => [urn?.split("::").pop(), message]);

const other = "segment@lake.iam.gserviceaccount.com";

const uses = (email: string) =>
  make.projectMember(email, "roles/bigquery.user", { member: `serviceAccount:${email}` });

describe("rule unreadable-grant, of scripts", () => {
  const says =
    "query of gcp:bigquery/job:Job `job` cannot be read: a part of what it grants is put together when it runs. " +
    "It may grant anything to anybody, Segment included. Fix: grant with an IAM resource instead. [unreadable-grant]";

  it("rejects one that names one of two accounts", () => {
    const stack = [dynamic(grants(make.email)), uses(make.email), uses(other)];
    expect(found(stack, [make.email, other])).to.deep.equal([["job", says]]);
  });

  it("accepts one that names somebody else", () => {
    const stack = [dynamic(grants("loader@acme.iam.gserviceaccount.com")), uses(make.email), uses(other)];
    expect(found(stack, [make.email, other])).to.deep.equal([]);
  });

  it("is silent without an account of Segment's", () => {
    expect(
      found(
        [dynamic(grants("loader@acme.iam.gserviceaccount.com"))],
        ["nobody@acme.iam.gserviceaccount.com"],
      ),
    ).to.deep.equal([]);
  });
});
