import { expect } from "chai";
import { make, unknown } from "../support";
import { component, key, otherAccount, said } from "./keySupport";

describe("rule key-rotation", () => {
  const rules = ["key-rotation"];

  it("advises where nothing ever replaces the key", () => {
    expect(said(rules, [make.account(), key("key")])).to.deep.equal([
      "advisory: The key `key` of Segment's account has no rotation. Nothing ever replaces it, and it never expires. Fix: create it with SegmentBigQuery, which rotates between two keys, or add a second key when its time comes. [key-rotation]",
    ]);
  });

  it("accepts keepers, known or not", () => {
    const keepers = { until: "2027-01" };
    expect(said(rules, [make.account(), key("key", { keepers })])).to.deep.equal([]);
    expect(said(rules, [make.account(), key("key", { keepers: unknown })])).to.deep.equal([]);
  });

  it("does not take empty keepers for rotation", () => {
    for (const keepers of [{}, null, "monthly", ["x"]])
      expect(said(rules, [make.account(), key("key", { keepers })])).to.have.length(1);
  });

  it("accepts a second key of the account, not of another", () => {
    expect(said(rules, [make.account(), key("key"), key("second")])).to.deep.equal([]);
    const others = key("second", { serviceAccountId: "billing@acme.iam.gserviceaccount.com" });
    expect(said(rules, [make.account(), otherAccount(), key("key"), others])).to.have.length(1);
  });

  it("accepts a key that ends by itself, and one that has ended", () => {
    expect(said(rules, [make.account(), key("key", { validBefore: "2027-01-01T00:00:00Z" })])).to.deep.equal(
      [],
    );
    expect(said(rules, [make.account(), key("key", { validBefore: "2026-01-01T00:00:00Z" })])).to.deep.equal(
      [],
    );
  });

  it("accepts the key of a SegmentBigQuery, not one beside it", () => {
    const account = { ...make.account(), parent: "component" };
    const whole = { ...component(), name: "component" };
    expect(said(rules, [whole, account, key("key", {}, { parent: "component" })])).to.deep.equal([]);
    expect(said(rules, [whole, account, key("key")])).to.have.length(1);
  });

  it("is silent without Segment", () => {
    const theirs = { serviceAccountId: "loader@acme.iam.gserviceaccount.com" };
    expect(said(rules, [key("key", theirs)])).to.deep.equal([]);
  });
});

describe("rule unfinished-rotation", () => {
  const rules = ["unfinished-rotation"];
  const first = key("key-a", { validAfter: "2026-09-01T08:00:00Z" });

  it("rejects two keys that have lived side by side for more than 14 days and names the older", () => {
    const second = key("key-b", { validAfter: "2026-11-01T08:00:00Z" });
    expect(said(rules, [make.account(), second, first])).to.deep.equal([
      "mandatory: Segment has had 2 live keys since 2026-11-01 (`key-a` and `key-b`). A rotation takes 14 days at most, and each live key is one more that can leak. Fix: check that Segment uses `key-b`, then disable and delete `key-a`. [unfinished-rotation]",
    ]);
  });

  it("accepts two keys in the days of a rotation", () => {
    const second = key("key-b", { validAfter: "2026-11-08T12:00:00Z" });
    expect(said(rules, [make.account(), first, second])).to.deep.equal([]);
    const later = key("key-b", { validAfter: "2026-11-08T11:59:59Z" });
    expect(said(rules, [make.account(), first, later])).to.have.length(1);
  });

  it("accepts a second key that is being made", () => {
    expect(said(rules, [make.account(), first, key("key-b", { validAfter: unknown })])).to.deep.equal([]);
  });

  it("rejects three keys of which two have lived for too long", () => {
    const second = key("key-b", { validAfter: "2026-10-01T08:00:00Z" });
    const third = key("key-c", { validAfter: unknown });
    const [found, ...others] = said(rules, [make.account(), third, first, second]);
    expect(others).to.deep.equal([]);
    expect(found).to.contain("Segment has had 3 live keys since 2026-10-01 (`key-a`, `key-b` and `key-c`)");
    expect(found).to.contain("disable and delete `key-a` and `key-b`");
  });

  it("accepts one live key beside dead ones, and one key alone", () => {
    const dead = key("key-b", { validAfter: "2026-01-01T00:00:00Z", validBefore: "2026-02-01T00:00:00Z" });
    expect(said(rules, [make.account(), first, dead])).to.deep.equal([]);
    expect(said(rules, [make.account(), first])).to.deep.equal([]);
  });

  it("accepts two keys of two accounts of Segment's", () => {
    const twin = "segment-eu@acme.iam.gserviceaccount.com";
    const account = {
      ...make.account({ accountId: "segment-eu", email: twin, member: `serviceAccount:${twin}` }),
      name: "segment-eu",
    };
    const second = key("key-b", { serviceAccountId: twin, validAfter: "2026-09-01T08:00:00Z" });
    expect(said(rules, [make.account(), account, first, second])).to.deep.equal([]);
  });
});
