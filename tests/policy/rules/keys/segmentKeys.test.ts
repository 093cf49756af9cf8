import { expect } from "chai";
import { ends, hasBegun, isLive, isLongAgo, segmentKeys } from "../../../../policy/rules/keys/segmentKeys";
import { make, type TestResource, today, unknown } from "../../support";
import { key, otherAccount } from "../keySupport";
import { access } from "./support";

function read(props: Readonly<Record<string, unknown>>, more: Partial<TestResource> = {}) {
  const [found, ...others] = segmentKeys(access([make.account(), key("key", props, more)]));
  expect(others).to.deep.equal([]);
  if (!found) throw new Error("Not found to be a key of Segment's");
  return found;
}

describe("segmentKeys", () => {
  it("reads whose a key is, and when it begins and ends", () => {
    const { resource, owner, ...rest } = read({ validBefore: "2027-01-01T00:00:00.5Z" });
    expect(resource.name).to.equal("key");
    expect(owner.member).to.equal(make.member);
    expect(rest).to.deep.equal({
      uploaded: false,
      validAfter: new Date("2026-11-01T08:00:00Z"),
      validBefore: new Date("2027-01-01T00:00:00.5Z"),
    });
  });

  it("reads google-native's spelling", () => {
    const native = {
      type: "google-native:iam/v1:Key",
      name: "native",
      props: {
        serviceAccountId: make.email,
        validAfterTime: "2026-06-01T08:00:00Z",
        validBeforeTime: "2026-12-01T08:00:00Z",
      },
    };
    const [found] = segmentKeys(access([make.account(), native]));
    expect(found?.validAfter).to.deep.equal(new Date("2026-06-01T08:00:00Z"));
    expect(found?.validBefore).to.deep.equal(new Date("2026-12-01T08:00:00Z"));
  });

  it("leaves out other people's", () => {
    const theirs = key("theirs", { serviceAccountId: "billing@acme.iam.gserviceaccount.com" });
    const found = segmentKeys(access([make.account(), otherAccount(), theirs, key("ours")]));
    expect(found.map(({ resource }) => resource.name)).to.deep.equal(["ours"]);
  });

  it("reads the key of an account that one of the config's patterns fits, named by its address alone", () => {
    const serviceAccounts = ["etl@*", "segment@*", "11*"];
    const named = (serviceAccountId: string) =>
      segmentKeys(access([key("key", { serviceAccountId })], { serviceAccounts })).map(({ owner }) => owner);
    expect(named(make.email)).to.deep.equal([
      { identity: make.email, member: make.member, account: undefined },
    ]);
    expect(named("billing@acme.iam.gserviceaccount.com")).to.deep.equal([]);
    expect(named("111")).to.deep.equal([]);
    const agent = "1142-compute@developer.gserviceaccount.com";
    expect(named(agent)).to.deep.equal([{ identity: agent, member: `serviceAccount:${agent}` }]);
  });

  it("knows an uploaded key by its certificate, known or not", () => {
    for (const publicKeyData of ["LS0t", unknown]) expect(read({ publicKeyData }).uploaded).to.equal(true);
    for (const publicKeyData of [undefined, null, "", {}])
      expect(read({ publicKeyData }).uploaded).to.equal(false);
  });

  for (const [what, written] of Object.entries({
    missing: undefined,
    "not known yet": unknown,
    "a number": 20261101,
    "a day": "2026-11-01",
    "a time without a zone": "2026-11-01T08:00:00",
    "a time in words": "at 2026-11-01T08:00:00Z",
    "a time with words behind it": "2026-11-01T08:00:00Z or so",
    "the word undefined": "undefined",
    "no day of the calendar": "2026-13-01T08:00:00Z",
    "a list": ["2026-11-01T08:00:00Z"],
  }))
    it(`takes a time for not known that is ${what}`, () => {
      const { validAfter, validBefore } = read({ validAfter: written, validBefore: written });
      expect([validAfter, validBefore]).to.deep.equal([undefined, undefined]);
    });
});

describe("isLive", () => {
  const live = (props: Readonly<Record<string, unknown>>) => isLive(read(props), today);

  it("holds until the end, and not from then on", () => {
    expect(live({ validBefore: "2026-11-22T12:00:01Z" })).to.equal(true);
    expect(live({ validBefore: "2026-11-22T12:00:00Z" })).to.equal(false);
    expect(live({ validBefore: unknown })).to.equal(true);
  });

  it("does not hold for the key of a disabled account", () => {
    const disabled = segmentKeys(access([make.account({ disabled: true }), key("key")]));
    expect(disabled.map((one) => isLive(one, today))).to.deep.equal([false]);
  });

  it("does not hold for a key that is disabled itself", () => {
    expect(live({ disabled: true })).to.equal(false);
    expect(live({ disabled: false })).to.equal(true);
  });

  it("holds for the key of an account that the stack does not make", () => {
    const configured = segmentKeys(access([key("key")], { serviceAccounts: ["segment@*"] }));
    expect(configured.map((one) => isLive(one, today))).to.deep.equal([true]);
  });
});

describe("ends", () => {
  it("is false for Google's last day, and where the end is not known", () => {
    expect(ends(read({}))).to.equal(false);
    expect(ends(read({ validBefore: unknown }))).to.equal(false);
    expect(ends(read({ validBefore: "9998-12-31T23:59:59Z" }))).to.equal(true);
  });
});

describe("hasBegun", () => {
  it("holds up to a day before, since clocks differ", () => {
    const begun = (written: string) => hasBegun(new Date(written), today);
    expect(begun("2026-11-23T11:59:59.999Z")).to.equal(true);
    expect(begun("2026-11-23T12:00:00.000Z")).to.equal(false);
    expect(begun("2026-11-21T12:00:00Z")).to.equal(true);
  });
});

describe("isLongAgo", () => {
  it("counts whole days to the millisecond", () => {
    const ago = (written: string) => isLongAgo(new Date(written), 2, today);
    expect(ago("2026-11-20T12:00:00.000Z")).to.equal(false);
    expect(ago("2026-11-20T11:59:59.999Z")).to.equal(true);
    expect(ago("2026-11-23T12:00:00Z")).to.equal(false);
  });
});
