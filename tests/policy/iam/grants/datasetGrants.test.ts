import { expect } from "chai";
import { UNKNOWN } from "../../../../policy/stack/plain";
import { make, type TestResource, unknown } from "../../support";
import { only, read, told, type Told, urnOf } from "./support";

const ann = "user:ann@acme.com";

const viewer = "roles/bigquery.dataViewer";

const scope = { kind: "dataset" as const, project: "acme", dataset: "crm" };

const account = make.account();

const unplaced: TestResource = { ...account, name: "unplaced", props: { accountId: "unplaced" } };

const as = (member: string, over: Partial<Told> = {}): Told => ({
  shape: "access",
  scope,
  role: viewer,
  member,
  ...over,
});

const dataset = (accesses: unknown, over: Partial<TestResource> = {}): TestResource => ({
  type: "gcp:bigquery/dataset:Dataset",
  name: "crm",
  props: { project: "acme", datasetId: "crm", accesses },
  ...over,
});

const note = { property: "accesses", why: "it is not known yet", unknown: true, accounts: [] };

const condition = { title: "t", expression: "1 < 2" };

/** What an entry grants, wherever it stands; `?` is the property that is not known. */
const entries: readonly [string, Readonly<Record<string, unknown>>, (property: string) => Told[]][] = [
  ["a user", { role: "READER", userByEmail: "ann@acme.com" }, () => [as(ann)]],
  ["a group", { role: viewer, groupByEmail: "ops@acme.com" }, () => [as("group:ops@acme.com")]],
  ["a domain", { role: viewer, domain: "acme.com" }, () => [as("domain:acme.com")]],
  ["an IAM member", { role: viewer, iamMember: make.member }, () => [as(make.member)]],
  ["everybody", { role: viewer, specialGroup: "allAuthenticatedUsers" }, () => [as("allAuthenticatedUsers")]],
  [
    "the owners of the dataset's project",
    { role: "OWNER", specialGroup: "projectOwners" },
    () => [as("projectOwner:acme", { role: "roles/bigquery.dataOwner" })],
  ],
  ["everybody, where nobody is named", { role: viewer }, () => [as("allUsers")]],
  [
    "on a condition",
    { role: viewer, userByEmail: "ann@acme.com", condition },
    () => [as(ann, { condition })],
  ],
  [
    "on a condition that is not known yet",
    { role: viewer, userByEmail: "ann@acme.com", condition: unknown },
    () => [as(ann, { condition: UNKNOWN })],
  ],
  [
    "by a role that is not known yet",
    { role: unknown, userByEmail: "ann@acme.com" },
    (property) => [as(ann, { role: property === "accesses" ? "?accesses" : "?role" })],
  ],
  [
    "whom is unknown until the update",
    { role: viewer, userByEmail: unknown },
    (property) => [as(`?${property}`)],
  ],
  [
    "whom is known beside what is not",
    { role: viewer, userByEmail: unknown, iamMember: ann },
    () => [as(ann)],
  ],
  ["nobody, without a role", { userByEmail: "ann@acme.com" }, () => []],
  ["nobody, for a view", { view: { projectId: "acme", datasetId: "v", tableId: "t" } }, () => []],
  [
    "nobody, for a view with a role",
    { role: viewer, view: { projectId: "acme", datasetId: "v", tableId: "t" } },
    () => [],
  ],
];

describe("the grants of a dataset's access list", () => {
  for (const [what, entry, expected] of entries)
    it(`are to ${what}`, () => {
      expect(told(dataset([entry]))).to.deep.equal(only(...expected("accesses")));
    });

  it("are of every entry, in the list's order", () => {
    const both = [
      { role: "WRITER", userByEmail: "bob@acme.com" },
      { role: "READER", userByEmail: "ann@acme.com" },
    ];
    expect(told(dataset(both))).to.deep.equal(
      only(as("user:bob@acme.com", { role: "roles/bigquery.dataEditor" }), as(ann)),
    );
  });

  for (const [what, accesses] of [
    ["without a list", undefined],
    ["with null", null],
    ["with an empty list", []],
    ["with something else in its place", { role: viewer, userByEmail: "ann@acme.com" }],
    ["with entries that are none", [null, "READER", 7, []]],
  ] as const)
    it(`are none ${what}`, () => {
      expect(told(dataset(accesses))).to.deep.equal(only());
    });

  it("are the known entries beside one that is not known yet, which is told", () => {
    const resource = dataset([unknown, { role: viewer, userByEmail: "ann@acme.com" }]);
    expect(told(resource)).to.deep.equal({ grants: [as(ann)], unreadable: [note] });
  });

  it("are told to be open while a list of the program's own is not known", () => {
    const resource = dataset(unknown, { from: { accesses: ["segment"] } });
    expect(read(resource, account)).to.deep.equal({
      grants: [],
      unreadable: [{ urn: urnOf(resource), resourceName: "crm", resourceType: resource.type, ...note }],
    });
  });

  it("are none while the default list, which the program does not state, is not known", () => {
    expect(told(dataset(unknown))).to.deep.equal(only());
    expect(told(dataset(unknown, { from: { accesses: [], location: ["segment"] } }), account)).to.deep.equal(
      only(),
    );
  });

  it("are to each account that the list comes from, where an entry is not known yet", () => {
    const resource = dataset([{ role: viewer, userByEmail: unknown, groupByEmail: unknown }], {
      from: { accesses: ["segment", "unplaced"] },
    });
    expect(told(resource, account, unplaced)).to.deep.equal(
      only(as(`account ${make.email}`), as(`account ${urnOf(unplaced)}`)),
    );
  });

  it("are on the dataset by its URN while its id is not known, and say that the project is not", () => {
    const resource = dataset([{ role: viewer, userByEmail: "ann@acme.com" }], { props: {} });
    expect(
      told({ ...resource, props: { datasetId: unknown, accesses: [{ role: viewer, domain: "acme.com" }] } }),
    ).to.deep.equal(
      only(
        as("domain:acme.com", {
          scope: { ...scope, project: "(project of crm, not known yet)", dataset: urnOf(resource) },
          unknown: ["project"],
        }),
      ),
    );
  });

  it("are to whom it cannot tell yet, where the project whose owners are meant is not known", () => {
    const list = [
      { role: viewer, specialGroup: "projectOwners" },
      { role: viewer, specialGroup: "allAuthenticatedUsers" },
      { role: viewer, userByEmail: unknown },
    ];
    const where = {
      scope: { ...scope, project: "(project of crm, not known yet)" },
      unknown: ["project"],
    };
    expect(told(dataset(list, { props: { datasetId: "crm", accesses: list } }))).to.deep.equal(
      only(as("?project", where), as("allAuthenticatedUsers", where), as("?accesses", where)),
    );
  });
});

describe("the grants of a DatasetAccess", () => {
  const access = (entry: TestResource["props"], from: TestResource["from"] = {}): TestResource => ({
    type: "gcp:bigquery/datasetAccess:DatasetAccess",
    name: "it",
    props: { project: "acme", datasetId: "crm", ...entry },
    from,
  });

  for (const [what, entry, expected] of entries)
    it(`are to ${what}`, () => {
      expect(told(access(entry))).to.deep.equal(only(...expected("userByEmail")));
    });

  it("are nobody's, for another dataset", () => {
    const authorizedDataset = { dataset: { projectId: "acme", datasetId: "v" }, targetTypes: ["VIEWS"] };
    expect(told(access({ role: viewer, authorizedDataset }))).to.deep.equal(only());
  });

  it("are to the account that the unknown member comes from, whatever else is not known", () => {
    const resource = access(
      { aaa: unknown, condition: unknown, datasetId: unknown, iamMember: unknown, role: viewer },
      { datasetId: ["crm"], iamMember: ["unplaced"] },
    );
    expect(told(resource, unplaced, dataset([]))).to.deep.equal(
      only(as(`account ${urnOf(unplaced)}`, { condition: UNKNOWN })),
    );
  });

  it("are to each that may be meant, where two members are not known yet", () => {
    expect(told(access({ role: viewer, userByEmail: unknown, groupByEmail: unknown }))).to.deep.equal(
      only(as("?userByEmail"), as("?groupByEmail")),
    );
  });

  it("are to whom it cannot tell yet, where the project whose readers are meant is not known", () => {
    const resource = access({ project: unknown, role: viewer, specialGroup: "projectReaders" });
    expect(told(resource)).to.deep.equal(
      only(
        as("?project", {
          scope: { ...scope, project: "(project of it, not known yet)" },
          unknown: ["project"],
        }),
      ),
    );
  });
});
