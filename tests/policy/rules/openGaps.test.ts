import { expect } from "chai";
import { make, unknown, verdicts } from "../support";

describe("what the message about an open gap says", () => {
  const stack = [
    make.projectMember("job-user", "roles/bigquery.jobUser"),
    make.datasetMember("state", "__segment_reverse_etl", "roles/bigquery.dataEditor"),
    make.customRole("read", ["bigquery.tables.getData", "bigquery.tables.get"]),
    make.datasetMember("read", "crm", "projects/acme/roles/read"),
    make.datasetMember("open", "crm", unknown),
  ];
  const config = { sources: ["acme.crm"], serviceAccounts: [make.email], checkMissing: true };
  const gap = (resources: typeof stack) =>
    verdicts(resources, config)
      .filter(({ message }) => message.includes("A grant that may hold them"))
      .map(({ urn, message }) => [urn, message]);
  const message =
    "Whether Segment has bigquery.datasets.get and bigquery.tables.list on dataset acme.crm is unknown until the update. " +
    "A grant that may hold them has parts that are unknown. " +
    "Fix: use a value that is known before the update, or let the update judge it. [undetermined]";

  it("names the permissions by name, and the account where the stack makes it", () => {
    expect(gap([...stack, make.account()])).to.deep.equal([
      ["urn:pulumi:test::stack::gcp:serviceaccount/account:Account::segment", message],
    ]);
  });

  it("is about the stack where the account is made elsewhere", () => {
    expect(gap(stack)).to.deep.equal([[undefined, message]]);
  });

  it("names the permissions in one order, whatever order they are needed in", () => {
    const open = stack.filter(({ name }) => name !== "read");
    expect(gap(open).map(([, said]) => /has (.*) on dataset/.exec(said ?? "")?.[1])).to.deep.equal([
      "bigquery.datasets.get, bigquery.tables.get, bigquery.tables.getData and bigquery.tables.list",
    ]);
  });
});
