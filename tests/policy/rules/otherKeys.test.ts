import { expect } from "chai";
import { make, unknown, type TestResource } from "../support";
import { component, key, otherAccount, said } from "./keySupport";

const certificate = "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t";

describe("rule uploaded-key", () => {
  const rules = ["uploaded-key"];

  it("rejects an uploaded key and names it and its account", () => {
    expect(said(rules, [make.account(), key("key", { publicKeyData: certificate })])).to.deep.equal([
      "mandatory: The key `key` of Segment's account was uploaded (publicKeyData). Nobody can see here where its private part was created and is kept. Fix: let Google create the key, use SegmentBigQuery's upload mode, or set uploadedKeys to allow. [uploaded-key]",
    ]);
  });

  it("rejects an uploaded key whose certificate is not known yet", () => {
    expect(said(rules, [make.account(), key("key", { publicKeyData: unknown })])).to.have.length(1);
  });

  it("accepts a key that Google makes", () => {
    for (const publicKeyData of [undefined, null, ""])
      expect(said(rules, [make.account(), key("key", { publicKeyData })])).to.deep.equal([]);
  });

  it("accepts uploaded keys where the config allows them", () => {
    const stack = [make.account(), key("key", { publicKeyData: certificate })];
    expect(said(rules, stack, { uploadedKeys: "allow" })).to.deep.equal([]);
    expect(said(rules, stack, { uploadedKeys: "reject" })).to.have.length(1);
  });

  it("accepts the key of a SegmentBigQuery in upload mode, and rejects one beside it or in another mode", () => {
    const uploaded = { publicKeyData: certificate };
    const stack = (places: unknown, parent?: string) => [
      { ...component({ keys: [{ slot: "a", state: "inUse", name: unknown, places }] }), name: "component" },
      { ...make.account(), parent: "component" },
      key("key", uploaded, { parent }),
    ];
    expect(said(rules, stack([], "component"))).to.deep.equal([]);
    expect(said(rules, stack([]))).to.have.length(1);
    for (const places of [
      ["secret version projects/acme/secrets/segment-key/versions/1"],
      [unknown],
      unknown,
      null,
    ])
      expect(said(rules, stack(places, "component"))).to.have.length(1);
  });

  it("accepts an uploaded key that has ended, and other people's", () => {
    const ended = { publicKeyData: certificate, validBefore: "2026-01-01T00:00:00Z" };
    expect(said(rules, [make.account(), key("key", ended)])).to.deep.equal([]);
    const theirs = { publicKeyData: certificate, serviceAccountId: "billing@acme.iam.gserviceaccount.com" };
    expect(said(rules, [make.account(), otherAccount(), key("key", theirs)])).to.deep.equal([]);
  });
});

function hmac(props: Readonly<Record<string, unknown>>, more: Partial<TestResource> = {}): TestResource {
  return {
    type: "gcp:storage/hmacKey:HmacKey",
    name: "hmac",
    props: { secret: "s3cr3t", ...props },
    ...more,
  };
}

describe("rule hmac-key", () => {
  const rules = ["hmac-key"];

  it("rejects an HMAC key of Segment's account and never prints its secret", () => {
    const found = said(rules, [make.account(), hmac({ serviceAccountEmail: make.email })]);
    expect(found).to.deep.equal([
      "mandatory: `hmac` is an HMAC key of Segment's account for Cloud Storage. Segment does not use it, and it never expires. Fix: set its state to INACTIVE, then remove it. [hmac-key]",
    ]);
  });

  it("rejects one whose account is known by its dependency alone", () => {
    const open = hmac({ serviceAccountEmail: unknown }, { from: { serviceAccountEmail: ["segment"] } });
    expect(said(rules, [make.account(), open])).to.have.length(1);
  });

  it("accepts an inactive one, and other people's", () => {
    expect(
      said(rules, [make.account(), hmac({ serviceAccountEmail: make.email, state: "INACTIVE" })]),
    ).to.deep.equal([]);
    expect(
      said(rules, [make.account(), hmac({ serviceAccountEmail: "billing@acme.iam.gserviceaccount.com" })]),
    ).to.deep.equal([]);
    expect(said(rules, [make.account(), hmac({ serviceAccountEmail: null })])).to.deep.equal([]);
    expect(
      said(rules, [hmac({ serviceAccountEmail: "billing@acme.iam.gserviceaccount.com" })]),
    ).to.deep.equal([]);
  });
});

function apiKey(props: Readonly<Record<string, unknown>>, more: Partial<TestResource> = {}): TestResource {
  return {
    type: "gcp:projects/apiKey:ApiKey",
    name: "maps",
    props: { keyString: "AIza", ...props },
    ...more,
  };
}

describe("rule api-key", () => {
  const rules = ["api-key"];

  it("rejects an API key that acts as Segment's account", () => {
    expect(said(rules, [make.account(), apiKey({ serviceAccountEmail: make.email })])).to.deep.equal([
      "mandatory: The API key `maps` acts as Segment's account. Anyone who has its text acts as the account, and Segment does not use API keys. Fix: remove it, or bind it to another account. [api-key]",
    ]);
  });

  it("accepts an API key without an account, and another account's", () => {
    expect(said(rules, [make.account(), apiKey({})])).to.deep.equal([]);
    expect(
      said(rules, [make.account(), apiKey({ serviceAccountEmail: "billing@acme.iam.gserviceaccount.com" })]),
    ).to.deep.equal([]);
  });

  it("rejects one whose account is known by its dependency alone, and says nothing where it is not known at all", () => {
    const open = { serviceAccountEmail: unknown };
    expect(
      said(rules, [make.account(), apiKey(open, { from: { serviceAccountEmail: ["segment"] } })]),
    ).to.have.length(1);
    expect(said(rules, [make.account(), apiKey(open)])).to.deep.equal([]);
  });
});

describe("rule unknown-key-owner", () => {
  const rules = ["unknown-key-owner"];
  const open = { serviceAccountId: unknown };

  it("cannot tell yet whose a key is, and names it and the property", () => {
    expect(said(rules, [make.account(), key("key", open)])).to.deep.equal([
      "advisory: Whose key `key` (gcp:serviceaccount/key:Key) is, is unknown until the update. Its serviceAccountId is unknown, so the rules about keys do not judge it. Fix: name the account by its address, or wait for the update, which judges it. [unknown-key-owner]",
    ]);
    expect(said(rules, [make.account(), hmac({ serviceAccountEmail: unknown })])).to.have.length(1);
    expect(said(rules, [make.account(), apiKey({ serviceAccountEmail: unknown })])).to.have.length(1);
  });

  it("accepts a key whose account the stack makes, Segment's or another", () => {
    const of = (account: string) => key("key", open, { from: { serviceAccountId: [account] } });
    expect(said(rules, [make.account(), of("segment")])).to.deep.equal([]);
    expect(said(rules, [make.account(), otherAccount(), of("billing")])).to.deep.equal([]);
  });

  it("is silent without Segment, and about keys without an account", () => {
    expect(said(rules, [key("key", open)])).to.deep.equal([]);
    expect(said(rules, [make.account(), apiKey({}), key("key", { serviceAccountId: null })])).to.deep.equal(
      [],
    );
  });
});
