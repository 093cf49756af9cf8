import { expect } from "chai";
import { longOverlaps, oldKeys, unrotatedKeys } from "../../../../policy/rules/keys/keyLife";
import { make, type TestResource, unknown } from "../../support";
import { key } from "../keySupport";
import { access } from "./support";

const twin = "segment-eu@acme.iam.gserviceaccount.com";

function since(name: string, validAfter: unknown, more: Readonly<Record<string, unknown>> = {}) {
  return key(name, { validAfter, ...more });
}

function twinAccount(): TestResource {
  const account = make.account({ accountId: "segment-eu", email: twin, member: `serviceAccount:${twin}` });
  return { ...account, name: "segment-eu" };
}

describe("oldKeys", () => {
  const found = (maxKeyAgeDays: number, ...keys: readonly TestResource[]) =>
    oldKeys(access([make.account(), twinAccount(), ...keys], { maxKeyAgeDays })).map(
      (old) => `${old.key.resource.name} since ${old.since.toISOString()} of ${old.maxDays}`,
    );

  it("tells since when, and the limit", () => {
    expect(found(90, since("old", "2026-06-01T08:00:00+02:00"))).to.deep.equal([
      "old since 2026-06-01T06:00:00.000Z of 90",
    ]);
  });

  it("takes no key for its own successor, however young it is", () => {
    expect(found(7, since("key", "2026-11-12T12:00:00Z"))).to.deep.equal([
      "key since 2026-11-12T12:00:00.000Z of 7",
    ]);
  });

  it("takes none for the successor of a younger one, nor of one of the same second", () => {
    const older = since("older", "2026-11-10T12:00:00Z");
    const younger = since("younger", "2026-11-12T12:00:00Z");
    expect(found(7, older, younger)).to.deep.equal(["younger since 2026-11-12T12:00:00.000Z of 7"]);
    expect(found(7, since("a", "2026-11-12T12:00:00Z"), since("b", "2026-11-12T12:00:00Z"))).to.have.length(
      2,
    );
  });

  it("accepts an old key beside a successor of at most 14 days, of the same account", () => {
    const old = since("old", "2026-06-01T08:00:00Z");
    expect(found(90, old, since("new", "2026-11-08T12:00:00Z"))).to.deep.equal([]);
    expect(found(90, old, since("new", "2026-11-08T11:59:59Z"))).to.have.length(1);
    expect(found(90, old, since("new", unknown, { serviceAccountId: twin }))).to.have.length(1);
    expect(found(90, old, since("new", "2026-11-20T12:00:00Z", { serviceAccountId: twin }))).to.have.length(
      1,
    );
  });

  it("takes a key that this update makes for a successor, and none that is made and never tells its age", () => {
    const old = since("old", "2026-06-01T08:00:00Z");
    expect(found(90, old, since("new", unknown))).to.deep.equal([]);
    expect(found(90, old, since("new", unknown, { privateKey: unknown, name: unknown }))).to.deep.equal([]);
    expect(found(90, old, since("new", unknown, { privateKey: "made" }))).to.have.length(1);
    expect(found(90, old, since("new", unknown, { name: "projects/-/keys/1" }))).to.have.length(1);
  });

  it("takes no dead key for a successor", () => {
    const dead = since("new", "2026-11-20T12:00:00Z", { validBefore: "2026-11-21T12:00:00Z" });
    expect(found(90, since("old", "2026-06-01T08:00:00Z"), dead)).to.have.length(1);
  });
});

describe("unrotatedKeys", () => {
  const names = (...keys: readonly TestResource[]) =>
    unrotatedKeys(access([make.account(), twinAccount(), ...keys])).map(({ resource }) => resource.name);

  it("names the keys that stand alone", () => {
    expect(names(key("only"))).to.deep.equal(["only"]);
    expect(names(key("only"), key("other", { serviceAccountId: twin }))).to.deep.equal(["only", "other"]);
  });

  it("accepts two of one account, unless one is dead", () => {
    expect(names(key("a"), key("b"))).to.deep.equal([]);
    expect(names(key("a"), key("b", { validBefore: "2026-01-01T00:00:00Z" }))).to.deep.equal(["a"]);
  });
});

describe("longOverlaps", () => {
  const found = (...keys: readonly TestResource[]) =>
    longOverlaps(access([make.account(), twinAccount(), ...keys])).map((overlap) => ({
      member: overlap.owner.member,
      keys: overlap.keys.map(({ resource }) => resource.name),
      since: overlap.since.toISOString(),
    }));

  it("names the keys oldest first, whatever their names, and counts from the second", () => {
    const keys = [
      since("a", unknown),
      since("b", "2026-10-01T08:00:00Z"),
      since("c", "2026-11-01T08:00:00Z"),
      since("d", "2026-09-01T08:00:00Z"),
    ];
    expect(found(...keys)).to.deep.equal([
      { member: make.member, keys: ["d", "b", "c", "a"], since: "2026-10-01T08:00:00.000Z" },
    ]);
  });

  it("counts each account by itself", () => {
    const theirs = { serviceAccountId: twin };
    expect(
      found(since("a", "2026-09-01T08:00:00Z"), since("b", "2026-09-01T08:00:00Z", theirs)),
    ).to.deep.equal([]);
    const both = [
      since("a", "2026-09-01T08:00:00Z"),
      since("b", "2026-09-02T08:00:00Z"),
      since("c", "2026-09-04T08:00:00Z", theirs),
      since("d", "2026-09-03T08:00:00Z", theirs),
    ];
    expect(found(...both)).to.deep.equal([
      { member: make.member, keys: ["a", "b"], since: "2026-09-02T08:00:00.000Z" },
      { member: `serviceAccount:${twin}`, keys: ["d", "c"], since: "2026-09-04T08:00:00.000Z" },
    ]);
  });

  it("accepts a second key that is being made beside an old one", () => {
    expect(found(since("a", unknown), since("b", "2026-01-01T08:00:00Z"))).to.deep.equal([]);
    expect(found(since("a", unknown), since("b", unknown))).to.deep.equal([]);
  });
});
