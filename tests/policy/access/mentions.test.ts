import { expect } from "chai";
import { unexplainedMentions } from "../../../policy/access/mentions";
import { make, type TestResource, unknown } from "../support";
import { access } from "./stackFrom";

const email = make.email;

/** A resource of a kind that no reader knows, with these properties. */
const thing = (props: TestResource["props"], more: Partial<TestResource> = {}): TestResource => ({
  type: "acme:index/thing:Thing",
  name: "thing",
  props,
  ...more,
});

const command = (create: string): TestResource => thing({ create }, { type: "command:local:Command" });

const found = (...resources: TestResource[]) =>
  unexplainedMentions(access([make.account({ uniqueId: "123456789012345678901" }), ...resources])).map(
    ({ resource, path, kind, unknown: open }) =>
      `${resource.name}: ${kind} at ${path.join("/")}${open ? ", unknown" : ""}`,
  );

const other = ["thing: other at place"];

describe("a text that names one of Segment's accounts", () => {
  for (const text of [
    email,
    `serviceAccount:${email.toUpperCase()}`,
    `user-${email}`,
    "segment@acme.iam",
    "123456789012345678901",
    `x-${email} ${email}`,
    `data "segment@\${var.project}.iam.gserviceaccount.com"`,
    `"segment@" + domain`,
    `"xsegment@$a" or 'segment@$a'`,
    "segment@%s.iam.gserviceaccount.com",
    Buffer.from(`gcloud projects add-iam-policy-binding acme --member=serviceAccount:${email}`).toString(
      "base64",
    ),
  ])
    it(`is ${text}`, () => expect(found(thing({ place: text }))).to.deep.equal(other));

  for (const text of [
    "",
    "segment",
    `x-${email}`,
    `a${email}`,
    "segment@acme.iamx",
    "1234567890123456789012",
    "segment@ acme",
    `xsegment@$a`,
    "segment@other.iam.gserviceaccount.com",
    '"segment@other.iam.gserviceaccount.com"',
    `{"private_key": "x", "client_email": "${email}"}`,
    `-----BEGIN PRIVATE KEY----- ${email}`,
    Buffer.from(`{"type": "service_account", "private_key": "x", "client_email": "${email}"}`).toString(
      "base64",
    ),
    Buffer.from(email).toString("base64"),
  ])
    it(`is not ${text}`, () => expect(found(thing({ place: text }))).to.deep.equal([]));

  it("is nothing without an account of Segment's", () => {
    expect(
      unexplainedMentions(access([thing({ place: "loader@acme.iam.gserviceaccount.com" })])),
    ).to.deep.equal([]);
  });

  it("is found in lists and in names of properties, and told by its path, once a path", () => {
    expect(
      found(thing({ place: { inner: [email, { deep: email }, email] }, words: { [email]: 1 } })),
    ).to.deep.equal([
      "thing: other at place/inner",
      "thing: other at place/inner/deep",
      `thing: actor at words/${email}`,
    ]);
  });

  it("is found in a name of 16 letters, and in each of two paths of the same letters", () => {
    expect(found(thing({ words: { "segment@acme.iam": 1 } }))).to.deep.equal([
      "thing: other at words/segment@acme.iam",
    ]);
    expect(found(thing({ ab: { c: email }, a: { bc: email } }))).to.deep.equal([
      "thing: other at ab/c",
      "thing: other at a/bc",
    ]);
  });

  it("is nothing of an account whose address or unique id is unknown", () => {
    const segment = make.account({ project: unknown, email: unknown, member: unknown });
    const open = { ...segment, urn: "urn:pulumi:test::stack::account::segment" };
    for (const text of ["urn:pulumi:test::stack::account::segment", 'undefined is "$undefined"'])
      for (const account of [open, make.account()])
        expect(unexplainedMentions(access([account, thing({ place: text })]))).to.deep.equal([]);
  });

  it("is none in a place that keeps secrets", () => {
    const secret = { type: "doppler:index/secret:Secret" };
    expect(found(thing({ value: email }, secret))).to.deep.equal([]);
    expect(found(thing({ place: email }, secret))).to.deep.equal(other);
  });

  it("is one that says who acts, where the value comes from the account and is unknown", () => {
    const from = { serviceAccount: ["segment"], place: ["segment"] };
    const open = thing({ serviceAccount: unknown, place: unknown }, { from });
    expect(found(open)).to.deep.equal(["thing: runs-as at serviceAccount, unknown"]);
    const gone = thing({ place: "x" }, { from });
    expect(found(gone)).to.deep.equal([]);
    const deep = thing(
      { spec: [{ name: "x" }, { serviceAccountEmail: unknown }] },
      { from: { spec: ["segment"] } },
    );
    expect(found(deep)).to.deep.equal(["thing: runs-as at spec/serviceAccountEmail, unknown"]);
    const loader = { ...make.account(), name: "loader", props: { accountId: "loader", project: "acme" } };
    const both = thing({ serviceAccount: unknown }, { from: { serviceAccount: ["loader", "segment"] } });
    expect(found(loader, both)).to.deep.equal(["thing: runs-as at serviceAccount, unknown"]);
    expect(
      found(loader, thing({ serviceAccount: unknown }, { from: { serviceAccount: ["loader"] } })),
    ).to.deep.equal([]);
  });
});

describe("an account that the config names by no address", () => {
  it("is looked for in every text to its end", () => {
    const texts = ["a text that names nobody", "the text names a loader of data"];
    const resources = texts.map((place, index) => thing({ place }, { name: `thing${index}` }));
    const mentions = unexplainedMentions(access(resources, { serviceAccounts: ["a loader of data"] }));
    expect(mentions.map(({ resource }) => resource.name)).to.deep.equal(["thing1"]);
    for (const name of ["@acme.iam", "@", ".gserviceaccount.com"])
      expect(unexplainedMentions(access(resources, { serviceAccounts: [name] }))).to.deep.equal([]);
  });
});

describe("a command that changes a custom role of the account's", () => {
  const role = [
    make.customRole("runner", ["bigquery.jobs.create"]),
    make.projectMember("user", "roles/bigquery.user"),
    make.projectMember("grant", "projects/acme/roles/Runner"),
  ];
  for (const text of [
    "gcloud iam roles update runner --project=acme",
    "gcloud iam roles   undelete Runner",
    "curl -X PATCH https://iam.googleapis.com/v1/projects/acme/roles/runner -d '{\"includedPermissions\": []}'",
  ])
    it(`is ${text}`, () => expect(found(...role, command(text))).to.have.length(1));

  for (const text of [
    "gcloud iam roles describe runner --project=acme",
    "gcloud iam roles update runners --project=acme",
    "gcloud iam roles update bigquery.user",
    "echo runner",
  ])
    it(`is not ${text}`, () => expect(found(...role, command(text))).to.deep.equal([]));

  it("is none in what runs no commands", () => {
    expect(found(...role, thing({ place: "gcloud iam roles update runner" }))).to.deep.equal([]);
  });
});
