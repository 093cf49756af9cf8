import { expect } from "chai";
import { memberText } from "../../../policy/iam/member";
import {
  accountsAmong,
  administeringMembers,
  administratorsOf,
} from "../../../policy/impersonation/administrators";
import { access } from "../access/stackFrom";
import { type TestResource, unknown } from "../support";
import { account, address, ann, as, condition, entitlement, onFolder, onProject } from "./stacks";

const owner = "roles/owner";

const project = { kind: "project", project: "acme" } as const;

const serviceAccount = { kind: "serviceAccount", project: "acme", email: address("segment") } as const;

const organization = (role: string): TestResource => ({
  type: "gcp:organizations/iAMMember:IAMMember",
  name: "1",
  props: { orgId: "7", role, member: ann },
});

/** Whether ann, who holds nothing but these grants and the viewer's, administers the account's project. */
function administers(...grants: readonly TestResource[]): boolean {
  const viewer = onProject("viewer", "roles/viewer", ann);
  const all = access([...grants, viewer]).grants;
  const ref = all.find(({ resourceName }) => resourceName === "viewer")?.member;
  if (ref === undefined) throw new Error("The test's stack has no grant to ann");
  return administratorsOf(all)(ref, serviceAccount);
}

describe("administratorsOf", () => {
  for (const [title, grant] of [
    ["owners of the project", onProject("1", owner, ann)],
    ["holders of the role that replaces owner", onProject("1", "roles/admin", ann)],
    ["holders of the permission", onProject("1", "roles/resourcemanager.projectIamAdmin", ann)],
    ["owners of the organization", organization(owner)],
  ] as const)
    it(`accepts ${title}`, () => expect(administers(grant)).to.equal(true));

  for (const [title, grant] of [
    ["those of other roles", onProject("1", "roles/editor", ann)],
    ["owners of another project", onProject("1", owner, ann, { project: "lab" })],
    ["owners under a condition", onProject("1", owner, ann, condition('resource.type == "x"'))],
    ["owners on request", entitlement("1", owner, ann)],
    ["holders of a role not known yet", onProject("1", unknown, ann)],
    ["others", onProject("1", owner, "user:bob@acme.com")],
  ] as const)
    it(`rejects ${title}`, () => expect(administers(grant)).to.equal(false));

  it("accepts whoever owns a project as a member, for that project alone", () => {
    const { grants } = access([
      onProject("1", "roles/viewer", "projectOwner:acme"),
      onProject("2", "roles/viewer", "projectOwner:lab"),
      onProject("3", "roles/viewer", "projectEditor:acme"),
    ]);
    const isAdministrator = administratorsOf(grants);
    expect(grants.map(({ member }) => isAdministrator(member, serviceAccount))).to.deep.equal([
      true,
      false,
      false,
    ]);
  });
});

describe("administeringMembers", () => {
  const found = (...grants: readonly TestResource[]) =>
    administeringMembers(access(grants).grants)(project).map((ref) =>
      ref.kind === "named" ? memberText(ref.member) : ref.kind,
    );

  it("lists who administers the project, by one of several scopes too, and nobody of a folder or another project", () => {
    expect(
      found(
        onProject("1", owner, ann),
        onProject("2", owner, ann, { project: "lab" }),
        onProject("3", owner, "user:bob@acme.com", { project: "lab" }),
        onFolder("4", owner, "user:eve@acme.com"),
        onProject("5", "roles/viewer", "user:joe@acme.com"),
        onProject("6", owner, unknown),
      ),
    ).to.deep.equal([ann]);
  });
});

describe("accountsAmong", () => {
  it("lists accounts and those in groups, and leaves out people and Google's agents", () => {
    const agent = "service-42@gcp-sa-pubsub.iam.gserviceaccount.com";
    const membership: TestResource = {
      type: "gcp:cloudidentity/groupMembership:GroupMembership",
      name: "in-group",
      props: { group: "groups/x", preferredMemberKey: { id: address("ci") } },
      from: { group: ["group"] },
    };
    const group: TestResource = {
      type: "gcp:cloudidentity/group:Group",
      name: "group",
      props: { groupKey: { id: "admins@acme.com" }, name: "groups/x" },
    };
    const assessment = access([
      account("loader"),
      account("ci"),
      account("idle"),
      group,
      membership,
      onProject("1", owner, as(address("loader"))),
      onProject("2", owner, "group:admins@acme.com"),
      onProject("3", owner, ann),
      onProject("4", owner, as(agent)),
      onProject("5", owner, unknown),
    ]);
    const accounts = ["loader", "ci", "idle"].map((id) => ({
      identity: address(id),
      project: "acme",
      member: as(address(id)),
    }));
    const members = assessment.grants.map(({ member }) => member);
    expect(accountsAmong(assessment, members, accounts)).to.deep.equal([address("loader"), address("ci")]);
  });
});
