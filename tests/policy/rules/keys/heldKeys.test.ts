import { expect } from "chai";
import { keyFileIn, keysHeld } from "../../../../policy/rules/keys/keySecrets";
import { segmentKeys } from "../../../../policy/rules/keys/segmentKeys";
import { make, type TestResource, unknown } from "../../support";
import { key } from "../keySupport";
import { access, keyFile } from "./support";

const file = (more: Readonly<Record<string, unknown>> = {}) => keyFile(make.email, "MARKED", more);

const base64 = (text: string) => Buffer.from(text).toString("base64");

describe("keyFileIn", () => {
  it("reads whose key it is and its id, plain and in base64, and nothing else", () => {
    const read = { email: make.email, keyId: "0a1b" };
    expect(keyFileIn(file({ private_key_id: "0a1b" }))).to.deep.equal(read);
    expect(keyFileIn(base64(file({ private_key_id: "0a1b" })))).to.deep.equal(read);
    expect(keyFileIn(` ${file({ private_key_id: "0a1b" })}\n`)).to.deep.equal(read);
  });

  it("reads a file whose id is missing or no text, and an address in capitals", () => {
    for (const private_key_id of [undefined, null, 7, { id: "0a1b" }])
      expect(keyFileIn(file({ private_key_id }))).to.deep.equal({ email: make.email, keyId: undefined });
    expect(keyFileIn(keyFile(make.email.toUpperCase(), "MARKED"))?.email).to.equal(make.email);
  });

  for (const [what, value] of [
    ["no text", 5],
    ["an empty text", ""],
    ["no JSON", '{"private_key": "MARKED", "client_email": broken'],
    ["null", "null"],
    ["a list", `[${file()}, "private_key"]`],
    ["a file without a private key", JSON.stringify({ client_email: make.email, private_key_id: "0a1b" })],
    ["a file without an address", JSON.stringify({ private_key: "MARKED" })],
    ["a file whose address is no text", file({ client_email: 5 })],
    ["base64 of base64 of a file", base64(base64(file()))],
  ] as const)
    it(`passes over ${what}`, () => expect(keyFileIn(value)).to.equal(undefined));

  it("passes over what is longer than any secret", () => {
    expect(keyFileIn(file().padEnd(100_000))?.email).to.equal(make.email);
    expect(keyFileIn(file().padEnd(100_001))).to.equal(undefined);
  });
});

describe("keysHeld", () => {
  const named = (id: string) => ({ name: `projects/acme/serviceAccounts/${make.email}/keys/${id}` });
  const keys = [key("a", named("0a1b")), key("b", named("2c3d")), key("c")];

  /** The names of the keys that a version holds. */
  function held(secretData: unknown, from?: TestResource["from"], more = keys): string[] {
    const type = "gcp:secretmanager/secretVersion:SecretVersion";
    const version = { type, name: "version", props: { secretData, secret: "x" }, from };
    const assessment = access([make.account(), ...more, version]);
    const [resource] = assessment.stack.ofType(type);
    if (!resource) throw new Error("The test's stack has no version");
    return keysHeld(resource, "secretData", segmentKeys(assessment)).map(({ resource: { name } }) => name);
  }

  it("finds by its id the one of that name, and those that have none", () => {
    expect(held(file({ private_key_id: "0a1b" }))).to.deep.equal(["a", "c"]);
    expect(held(file({ private_key_id: "2c3d" }))).to.deep.equal(["b", "c"]);
    expect(held(file({ private_key_id: "c3d" }))).to.deep.equal(["c"]);
    expect(held(file({ private_key_id: "0a1" }))).to.deep.equal(["c"]);
  });

  it("takes a key for any whose name is not one of Google's", () => {
    const odd = [key("a", { name: "mine" }), key("b", { name: unknown }), key("c", named("0a1b"))];
    expect(held(file({ private_key_id: "2c3d" }), undefined, odd)).to.deep.equal(["a", "b"]);
  });

  it("finds without an id every key of the account, and none of another", () => {
    expect(held(file())).to.deep.equal(["a", "b", "c"]);
    expect(held(keyFile("billing@acme.iam.gserviceaccount.com", "MARKED"))).to.deep.equal([]);
    expect(held("a password")).to.deep.equal([]);
    expect(held(undefined)).to.deep.equal([]);
  });

  it("finds what is not known yet by where it comes from", () => {
    expect(held(unknown, { secretData: ["b"] })).to.deep.equal(["b"]);
    expect(held(unknown, { secretData: ["c", "a"] })).to.deep.equal(["a", "c"]);
    expect(held(unknown, { secretData: ["segment"] })).to.deep.equal([]);
    expect(held(unknown, { secret: ["b"] })).to.deep.equal([]);
    expect(held(unknown)).to.deep.equal([]);
    expect(held("a password", { secretData: ["b"] })).to.deep.equal([]);
  });
});
