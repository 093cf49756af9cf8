import { expect } from "chai";
import { documentedStack, make, messages, unknown } from "../support";

const config = { sources: ["acme.crm"] };

const without = (name: string) => documentedStack().filter((one) => one.name !== name);

describe("rule missing-permissions", () => {
  it("rejects a state dataset on which nothing is granted, and names what is needed and why", () => {
    expect(messages(without("state"), config)).to.deep.equal([
      "mandatory: Segment lacks bigquery.tables.create, bigquery.tables.get, bigquery.tables.getData and 2 more on dataset acme.__segment_reverse_etl. It needs these to keep the state between syncs. Fix: grant roles/bigquery.dataEditor on dataset acme.__segment_reverse_etl, or set segmentCreatesStateDataset if Segment creates it. [missing-permissions]",
    ]);
  });

  it("rejects a source that cannot be read", () => {
    expect(messages(without("read-crm"), config)).to.deep.equal([
      "mandatory: Segment lacks bigquery.tables.get and bigquery.tables.getData on dataset acme.crm. It needs these to read the source. Fix: grant roles/bigquery.dataViewer on dataset acme.crm, or remove the source from the declaration. [missing-permissions]",
    ]);
  });

  it("rejects jobs.create granted on a dataset, where it does nothing, and says so", () => {
    const stack = [
      make.account(),
      make.datasetMember("jobs", "crm", "roles/bigquery.jobUser"),
      make.datasetMember("read", "crm", "roles/bigquery.dataViewer"),
      make.datasetMember("state", "__segment_reverse_etl", "roles/bigquery.dataEditor"),
    ];
    expect(messages(stack, config)).to.deep.equal([
      "mandatory: Segment lacks bigquery.jobs.create on project acme. It needs this to run queries. roles/bigquery.jobUser gives bigquery.jobs.create on dataset acme.crm, where it does nothing. Fix: grant roles/bigquery.jobUser on project acme. [missing-permissions]",
    ]);
  });

  it("rejects tables.list granted on a table, which does not list the dataset", () => {
    const stack = [
      make.account(),
      make.projectMember("job-user", "roles/bigquery.jobUser"),
      make.tableMember("read", "crm", "users", "roles/bigquery.dataViewer"),
      make.datasetMember("state", "__segment_reverse_etl", "roles/bigquery.dataEditor"),
    ];
    expect(messages(stack, { sources: ["acme.crm.users"] })[0]).to.include(
      "Segment lacks bigquery.datasets.get and bigquery.tables.list on dataset acme.crm. It needs these to list the source's datasets and tables.",
    );
  });

  it("rejects a misspelled state dataset as the missing one that it is", () => {
    const stack = [
      ...without("state"),
      make.datasetMember("state", "_segment_reverse_etl", "roles/bigquery.dataEditor"),
    ];
    expect(
      messages(stack, config).some((one) => one.includes("on dataset acme.__segment_reverse_etl. It needs")),
    ).to.equal(true);
  });

  it("rejects a disabled account, for which nothing works", () => {
    const [first] = documentedStack();
    const stack = [{ ...first, ...make.account({ disabled: true }) }, ...documentedStack().slice(1)];
    const found = messages(stack, config);
    expect(found).to.have.length(3);
    for (const message of found)
      expect(message)
        .to.include(", because its account is disabled. ")
        .and.include("Fix: enable the account");
  });

  it("rejects a disabled custom role as one that grants nothing", () => {
    const stack = [
      ...without("read-crm"),
      make.customRole("reader", ["bigquery.tables.get", "bigquery.tables.getData"], { stage: "DISABLED" }),
      make.datasetMember("read-crm", "crm", "projects/acme/roles/reader"),
    ];
    expect(messages(stack, config)[0]).to.include(
      "lacks bigquery.tables.get and bigquery.tables.getData on dataset acme.crm",
    );
  });

  it("rejects a grant whose condition has expired, and says so", () => {
    const condition = { title: "until", expression: 'request.time < timestamp("2026-01-01T00:00:00Z")' };
    const stack = [
      ...without("read-crm"),
      make.datasetMember("read-crm", "crm", "roles/bigquery.dataViewer", { condition }),
    ];
    expect(messages(stack, config)[0]).to.include(
      "gives bigquery.tables.getData on dataset acme.crm only under a condition that never holds",
    );
  });

  it("accepts nothing on the state dataset where Segment makes it, and asks for datasets.create", () => {
    expect(messages(without("state"), { ...config, segmentCreatesStateDataset: true })).to.deep.equal([]);
    const bare = [make.account(), make.projectMember("job-user", "roles/bigquery.jobUser")];
    expect(messages(bare, { segmentCreatesStateDataset: true, sources: [] })).to.deep.equal([
      "mandatory: Segment lacks bigquery.datasets.create on project acme. It needs this to make the state dataset. Fix: grant roles/bigquery.user on project acme. [missing-permissions]",
    ]);
  });

  it("accepts a stack that does not make the account, unless the config says that it is to be judged", () => {
    const elsewhere = documentedStack().filter(({ name }) => name === "user" || name === "state");
    const accounts = { ...config, serviceAccounts: [make.email] };
    expect(messages(elsewhere, accounts)).to.deep.equal([]);
    expect(messages(elsewhere, { ...accounts, checkMissing: true })[0]).to.include(
      "lacks bigquery.tables.get and bigquery.tables.getData on dataset acme.crm",
    );
    expect(messages(without("state"), { ...config, checkMissing: false })).to.deep.equal([]);
  });

  it("cannot tell yet when a role that is not known yet may fill the gap", () => {
    const stack = [...without("read-crm"), make.datasetMember("read-crm", "crm", unknown)];
    expect(messages(stack, config)).to.deep.equal([
      "advisory: Whether Segment has bigquery.tables.get and bigquery.tables.getData on dataset acme.crm is unknown until the update. " +
        "A grant that may hold them has parts that are unknown. " +
        "Fix: use a value that is known before the update, or let the update judge it. [undetermined]",
      "advisory: Which role `read-crm` grants Segment on dataset acme.crm is unknown until the update. " +
        "Its role is unknown, so it is not judged yet. " +
        "Fix: use a value that is known before the update, or let the update judge it. [undetermined]",
    ]);
  });
});
