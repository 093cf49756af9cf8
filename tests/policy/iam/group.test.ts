import { expect } from "chai";
import { groupsOf, openMemberships } from "../../../policy/iam/group";
import { stackFrom } from "../access/stackFrom";
import { make, type TestResource, unknown } from "../support";

const group = (
  name: string,
  id: unknown = `${name}@acme.com`,
  full: unknown = `groups/${name}`,
): TestResource => ({
  type: "gcp:cloudidentity/group:Group",
  name,
  props: { name: full, groupKey: { id } },
});

/** Puts a member into a group by the resource `name`. */
const joins = (
  name: string,
  member: unknown,
  into: unknown,
  from: TestResource["from"] = {},
): TestResource => ({
  type: "gcp:cloudidentity/groupMembership:GroupMembership",
  name,
  props: { group: into, preferredMemberKey: { id: member } },
  from,
});

const { email } = make;

/** The groups that Segment's account is in. */
function groups(...resources: readonly TestResource[]): unknown[] {
  return [...groupsOf(stackFrom(resources))(email)].filter((one) => one !== email);
}

describe("the groups that an account is in", () => {
  it("are those that it is a member of, in lower case", () => {
    const member = joins("m", email.toUpperCase(), "groups/a");
    expect(groups(group("a", "A@Acme.com"), group("b"), member)).to.deep.equal(["a@acme.com"]);
    expect(groups(group("a"), joins("m", "other@acme.iam.gserviceaccount.com", "groups/a"))).to.deep.equal(
      [],
    );
    expect(groups(group("a"), joins("m", email, "groups/other"))).to.deep.equal([]);
    expect(groups()).to.deep.equal([]);
  });

  it("are those that these are in, in whatever order the memberships come", () => {
    const nested = ["a", "b", "c", "d", "e"].map((name) => group(name));
    const chain = ["a", "b", "c", "d"].map((name, i) =>
      joins(`${9 - i}`, `${name}@acme.com`, `groups/${"bcde"[i]}`),
    );
    expect(groups(...nested, ...chain, joins("m", email, "groups/a"))).to.deep.equal(
      ["a", "b", "c", "d", "e"].map((name) => `${name}@acme.com`),
    );
    expect(groups(...nested, ...chain, joins("m", email, "groups/d"))).to.deep.equal([
      "d@acme.com",
      "e@acme.com",
    ]);
  });

  it("end where groups are members of each other", () => {
    const found = groups(
      ...[group("a"), group("b"), group("c")],
      joins("1", email, "groups/a"),
      joins("2", "a@acme.com", "groups/b"),
      joins("3", "b@acme.com", "groups/a"),
    );
    expect(found).to.deep.equal(["a@acme.com", "b@acme.com"]);
  });

  it("are several where it is put into several", () => {
    const found = groups(
      group("a"),
      group("b"),
      joins("1", email, "groups/a"),
      joins("2", email, "groups/b"),
    );
    expect(found).to.deep.equal(["a@acme.com", "b@acme.com"]);
  });

  it("are none by memberships of which a half is not known", () => {
    expect(groups(group("a"), joins("1", email, unknown), joins("2", unknown, "groups/a"))).to.deep.equal([]);
  });

  it("are found by their dependency while their name is not known", () => {
    const own = group("a", "a@acme.com", unknown);
    const other = group("b", "b@acme.com", unknown);
    const by = (...from: string[]) =>
      groups(own, other, make.account(), joins("m", email, unknown, { group: from }));
    expect(by("b")).to.deep.equal(["b@acme.com"]);
    expect(by("segment", "b")).to.deep.equal(["b@acme.com"]);
    expect(by("a", "b")).to.deep.equal([]);
    expect(by("segment")).to.deep.equal([]);
    expect(groups(own, other, joins("m", email, "groups/b", { group: ["b"] }))).to.deep.equal(["b@acme.com"]);
  });

  it("are the named ones, whatever else the name comes from", () => {
    const member = joins("m", email, "groups/a", { group: ["b"] });
    expect(groups(group("a"), group("b"), member)).to.deep.equal(["a@acme.com"]);
  });

  it("are none while the group's address is not known, or is none", () => {
    for (const id of [unknown, null, {}])
      expect(groups(group("a", id), joins("m", email, "groups/a")), JSON.stringify(id)).to.deep.equal([]);
    const bare = { ...group("a"), props: { name: "groups/a", groupKey: "a@acme.com" } };
    expect(groups(bare, joins("m", email, "groups/a"))).to.deep.equal([]);
  });

  it("are those that the older property puts it into, too", () => {
    const old = { ...joins("m", "", "groups/a"), props: { group: "groups/a", memberKey: { id: email } } };
    expect(groups(group("a"), old)).to.deep.equal(["a@acme.com"]);
    const both = { ...old, props: { ...old.props, preferredMemberKey: { id: "ann@acme.com" } } };
    expect(groups(group("a"), both)).to.deep.equal([]);
  });

  it("are those of the account that the member comes from", () => {
    const loader: TestResource = { ...make.account({ email: "loader@x" }), name: "loader" };
    const project: TestResource = { type: "gcp:organizations/project:Project", name: "p", props: {} };
    const by = (property: string, ...from: string[]) =>
      groups(
        ...[make.account(), loader, project, group("a")],
        joins("m", unknown, "groups/a", { [property]: from }),
      );
    expect(by("preferredMemberKey", "segment")).to.deep.equal(["a@acme.com"]);
    expect(by("memberKey", "p", "segment")).to.deep.equal(["a@acme.com"]);
    expect(by("preferredMemberKey", "loader")).to.deep.equal([]);
    expect(by("preferredMemberKey", "loader", "segment")).to.deep.equal([]);
    expect(by("preferredMemberKey", "segment", "loader")).to.deep.equal([]);
    expect(by("preferredMemberKey", "p")).to.deep.equal([]);
    expect(by("roles", "segment")).to.deep.equal([]);
  });
});

describe("memberships that are not known yet", () => {
  const all = ["in", "mid", "out", "aside"].map((name) => group(name));
  /** The names of those on which it hangs whether Segment's account is in the group `out`. */
  const open = (...resources: TestResource[]) =>
    openMemberships(stackFrom([...all, ...resources]), [email], ["out@acme.com"]).map(
      ({ resource }) => resource.name,
    );
  const table: readonly [title: string, memberships: readonly TestResource[], open: readonly string[]][] = [
    ["of the account", [joins("1", email, unknown)], ["1"]],
    ["of somebody not known yet, in the group", [joins("1", unknown, "groups/out")], ["1"]],
    ["of somebody and somewhere", [joins("1", unknown, unknown)], ["1"]],
    ["of somebody in another group", [joins("1", unknown, "groups/aside")], []],
    ["of somebody else", [joins("1", "ann@acme.com", unknown)], []],
    ["of a group that the account is not in", [joins("1", "in@acme.com", unknown)], []],
    [
      "of a group that the account is in",
      [joins("1", email, "groups/in"), joins("2", "in@acme.com", unknown)],
      ["2"],
    ],
    [
      "of a group that the account is in by way of another",
      [
        joins("1", "mid@acme.com", unknown),
        joins("2", "in@acme.com", "groups/mid"),
        joins("3", email, "groups/in"),
      ],
      ["1"],
    ],
    [
      "of somebody in a group that is in the group",
      [
        joins("1", unknown, "groups/in"),
        joins("2", "in@acme.com", "groups/mid"),
        joins("3", "mid@acme.com", "groups/out"),
      ],
      ["1"],
    ],
    [
      "of which two together lead from the account to the group",
      [joins("1", unknown, "groups/in"), joins("2", "in@acme.com", unknown)],
      ["1", "2"],
    ],
    [
      "that may lead to the group through one that may hold the account",
      [joins("1", email, unknown), joins("2", unknown, "groups/in"), joins("3", "in@acme.com", "groups/out")],
      ["1", "2"],
    ],
    [
      "of a group that somebody else is in",
      [joins("1", "ann@acme.com", "groups/in"), joins("2", "in@acme.com", unknown)],
      [],
    ],
    [
      "of somebody in a group that is in another",
      [joins("1", unknown, "groups/in"), joins("2", "in@acme.com", "groups/aside")],
      [],
    ],
    ["but known ones", [joins("1", email, "groups/in"), joins("2", "in@acme.com", "groups/out")], []],
  ];
  for (const [title, memberships, expected] of table)
    it(`are ${expected.length === 0 ? "none " : ""}those ${title}`, () => {
      expect(open(...memberships)).to.deep.equal(expected);
    });

  it("say the half that is known", () => {
    const found = openMemberships(
      stackFrom([...all, joins("1", email, unknown), joins("2", unknown, "groups/out")]),
      [email],
      ["out@acme.com"],
    );
    expect(found.map(({ group, member }) => [group, member])).to.deep.equal([
      [undefined, email],
      ["out@acme.com", undefined],
    ]);
  });
});
