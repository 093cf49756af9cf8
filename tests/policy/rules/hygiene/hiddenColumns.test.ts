import { expect } from "chai";
import { hiddenColumns } from "../../../../policy/rules/source-hygiene";
import { type Plain, UNKNOWN } from "../../../../policy/stack/plain";
import { make, type TestResource, unknown } from "../../support";
import { accountOf } from "./assessed";

const reader = "roles/datacatalog.categoryFineGrainedReader";

const taxonomy = "projects/acme/locations/eu/taxonomies/1";

const tag = `${taxonomy}/policyTags/2`;

const tagged = (name: unknown, ...names: unknown[]) => ({ name, type: "STRING", policyTags: { names } });

const hidden = (fields: unknown, resources: readonly TestResource[] = []) =>
  hiddenColumns(accountOf([make.account(), ...resources]), JSON.stringify(fields));

const on = (type: string, props: Readonly<Record<string, unknown>>): TestResource => ({
  type,
  name: "reader",
  props: { role: reader, member: make.member, ...props },
});

const onTag = (policyTag: string, more: Readonly<Record<string, unknown>> = {}) =>
  on("gcp:datacatalog/policyTagIamMember:PolicyTagIamMember", { policyTag, ...more });

describe("hiddenColumns", () => {
  it("names columns with policy tags, nested ones by their path, in the schema's order", () => {
    const fields = [
      tagged("email", tag),
      { name: "id" },
      {
        ...tagged("address", tag),
        fields: [tagged("street", tag), { name: "place", fields: [tagged("zip", tag)] }],
      },
    ];
    expect(hidden(fields)).to.deep.equal(["email", "address", "address.street", "address.place.zip"]);
  });

  it("names a column without a name as such", () => {
    const fields = [
      tagged(undefined, tag),
      tagged(unknown, tag),
      tagged("", tag),
      { fields: [tagged("x", tag)] },
    ];
    expect(hidden(fields)).to.deep.equal(["(a column)", "(a column)", "(a column)", "(a column).x"]);
  });

  it("accepts columns without tags, and what is no tag, no field or no list", () => {
    const fields = [
      null,
      5,
      "policyTags",
      { name: "a" },
      { name: "b", policyTags: { names: [] } },
      { name: "c", policyTags: [tag] },
    ];
    expect(
      hidden([
        ...fields,
        tagged("d", 5, null, unknown),
        { name: "e", policyTags: { names: tag } },
        { name: "f", fields: {} },
      ]),
    ).to.deep.equal([]);
    expect(hidden({ fields: [tagged("a", tag)] })).to.deep.equal([]);
  });

  it("cannot tell a schema that is not known, and accepts one that is none", () => {
    const account = accountOf([make.account()]);
    const listed = [JSON.stringify([tagged("a", tag)])];
    const schemas: readonly (Plain | undefined)[] = [
      UNKNOWN,
      undefined,
      null,
      "",
      "[{",
      5,
      '"policyTags"',
      listed,
    ];
    for (const [at, schema] of schemas.entries())
      expect(hiddenColumns(account, schema), `schema ${at}`).to.deep.equal([]);
  });

  const readers: readonly (readonly [string, TestResource])[] = [
    ["the tag", onTag(tag)],
    ["the taxonomy", on("gcp:datacatalog/taxonomyIamMember:TaxonomyIamMember", { taxonomy })],
    ["the tag's project", make.projectMember("reader", reader)],
    ["a folder", on("gcp:folder/iAMMember:IAMMember", { folder: "7" })],
    ["the organization", on("gcp:organizations/iAMMember:IAMMember", { orgId: "7" })],
  ];
  for (const [where, resource] of readers) {
    it(`accepts tags that the account may read on ${where}`, () => {
      expect(hidden([tagged("a", tag)], [resource])).to.deep.equal([]);
    });
  }

  const expired = {
    condition: { title: "t", expression: 'request.time < timestamp("2026-01-01T00:00:00Z")' },
  };
  const others: readonly (readonly [string, TestResource])[] = [
    ["a tag with a longer number", onTag(`${tag}3`)],
    ["another taxonomy", onTag(`${taxonomy}1/policyTags/2`)],
    ["another project", make.projectMember("reader", reader, { project: "other" })],
    ["a project with a longer name", make.projectMember("reader", reader, { project: "acm" })],
    ["a dataset, on which it gives nothing", make.datasetMember("reader", "crm", reader)],
    [
      "an account",
      on("gcp:serviceaccount/iAMMember:IAMMember", {
        serviceAccountId: `projects/acme/serviceAccounts/${make.email}`,
      }),
    ],
    ["the tag once", onTag(tag, expired)],
    ["the tag with another role", onTag(tag, { role: "roles/datacatalog.viewer" })],
    ["the tag with a role that is not known yet", onTag(tag, { role: unknown })],
  ];
  for (const [where, resource] of others) {
    it(`names a tag's column where the account may read on ${where}`, () => {
      expect(hidden([tagged("a", tag)], [resource])).to.deep.equal(["a"]);
    });
  }

  it("names a column where one of two tags may not be read", () => {
    const second = `${taxonomy}/policyTags/9`;
    expect(hidden([tagged("a", tag, second)], [onTag(tag)])).to.deep.equal(["a"]);
    expect(
      hidden([tagged("a", tag, second)], [onTag(tag), { ...onTag(second), name: "second" }]),
    ).to.deep.equal([]);
  });

  it("accepts a tag whose project is given by its number, which tells no id", () => {
    const numbered = tag.replace("acme", "123");
    expect(hidden([tagged("a", numbered)], [make.projectMember("reader", reader)])).to.deep.equal([]);
    expect(
      hidden([tagged("a", tag.replace("acme", "a123"))], [make.projectMember("reader", reader)]),
    ).to.deep.equal(["a"]);
    expect(hidden([tagged("a", `x/${numbered}`)], [make.projectMember("reader", reader)])).to.deep.equal([
      "a",
    ]);
    expect(
      hidden([tagged("a", tag.replace("acme", "123a"))], [make.projectMember("reader", reader)]),
    ).to.deep.equal(["a"]);
  });
});
