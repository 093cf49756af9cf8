import { expect } from "chai";
import type { Scope } from "../../../../policy/iam/scope";
import { make, type TestResource, unknown } from "../../support";
import { only, open, put, read, type Telling, told, unread, urnOf } from "./support";

const role = "roles/bigquery.dataViewer";

const ann = "user:ann@acme.com";

const grant = (on: string, ...members: readonly string[]) =>
  `GRANT \`${role}\` ON ${on} TO ${(members.length > 0 ? members : [ann]).map((one) => `"${one}"`).join(", ")}`;

const as = (scope: Scope, member = ann) => ({ shape: "sql", scope, role, member });

const users = { kind: "table", project: "acme", dataset: "crm", table: "users" } as const;

const job = (
  query: unknown,
  props: TestResource["props"] = {},
  from: TestResource["from"] = {},
): TestResource => ({
  type: "gcp:bigquery/job:Job",
  name: "it",
  props: { project: "acme", query, ...props },
  from,
});

const transfer = (params: unknown, props: TestResource["props"] = {}): TestResource => ({
  type: "gcp:bigquery/dataTransferConfig:DataTransferConfig",
  name: "it",
  props: { project: "acme", params, ...props },
});

const routine = (definitionBody: unknown, props: TestResource["props"] = {}): TestResource => ({
  type: "gcp:bigquery/routine:Routine",
  name: "it",
  props: { project: "acme", definitionBody, ...props },
});

describe("the scope of a grant by SQL", () => {
  const dataset = { kind: "dataset", project: "acme", dataset: "crm" } as const;
  const clean = { kind: "routine", project: "acme", dataset: "crm", routine: "clean" } as const;
  const gpu = { kind: "connection", project: "acme", connection: "gpu" } as const;
  const rows: readonly [string, Scope][] = [
    ["SCHEMA crm", dataset],
    ["SCHEMA lake.crm", { ...dataset, project: "lake" }],
    ["DATASET `acme.crm`", dataset],
    ["TABLE crm.users", users],
    ["TABLE lake.crm.users", { ...users, project: "lake" }],
    ["VIEW crm.users", users],
    ["MATERIALIZED VIEW lake.crm.users", { ...users, project: "lake" }],
    ["FUNCTION crm.clean", clean],
    ["PROCEDURE lake.crm.clean", { ...clean, project: "lake" }],
    ["CONNECTION gpu", gpu],
    ["EXTERNAL CONNECTION us.gpu", gpu],
    ["CONNECTION lake.us.gpu", { ...gpu, project: "lake" }],
    ["PROJECT lake", { kind: "project", project: "lake" }],
    ["MODEL crm.score", { kind: "other", type: "resource", id: "crm/score" }],
  ];
  for (const [on, scope] of rows)
    it(`is read from ${on}`, () => {
      expect(told(job({ query: grant(on) }))).to.deep.equal(only(as(scope)));
    });

  it("says that the job's project is not known, but only where that counts", () => {
    const query = [grant("TABLE crm.users"), grant("SCHEMA lake.crm"), grant("CONNECTION gpu")].join(";\n");
    const project = "(project of it, not known yet)";
    expect(told(job({ query }, { project: unknown }))).to.deep.equal(
      only({ ...as({ ...users, project }), unknown: ["project"] }, as({ ...dataset, project: "lake" }), {
        ...as({ ...gpu, project }),
        unknown: ["project"],
      }),
    );
  });
});

describe("the dataset of a table without one", () => {
  const sql = grant("TABLE users");
  const own = (dataset: string, project = "acme") => only(as({ ...users, project, dataset }));
  const dataset = (name: string): TestResource => ({
    type: "gcp:bigquery/dataset:Dataset",
    name,
    props: { project: "acme", datasetId: name },
  });
  const rows: readonly [string, TestResource, Telling][] = [
    ["the query's default", job({ query: sql, defaultDataset: { datasetId: "crm" } }), own("crm")],
    [
      "the query's default in lists of one",
      job([{ query: sql, defaultDataset: [{ datasetId: "crm" }] }]),
      own("crm"),
    ],
    [
      "the query's default in another project",
      job({ query: sql, defaultDataset: { projectId: "lake", datasetId: "crm" } }),
      own("crm", "lake"),
    ],
    [
      "the query's default by its path",
      job({ query: sql, defaultDataset: { datasetId: "projects/lake/datasets/crm" } }),
      own("crm", "lake"),
    ],
    [
      "the query's default beside a project that is not known yet",
      job({ query: sql, defaultDataset: { projectId: unknown, datasetId: "crm" } }),
      own("crm"),
    ],
    [
      "the job's project, where a dataset is written, whatever the default",
      job({ query: grant("TABLE hr.users"), defaultDataset: { projectId: "lake", datasetId: "crm" } }),
      own("hr"),
    ],
    [
      "unknown without a default",
      job({ query: sql }, { datasetId: "crm", destinationDatasetId: "crm" }),
      unread(put("query")),
    ],
    [
      "unknown where the default is no block",
      job({ query: sql, defaultDataset: "crm" }),
      unread(put("query")),
    ],
    [
      "unknown where the default is not known yet",
      job({ query: sql, defaultDataset: { datasetId: unknown } }),
      unread(put("query")),
    ],
    [
      "where a scheduled query writes",
      transfer({ query: sql }, { destinationDatasetId: "crm", datasetId: "hr" }),
      own("crm"),
    ],
    ["unknown where a scheduled query writes nowhere", transfer({ query: sql }), unread(put("params"))],
    ["the procedure's own", routine(sql, { datasetId: "crm", destinationDatasetId: "hr" }), own("crm")],
    [
      "the procedure's own by its path",
      routine(sql, { datasetId: "projects/lake/datasets/crm" }),
      own("crm", "lake"),
    ],
  ];
  for (const [what, resource, expected] of rows)
    it(`is ${what}`, () => {
      expect(told(resource)).to.deep.equal(expected);
    });

  it("is the one dataset of the stack that the query comes from, while its id is not known", () => {
    const resource = (...from: readonly string[]) =>
      job({ query: sql, defaultDataset: { datasetId: unknown } }, {}, { query: from });
    expect(told(resource("crm"), dataset("crm"))).to.deep.equal(own("crm"));
    const unnamed = { ...dataset("hr"), props: {} };
    expect(told(resource("hr"), unnamed)).to.deep.equal(own(urnOf(unnamed)));
    expect(told(resource("crm", "hr"), dataset("crm"), dataset("hr")).grants).to.deep.equal([]);
  });
});

describe("the grants of SQL", () => {
  const select = "SELECT 1";
  const rows: readonly [string, TestResource, Telling][] = [
    ["a job's", job([{ query: grant("TABLE crm.users") }]), only(as(users))],
    ["a scheduled query's", transfer({ query: grant("TABLE crm.users") }), only(as(users))],
    ["a procedure's", routine(grant("TABLE crm.users")), only(as(users))],
    [
      "those of each statement, in any case",
      job({
        query: `${select};\n${grant("TABLE crm.users", ann, make.member).replace("GRANT", "grant")}; ${select}`,
      }),
      only(as(users), as(users, make.member)),
    ],
    [
      "those of dynamic SQL",
      job({ query: `EXECUTE IMMEDIATE '''${grant("TABLE crm.users")}'''` }),
      only(as(users)),
    ],
    ["none of a query that only reads", job({ query: select }), only()],
    ["none of one that is broken, yet grants nothing", job({ query: "SELECT 'it" }), only()],
    ["none of a job without a query", job(undefined, { load: {} }), only()],
    ["none of an empty list", job([]), only()],
    ["none of a query that is a number", job({ query: 7 }), only()],
    ["none of a procedure without a body", routine(undefined), only()],
    ["none of a transfer of another kind", transfer({ data_path: "gs://assets/GRANT" }), only()],
    ["not those of a parameter", job({ query: "EXECUTE IMMEDIATE @sql" }), unread(put("query"))],
    [
      "not those of a parameter, with whom the text names",
      transfer({ query: `EXECUTE IMMEDIATE CONCAT(@sql, "${make.member}", "${make.email.toUpperCase()}")` }),
      unread(put("params", make.email)),
    ],
    ["not what is not known yet", job({ query: unknown }), unread(open("query"))],
    ["not what is not known yet, in a block that is not", job(unknown), unread(open("query"))],
    ["not what is not known yet, of a scheduled query", transfer({ query: unknown }), unread(open("params"))],
    ["not what is not known yet, of a procedure", routine(unknown), unread(open("definitionBody"))],
  ];
  for (const [what, resource, expected] of rows)
    it(`are ${what}`, () => {
      expect(told(resource)).to.deep.equal(expected);
    });

  it("are to the special groups of the project that they are on", () => {
    const query = grant("SCHEMA lake.crm", "specialGroup:projectOwners", "specialGroup:allUsers");
    const scope = { kind: "dataset", project: "lake", dataset: "crm" } as const;
    expect(told(job({ query }))).to.deep.equal(only(as(scope, "projectOwner:lake"), as(scope, "allUsers")));
  });

  it("are told with the resource", () => {
    const resource = job({ query: `${grant("TABLE crm.users")}; EXECUTE IMMEDIATE @sql` });
    const { urn, ...found } = { urn: urnOf(resource), ...read(resource) };
    const where = { urn, resourceName: "it", resourceType: "gcp:bigquery/job:Job" };
    expect(
      found.grants.map(({ urn: of, resourceName, resourceType }) => ({
        urn: of,
        resourceName,
        resourceType,
      })),
    ).to.deep.equal([where]);
    expect(found.unreadable).to.deep.equal([{ ...where, ...put("query") }]);
  });
});

describe("SQL that is not known yet", () => {
  const bucket: TestResource = { type: "gcp:storage/bucket:Bucket", name: "assets", props: {} };
  const dataset: TestResource = { type: "gcp:bigquery/dataset:Dataset", name: "crm", props: {} };
  const all = [make.account(), bucket, dataset];
  const rows: readonly [string, readonly string[], Telling][] = [
    ["is open where it comes from nothing in the stack", [], unread(open("query"))],
    ["is open where it comes from a dataset", ["crm"], unread(open("query"))],
    [
      "is open where it comes from an account, which is named",
      ["segment"],
      unread(open("query", make.email)),
    ],
    [
      "is open where it comes from an account and other things, which are not named",
      ["assets", "crm", "segment"],
      unread(open("query", make.email)),
    ],
    ["grants nothing where it comes from nothing that a grant is made of", ["assets"], only()],
  ];
  for (const [what, from, expected] of rows)
    it(what, () => {
      expect(told(job({ query: unknown }, {}, { query: from }), ...all)).to.deep.equal(expected);
    });
});
