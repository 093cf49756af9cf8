import { expect } from "chai";
import { scopeText } from "../../../policy/iam/scope";
import { sourceProblems } from "../../../policy/rules/source-hygiene";
import { make, type TestResource, unknown } from "../support";
import { assessmentOf, dataset } from "./hygiene/assessed";

const config = { sources: ["acme.crm"] };

/** Each problem as its kind and what it is about. */
const found = (resources: readonly TestResource[], more: Readonly<Record<string, unknown>> = {}) =>
  sourceProblems(assessmentOf([make.account(), ...resources], { ...config, ...more })).map((problem) => {
    switch (problem.kind) {
      case "location":
        return `${scopeText(problem.on)} in ${problem.found}, not ${problem.wanted}`;
      case "view":
        return `${scopeText(problem.on)} over ${problem.unread.map(scopeText).join(", ")}`;
      case "policyTags":
        return `${scopeText(problem.on)} hides ${problem.columns.join(", ")}`;
      case "rows":
        return `${scopeText(problem.on)} filtered by ${problem.policy}`;
    }
  });

const table = (tableId: string, props: Readonly<Record<string, unknown>>): TestResource => ({
  type: "gcp:bigquery/table:Table",
  name: tableId,
  props: { project: "acme", datasetId: "crm", tableId, ...props },
});

const reader = make.datasetMember("crm", "crm", "roles/bigquery.dataViewer");

describe("sourceProblems", () => {
  describe("locations", () => {
    const state = (location: unknown, props: object = {}) =>
      dataset("__segment_reverse_etl", { location, ...props }, { name: "state" });

    it("prefers the configured location to the state dataset's, and that to none", () => {
      const crm = dataset("crm", { location: "US" });
      expect(found([crm, state("EU")], { location: "us" })).to.deep.equal([]);
      expect(found([crm, state("US")], { location: "EU" })).to.deep.equal(["dataset acme.crm in US, not EU"]);
      expect(found([crm, state("EU")])).to.deep.equal(["dataset acme.crm in US, not EU"]);
      expect(found([crm, state(unknown)])).to.deep.equal([]);
      expect(found([crm, state("EU", { project: "other" })])).to.deep.equal([]);
    });

    it("takes a location that is not stated for Google's default, US", () => {
      expect(found([dataset("crm"), state("EU")])).to.deep.equal(["dataset acme.crm in US, not EU"]);
      expect(found([dataset("crm", { location: "us" }), state(undefined)])).to.deep.equal([]);
    });
  });

  describe("views", () => {
    const over = (query: string) => table("v", { view: { query, useLegacySql: false } });

    it("knows the datasets that the stack makes in the view's project", () => {
      const unquoted = over("SELECT * FROM raw.users");
      expect(found([reader, unquoted, dataset("raw")])).to.deep.equal([
        "table acme.crm.v over table acme.raw.users",
      ]);
      expect(found([reader, unquoted])).to.deep.equal([]);
      expect(found([reader, unquoted, dataset("raw", { project: "other" })])).to.deep.equal([]);
      expect(found([reader, unquoted, dataset("raw2")])).to.deep.equal([]);
    });

    it("names every table that the account cannot read, and no other", () => {
      const query = "SELECT * FROM acme.crm.a JOIN acme.raw.b JOIN data.raw.c";
      expect(found([reader, over(query)])).to.deep.equal([
        "table acme.crm.v over table acme.raw.b, table data.raw.c",
      ]);
    });

    it("tells a view's tables and its columns apart", () => {
      const schema = JSON.stringify([
        { name: "x", policyTags: { names: ["projects/acme/locations/eu/taxonomies/1/policyTags/2"] } },
      ]);
      expect(
        found([reader, table("v", { schema, view: { query: "SELECT x FROM acme.raw.b" } })]),
      ).to.deep.equal(["table acme.crm.v over table acme.raw.b", "table acme.crm.v hides x"]);
    });
  });

  describe("row access policies", () => {
    const policy = (
      name: string,
      grantees: unknown,
      filterPredicate: unknown,
      more: object = {},
      from?: TestResource["from"],
    ): TestResource => ({
      type: "gcp:bigquery/rowAccessPolicy:RowAccessPolicy",
      name,
      props: {
        project: "acme",
        datasetId: "crm",
        tableId: "users",
        policyId: name,
        filterPredicate,
        grantees,
        ...more,
      },
      from,
    });
    const filtered = ["table acme.crm.users filtered by rows"];

    for (const filter of ["TRUE", "true", " True\n", "(TRUE)", "( TRUE )", "1=1", "1 = 1", "( 1  =  1 )"]) {
      it(`accepts the filter ${JSON.stringify(filter)}, which shows all rows`, () => {
        expect(found([policy("rows", [make.member], filter)])).to.deep.equal([]);
      });
    }

    for (const filter of [
      "FALSE",
      "TRUE AND x",
      "x OR TRUE",
      "NOT TRUE",
      "is_true",
      "1=10",
      "21=1",
      "1=1 AND x",
      "x=1=1",
      "1",
      "",
      null,
      1,
      unknown,
    ]) {
      it(`advises of the filter ${JSON.stringify(filter)}`, () => {
        expect(found([policy("rows", [make.member], filter)])).to.deep.equal(filtered);
      });
    }

    const bob = "user:bob@acme.com";
    const shown: readonly (readonly [string, readonly unknown[]])[] = [
      ["the account", [bob, make.member]],
      ["the account in other letters", [make.member.replace("segment@", "Segment@")]],
      ["everybody", ["allAuthenticatedUsers"]],
    ];
    for (const [title, grantees] of shown) {
      it(`accepts a policy that shows all rows to ${title}`, () => {
        expect(found([policy("rows", grantees, "TRUE")])).to.deep.equal([]);
      });
    }

    const hidden: readonly (readonly [string, unknown])[] = [
      ["somebody else", [bob]],
      ["nobody", []],
      ["a group that nobody is known to be in", ["group:all@acme.com"]],
      [
        "the account of that name in another project",
        ["serviceAccount:segment@other.iam.gserviceaccount.com"],
      ],
      ["somebody not known yet", [unknown]],
    ];
    for (const [title, grantees] of hidden) {
      it(`advises of a policy that shows all rows to ${title}`, () => {
        expect(found([policy("rows", grantees, "TRUE")])).to.deep.equal(filtered);
      });
    }

    it("accepts one that shows all rows to the account, before its address is known", () => {
      const open = make.account({
        accountId: unknown,
        email: unknown,
        member: unknown,
        description: "Segment",
      });
      const rows = policy("rows", unknown, "TRUE", {}, { grantees: ["segment"] });
      expect(sourceProblems(assessmentOf([open, rows], config))).to.deep.equal([]);
    });

    it("accepts what one policy hides and another on the same table shows, for what they show adds up", () => {
      const all = policy("all", [make.member], "TRUE");
      const rows = policy("rows", [bob], "region = 'EU'");
      expect(found([rows, all])).to.deep.equal([]);
      expect(found([rows, policy("all", [make.member], "TRUE", { tableId: "orders" })])).to.deep.equal(
        filtered,
      );
    });
  });

  it("is silent without Segment", () => {
    const stack = [
      dataset("crm", { location: "US" }),
      table("v", { view: { query: "SELECT 1 FROM a.b.c" } }),
    ];
    expect(sourceProblems(assessmentOf(stack, { ...config, location: "EU" }))).to.deep.equal([]);
  });
});
