import { expect } from "chai";
import type { MemberRef } from "../../../policy/iam/grants";
import { parseMember } from "../../../policy/iam/member";
import { scopeText } from "../../../policy/iam/scope";
import { impersonators, isExempt, isNobody, textOf } from "../../../policy/impersonation/incoming";
import { unresolvedGrants } from "../../../policy/impersonation/undeterminedImpersonators";
import { access } from "../access/stackFrom";
import { make, type TestResource, unknown } from "../support";
import {
  account,
  accountUser,
  address,
  ann,
  as,
  entitlement,
  keyAdmin,
  onAccount,
  onFolder,
  onProject,
  segment,
  tokens,
} from "./stacks";

const named = (member: string): MemberRef => ({ kind: "named", member: parseMember(member) });

const [ci, cd, far] = [address("ci"), address("cd"), address("far", "other")];

/** Who holds what role where, to act as whom, over how many accounts. */
const found = (...resources: readonly TestResource[]) =>
  impersonators(access([account("segment"), ...resources])).map(
    ({ member, impersonation, target, steps }) =>
      `${member ?? "?"} ${impersonation.role.slice(impersonation.role.lastIndexOf(".") + 1)} on ${scopeText(impersonation.scope)} as ${target.identity} ${steps}`,
  );

const [tokenOn, userOn, keysOn] = [
  "serviceAccountTokenCreator",
  "serviceAccountUser",
  "serviceAccountKeyAdmin",
].map(
  (role) =>
    (member: string, target: string, steps: number, where = `service account ${target}`) =>
      `${member} ${role} on ${where} as ${target} ${steps}`,
) as [Line, Line, Line];

type Line = (member: string, target: string, steps: number, where?: string) => string;

describe("whoever can act as Segment's account", () => {
  it("is found for each role, on the account and above it", () => {
    expect(
      found(
        onAccount("1", segment, tokens, ann),
        onAccount("2", segment, accountUser, ann),
        onAccount("3", segment, tokens, as(ci)),
        onAccount("4", segment, keyAdmin, as(ci)),
        onProject("5", tokens, ann),
        onFolder("6", tokens, ann),
      ),
    ).to.deep.equal([
      tokenOn(ann, segment, 0),
      userOn(ann, segment, 0),
      tokenOn(as(ci), segment, 0),
      keysOn(as(ci), segment, 0),
      tokenOn(ann, segment, 0, "project acme"),
    ]);
  });

  it("is found once, however often the same is granted", () => {
    expect(found(onAccount("1", segment, tokens, ann), onAccount("2", segment, tokens, ann))).to.deep.equal([
      tokenOn(ann, segment, 0),
    ]);
    expect(found(onProject("1", tokens, ann), onProject("2", tokens, ann))).to.deep.equal([
      tokenOn(ann, segment, 0, "project acme"),
    ]);
    expect(
      found(onAccount("1", segment, tokens, as(ci)), onAccount("2", segment, tokens, as(ci))),
    ).to.have.length(1);
  });

  it("is found each by itself while not known, on the account and not above it", () => {
    expect(
      found(
        onAccount("1", segment, tokens, unknown),
        onAccount("2", segment, tokens, unknown),
        onProject("3", tokens, unknown),
      ),
    ).to.deep.equal([tokenOn("?", segment, 0), tokenOn("?", segment, 0)]);
  });

  it("is not Segment's account itself, another of its accounts, or what one of them could ask for", () => {
    expect(
      found(
        account("segment-two"),
        onAccount("1", segment, tokens, as(segment)),
        onAccount("2", segment, tokens, as(address("segment-two"))),
        onProject("3", tokens, as(segment)),
        entitlement("4", tokens, ann),
      ),
    ).to.deep.equal([]);
  });

  it("is not dead, invalid, an administrator, or elsewhere", () => {
    expect(
      found(
        onAccount("1", segment, tokens, "deleted:user:ann@acme.com?uid=1"),
        onAccount("2", segment, tokens, "User:ann@acme.com"),
        onProject("3", tokens, ann),
        onProject("4", "roles/owner", ann),
        onProject("5", tokens, "user:bob@acme.com", { project: "other" }),
        onAccount("6", ci, tokens, "user:bob@acme.com"),
      ),
    ).to.deep.equal([]);
  });

  it("is found behind other accounts, once each, by the nearest way", () => {
    expect(
      found(
        onAccount("1", segment, tokens, as(ci)),
        onAccount("2", segment, keyAdmin, as(ci)),
        onAccount("3", ci, tokens, as(cd)),
        onAccount("4", ci, tokens, ann),
        onAccount("5", cd, tokens, as(ci)),
        onAccount("6", cd, tokens, as(segment)),
        onAccount("7", cd, tokens, as(cd)),
        onAccount("8", cd, tokens, "group:ops@acme.com"),
      ),
    ).to.deep.equal([
      tokenOn(as(ci), segment, 0),
      keysOn(as(ci), segment, 0),
      tokenOn(as(cd), ci, 1),
      tokenOn(ann, ci, 1),
      tokenOn("group:ops@acme.com", cd, 2),
    ]);
  });

  it("is found above an account of another project on the way", () => {
    expect(
      found(
        onAccount("1", segment, tokens, as(far)),
        onProject("2", tokens, ann),
        onProject("3", tokens, "user:bob@acme.com", { project: "other" }),
        onFolder("4", tokens, "user:eve@acme.com"),
      ),
    ).to.deep.equal([
      tokenOn(as(far), segment, 0),
      tokenOn(ann, segment, 0, "project acme"),
      tokenOn("user:bob@acme.com", far, 1, "project other"),
    ]);
  });

  it("is found by its address where the member comes from an account of the stack", () => {
    const grant = { ...onAccount("1", segment, tokens, unknown), from: { member: ["ci"] } };
    expect(found(account("ci"), grant)).to.deep.equal([tokenOn(as(ci), segment, 0)]);
    expect(found(account("ci", { project: unknown }), grant)).to.deep.equal([tokenOn("?", segment, 0)]);
  });
});

describe("a member in words", () => {
  it("is as an IAM policy spells it, as far as it is known", () => {
    expect(textOf(named(ann))).to.equal(ann);
    expect(textOf({ kind: "account", identity: ci })).to.equal(as(ci));
    expect(textOf({ kind: "account", identity: "urn:x" })).to.equal(undefined);
    expect(textOf({ kind: "unknown", property: "member" })).to.equal(undefined);
  });

  it("stands for nobody where it is dead or invalid", () => {
    expect(isNobody(named("deleted:user:ann@acme.com?uid=1"))).to.equal(true);
    expect(isNobody(named("user:"))).to.equal(true);
    expect(isNobody(named(ann))).to.equal(false);
    expect(isNobody({ kind: "unknown", property: "member" })).to.equal(false);
    expect(isNobody({ kind: "account", identity: ci })).to.equal(false);
  });
});

describe("above an account", () => {
  const agent = "service-42@gcp-sa-dataform.iam.gserviceaccount.com";
  const table: readonly [role: string, member: string, exempt: boolean][] = [
    ["roles/owner", ann, true],
    ["roles/editor", ann, true],
    ["roles/viewer", ann, true],
    ["roles/ownerless", ann, false],
    ["roles/dataform.serviceAgent", as(agent), true],
    ["roles/dataform.ServiceAgent", as(agent), true],
    ["roles/dataform.serviceAgent", ann, false],
    ["roles/dataform.serviceAgent", as(ci), false],
    ["roles/dataform.serviceAgent", as(`x${agent}`), false],
    ["roles/dataform.serviceAgent", as(agent.replace("42", "x")), false],
    ["roles/dataform.serviceAgent", as(`${agent}.evil.com`), false],
    [tokens, as(agent), true],
  ];
  for (const [role, member, exempt] of table)
    it(`${role} of ${member} ${exempt ? "is no finding" : "is to be judged"}`, () => {
      expect(isExempt(role, named(member))).to.equal(exempt);
    });

  it("an agent's role of somebody who is not known is to be judged", () => {
    expect(isExempt("roles/dataform.serviceAgent", { kind: "unknown", property: "member" })).to.equal(false);
  });
});

describe("a role on Segment's account that nobody knows", () => {
  const unresolved = "projects/acme/roles/unseen";
  const all = (...resources: readonly TestResource[]) =>
    unresolvedGrants(access([account("segment"), account("segment-two"), ...resources])).map(
      ({ segment, grant, role, member }) => [grant.resourceName, segment.identity, role, member],
    );

  it("may let somebody act as it", () => {
    expect(
      all(
        onAccount("1", segment, unresolved, ann),
        onAccount("2", address("segment-two"), unresolved, as(segment)),
        onAccount("3", segment, unresolved, unknown),
      ),
    ).to.deep.equal([
      ["1", segment, unresolved, ann],
      ["2", address("segment-two"), unresolved, as(segment)],
      ["3", segment, unresolved, "somebody who is not known yet"],
    ]);
  });

  it("is no matter for itself, the dead, on other accounts and above, or where the role is Google's or known", () => {
    expect(
      all(
        make.customRole("known", ["iam.serviceAccounts.get"]),
        onAccount("1", segment, unresolved, as(segment)),
        onAccount("2", segment, unresolved, "deleted:user:ann@acme.com?uid=1"),
        onAccount("3", ci, unresolved, ann),
        onProject("4", unresolved, ann),
        onAccount("5", segment, "roles/iam.unheardOf", ann),
        onAccount("6", segment, "projects/acme/roles/known", ann),
        onAccount("7", segment, unknown, ann),
        onAccount("8", unknown, unresolved, ann),
      ),
    ).to.deep.equal([]);
  });
});
