import { expect } from "chai";
import { documentedStack, make, type TestResource, unknown } from "../support";
import { component, said } from "./keySupport";

const rules = ["state-dataset"];

function dataset(
  datasetId: unknown,
  props: Readonly<Record<string, unknown>> = {},
  more: Partial<TestResource> = {},
): TestResource {
  return {
    type: "gcp:bigquery/dataset:Dataset",
    name: String(datasetId),
    props: { project: "acme", datasetId, location: "EU", ...props },
    ...more,
  };
}

const state = (props: Readonly<Record<string, unknown>> = {}, more: Partial<TestResource> = {}) =>
  dataset("__segment_reverse_etl", props, more);

const inEurope = { location: "EU" };

describe("rule state-dataset", () => {
  it("accepts a state dataset in Segment's location without expirations", () => {
    expect(said(rules, [...documentedStack(), state()], inEurope)).to.deep.equal([]);
    const none = {
      defaultTableExpirationMs: 0,
      defaultPartitionExpirationMs: null,
      deleteContentsOnDestroy: false,
    };
    expect(said(rules, [...documentedStack(), state(none)], inEurope)).to.deep.equal([]);
  });

  for (const property of ["defaultTableExpirationMs", "defaultPartitionExpirationMs"]) {
    it(`advises of ${property}`, () => {
      expect(said(rules, [...documentedStack(), state({ [property]: 3600000 })])).to.deep.equal([
        "advisory: Dataset acme.__segment_reverse_etl, in which Segment keeps the state of its syncs, lets its tables expire " +
          `(${property}). Segment then loses what it has synced and starts again. Fix: remove ${property}. [state-dataset]`,
      ]);
      expect(said(rules, [...documentedStack(), state({ [property]: "3600000" })])).to.have.length(1);
      for (const value of [unknown, null, "soon", -1, {}])
        expect(said(rules, [...documentedStack(), state({ [property]: value })])).to.deep.equal([]);
    });
  }

  it("advises of another location than the configured one", () => {
    expect(said(rules, [...documentedStack(), state({ location: "US" })], inEurope)).to.deep.equal([
      "advisory: Dataset acme.__segment_reverse_etl, in which Segment keeps the state of its syncs, is in US, and Segment's Data Location is EU. A query runs in one location. Fix: create the dataset in EU, or change the Data Location. [state-dataset]",
    ]);
  });

  it("takes the location that is not stated for Google's default, US", () => {
    expect(said(rules, [...documentedStack(), state({ location: undefined })], inEurope)).to.have.length(1);
    expect(said(rules, [...documentedStack(), state({ location: null })], { location: "US" })).to.deep.equal(
      [],
    );
  });

  it("accepts the location in other letters, one not known yet, and any where Segment's is not known", () => {
    expect(said(rules, [...documentedStack(), state({ location: "eu" })], inEurope)).to.deep.equal([]);
    expect(said(rules, [...documentedStack(), state({ location: unknown })], inEurope)).to.deep.equal([]);
    expect(said(rules, [...documentedStack(), state({ location: "US" })])).to.deep.equal([]);
  });

  it("follows the location of the SegmentBigQuery, unless one is configured", () => {
    const stack = [component({ location: "europe-west3" }), state({ location: "EU" })];
    expect(said(rules, stack)).to.have.length(1);
    expect(said(rules, stack, inEurope)).to.deep.equal([]);
  });

  it("advises of deletion with all tables, unless something keeps the dataset", () => {
    const stack = (props: Readonly<Record<string, unknown>>, protect = false) => [
      ...documentedStack(),
      state({ deleteContentsOnDestroy: true, ...props }, { protect }),
    ];
    expect(said(rules, stack({}))).to.deep.equal([
      "advisory: Dataset acme.__segment_reverse_etl, in which Segment keeps the state of its syncs, is deleted with all its tables when it leaves the stack (deleteContentsOnDestroy). Segment then loses what it has synced and starts again. Fix: set deleteContentsOnDestroy to false, or protect the dataset. [state-dataset]",
    ]);
    expect(said(rules, stack({}, true))).to.deep.equal([]);
    expect(said(rules, stack({ deletionPolicy: "PREVENT" }))).to.deep.equal([]);
    expect(said(rules, stack({ deletionPolicy: "DELETE" }))).to.have.length(1);
  });

  it("advises of a dataset written as Segment's pages misspell it", () => {
    expect(said(rules, [...documentedStack(), dataset("_segment_reverse_etl")])).to.deep.equal([
      "advisory: Dataset acme._segment_reverse_etl has the id that Segment's pages misspell. Segment keeps the state of its syncs in __segment_reverse_etl, with two underscores. Fix: use __segment_reverse_etl. [state-dataset]",
    ]);
    const granted = make.datasetMember("misspelt", "segment_reverse_etl", "roles/bigquery.dataEditor");
    expect(said(rules, [...documentedStack(), granted])).to.have.length(1);
    expect(said(rules, documentedStack(), { stateDataset: "_segment_reverse_etl" })).to.have.length(1);
  });

  it("accepts names that merely resemble it, and the misspelling in another project", () => {
    const near = [
      dataset("segment_reverse_etl_archive"),
      dataset("__segment_reverse_etl_dev", { defaultTableExpirationMs: 1 }),
      dataset("_segment_reverse_etl", { project: "other" }),
      { ...state({ project: "other", defaultTableExpirationMs: 1 }), name: "elsewhere" },
    ];
    expect(said(rules, [...documentedStack(), ...near], inEurope)).to.deep.equal([]);
  });

  it("judges the state dataset that is declared", () => {
    const config = { stateDataset: "analytics.segment_state" };
    const other = dataset("segment_state", { project: "analytics", defaultTableExpirationMs: 1 });
    expect(said(rules, [...documentedStack(), other], config)).to.have.length(1);
    expect(said(rules, [...documentedStack(), state({ defaultTableExpirationMs: 1 })], config)).to.deep.equal(
      [],
    );
  });

  it("is silent without Segment", () => {
    expect(
      said(rules, [state({ defaultTableExpirationMs: 1 }), dataset("_segment_reverse_etl")]),
    ).to.deep.equal([]);
  });
});

describe("rule shared-account", () => {
  const shared = ["shared-account"];
  const member = "serviceAccount:connector@segment-1119.iam.gserviceaccount.com";

  it("advises of every grant to the old shared account, even in a stack without another of Segment's", () => {
    expect(said(shared, [make.projectMember("old", "roles/bigquery.user", { member })])).to.deep.equal([
      "advisory: `old` grants serviceAccount:connector@segment-1119.iam.gserviceaccount.com roles/bigquery.user on project acme. Segment once shared this account between its customers and has deprecated it. Fix: give Segment an account of its own, then remove the grant. [shared-account]",
    ]);
  });

  it("finds it in a dataset's access list, in a policy, and in other letters", () => {
    const email = "Connector@Segment-1119.iam.gserviceaccount.com";
    const list = dataset("crm", { accesses: [{ role: "WRITER", userByEmail: email }] });
    const policyData = JSON.stringify({ bindings: [{ role: "roles/viewer", members: [member] }] });
    const policy = {
      type: "gcp:projects/iAMPolicy:IAMPolicy",
      name: "policy",
      props: { project: "acme", policyData },
    };
    expect(said(shared, [list])).to.have.length(1);
    expect(said(shared, [policy])).to.have.length(1);
  });

  it("accepts a dead member, another connector, and a condition that never holds", () => {
    const near = [
      make.projectMember("dead", "roles/viewer", { member: `deleted:${member}?uid=1` }),
      make.projectMember("theirs", "roles/viewer", {
        member: "serviceAccount:connector@segment-1120.iam.gserviceaccount.com",
      }),
      make.projectMember("expired", "roles/viewer", {
        member,
        condition: { title: "t", expression: 'request.time < timestamp("2026-01-01T00:00:00Z")' },
      }),
    ];
    expect(said(shared, near)).to.deep.equal([]);
  });
});
