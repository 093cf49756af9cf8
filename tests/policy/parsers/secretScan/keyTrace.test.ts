import { expect } from "chai";
import { generateKeyPairSync } from "node:crypto";
import { scanForSecrets, keyMaterialFinder } from "../../../../policy/parsers/secretScan/scan";
import { type Plain, UNKNOWN } from "../../../../policy/stack/plain";
import { rsaPem } from "../../../support/rsaKeys";

const pem = rsaPem();

const ec = generateKeyPairSync("ec", { namedCurve: "P-256" })
  .privateKey.export({ type: "pkcs8", format: "pem" })
  .toString();

const bodyOf = (text: string) => text.replace(/-----[^-]*-----|\s/g, "");

const body = bodyOf(pem);

const secret = body.slice(900, 940);

const base64 = (text: string) => Buffer.from(text).toString("base64");

const file = (privateKey: string) =>
  JSON.stringify({ type: "service_account", private_key: privateKey, client_email: "a@b.example" });

const find = (value: Plain) => keyMaterialFinder([base64(file(pem))])(value);

describe("the path of a key", () => {
  const path = (value: Plain) => find(value)?.path;

  for (const [expected, value] of [
    ["a.b", { x: "y", a: { b: secret, c: secret }, d: secret }],
    ["[1]", ["x", secret, secret, 5]],
    ["parts[0]", { parts: [secret] }],
    ["parts", { parts: [secret.slice(0, 15), secret.slice(15)] }],
    ["[0]", [secret, UNKNOWN]],
    ["[2]", [UNKNOWN, null, secret]],
    ['["a b"][0].c_$1["1c"]', { "a b": [{ c_$1: { "1c": secret } }] }],
    ['["a.b"]["c-"]', { "a.b": { "c-": secret } }],
    ['[""]', { "": secret }],
    ["", secret],
  ] as const)
    it(`is ${JSON.stringify(expected)}`, () => expect(path(value)).to.equal(expected));

  it("has 20 parts, and tells that there are more", () => {
    let value: Plain = secret;
    for (let depth = 0; depth < 20; depth++) value = { a: value };
    const parts = Array.from({ length: 20 }, () => "a").join(".");
    expect(path(value)).to.equal(parts);
    expect(path({ a: value })).to.equal(`${parts}…`);
  });

  it("holds names of up to 80 characters", () => {
    expect(path({ ["n".repeat(80)]: secret })).to.equal("n".repeat(80));
    expect(path({ ["n".repeat(81)]: secret })).to.equal("[…]");
  });
});

describe("what is told of a key", () => {
  it("is how it was found, and which it is or whose", () => {
    expect(find({ a: secret })).to.deep.equal({ path: "a", how: "value", key: 0 });
    expect(scanForSecrets(pem, [])).to.deep.equal({ path: "", how: "shape", account: undefined });
    expect(scanForSecrets(file(pem), [])).to.deep.equal({ path: "", how: "shape", account: "a@b.example" });
  });

  it("is found through three encodings, and no further", () => {
    let text = file(pem);
    for (let times = 0; times < 3; times++) text = base64(text);
    expect(scanForSecrets(text, [])?.how).to.equal("shape");
    expect(scanForSecrets(base64(text), [])).to.equal(undefined);
  });
});

describe("known keys", () => {
  const found = (text: string, ...known: readonly string[]) => scanForSecrets(text, known)?.key;

  it("of at least 16 characters count within a text, shorter ones only as all of it", () => {
    const sixteen = base64("sixteen.letters!");
    expect(found("x sixteen.letters! y", sixteen)).to.equal(0);
    const fifteen = base64("fifteen.letters");
    expect(found("x fifteen.letters y", fifteen)).to.equal(undefined);
    expect(found("fifteen.letters", fifteen)).to.equal(0);
    expect(found("eighteen.letters.!", fifteen)).to.equal(undefined);
  });

  it("of fewer than 8 characters count nowhere", () => {
    expect(found("1234567.", base64("1234567."))).to.equal(0);
    expect(found("1234567", base64("1234567"))).to.equal(undefined);
  });

  for (const [what, known] of [
    ["in base64 of a file", base64(file(pem))],
    ["in a file", file(pem)],
    ["in PEM", pem],
    ["in base64 of PEM", base64(pem)],
  ] as const)
    it(`${what} are found by their secret part, not by their public one`, () => {
      expect(found(secret, known)).to.equal(0);
      expect(found(`x ${secret.slice(3, 23)} y`, known)).to.equal(0);
      for (let at = 0; at + 40 <= 380; at += 20)
        expect(found(body.slice(at, at + 40), known), String(at)).to.equal(undefined);
    });

  it("are found by a body that is short, whole", () => {
    const short = "MIIabcdefghijk0123456789";
    const known = file(`-----BEGIN PRIVATE KEY-----\n${short}\n-----END PRIVATE KEY-----\n`);
    expect(found(`x ${short} y`, known)).to.equal(0);
    expect(found(`x ${short.slice(1)} y`, known)).to.equal(undefined);
  });

  it("that cannot be parsed are found but by the begin that all keys have", () => {
    const known = pem.slice(0, 600);
    expect(found(body.slice(0, 52), known)).to.equal(undefined);
    expect(found(bodyOf(known).slice(60, 100), known)).to.equal(0);
  });

  it("of elliptic curves are found but by the begin that all of them have", () => {
    expect(found(bodyOf(ec).slice(0, 48), ec)).to.equal(undefined);
    expect(found(bodyOf(ec).slice(56, 96), ec)).to.equal(0);
  });

  it("of other types are found across the ends of their lines", () => {
    const bytes = Buffer.from(Array.from({ length: 300 }, (_, i) => (i * 7919 + (i * i) / 3) % 251));
    const plain = bytes.toString("base64");
    const known = plain.replace(/(.{10})/g, "$1 \r\n");
    expect(found(`x ${plain.slice(205, 240)} y`, known)).to.equal(0);
    expect(found(`x ${plain.slice(0, 20)} y`, known)).to.equal(0);
    expect(found(bytes.subarray(100, 160).toString("hex"), known)).to.equal(0);
  });

  it("that are hidden, or hold none, are found nowhere", () => {
    for (const known of ["[secret]", "", "null", "[]", file(""), JSON.stringify({ private_key: 5 })])
      expect(found(`${body.slice(0, 400)} [secret] null`, known), known.slice(0, 20)).to.equal(undefined);
    expect(found("[secret]", "[secret]")).to.equal(undefined);
  });
});
