import { expect } from "chai";
import { createPrivateKey, createPublicKey } from "node:crypto";
import { selfSigned } from "../../../../cli/key/certificate";
import { holdsHalfOf } from "../../../../policy/rules/keys/keyPairMatch";
import { segmentKeys } from "../../../../policy/rules/keys/segmentKeys";
import type { Plain } from "../../../../policy/stack/plain";
import { make, today, unknown } from "../../support";
import { key } from "../keySupport";
import { access, keyFile, keyPair } from "./support";

const own = keyPair(0);

const others = keyPair(1);

const base64 = (text: string) => Buffer.from(text).toString("base64");

const certificate = selfSigned({
  name: "segment",
  notBefore: today,
  notAfter: new Date("2027-11-22T12:00:00Z"),
  publicKey: createPublicKey(own.publicKey),
  privateKey: createPrivateKey(own.pem),
});

const broken = "-----BEGIN PRIVATE KEY-----\nnot a key\n-----END PRIVATE KEY-----\n";

function holds(value: Plain, props: Readonly<Record<string, unknown>>): boolean | undefined {
  const [found] = segmentKeys(access([make.account(), key("key", props)]));
  if (!found) throw new Error("The test's stack has no key of Segment's");
  return holdsHalfOf(value, found);
}

describe("holdsHalfOf", () => {
  for (const [what, props] of [
    ["a certificate in base64, as Google keeps it", { publicKey: base64(certificate) }],
    ["a certificate that is uploaded in base64", { publicKeyData: base64(certificate) }],
    ["a certificate that is uploaded as it is", { publicKeyData: certificate }],
    ["a public key in base64", { publicKey: base64(own.publicKey) }],
    ["a public key as it is", { publicKey: own.publicKey }],
    ["the other property, where one cannot be read", { publicKey: base64("?"), publicKeyData: certificate }],
    ["the other property, where one is not known yet", { publicKey: unknown, publicKeyData: certificate }],
  ] as const)
    it(`tells one half by ${what}`, () => {
      expect(holds(own.pem, props)).to.equal(true);
      expect(holds(others.pem, props)).to.equal(false);
    });

  const props = { publicKey: certificate };

  it("reads a key wherever it stands", () => {
    const inJson = keyFile(make.email, own.pem);
    for (const value of [inJson, JSON.stringify(inJson), [own.pem], { deep: ["x", { er: own.pem }] }])
      expect(holds(value, props)).to.equal(true);
    const pkcs1 = createPrivateKey(own.pem).export({ type: "pkcs1", format: "pem" }).toString();
    expect(holds(`key: ${pkcs1}`, props)).to.equal(true);
  });

  it("finds one half among others, and beside what cannot be read", () => {
    expect(holds(others.pem + own.pem, props)).to.equal(true);
    expect(holds([own.pem, others.pem, broken], props)).to.equal(true);
    expect(holds(broken + others.pem, props)).to.equal(false);
  });

  it("cannot tell where no key can be read", () => {
    for (const value of [
      broken,
      base64(own.pem),
      own.publicKey,
      "",
      5,
      null,
      true,
      [],
      {},
      [broken, 5, null],
    ])
      expect(holds(value, props)).to.equal(undefined);
  });

  it("cannot tell where the public half is not known", () => {
    for (const publicKey of [undefined, null, unknown, "", "?", broken, 5, { pem: certificate }])
      expect(holds(own.pem, { publicKey })).to.equal(undefined);
  });
});
