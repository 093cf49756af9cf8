import { expect } from "chai";
import type { Assessment } from "../../../../policy/access/assessment";
import { hmacKeys } from "../../../../policy/rules/hmac-key";
import { boundTo } from "../../../../policy/rules/keys/segmentKeys";
import * as types from "../../../../policy/stack/types";
import { keysOfUnknownOwner } from "../../../../policy/rules/unknown-key-owner";
import { uploadedKeys } from "../../../../policy/rules/uploaded-key";
import { make, type TestResource, unknown } from "../../support";
import { component, key, otherAccount } from "../keySupport";
import { access } from "./support";

describe("hmacKeys and API keys", () => {
  const apiKeys = (assessment: Assessment) => boundTo(assessment, types.apiKeys);

  const bound = (type: string, props: Readonly<Record<string, unknown>> = {}): TestResource => ({
    type,
    name: "credential",
    props: { serviceAccountEmail: make.email, ...props },
  });

  for (const [find, type] of [
    [hmacKeys, "gcp:storage/hmacKey:HmacKey"],
    [hmacKeys, "google-native:storage/v1:HmacKey"],
    [apiKeys, "gcp:projects/apiKey:ApiKey"],
    [apiKeys, "google-native:apikeys/v2:Key"],
  ] as const) {
    it(`finds ${type} with its account`, () => {
      const [found, ...others] = find(access([make.account(), bound(type)]));
      expect(others).to.deep.equal([]);
      expect([found?.resource.name, found?.owner.member]).to.deep.equal(["credential", make.member]);
      const theirs = bound(type, { serviceAccountEmail: "billing@acme.iam.gserviceaccount.com" });
      expect(find(access([make.account(), otherAccount(), theirs]))).to.deep.equal([]);
    });
  }

  it("leaves HMAC keys out that open nothing any more", () => {
    const inState = (state: unknown) =>
      hmacKeys(access([make.account(), bound("gcp:storage/hmacKey:HmacKey", { state })])).length;
    expect(["INACTIVE", "DELETED"].map(inState)).to.deep.equal([0, 0]);
    expect(["ACTIVE", undefined, null, unknown, ""].map(inState)).to.deep.equal([1, 1, 1, 1, 1]);
  });
});

describe("openKeys", () => {
  const planned = (from: readonly string[]) =>
    key("key", { serviceAccountId: unknown }, { from: { serviceAccountId: from } });
  const open = (...stack: readonly TestResource[]) =>
    keysOfUnknownOwner(access(stack)).map(({ resource, property }) => `${property} of ${resource.name}`);

  it("names what is not known yet, and not what comes from an account of the stack", () => {
    expect(open(make.account(), planned([]))).to.deep.equal(["serviceAccountId of key"]);
    expect(open(make.account(), planned(["segment"]))).to.deep.equal([]);
  });

  it("names what comes from something else, and not what comes from an account as well", () => {
    const contact = { type: "acme:index:Contact", name: "contact", props: {} };
    expect(open(make.account(), contact, planned(["contact"]))).to.deep.equal(["serviceAccountId of key"]);
    expect(open(make.account(), contact, planned(["contact", "segment"]))).to.deep.equal([]);
  });
});

describe("uploadedKeys", () => {
  const uploaded = (parent?: string) => key("key", { publicKeyData: "LS0t" }, { parent });
  const found = (keys: unknown, parent?: string) =>
    uploadedKeys(
      access([
        { ...component({ keys }), name: "whole" },
        { ...make.account(), parent: "whole" },
        uploaded(parent),
      ]),
    ).map(({ resource }) => resource.name);

  it("accepts the keys of a SegmentBigQuery that says of each key that it keeps it nowhere", () => {
    expect(found([{ places: [] }], "whole")).to.deep.equal([]);
    expect(found([{ places: [] }, { places: [] }], "whole")).to.deep.equal([]);
    expect(found([{ places: [] }])).to.deep.equal(["key"]);
  });

  for (const [what, keys] of [
    ["of one of two keys that it keeps it", [{ places: [] }, { places: ["secret"] }]],
    ["of no key where it is", [{}]],
    ["nothing of a key", ["key"]],
    ["that it has no keys", []],
    ["nothing of its keys", undefined],
    ["nothing readable of its keys", { places: [] }],
    ["nothing yet", unknown],
    ["of a key nothing yet", [unknown]],
  ] as const)
    it(`rejects the key of a SegmentBigQuery that says ${what}`, () => {
      expect(found(keys, "whole")).to.deep.equal(["key"]);
    });
});
