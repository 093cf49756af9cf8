import { expect } from "chai";
import { randomBytes } from "node:crypto";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import {
  decodings,
  hasKeyShape,
  keyFileAccount,
  plainCharacters,
} from "../../../../policy/parsers/secretScan/decodings";

const shaped = (text: string) => hasKeyShape(plainCharacters(text));

const pem = (body: string, kind = "") =>
  `-----BEGIN ${kind}PRIVATE KEY-----\n${body}\n-----END ${kind}PRIVATE KEY-----\n`;

/** What looks random, and is a key of nobody's. */
const random = "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hI6kL9n";

const file = (privateKey: string, type: string | undefined = "service_account") =>
  JSON.stringify({ type, private_key: privateKey });

describe("decodings", () => {
  const text = randomBytes(1200).toString("base64");
  for (const [what, pack] of [
    ["gzip", gzipSync],
    ["zlib", deflateSync],
    ["deflate", deflateRawSync],
    ["Brotli", brotliCompressSync],
  ] as const)
    it(`unpack ${what} of up to a million bytes`, () => {
      const isFound = (length: number) =>
        [...decodings(pack(text.padEnd(length)).toString("base64"))].some((one) => one.startsWith(text));
      expect([1_000_000, 1_000_001].map(isFound)).to.deep.equal([true, false]);
    });
});

describe("plainCharacters", () => {
  for (const [written, plain] of [
    ["a%2Bb%2fc%zz", "a+b/c%zz"],
    ["a\\nb\\\\tc\\u002Bd\\e", "abc+de"],
    ["a \n\0b", "ab"],
    ["a-b_c", "a+b/c"],
  ] as const)
    it(`reads ${JSON.stringify(written)}`, () => expect(plainCharacters(written)).to.equal(plain));
});

describe("hasKeyShape", () => {
  for (const [what, text] of [
    ["PEM that begins as keys do", pem("MIIEvQIB")],
    ["PEM that looks random", pem(random)],
    ["PEM of another kind", pem(random, "RSA ")],
    ["PGP", `-----BEGIN PGP PRIVATE KEY BLOCK-----\n${random}\n`],
    ["PEM without dashes", `BEGIN PRIVATE KEY ${random}`],
    ["a begin of PEM", "-----BEGIN PRIVATE KEY-----\nMIIEvQIB"],
    ["the second of two", pem("REDACTED") + pem(random)],
    ["PEM of exactly 16 kinds of characters", pem("aB3dE6gH9jK2mN5p".padEnd(40, "aB3dE6gH9jK2mN5p"))],
    ["a key file whose key lacks its first line", file(random)],
    ["a key file with other fields between", `{"private_key":"${random}","x":1,"type":"service_account"}`],
  ] as const)
    it(`knows ${what}`, () => expect(shaped(text)).to.equal(true));

  for (const [what, text] of [
    ["less of a begin", "-----BEGIN PRIVATE KEY-----\nMIIEvQI"],
    ["less of what begins as keys do", pem("MIIEvQI")],
    ["39 characters that look random", pem(random.slice(1))],
    ["what has no small letter", pem(random.toUpperCase())],
    ["what has no capital", pem(random.toLowerCase())],
    ["what has no figure", pem(random.replace(/[0-9]/g, "x"))],
    ["what has 15 kinds of characters", pem("aB3dE6gH9jK2mN5".padEnd(40, "aB3dE6gH9jK2mN5"))],
    ["a placeholder", pem("REDACTED")],
    ["a placeholder beside a random text", `${pem("REDACTED")}${random}`],
    ["an empty place beside a random text", `${pem("")}${random}`],
    ["a public key", `-----BEGIN PUBLIC KEY-----\n${random}\n-----END PUBLIC KEY-----`],
    ["a file of another type", file(random, "authorized_user")],
    ["a file without a type", JSON.stringify({ private_key: random })],
    ["a key file whose key is short", file(random.slice(1))],
    ["a key file whose key is a placeholder", file("x".repeat(60))],
    ["a key file whose key is a placeholder in PEM", file(pem("REDACTED") + random)],
    ["a key file whose id is random", JSON.stringify({ type: "service_account", private_key_id: random })],
    ["a random text", random],
    ["an empty text", ""],
  ] as const)
    it(`is silent about ${what}`, () => expect(shaped(text)).to.equal(false));
});

describe("keyFileAccount", () => {
  for (const [what, text] of [
    ["as Google writes it", '{"client_email": "Segment@acme.iam.gserviceaccount.com"}'],
    ["without spaces", '{"client_email":"segment@acme.iam.gserviceaccount.com"}'],
    ["with spaces", '{"client_email"  \n :\n  "segment@acme.iam.gserviceaccount.com"}'],
    ["in quoted JSON", JSON.stringify('{"client_email":"segment@acme.iam.gserviceaccount.com"}')],
    ["in single quotes", "{'client_email': 'segment@acme.iam.gserviceaccount.com'}"],
    ["in YAML", "client_email: segment@acme.iam.gserviceaccount.com\n"],
    ["in HTML", "client_email&quot;: &quot;segment@acme.iam.gserviceaccount.com&quot;"],
    ["percent-encoded", "%22client_email%22%3A%22segment%40acme.iam.gserviceaccount.com%22"],
  ] as const)
    it(`reads the address ${what}`, () => {
      expect(keyFileAccount(text)).to.equal("segment@acme.iam.gserviceaccount.com");
    });

  for (const text of [
    "",
    '{"client_email": ""}',
    '{"client_email": "segment"}',
    '{"client_email": 5}',
    '{"email": "segment@acme.iam.gserviceaccount.com"}',
    '{"client_email": "seg ment@acme"}',
    '{"client_email"xx:"segment@acme"}',
  ])
    it(`reads none in ${text || "nothing"}`, () => expect(keyFileAccount(text)).to.equal(undefined));
});
