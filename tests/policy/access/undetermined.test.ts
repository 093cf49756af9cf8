import { expect } from "chai";
import { undeterminedFacts } from "../../../policy/access/undetermined";
import { make, messages, type TestResource, unknown, verdicts } from "../support";
import { assessmentOf } from "./support";

const crm = { sources: ["acme.crm"] };

const viewer = "roles/bigquery.dataViewer";

const someone = { member: unknown };

const bucket = (props: object): TestResource => ({
  type: "gcp:storage/bucketIAMMember:BucketIAMMember",
  name: "grant",
  props: { project: "acme", bucket: "assets", member: make.member, ...props },
});

const agent: TestResource = {
  type: "gcp:projects/serviceIdentity:ServiceIdentity",
  name: "agent",
  props: {},
};

const random: TestResource = { type: "random:index/randomPet:RandomPet", name: "pet", props: {} };

const none = make.customRole("none", ["bigquery.tables.get"], { stage: "DISABLED" });

const half = make.customRole("half", ["bigquery.tables.get", unknown]);

/** Kind of each question, and the resource that it is about. */
const asked = (resources: readonly TestResource[], config: object = crm) =>
  undeterminedFacts(assessmentOf([make.account(), ...resources], config)).map((open) => [
    open.kind,
    "grant" in open
      ? open.grant.resourceName
      : open.kind === "membership"
        ? open.membership.resource.name
        : open.effective.grant.resourceName,
  ]);

const member = (role: unknown, from?: readonly string[], dataset: unknown = "hr"): TestResource => ({
  ...make.datasetMember("grant", dataset, role, someone),
  ...(from ? { from: { member: from } } : {}),
});

describe("questions about grants to somebody who is not known yet", () => {
  const question = [["member", "grant"]];
  const table: readonly [title: string, resources: readonly TestResource[], expected: string[][]][] = [
    ["a role in excess", [member(viewer)], question],
    ["a role that is not known yet", [member(unknown)], question],
    ["a role from elsewhere", [member("organizations/1/roles/x")], question],
    ["a role that allows nothing", [none, member("projects/acme/roles/none")], []],
    ["a role that the account may have, but not everybody", [member(viewer, undefined, "crm")], question],
    ["a member from another Google resource", [agent, member(viewer, ["agent"])], []],
    ["a member from something else", [random, member(viewer, ["pet"])], question],
    ["a member from both", [agent, random, member(viewer, ["agent", "pet"])], question],
  ];
  for (const [title, resources, expected] of table)
    it(`${expected.length > 0 ? "asks about" : "is silent about"} ${title}`, () => {
      expect(asked(resources)).to.deep.equal(expected);
    });

  it("asks about a member from a resource that the stack no longer holds", () => {
    const [gone] = assessmentOf(
      [make.account(), agent, member(viewer, ["agent"])],
      crm,
    ).stack.resources.filter(({ name }) => name === "agent");
    const assessment = assessmentOf([make.account(), agent, member(viewer, ["agent"])], crm);
    const stack = {
      ...assessment.stack,
      get: (urn: string) => (urn === gone?.urn ? undefined : assessment.stack.get(urn)),
    };
    expect(undeterminedFacts({ ...assessment, stack }).map(({ kind }) => kind)).to.deep.equal(["member"]);
  });

  it("asks where it would be too much for one of two accounts, and not for the other alone", () => {
    const emails = [make.email, "reader@europe.iam.gserviceaccount.com"];
    const users = emails.map((email, at) =>
      make.projectMember(`user-${at}`, "roles/bigquery.user", {
        project: at === 0 ? "acme" : "europe",
        member: `serviceAccount:${email}`,
      }),
    );
    const grant = member("roles/bigquery.user");
    const kinds = (serviceAccounts: readonly string[]) =>
      undeterminedFacts(assessmentOf([...users, grant], { sources: [], serviceAccounts })).map(
        ({ kind }) => kind,
      );
    expect(kinds(emails)).to.deep.equal(["member"]);
    expect(kinds([make.email])).to.deep.equal([]);
  });

  it("says whom, what and where", () => {
    const said = (resource: TestResource) =>
      messages([make.account(), resource], { ...crm, checkMissing: false });
    expect(said(member(unknown))).to.deep.equal([
      "advisory: Whom `grant` grants a role on dataset acme.hr is unknown until the update. Its member is unknown, so it is not judged yet. Fix: use a value that is known before the update, or let the update judge it. [undetermined]",
    ]);
    expect(said(member("organizations/1/roles/x"))).to.deep.equal([
      "advisory: Whom `grant` grants organizations/1/roles/x on dataset acme.hr is unknown until the update. Its member is unknown, so it is not judged yet. Fix: use a value that is known before the update, or let the update judge it. [undetermined]",
    ]);
  });
});

describe("questions about what the account holds", () => {
  const table: readonly [title: string, resources: readonly TestResource[], expected: string[][]][] = [
    ["a role that is not known yet", [make.datasetMember("grant", "crm", unknown)], [["role", "grant"]]],
    ["such a role outside BigQuery, which is in excess", [bucket({ role: unknown })], []],
    ["a role from elsewhere", [make.datasetMember("grant", "crm", "organizations/1/roles/x")], []],
    ["a role from elsewhere outside BigQuery", [bucket({ role: "roles/storage.admin" })], []],
    [
      "a role of which a part is not known",
      [half, make.datasetMember("grant", "crm", "projects/acme/roles/half")],
      [["permissions", "grant"]],
    ],
    [
      "such a role that everybody has outside BigQuery",
      [half, bucket({ role: "projects/acme/roles/half", member: "allUsers" })],
      [],
    ],
    [
      "such a role for everybody in BigQuery",
      [half, make.datasetMember("grant", "crm", "projects/acme/roles/half", { member: "allUsers" })],
      [["permissions", "grant"]],
    ],
    [
      "a condition that is not known, of a role that is accepted",
      [make.projectMember("grant", "roles/bigquery.user", { condition: unknown })],
      [],
    ],
    [
      "a condition that is not known, of a role in excess",
      [make.projectMember("grant", viewer, { condition: unknown })],
      [["excessive", "grant"]],
    ],
    ["what is certainly in excess", [make.datasetMember("grant", "hr", viewer)], []],
  ];
  for (const [title, resources, expected] of table)
    it(`${expected.length > 0 ? "asks about" : "is silent about"} ${title}`, () => {
      expect(asked(resources)).to.deep.equal(expected);
    });

  it("names all parts of a scope that are not known", () => {
    const grant = make.datasetMember("grant", unknown, viewer, { project: unknown });
    expect(messages([make.account(), grant], { ...crm, checkMissing: false })).to.deep.equal([
      "advisory: `grant` grants Segment roles/bigquery.dataViewer on dataset (project of grant, not known yet).(datasetId of grant, not known yet). Whether Segment needs all of that (bigquery.tables.getData, bigquery.tables.export, bigquery.datasets.get and 20 more) is unknown until the update: its project and datasetId are unknown. Fix: use a value that is known before the update, or let the update judge it. [undetermined]",
    ]);
  });
});

describe("questions about memberships", () => {
  const granted = make.datasetMember("granted", "hr", viewer, { member: "group:readers@example.com" });
  const joins = (group: unknown, id: unknown): TestResource => ({
    type: "gcp:cloudidentity/groupMembership:GroupMembership",
    name: "joins",
    props: { group, preferredMemberKey: { id } },
  });
  const group = (name: string): TestResource => ({
    type: "gcp:cloudidentity/group:Group",
    name,
    props: { name: `groups/${name}`, groupKey: { id: `${name}@example.com` } },
  });
  const question = [["membership", "joins"]];
  const table: readonly [title: string, membership: TestResource, expected: string[][]][] = [
    ["nobody knows who in a group that is granted something", joins("groups/readers", unknown), question],
    ["nobody knows who in a group that is granted nothing", joins("groups/others", unknown), []],
    ["the account in a group that is not known", joins(unknown, make.email), question],
    ["somebody else in a group that is not known", joins(unknown, "ana@example.com"), []],
    ["nobody knows who in which group", joins(unknown, unknown), question],
  ];
  for (const [title, membership, expected] of table)
    it(`${expected.length > 0 ? "asks about" : "is silent about"} ${title}`, () => {
      expect(asked([group("readers"), group("others"), granted, membership])).to.deep.equal(expected);
    });

  it("says what of a membership is not known", () => {
    const stack = [make.account(), group("readers"), granted, joins(unknown, unknown)];
    expect(messages(stack, { ...crm, checkMissing: false })).to.deep.equal([
      "advisory: Whom `joins` puts into a group is unknown until the update. What the group is granted is not judged yet. Fix: create the group in this stack, or let the update judge it. [undetermined]",
    ]);
  });
});

describe("a stack without Segment", () => {
  it("is asked nothing", () => {
    const policy = {
      type: "gcp:projects/iAMPolicy:IAMPolicy",
      name: "policy",
      props: { project: "acme", policyData: unknown },
    };
    expect(verdicts([policy, member(viewer), bucket({ member: "allUsers", role: unknown })])).to.deep.equal(
      [],
    );
  });
});
