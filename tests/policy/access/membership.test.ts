import { expect } from "chai";
import { parseMember } from "../../../policy/iam/member";
import { documentedStack, make, messages, type TestResource, unknown } from "../support";
import { access, stackFrom } from "./stackFrom";

const { email } = make;

const self = { identity: email, project: "acme" };

const number: TestResource = {
  type: "gcp:organizations/project:Project",
  name: "acme",
  props: { projectId: "acme", number: "42" },
};

/** How what is granted to a member comes to Segment's account; undefined where it does not. */
const via = (member: string, resources: readonly TestResource[] = [], segment: typeof self = self) =>
  access(resources).includes({ kind: "named", member: parseMember(member) }, segment);

describe("a grant comes to an account", () => {
  it("that it names", () => {
    expect(via(`serviceAccount:${email}`)).to.deep.equal({});
    expect(via(`user:${email}`)).to.deep.equal({});
  });

  it("to everybody", () => {
    for (const everybody of ["allUsers", "allAuthenticatedUsers"])
      expect(via(everybody)).to.deep.equal({ through: everybody });
  });

  const accounts = "principalSet://cloudresourcemanager.googleapis.com";
  it("with all accounts of its project, by id and by number", () => {
    const through = { through: "all service accounts of project acme" };
    expect(via(`${accounts}/projects/acme/type/ServiceAccount`)).to.deep.equal(through);
    expect(via(`${accounts}/projects/42/type/ServiceAccount`, [number])).to.deep.equal(through);
    expect(via(`${accounts}/projects/43/type/ServiceAccount`, [number])).to.equal(undefined);
    expect(via(`${accounts}/projects/42/type/ServiceAccount`)).to.equal(undefined);
    expect(via(`${accounts}/projects/other/type/ServiceAccount`)).to.equal(undefined);
  });

  it("with all accounts below a folder or an organization", () => {
    expect(via(`${accounts}/folders/7/type/ServiceAccount`)).to.deep.equal({
      through: "all service accounts of folder 7",
    });
    expect(via(`${accounts}/organizations/9/type/ServiceAccount`)).to.deep.equal({
      through: "all service accounts of organization 9",
    });
  });

  for (const member of [
    "serviceAccount:segment@other.iam.gserviceaccount.com",
    "group:ops@acme.com",
    "user:segment@acme.com",
    "domain:acme.iam.gserviceaccount.com",
    `deleted:serviceAccount:${email}?uid=1`,
    `serviceaccount:${email}`,
    "principalSet://iam.googleapis.com/projects/42/locations/global/workloadIdentityPools/p/*",
    email,
  ])
    it(`not as ${member}`, () => {
      expect(via(member)).to.equal(undefined);
    });

  it("not as somebody who is not known, or another account whose address is not known", () => {
    const { includes } = access([]);
    expect(includes({ kind: "unknown", property: "member" }, self)).to.equal(undefined);
    expect(includes({ kind: "account", identity: "urn:a" }, self)).to.equal(undefined);
    expect(includes({ kind: "account", identity: "urn:a" }, { ...self, identity: "urn:a" })).to.deep.equal(
      {},
    );
  });
});

describe("a grant to holders of a basic role comes to an account", () => {
  for (const [member, role] of [
    ["projectOwner:acme", "roles/owner"],
    ["projectEditor:acme", "roles/editor"],
    ["projectViewer:acme", "roles/viewer"],
  ] as const) {
    it(`that holds ${role}`, () => {
      const through = { through: `${role} on project acme` };
      expect(via(member, [make.projectMember("basic", role)])).to.deep.equal(through);
      expect(via(member, [make.projectMember("basic", role, { member: "allUsers" })])).to.deep.equal(through);
    });

    it(`not one that holds ${role} elsewhere, another role, or none`, () => {
      const others = [
        "roles/owner",
        "roles/editor",
        "roles/viewer",
        "roles/bigquery.admin",
        "roles/x",
        unknown,
      ];
      expect(via(member, [make.projectMember("elsewhere", role, { project: "other" })])).to.equal(undefined);
      expect(via(member, [make.projectMember("else", role, { member: "user:ann@acme.com" })])).to.equal(
        undefined,
      );
      for (const other of others.filter((one) => one !== role))
        expect(via(member, [make.projectMember("other", other)]), other).to.equal(undefined);
      expect(via(member)).to.equal(undefined);
    });
  }

  it("that holds it on a folder", () => {
    const folder = { folder: "7", role: "roles/viewer", member: make.member };
    const grant = { type: "gcp:folder/iAMMember:IAMMember", name: "f", props: folder };
    expect(via("projectViewer:acme", [grant])).to.deep.equal({ through: "roles/viewer on project acme" });
  });

  it("not one that holds it on a dataset only", () => {
    expect(via("projectViewer:acme", [make.datasetMember("d", "crm", "roles/viewer")])).to.equal(undefined);
  });
});

describe("the numbers of projects", () => {
  it("are those of the projects that the stack makes, as far as both are known", () => {
    const project = (name: string, props: object): TestResource => ({ ...number, name, props: { ...props } });
    const stack = stackFrom([
      number,
      project("path", { projectId: "other", number: "projects/43" }),
      project("open-number", { projectId: "a", number: unknown }),
      project("open-id", { projectId: unknown, number: "44" }),
      project("numeric", { projectId: "b", number: 45 }),
    ]);
    expect([...stack.projectNumbers]).to.deep.equal([
      ["42", "acme"],
      ["45", "b"],
      ["43", "other"],
    ]);
  });
});

describe("rule undetermined, of groups", () => {
  const group = (name: string): TestResource => ({
    type: "gcp:cloudidentity/group:Group",
    name,
    props: { name: `groups/${name}`, groupKey: { id: `${name}@acme.com` } },
  });
  const joins = (name: string, member: unknown, into: unknown): TestResource => ({
    type: "gcp:cloudidentity/groupMembership:GroupMembership",
    name,
    props: { group: into, preferredMemberKey: { id: member } },
  });
  const granted = make.projectMember("granted", "roles/bigquery.admin", { member: "group:out@acme.com" });
  const says = (...resources: TestResource[]) =>
    messages([...documentedStack(), group("in"), group("out"), ...resources], { sources: ["acme.crm"] });
  const end =
    "is unknown until the update. What the group is granted is not judged yet. Fix: create the group in this stack, or let the update judge it. [undetermined]";

  const elsewhere =
    "This stack grants nothing to the group, and what others grant to it is not judged. Fix: grant to the account itself, or judge the group's grants in this stack. [undetermined]";

  it("cannot tell yet into which group one is put that holds the account", () => {
    expect(says(granted, joins("1", email, "groups/in"), joins("2", "in@acme.com", unknown))).to.deep.equal([
      "advisory: Into which group `2` puts group:in@acme.com is unknown until the update. What the group is granted is not judged yet. Fix: create the group in this stack, or let the update judge it. [undetermined]",
      `advisory: \`1\` puts serviceAccount:${email} into group:in@acme.com. ${elsewhere}`,
    ]);
  });

  it("undetermined where the account is put into a group to which the stack grants nothing", () => {
    expect(says(joins("1", email, "groups/in"))).to.deep.equal([
      `advisory: \`1\` puts serviceAccount:${email} into group:in@acme.com. ${elsewhere}`,
    ]);
    expect(says(joins("1", email, unknown))).to.deep.equal([
      `advisory: Into which group \`1\` puts serviceAccount:${email} ${end}`,
    ]);
  });

  it("cannot tell yet who is put into a group that lies in one that is granted something", () => {
    expect(
      says(granted, joins("1", unknown, "groups/in"), joins("2", "in@acme.com", "groups/out")),
    ).to.deep.equal([
      "advisory: Whom `1` puts into group:in@acme.com is unknown until the update. What the group is granted is not judged yet. Fix: create the group in this stack, or let the update judge it. [undetermined]",
    ]);
  });

  it("cannot tell yet into which group the account is put, nor who is put into which", () => {
    expect(says(granted, joins("1", email, unknown), joins("2", unknown, unknown))).to.deep.equal([
      `advisory: Into which group \`1\` puts serviceAccount:${email} ${end}`,
      `advisory: Whom \`2\` puts into a group ${end}`,
    ]);
  });

  it("accepts a group that cannot hold the account", () => {
    expect(says(joins("1", "in@acme.com", unknown))).to.deep.equal([]);
    expect(says(granted, joins("1", "in@acme.com", unknown))).to.deep.equal([]);
    expect(says(granted, joins("1", unknown, "groups/in"))).to.deep.equal([]);
  });
});
