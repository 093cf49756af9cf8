import { expect } from "chai";
import { type MemberRef, identityOf } from "../../../policy/iam/grants";
import { parseMember } from "../../../policy/iam/member";
import type { Scope } from "../../../policy/iam/scope";
import { accountRefs, heldBy } from "../../../policy/impersonation/accounts";
import { scopeOf } from "../../../policy/impersonation/incoming";
import { administratorsOf } from "../../../policy/impersonation/administrators";
import { access } from "../access/stackFrom";
import { make, type TestResource, unknown } from "../support";
import {
  account,
  address,
  ann,
  as,
  condition,
  entitlement,
  onAccount,
  onFolder,
  onProject,
  tokens,
} from "./stacks";

const acme: Scope = { kind: "project", project: "acme" };

const named = (member: string): MemberRef => ({ kind: "named", member: parseMember(member, "acme") });

describe("the accounts of a stack", () => {
  const all: readonly TestResource[] = [
    account("made"),
    account("open", { project: unknown }),
    onProject("1", tokens, as(address("member", "other"))),
    onAccount("2", address("target"), tokens, ann),
    onAccount("3", unknown, tokens, "group:ops@acme.com"),
    onProject("4", tokens, unknown),
    onProject("5", tokens, as("1-compute@developer.gserviceaccount.com")),
  ];
  const read = () => {
    const { stack, grants } = access(all);
    return accountRefs(stack, grants);
  };
  const made = { identity: address("made"), project: "acme", member: as(address("made")) };
  const open = {
    identity: "urn:pulumi:test::stack::gcp:serviceaccount/account:Account::open",
    project: undefined,
    member: "serviceAccount:(address of open not known yet)",
  };
  const member = {
    identity: address("member", "other"),
    project: "other",
    member: as(address("member", "other")),
  };
  const target = { identity: address("target"), project: "acme", member: as(address("target")) };
  const google = {
    identity: "1-compute@developer.gserviceaccount.com",
    project: undefined,
    member: "serviceAccount:1-compute@developer.gserviceaccount.com",
  };

  it("are those that it makes, grants to or grants on, and nobody else", () => {
    const refs = read();
    for (const scope of [
      { kind: "folder", folder: "7" },
      { kind: "organization", organization: "9" },
    ] as const)
      expect(refs.below(scope)).to.deep.equal([made, open, member, google, target]);
  });

  it("are below the project that they lie in", () => {
    const refs = read();
    expect(refs.below(acme)).to.deep.equal([made, target]);
    expect(refs.below({ kind: "project", project: "other" })).to.deep.equal([member]);
    expect(refs.below({ kind: "project", project: "third" })).to.deep.equal([]);
  });

  it("are found by their address, also one that stands nowhere", () => {
    const refs = read();
    expect(refs.get(made.identity)).to.deep.equal(made);
    expect(refs.get(address("new", "third"))).to.deep.equal({
      identity: address("new", "third"),
      project: "third",
      member: as(address("new", "third")),
    });
  });

  it("are scopes in their project, or in none while it is not known", () => {
    expect(scopeOf(made)).to.deep.equal({ kind: "serviceAccount", project: "acme", email: made.identity });
    expect(scopeOf(open)).to.deep.equal({ kind: "serviceAccount", project: "-", email: open.identity });
  });
});

describe("an administrator of a project", () => {
  const setPolicy = make.customRole("admin", ["resourcemanager.projects.setIamPolicy"]);
  const admin = "projects/acme/roles/admin";
  const open = { type: account("").type, name: "open", props: { accountId: "open", project: unknown } };
  const openUrn = `urn:pulumi:test::stack::${open.type}::open`;
  const there = scopeOf({ identity: make.email, project: "acme" });
  const elsewhere = scopeOf({ identity: make.email, project: "other" });
  const ci = as(address("ci"));

  const table: readonly [string, TestResource[], MemberRef, Scope, boolean][] = [
    ["is who is its owner", [onProject("1", "roles/owner", ann)], named(ann), there, true],
    [
      "is not who is owner of another project",
      [onProject("1", "roles/owner", ann)],
      named(ann),
      elsewhere,
      false,
    ],
    ["is not somebody else", [onProject("1", "roles/owner", ann)], named("user:bob@acme.com"), there, false],
    ["is not an editor", [onProject("1", "roles/editor", ann)], named(ann), there, false],
    ["is who can set its policy", [setPolicy, onProject("1", admin, ann)], named(ann), there, true],
    ["is who is owner of a folder", [onFolder("1", "roles/owner", ann)], named(ann), there, true],
    [
      "is who is owner of it and of another",
      [onProject("1", "roles/owner", ann), onProject("2", "roles/owner", ann, { project: "other" })],
      named(ann),
      elsewhere,
      true,
    ],
    ["is an account", [onProject("1", "roles/owner", ci)], named(ci), there, true],
    [
      "is an account that is written as a user",
      [onProject("1", "roles/owner", ci)],
      named(`user:${address("ci")}`),
      there,
      true,
    ],
    [
      "is an account whose address is not known",
      [open, { ...onProject("1", "roles/owner", unknown), from: { member: ["open"] } }],
      { kind: "account", identity: openUrn },
      there,
      true,
    ],
    [
      "is not another account whose address is not known",
      [open, { ...onProject("1", "roles/owner", unknown), from: { member: ["open"] } }],
      { kind: "account", identity: "urn:other" },
      there,
      false,
    ],
    [
      "is not one who is not known, although such a one is an owner",
      [onProject("1", "roles/owner", unknown)],
      { kind: "unknown", property: "member" },
      there,
      false,
    ],
    [
      "is not who is owner under a condition",
      [onProject("1", "roles/owner", ann, condition("true"))],
      named(ann),
      there,
      false,
    ],
    ["is not who may ask to be one", [entitlement("1", "roles/owner", ann)], named(ann), there, false],
    [
      "is not who holds a role that nobody knows",
      [onProject("1", "projects/acme/roles/x", ann)],
      named(ann),
      there,
      false,
    ],
    [
      "is not who holds a role that is not known yet",
      [onProject("1", unknown, ann)],
      named(ann),
      there,
      false,
    ],
    ["are its owners", [], named("projectOwner:acme"), there, true],
    ["are not the owners of another", [], named("projectOwner:acme"), elsewhere, false],
    ["are not its editors", [], named("projectEditor:acme"), there, false],
    [
      "are not its owners of a folder",
      [],
      named("projectOwner:acme"),
      { kind: "folder", folder: "7" },
      false,
    ],
  ];
  for (const [title, resources, member, scope, expected] of table)
    it(title, () => {
      expect(administratorsOf(access(resources).grants)(member, scope)).to.equal(expected);
    });
});

describe("what an account is granted", () => {
  it("is found by its address, and by what holds it", () => {
    const { grants, includes } = access([
      onProject("1", "roles/viewer", as(address("ci"))),
      onProject("2", "roles/x", "projectViewer:acme"),
      onProject("3", "roles/x", "allUsers"),
      onProject("4", "roles/x", as(address("other"))),
      onProject("5", "roles/x", ann),
      onProject("6", "roles/x", unknown),
      onProject("7", "roles/x", "allAuthenticatedUsers"),
      onProject("8", "roles/y", as(address("ci"))),
    ]);
    const found = heldBy(
      grants,
      (grant) => grant,
      includes,
    )({
      identity: address("ci"),
      project: "acme",
      member: as(address("ci")),
    });
    expect(found.map(({ held, via }) => [held.resourceName, via])).to.deep.equal([
      ["1", {}],
      ["8", {}],
      ["2", { through: "roles/viewer on project acme" }],
      ["3", { through: "allUsers" }],
      ["7", { through: "allAuthenticatedUsers" }],
    ]);
  });

  it("has an identity where it is made to one account", () => {
    const members = [as(address("ci")), ann, "group:ops@acme.com", "allUsers"];
    expect(members.map((member) => identityOf(named(member)))).to.deep.equal([
      address("ci"),
      undefined,
      undefined,
      undefined,
    ]);
    expect(identityOf({ kind: "account", identity: "urn:x" })).to.equal("urn:x");
    expect(identityOf({ kind: "unknown", property: "member" })).to.equal(undefined);
  });
});
