import { expect } from "chai";
import { make, unknown } from "../support";
import { key, otherAccount, said } from "./keySupport";

const rules = ["key-age"];

const old = { validAfter: "2026-06-01T08:00:00Z" };

describe("rule key-age", () => {
  it("accepts a key that is younger than 90 days", () => {
    expect(said(rules, [make.account(), key("key")])).to.deep.equal([]);
  });

  it("rejects an older key and names it, its account, the date and the limit", () => {
    expect(said(rules, [make.account(), key("key", old)])).to.deep.equal([
      "mandatory: The key `key` of Segment's account has been valid since 2026-06-01. The longer a key lives, the more copies of it there may be; maxKeyAgeDays allows 90 days. Fix: create a new key, give it to Segment, then disable and delete this one. [key-age]",
    ]);
  });

  it("accepts a key of exactly 90 days, and rejects it a second later", () => {
    const at = (validAfter: string) => said(rules, [make.account(), key("key", { validAfter })]);
    expect(at("2026-08-24T12:00:00Z")).to.deep.equal([]);
    expect(at("2026-08-24T11:59:59Z")).to.have.length(1);
  });

  it("follows maxKeyAgeDays", () => {
    expect(said(rules, [make.account(), key("key")], { maxKeyAgeDays: 7 })).to.have.length(1);
    expect(said(rules, [make.account(), key("key", old)], { maxKeyAgeDays: 365 })).to.deep.equal([]);
  });

  it("accepts a dead key, however old", () => {
    const dead = { ...old, validBefore: "2026-11-22T11:59:59Z" };
    expect(said(rules, [make.account(), key("key", dead)])).to.deep.equal([]);
    const living = { ...old, validBefore: "2026-11-22T12:00:01Z" };
    expect(said(rules, [make.account(), key("key", living)])).to.have.length(1);
  });

  it("accepts an old key of a disabled account", () => {
    expect(said(rules, [make.account({ disabled: true }), key("key", old)])).to.deep.equal([]);
  });

  it("accepts an old key whose successor is being made, or was made within 14 days", () => {
    const made = key("new", { validAfter: "2026-11-10T08:00:00Z" });
    const planned = key("new", { validAfter: unknown, validBefore: unknown });
    expect(said(rules, [make.account(), key("key", old), made])).to.deep.equal([]);
    expect(said(rules, [make.account(), key("key", old), planned])).to.deep.equal([]);
  });

  it("rejects an old key whose successor has been there for longer, or is somebody else's", () => {
    const late = key("new", { validAfter: "2026-11-01T08:00:00Z" });
    const others = key("new", {
      serviceAccountId: "billing@acme.iam.gserviceaccount.com",
      validAfter: unknown,
    });
    expect(said(rules, [make.account(), key("key", old), late])).to.have.length(1);
    expect(said(rules, [make.account(), key("key", old), otherAccount(), others])).to.have.length(1);
  });

  for (const [alias, serviceAccountId] of Object.entries({
    "the address": make.email,
    "the address in other letters": "Segment@ACME.iam.gserviceaccount.com",
    "the full name": `projects/acme/serviceAccounts/${make.email}`,
    "any project": `projects/-/serviceAccounts/${make.email}`,
    "the unique id": "1234567890",
    "the full name with the unique id": "projects/acme/serviceAccounts/1234567890",
    "the account's id": "segment",
  })) {
    it(`rejects an old key that names its account by ${alias}`, () => {
      const stack = [
        make.account({ uniqueId: "1234567890" }),
        key("key", { ...old, serviceAccountId, project: "acme" }),
      ];
      expect(said(rules, stack)).to.have.length(1);
    });
  }

  it("rejects an old key whose account is known by its dependency alone", () => {
    const planned = { ...old, serviceAccountId: unknown };
    const from = { serviceAccountId: ["segment"] };
    expect(said(rules, [make.account(), key("key", planned, { from })])).to.have.length(1);
  });

  it("rejects an old key in Pulumi's former spelling and in google-native's", () => {
    const former = key("former", old, { type: "gcp:serviceAccount/key:Key" });
    const native = {
      type: "google-native:iam/v1:Key",
      name: "native",
      props: { serviceAccountId: make.email, validAfterTime: "2026-06-01T08:00:00Z" },
    };
    expect(said(rules, [make.account(), former])).to.have.length(1);
    expect(said(rules, [make.account(), native])).to.have.length(1);
  });

  it("rejects an old key of a configured account of which the stack holds nothing else", () => {
    const found = said(rules, [key("key", old)], { serviceAccounts: ["segment@*"] });
    expect(found).to.have.length(1);
  });

  it("is silent about other accounts' keys, and about a stack without Segment", () => {
    const theirs = { ...old, serviceAccountId: "billing@acme.iam.gserviceaccount.com" };
    const elsewhere = { ...old, serviceAccountId: "reader@other.iam.gserviceaccount.com" };
    expect(said(rules, [make.account(), otherAccount(), key("key", theirs)])).to.deep.equal([]);
    expect(said(rules, [make.account(), key("key", elsewhere)])).to.deep.equal([]);
    expect(said(rules, [key("key", theirs)])).to.deep.equal([]);
  });

  for (const [what, validAfter] of Object.entries({
    null: null,
    "a number": 5,
    "no date": "yesterday",
    "no real date": "2026-99-99T00:00:00Z",
    "an object": { year: 2026 },
    "not known yet": unknown,
    "in the future": "2027-01-01T00:00:00Z",
  })) {
    it(`says nothing of a key whose validAfter is ${what}`, () => {
      expect(said(rules, [make.account(), key("key", { validAfter })])).to.deep.equal([]);
    });
  }

  for (const serviceAccountId of [null, 7, "", [make.email], { email: make.email }, unknown]) {
    it(`says nothing of a key whose serviceAccountId is ${JSON.stringify(serviceAccountId)}`, () => {
      expect(said(rules, [make.account(), key("key", { ...old, serviceAccountId })])).to.deep.equal([]);
    });
  }

  it("prints a hostile name without what a terminal would obey", () => {
    const [found = ""] = said(rules, [make.account(), key("\u001b[2Jk\ney", old)]);
    expect(found).to.contain("The key `\ufffd[2Jk\ufffdey` of");
  });
});
