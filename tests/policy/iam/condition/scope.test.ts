import { expect } from "chai";
import {
  both,
  type ConditionScope,
  merged,
  type NamePattern,
  nameScope,
  ofType,
  quote,
} from "../../../../policy/iam/condition/scope";

const exact = (text: string): NamePattern => ({ text, exact: true });

const starts = (text: string): NamePattern => ({ text, exact: false });

const crm = "projects/acme/datasets/crm";

const dataset = { project: "acme", dataset: "crm" };

const self: ConditionScope = { ...dataset, includesSelf: true, below: false };

const below: ConditionScope = { ...dataset, includesSelf: false, below: true };

const notAName = (text: string) =>
  `"${text}" is not a name of BigQuery's, which reads projects/P/datasets/D/tables/T`;

describe("both", () => {
  const table: readonly [string, NamePattern, NamePattern, NamePattern | undefined][] = [
    ["equal names", exact("a"), exact("a"), exact("a")],
    ["different names", exact("a"), exact("ab"), undefined],
    ["different names, the longer first", exact("ab"), exact("a"), undefined],
    ["a name and how it starts", exact("ab"), starts("a"), exact("ab")],
    ["how a name starts, and the name", starts("a"), exact("ab"), exact("ab")],
    ["a name and how another starts", exact("ab"), starts("b"), undefined],
    ["a name shorter than the start", exact("a"), starts("ab"), undefined],
    ["the longer of two starts", starts("ab"), starts("a"), starts("ab")],
    ["the longer of two starts, the other way round", starts("a"), starts("ab"), starts("ab")],
    ["equal starts", starts("a"), starts("a"), starts("a")],
    ["starts that exclude each other", starts("ab"), starts("b"), undefined],
  ];
  for (const [title, one, other, expected] of table)
    it(`finds for ${title}`, () => expect(both(one, other)).to.deep.equal(expected));
});

describe("nameScope", () => {
  const table: readonly [NamePattern, ConditionScope | { open: string }][] = [
    [exact(crm), self],
    [starts(`${crm}/`), below],
    [starts(`${crm}/t`), { ...below, only: "tables" }],
    [starts(`${crm}/routines`), { ...below, only: "routines" }],
    [starts(`${crm}/r`), { ...below, only: "routines" }],
    [starts(`${crm}/m`), { ...below, only: "models" }],
    [starts(`${crm}/models/`), { ...below, only: "models" }],
    [starts(`${crm}/models/m`), { ...below, only: "models" }],
    [starts(`${crm}/tablesx`), below],
    [exact(`${crm}/tables/users`), { ...dataset, table: "users", includesSelf: true, below: false }],
    [starts(`${crm}/tables/users/`), { ...dataset, table: "users", includesSelf: false, below: true }],
    [exact(`${crm}/models/m`), { ...below, only: "models" }],
    [exact(`${crm}/tables`), { open: notAName(`${crm}/tables`) }],
    [exact(`${crm}/`), { open: notAName(`${crm}/`) }],
    [exact(`${crm}/views/v`), { open: notAName(`${crm}/views/v`) }],
    [exact(`${crm}/tables/users/x`), { open: notAName(`${crm}/tables/users/x`) }],
    [exact(`/${crm}`), { open: notAName(`/${crm}`) }],
    [starts(`${crm}x/y/z`), { open: notAName(`${crm}x/y/z`) }],
    [starts(crm), { open: `startsWith("${crm}") lacks the closing slash and also matches longer names` }],
    [starts("projects"), { open: `"projects" names no dataset` }],
    [starts("projects/"), { open: `"projects/" names no dataset` }],
    [exact("projects/acme/datasets"), { open: `"projects/acme/datasets" names no dataset` }],
    [starts("projects/acme/data"), { open: notAName("projects/acme/data") }],
    [starts("xprojects/acme"), { open: notAName("xprojects/acme") }],
    [starts(""), { open: `"" names no dataset` }],
    ...["_", "-", "42"].map((project): [NamePattern, { open: string }] => [
      exact(`projects/${project}/datasets/crm`),
      {
        open: `"projects/${project}/datasets/crm" names the project by "${project}", and BigQuery by its id`,
      },
    ]),
    [exact("projects/a42/datasets/crm"), { ...self, project: "a42" }],
  ];
  for (const [pattern, expected] of table)
    it(`reads ${pattern.exact ? "exactly " : ""}${pattern.text || "an empty start"}`, () =>
      expect(nameScope(pattern)).to.deep.equal(expected));
});

describe("ofType", () => {
  const type = (name: string) => `bigquery.googleapis.com/${name}`;
  const users: ConditionScope = { ...dataset, table: "users", includesSelf: true, below: false };
  const whole: ConditionScope = { ...dataset, includesSelf: true, below: true };
  const table: readonly [string, ConditionScope, string, ConditionScope | undefined][] = [
    ["the dataset itself", whole, type("Dataset"), self],
    ["no dataset below it", below, type("Dataset"), undefined],
    ["no dataset in a table", users, type("Dataset"), undefined],
    ["a table", users, type("Table"), users],
    ["no model in a table", users, type("Model"), undefined],
    ["the tables below", whole, type("Table"), { ...below, only: "tables" }],
    ["the models below", below, type("Model"), { ...below, only: "models" }],
    [
      "the models among the models",
      { ...below, only: "models" },
      type("Model"),
      { ...below, only: "models" },
    ],
    ["no routines among the models", { ...below, only: "models" }, type("Routine"), undefined],
    ["nothing below the dataset itself", self, type("Table"), undefined],
    ["nothing of another service", whole, "storage.googleapis.com/Bucket", undefined],
    ["nothing of another service in a table", users, "storage.googleapis.com/Bucket", undefined],
    ["nothing for a name that objects have", whole, "constructor", undefined],
  ];
  for (const [title, scope, asked, expected] of table)
    it(`leaves ${title}`, () => expect(ofType(scope, asked)).to.deep.equal(expected));
});

describe("merged", () => {
  it("makes one scope of a dataset itself and what lies in it, in the order first named", () => {
    const hr: ConditionScope = { project: "acme", dataset: "hr", includesSelf: true, below: false };
    expect(merged([self, hr, below])).to.deep.equal([{ ...dataset, includesSelf: true, below: true }, hr]);
    expect(merged([below, hr, self])).to.deep.equal([{ ...dataset, includesSelf: true, below: true }, hr]);
    expect(merged([self, self])).to.deep.equal([self]);
  });

  it("keeps apart what lies in one dataset by its kind", () => {
    const models: ConditionScope = { ...below, only: "models" };
    const tables: ConditionScope = { ...below, only: "tables" };
    expect(merged([models, tables, models])).to.deep.equal([models, tables]);
  });
});

describe("quote", () => {
  it("shortens what is longer than 120 characters", () => {
    expect(quote("x".repeat(120))).to.equal(`"${"x".repeat(120)}"`);
    expect(quote("x".repeat(121))).to.equal(`"${"x".repeat(120)}…"`);
    expect(quote('a"b')).to.equal(String.raw`"a\"b"`);
  });
});
