import { expect } from "chai";
import { documentedStack, make, type TestResource, unknown } from "../support";
import { component, said } from "./keySupport";

const rules = ["source-hygiene"];

const sources = { sources: ["acme.crm"] };

function dataset(datasetId: string, location: unknown = "EU", project = "acme"): TestResource {
  return { type: "gcp:bigquery/dataset:Dataset", name: datasetId, props: { project, datasetId, location } };
}

function table(tableId: string, props: Readonly<Record<string, unknown>>, datasetId = "crm"): TestResource {
  return {
    type: "gcp:bigquery/table:Table",
    name: tableId,
    props: { project: "acme", datasetId, tableId, ...props },
  };
}

const view = (query: unknown, more: Readonly<Record<string, unknown>> = {}) =>
  table("users_v", { view: { query, useLegacySql: false, ...more } });

describe("rule source-hygiene", () => {
  describe("location", () => {
    it("advises of a source in another location than the configured one", () => {
      expect(
        said(rules, [...documentedStack(), dataset("crm", "US")], { ...sources, location: "EU" }),
      ).to.deep.equal([
        "advisory: Dataset acme.crm, a source of Segment, is in US, and Segment's Data Location is EU. A query runs in one location, so Segment cannot read it. Fix: copy it to EU, or connect it with a Data Location of its own. [source-hygiene]",
      ]);
    });

    it("takes the component's location, else that of the state dataset", () => {
      const whole = component({ location: "EU", sources: [{ project: "acme", dataset: "crm" }] });
      expect(said(rules, [whole, dataset("crm", "US")], sources)).to.have.length(1);
      const stack = [...documentedStack(), dataset("__segment_reverse_etl", "EU")];
      expect(said(rules, [...stack, dataset("crm", "US")], sources)).to.have.length(1);
      expect(said(rules, [...stack, dataset("crm", "EU")], sources)).to.deep.equal([]);
    });

    it("accepts the same location, one not known yet, other datasets, and a stack that tells no location", () => {
      const at = { ...sources, location: "eu" };
      expect(said(rules, [...documentedStack(), dataset("crm", "EU")], at)).to.deep.equal([]);
      expect(said(rules, [...documentedStack(), dataset("crm", unknown)], at)).to.deep.equal([]);
      expect(said(rules, [...documentedStack(), dataset("hr", "US")], at)).to.deep.equal([]);
      expect(said(rules, [...documentedStack(), dataset("crm", "US", "other")], at)).to.deep.equal([]);
      expect(said(rules, [...documentedStack(), dataset("crm", "US")], sources)).to.deep.equal([]);
    });

    it("judges a dataset of which one table is a source, and whole projects", () => {
      const at = (source: string) => ({ sources: [source], location: "EU" });
      expect(said(rules, [...documentedStack(), dataset("crm", "US")], at("acme.crm.users"))).to.have.length(
        1,
      );
      expect(said(rules, [...documentedStack(), dataset("crm", "US")], at("acme"))).to.have.length(1);
      expect(said(rules, [...documentedStack(), dataset("crm", "US")], at("acme.crm2"))).to.deep.equal([]);
    });

    it("takes what the account may read for sources where none are declared", () => {
      const undeclared = { sources: undefined, location: "EU" };
      expect(said(rules, [...documentedStack(), dataset("crm", "US")], undeclared)).to.have.length(1);
      expect(said(rules, [...documentedStack(), dataset("hr", "US")], undeclared)).to.deep.equal([]);
    });
  });

  describe("views", () => {
    it("advises of a view over a table that the account cannot read", () => {
      const stack = [...documentedStack(), view("SELECT id FROM `acme.raw.users`")];
      expect(said(rules, stack, sources)).to.deep.equal([
        "advisory: Table acme.crm.users_v, a source of Segment, is a view over table acme.raw.users. As far as this stack shows, the account cannot read these tables, so queries of the view fail. Fix: authorize the view on their dataset, or declare them as sources. [source-hygiene]",
      ]);
    });

    for (const [form, query] of Object.entries({
      "a join": "SELECT * FROM `acme.crm.a` a JOIN `acme.raw.users` u ON a.id = u.id",
      "a list of tables": "SELECT * FROM `acme.crm.a` a, `acme.raw.users` u",
      "a name without quotes": "SELECT * FROM acme.raw.users",
      "parts in quotes of their own": "SELECT * FROM `acme`.`raw`.`users`",
      "the view's own project": "SELECT * FROM `raw.users`",
      "a subquery": "WITH u AS (SELECT * FROM acme.raw.users) SELECT * FROM u",
      "lines and comments": "select * -- all\nfrom /* here */ `acme.raw.users`",
    })) {
      it(`finds the table in ${form}`, () => {
        const [found = "", ...rest] = said(rules, [...documentedStack(), view(query)], sources);
        expect(rest).to.deep.equal([]);
        expect(found).to.contain(
          "Table acme.crm.users_v, a source of Segment, is a view over table acme.raw.users",
        );
      });
    }

    it("finds the table in legacy SQL and in a materialized view", () => {
      const legacy = view("SELECT * FROM [acme:raw.users]", { useLegacySql: undefined });
      expect(said(rules, [...documentedStack(), legacy], sources)).to.have.length(1);
      const materialized = table("users_m", { materializedView: { query: "SELECT * FROM acme.raw.users" } });
      expect(said(rules, [...documentedStack(), materialized], sources)).to.have.length(1);
    });

    for (const [form, query] of Object.entries({
      "its own dataset": "SELECT * FROM `acme.crm.users`",
      "no table": "SELECT 1",
      "a field": "SELECT x FROM `acme.crm.users` u, u.orders",
      "a part of a date": "SELECT EXTRACT(YEAR FROM users.created) FROM `acme.crm.users` users",
      "a comparison": "SELECT a IS DISTINCT FROM users.b FROM `acme.crm.users` users",
      "a comment": "SELECT 1 -- FROM `acme.raw.users`",
      "a text": "SELECT 'FROM acme.raw.users'",
      "the schema": "SELECT * FROM `acme.raw.INFORMATION_SCHEMA.TABLES`",
    })) {
      it(`accepts a view that names ${form}`, () => {
        expect(said(rules, [...documentedStack(), view(query)], sources)).to.deep.equal([]);
      });
    }

    it("accepts a view that is authorized there, itself or with its dataset", () => {
      const stack = [...documentedStack(), view("SELECT id FROM acme.raw.users")];
      const access = (props: Readonly<Record<string, unknown>>) => ({
        type: "gcp:bigquery/datasetAccess:DatasetAccess",
        name: "access",
        props: { project: "acme", datasetId: "raw", ...props },
      });
      const itself = access({ view: { projectId: "acme", datasetId: "crm", tableId: "users_v" } });
      const whole = access({ authorizedDataset: { dataset: { projectId: "acme", datasetId: "crm" } } });
      const another = access({ view: { projectId: "acme", datasetId: "crm", tableId: "orders_v" } });
      expect(said(rules, [...stack, itself], sources)).to.deep.equal([]);
      expect(said(rules, [...stack, whole], sources)).to.deep.equal([]);
      expect(said(rules, [...stack, another], sources)).to.have.length(1);
    });

    it("accepts a view over a table that the account reads, and views that are no source", () => {
      const granted = make.tableMember("users", "raw", "users", "roles/bigquery.dataViewer");
      expect(
        said(rules, [...documentedStack(), view("SELECT 1 FROM acme.raw.users"), granted], sources),
      ).to.deep.equal([]);
      const theirs = table("users_v", { view: { query: "SELECT 1 FROM acme.raw.users" } }, "hr");
      expect(said(rules, [...documentedStack(), theirs], sources)).to.deep.equal([]);
    });

    for (const query of [unknown, null, 5, "", "SELECT '", "FROM", "FROM `", "`".repeat(1000)]) {
      it(`says nothing of a view whose query is ${JSON.stringify(query).slice(0, 40)}`, () => {
        expect(said(rules, [...documentedStack(), view(query)], sources)).to.deep.equal([]);
      });
    }
  });

  describe("columns and rows", () => {
    const tag = "projects/acme/locations/eu/taxonomies/1/policyTags/2";
    const schema = (fields: unknown) => table("users", { schema: JSON.stringify(fields) });
    const tagged = [
      { name: "id", type: "STRING" },
      {
        name: "address",
        type: "RECORD",
        fields: [{ name: "email", type: "STRING", policyTags: { names: [tag] } }],
      },
    ];

    it("advises of columns with policy tags, nested ones too", () => {
      expect(said(rules, [...documentedStack(), schema(tagged)], sources)).to.deep.equal([
        "advisory: Table acme.crm.users, a source of Segment, has policy tags on address.email. The account may not read these columns, so queries that name them fail. Fix: leave them out of the queries, or let Segment read a view without them. [source-hygiene]",
      ]);
    });

    it("accepts tags that the account may read, on the tag and on its taxonomy", () => {
      const on = (kind: string, named: Readonly<Record<string, unknown>>) => ({
        type: `gcp:datacatalog/${kind}IamMember:${kind.charAt(0).toUpperCase()}${kind.slice(1)}IamMember`,
        name: "reader",
        props: { role: "roles/datacatalog.categoryFineGrainedReader", member: make.member, ...named },
      });
      expect(
        said(rules, [...documentedStack(), schema(tagged), on("policyTag", { policyTag: tag })], sources),
      ).to.deep.equal([]);
      const taxonomy = on("taxonomy", { taxonomy: "projects/acme/locations/eu/taxonomies/1" });
      expect(said(rules, [...documentedStack(), schema(tagged), taxonomy], sources)).to.deep.equal([]);
      const other = on("policyTag", { policyTag: `${tag}3` });
      expect(said(rules, [...documentedStack(), schema(tagged), other], sources)).to.have.length(1);
    });

    it("accepts columns without tags, other tables, and schemas that cannot be read", () => {
      const near = [
        [{ name: "id", policyTags: { names: [] } }],
        [{ name: "policyTags", type: "STRING" }],
        "policyTags",
        null,
      ];
      for (const fields of near)
        expect(
          said(rules, [...documentedStack(), schema(fields)], sources),
          JSON.stringify(fields),
        ).to.deep.equal([]);
      for (const written of [unknown, '{"policyTags', 5, null])
        expect(
          said(rules, [...documentedStack(), table("users", { schema: written })], sources),
        ).to.deep.equal([]);
      const theirs = table("users", { schema: JSON.stringify(tagged) }, "hr");
      expect(said(rules, [...documentedStack(), theirs], sources)).to.deep.equal([]);
    });

    const rowPolicy = (props: Readonly<Record<string, unknown>> = {}): TestResource => ({
      type: "gcp:bigquery/rowAccessPolicy:RowAccessPolicy",
      name: "rows",
      props: {
        project: "acme",
        datasetId: "crm",
        tableId: "users",
        policyId: "only_eu",
        filterPredicate: "region = 'EU'",
        ...props,
      },
    });

    it("advises of a row access policy, whether it names the account or not", () => {
      expect(said(rules, [...documentedStack(), rowPolicy()], sources)).to.deep.equal([
        "advisory: Table acme.crm.users, a source of Segment, has the row access policy rows. It hides rows from the account without an error, so a sync may take them for deleted. Fix: let Segment read a view instead, or let the policy show it all rows. [source-hygiene]",
      ]);
      expect(
        said(rules, [...documentedStack(), rowPolicy({ grantees: [make.member] })], sources),
      ).to.have.length(1);
    });

    it("accepts a policy that shows the account all rows, and one on another table", () => {
      const all = rowPolicy({ grantees: [make.member], filterPredicate: "TRUE" });
      expect(said(rules, [...documentedStack(), all], sources)).to.deep.equal([]);
      const others = rowPolicy({ grantees: ["user:bob@acme.com"], filterPredicate: "TRUE" });
      expect(said(rules, [...documentedStack(), others], sources)).to.have.length(1);
      expect(said(rules, [...documentedStack(), rowPolicy({ datasetId: "hr" })], sources)).to.deep.equal([]);
    });
  });

  it("is silent without Segment", () => {
    const stack = [dataset("crm", "US"), view("SELECT 1 FROM acme.raw.users")];
    expect(said(rules, stack, { ...sources, location: "EU" })).to.deep.equal([]);
  });
});
