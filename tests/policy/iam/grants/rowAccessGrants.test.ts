import { expect } from "chai";
import { make, type TestResource, unknown } from "../../support";
import { only, type Telling, told, type Told } from "./support";

const ann = "user:ann@acme.com";

const users = { kind: "table", project: "acme", dataset: "crm", table: "users" } as const;

const as = (member: string, over: Partial<Told> = {}): Told => ({
  shape: "member",
  scope: users,
  role: "roles/bigquery.filteredDataViewer",
  member,
  ...over,
});

const policy = (props: TestResource["props"], from: TestResource["from"] = {}): TestResource => ({
  type: "gcp:bigquery/rowAccessPolicy:RowAccessPolicy",
  name: "it",
  props: { project: "acme", datasetId: "crm", tableId: "users", grantees: [ann], ...props },
  from,
});

const table: TestResource = {
  type: "gcp:bigquery/table:Table",
  name: "users",
  props: { project: "acme", datasetId: "crm", tableId: "users" },
};

const nowhere = { scope: { ...users, table: "(tableId of it, not known yet)" }, unknown: ["tableId"] };

describe("the grants of a row access policy", () => {
  const rows: readonly [string, TestResource, Telling][] = [
    [
      "to see the rows, for each grantee",
      policy({ grantees: [ann, make.member] }),
      only(as(ann), as(make.member)),
    ],
    ["nobody's, with an empty list", policy({ grantees: [] }), only()],
    ["nobody's, where the list is left out", policy({ grantees: undefined }), only()],
    ["whose is unknown until the update", policy({ grantees: unknown }), only(as("?grantees"))],
    [
      "those of the account that the open grantee comes from",
      policy({ grantees: [unknown, ann] }, { grantees: ["segment"] }),
      only(as(ann), as(`account ${make.email}`)),
    ],
    ["on a table that is not known yet", policy({ tableId: unknown }), only(as(ann, nowhere))],
    [
      "on the table that the id comes from",
      policy({ tableId: unknown }, { tableId: ["users"] }),
      only(as(ann)),
    ],
    [
      "on no other table, where the id is written",
      policy({ tableId: "orders" }, { tableId: ["users"] }),
      only(as(ann, { scope: { ...users, table: "orders" } })),
    ],
  ];
  for (const [what, resource, expected] of rows)
    it(`are ${what}`, () => {
      expect(told(resource, make.account(), table)).to.deep.equal(expected);
    });
});
