import { expect } from "chai";
import { reaches, type Scope, scopeChain, scopeKey, scopeText } from "../../../policy/iam/scope";

const organization: Scope = { kind: "organization", organization: "9" };

const folder: Scope = { kind: "folder", folder: "7" };

const project: Scope = { kind: "project", project: "acme" };

const dataset: Scope = { kind: "dataset", project: "acme", dataset: "crm" };

const table: Scope = { kind: "table", project: "acme", dataset: "crm", table: "users" };

const routine: Scope = { kind: "routine", project: "acme", dataset: "crm", routine: "users" };

const connection: Scope = { kind: "connection", project: "acme", connection: "lake" };

const account: Scope = { kind: "serviceAccount", project: "acme", email: "a@acme.iam.gserviceaccount.com" };

const bucket: Scope = { kind: "other", type: "storage bucket", id: "assets", project: "acme" };

const unplaced: Scope = { kind: "other", type: "storage bucket", id: "assets" };

const each = {
  organization,
  folder,
  project,
  dataset,
  table,
  routine,
  connection,
  account,
  bucket,
  unplaced,
};

describe("a scope in words", () => {
  it("says what it is and where", () => {
    expect(Object.values(each).map(scopeText)).to.deep.equal([
      "organization 9",
      "folder 7",
      "project acme",
      "dataset acme.crm",
      "table acme.crm.users",
      "routine acme.crm.users",
      "connection lake of project acme",
      "service account a@acme.iam.gserviceaccount.com",
      "storage bucket assets",
      "storage bucket assets",
    ]);
  });
});

describe("what is granted on a scope", () => {
  const below = {
    organization: Object.keys(each),
    folder: Object.keys(each).filter((name) => name !== "organization"),
    project: ["project", "dataset", "table", "routine", "connection", "account", "bucket"],
    dataset: ["dataset", "table", "routine"],
    table: ["table"],
    routine: ["routine"],
    connection: ["connection"],
    account: ["account"],
    // A bucket's name is unique in all of Google Cloud.
    bucket: ["bucket", "unplaced"],
    unplaced: ["bucket", "unplaced"],
  };
  for (const [name, outer] of Object.entries(each) as [keyof typeof each, Scope][])
    it(`reaches down from ${name} and never up or aside`, () => {
      const reached = Object.entries(each).filter(([, inner]) => reaches(outer, inner));
      expect(reached.map(([inner]) => inner)).to.deep.equal(below[name]);
    });

  const others: readonly [string, Scope, Scope][] = [
    ["another folder", folder, { kind: "folder", folder: "8" }],
    ["another project", project, { kind: "project", project: "other" }],
    ["a dataset of another project", project, { ...dataset, project: "other" }],
    ["the same dataset id in another project", dataset, { ...dataset, project: "other" }],
    ["another dataset", dataset, { ...dataset, dataset: "hr" }],
    ["a table of another dataset", dataset, { ...table, dataset: "hr" }],
    ["another table", table, { ...table, table: "orders" }],
    ["a table of that id in another dataset", table, { ...table, dataset: "hr" }],
    ["another routine", routine, { ...routine, routine: "orders" }],
    ["another connection", connection, { ...connection, connection: "sea" }],
    ["another account", account, { ...account, email: "b@acme.iam.gserviceaccount.com" }],
    ["another bucket", bucket, { ...bucket, id: "logs" }],
    [
      "another resource that is called as the table is",
      table,
      { kind: "other", project: "acme", type: "table", id: "acme.crm.users" },
    ],
  ];
  for (const [title, outer, inner] of others)
    it(`does not reach ${title}`, () => {
      expect(reaches(outer, inner)).to.equal(false);
      expect(reaches(inner, outer)).to.equal(false);
    });
});

describe("the key of a scope", () => {
  it("is the same for equal scopes", () => {
    for (const scope of Object.values(each)) expect(scopeKey({ ...scope })).to.equal(scopeKey(scope));
  });

  it("holds all that makes a scope what it is, in a fixed order", () => {
    expect(Object.values(each).map((scope) => scopeKey(scope).split("\n"))).to.deep.equal([
      ["organization", "9"],
      ["folder", "7"],
      ["project", "acme"],
      ["dataset", "acme", "crm"],
      ["table", "acme", "crm", "users"],
      ["routine", "acme", "crm", "users"],
      ["connection", "acme", "lake"],
      ["serviceAccount", "acme", "a@acme.iam.gserviceaccount.com"],
      ["other", "", "", "storage bucket", "assets"],
      ["other", "", "", "storage bucket", "assets"],
    ]);
  });

  const alike: readonly [string, Scope, Scope][] = [
    [
      "that run together",
      { ...dataset, project: "ab", dataset: "c" },
      { ...dataset, project: "a", dataset: "bc" },
    ],
    [
      "with a line feed in one of them",
      { ...table, dataset: "a\nb", table: "c" },
      { ...table, dataset: "a", table: "b\nc" },
    ],
    [
      "with a line feed, and the two characters that stand for one",
      { ...dataset, dataset: "a\nb" },
      { ...dataset, dataset: "a\\nb" },
    ],
    ["with a line feed, and without it", { ...dataset, dataset: "a\nb" }, { ...dataset, dataset: "ab" }],
    ["with backslashes", { ...dataset, dataset: "a\\" }, { ...dataset, dataset: "a\\\\" }],
    [
      "of a resource without a project",
      { ...unplaced, type: "zone" },
      { ...unplaced, type: "zone", project: "" },
    ],
    ["of connections in two locations", { ...connection, location: "eu" }, { ...connection, location: "us" }],
  ];
  for (const [title, one, other] of alike)
    it(`is another for ids ${title}`, () => {
      expect(scopeKey(one)).not.to.equal(scopeKey(other));
    });
});

describe("the chain of a scope", () => {
  const chains: readonly [string, Scope, readonly Scope[]][] = [
    ["an organization", organization, [organization]],
    ["a folder", folder, [folder]],
    ["a project", project, [project]],
    ["a dataset", dataset, [dataset, project]],
    ["a table", table, [table, dataset, project]],
    ["a routine", routine, [routine, dataset, project]],
    ["a connection", connection, [connection, project]],
    ["an account", account, [account, project]],
    ["a bucket", bucket, [bucket, project]],
    ["a bucket whose project is not known", unplaced, [unplaced]],
  ];
  for (const [title, scope, chain] of chains)
    it(`leads from ${title} to its project`, () => {
      expect(scopeChain(scope)).to.deep.equal(chain.map(scopeKey));
    });
});
