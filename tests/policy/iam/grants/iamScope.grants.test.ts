import { expect } from "chai";
import type { Scope } from "../../../../policy/iam/scope";
import { type TestResource, unknown } from "../../support";
import { only, type Telling, told, urnOf } from "./support";

const role = "roles/browser";

const member = "user:ann@acme.com";

const on = (type: string, props: TestResource["props"], over: Partial<TestResource> = {}): TestResource => ({
  type,
  name: "it",
  props: { role, member, ...props },
  ...over,
});

const at = (scope: Scope, ...open: readonly string[]) =>
  only({ shape: "member", scope, role, member, ...(open.length > 0 ? { unknown: open } : {}) });

const project = "gcp:projects/iAMMember:IAMMember";

const folder = "gcp:folder/iAMMember:IAMMember";

const organization = "gcp:organizations/iAMMember:IAMMember";

const dataset = "gcp:bigquery/datasetIamMember:DatasetIamMember";

const table = "gcp:bigquery/iamMember:IamMember";

const routine = "gcp:bigquery/routineIamMember:RoutineIamMember";

const connection = "gcp:bigquery/connectionIamMember:ConnectionIamMember";

const open = (property: string) => `(${property} of it, not known yet)`;

const madeTable: TestResource = {
  type: "gcp:bigquery/table:Table",
  name: "users",
  props: { project: "acme", datasetId: "crm", tableId: "users" },
};

const unnamedTable: TestResource = { ...madeTable, name: "unnamed", props: { tableId: unknown } };

const madeDataset: TestResource = {
  type: "gcp:bigquery/dataset:Dataset",
  name: "crm",
  props: { project: "acme", datasetId: "crm" },
};

describe("the scope of an IAM resource", () => {
  const rows: readonly [string, TestResource, Telling][] = [
    ["a project", on(project, { project: "acme" }), at({ kind: "project", project: "acme" })],
    [
      "the provider's project",
      on(project, {}, { providerProject: "acme" }),
      at({ kind: "project", project: "acme" }),
    ],
    [
      "a project that is not known yet",
      on(project, { project: unknown }),
      at({ kind: "project", project: open("project") }, "project"),
    ],
    ["a folder", on(folder, { folder: "folders/12" }), at({ kind: "folder", folder: "12" })],
    [
      "a folder that is not known yet",
      on(folder, { folder: unknown }),
      at({ kind: "folder", folder: open("folder") }, "folder"),
    ],
    [
      "an organization",
      on(organization, { orgId: "organizations/34" }),
      at({ kind: "organization", organization: "34" }),
    ],
    [
      "an organization that is not known yet",
      on(organization, { orgId: unknown }),
      at({ kind: "organization", organization: open("orgId") }, "orgId"),
    ],
    [
      "a dataset",
      on(dataset, { project: "acme", datasetId: "crm" }),
      at({ kind: "dataset", project: "acme", dataset: "crm" }),
    ],
    [
      "a dataset by its path, whose project counts",
      on(dataset, { project: "acme", datasetId: "projects/lake/datasets/crm" }),
      at({ kind: "dataset", project: "lake", dataset: "crm" }),
    ],
    [
      "a dataset that is not known yet",
      on(dataset, { datasetId: unknown }),
      at({ kind: "dataset", project: open("project"), dataset: open("datasetId") }, "project", "datasetId"),
    ],
    [
      "a table",
      on(table, { project: "acme", datasetId: "crm", tableId: "users" }),
      at({ kind: "table", project: "acme", dataset: "crm", table: "users" }),
    ],
    [
      "a table by its path",
      on(table, { project: "acme", datasetId: "crm", tableId: "projects/acme/datasets/crm/tables/users" }),
      at({ kind: "table", project: "acme", dataset: "crm", table: "users" }),
    ],
    [
      "a table of which nothing is known yet",
      on(table, { project: unknown, datasetId: unknown, tableId: unknown }),
      at(
        { kind: "table", project: open("project"), dataset: open("datasetId"), table: open("tableId") },
        ...["project", "datasetId", "tableId"],
      ),
    ],
    [
      "a routine",
      on(routine, { project: "acme", datasetId: "crm", routineId: "clean" }),
      at({ kind: "routine", project: "acme", dataset: "crm", routine: "clean" }),
    ],
    [
      "a routine that is not known yet",
      on(routine, { project: "acme", datasetId: "crm", routineId: unknown }),
      at({ kind: "routine", project: "acme", dataset: "crm", routine: open("routineId") }, "routineId"),
    ],
    [
      "a connection by its path",
      on(connection, { project: "acme", connectionId: "projects/acme/locations/us/connections/gpu" }),
      at({ kind: "connection", project: "acme", location: "us", connection: "gpu" }),
    ],
    [
      "a connection that is not known yet",
      on(connection, { connectionId: unknown }),
      at(
        { kind: "connection", project: open("project"), connection: open("connectionId") },
        "project",
        "connectionId",
      ),
    ],
  ];
  for (const [what, resource, expected] of rows)
    it(`is ${what}`, () => {
      expect(told(resource)).to.deep.equal(expected);
    });
});

describe("the scope of a grant on a table whose id is not known yet", () => {
  const grant = (tableId: unknown, ...tables: readonly string[]) =>
    on(table, { project: "acme", datasetId: "crm", tableId }, { from: { tableId: tables } });
  const inCrm = (id: string, ...unknownParts: readonly string[]) =>
    at({ kind: "table", project: "acme", dataset: "crm", table: id }, ...unknownParts);

  it("is the one table that the id comes from, by the table's id", () => {
    expect(told(grant(unknown, "users", "crm"), madeTable, madeDataset)).to.deep.equal(inCrm("users"));
  });

  it("is the one table that the id comes from, by its URN while that is not known either", () => {
    expect(told(grant(unknown, "unnamed"), unnamedTable)).to.deep.equal(inCrm(urnOf(unnamedTable)));
  });

  it("is not known where the id comes from two tables, or from no table", () => {
    expect(told(grant(unknown, "users", "unnamed"), madeTable, unnamedTable)).to.deep.equal(
      inCrm(open("tableId"), "tableId"),
    );
    expect(told(grant(unknown, "crm"), madeDataset)).to.deep.equal(inCrm(open("tableId"), "tableId"));
  });

  it("is the written id wherever it comes from", () => {
    expect(told(grant("orders", "users"), madeTable)).to.deep.equal(inCrm("orders"));
  });
});
