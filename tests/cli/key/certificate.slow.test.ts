import { createPrivateKey, generateKeyPairSync, X509Certificate } from "node:crypto";
import { spawnSync } from "node:child_process";
import { expect } from "chai";
import { integer, oid, selfSigned, time, value } from "../../../cli/key/certificate";

const hex = (buffer: Buffer): string => buffer.toString("hex");

describe("key: DER", () => {
  it("writes whole numbers positive and as short as can be", () => {
    const cases: [number[], string][] = [
      [[0], "020100"],
      [[], "020100"],
      [[0x7f], "02017f"],
      [[0x80], "02020080"],
      [[0, 0, 1], "020101"],
      [[0, 0x80, 0], "0203008000"],
    ];
    for (const [bytes, wanted] of cases) expect(hex(integer(Buffer.from(bytes)))).to.equal(wanted);
  });

  it("writes lengths in one byte below 128 and in as many as needed above", () => {
    const starts: [number, string][] = [
      [127, "047f"],
      [128, "048180"],
      [255, "0481ff"],
      [256, "04820100"],
      [65_536, "0483010000"],
    ];
    for (const [length, start] of starts)
      expect(hex(value(4, Buffer.alloc(length))).slice(0, start.length)).to.equal(start);
  });

  it("writes object identifiers", () => {
    expect(hex(oid("2.5.4.3"))).to.equal("0603550403");
    expect(hex(oid("1.2.840.113549.1.1.11"))).to.equal("06092a864886f70d01010b");
  });

  it("writes times up to 2049 with two digits of the year, later ones with four", () => {
    expect(time(new Date("2049-12-31T23:59:59.999Z")).toString("latin1").slice(2)).to.equal("491231235959Z");
    expect(time(new Date("2050-01-01T00:00:00Z")).toString("latin1").slice(2)).to.equal("20500101000000Z");
    expect([time(new Date("2049-01-01"))[0], time(new Date("2050-01-01"))[0]]).to.deep.equal([0x17, 0x18]);
  });
});

describe("key: a self-signed certificate", () => {
  const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

  function made(bits: number, notAfter = "2027-03-22T12:00:00Z") {
    const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: bits });
    const notBefore = new Date("2026-11-22T12:00:00Z");
    const content = {
      name: "segment",
      organization: "acme",
      notBefore,
      notAfter: new Date(notAfter),
      publicKey,
      privateKey,
    };
    return { pem: selfSigned(content), privateKey };
  }

  for (const [bits, notAfter] of [
    [2048, "2027-03-22T12:00:00.000Z"],
    [3072, "2049-12-31T23:59:59.000Z"],
    [4096, "2051-01-01T00:00:00.000Z"],
  ] as const) {
    it(`is read by node: ${bits} bits, until ${notAfter}`, () => {
      const { pem, privateKey } = made(bits, notAfter);
      const certificate = new X509Certificate(pem);
      expect(certificate.subject).to.equal("O=acme\nCN=segment");
      expect(certificate.issuer).to.equal("O=acme\nCN=segment");
      expect(certificate.ca).to.equal(false);
      expect(certificate.verify(certificate.publicKey)).to.equal(true);
      expect(
        certificate.checkPrivateKey(createPrivateKey(privateKey.export({ type: "pkcs8", format: "pem" }))),
      ).to.equal(true);
      expect(certificate.publicKey.asymmetricKeyDetails?.modulusLength).to.equal(bits);
      expect(new Date(certificate.validFrom).toISOString()).to.equal("2026-11-22T12:00:00.000Z");
      expect(new Date(certificate.validTo).toISOString()).to.equal(notAfter);
    });
  }

  it("is read, verified and found strict by openssl", function () {
    // Not every machine has openssl; node's own reading is tested above.
    if (!hasOpenssl) this.skip();
    const { pem } = made(2048);
    const text = spawnSync("openssl", ["x509", "-noout", "-text"], { input: pem, encoding: "utf8" });
    expect([text.status, text.stderr]).to.deep.equal([0, ""]);
    for (const line of [
      "Version: 3 (0x2)",
      "Signature Algorithm: sha256WithRSAEncryption",
      "Not Before: Nov 22 12:00:00 2026 GMT",
      "Not After : Mar 22 12:00:00 2027 GMT",
      "Public-Key: (2048 bit)",
      "CA:FALSE",
      "Digital Signature",
    ])
      expect(text.stdout).to.include(line);
    const roundTrip = spawnSync("openssl", ["x509"], { input: pem, encoding: "utf8" });
    expect(roundTrip.stdout).to.equal(pem);
  });

  it("has another serial number each time, positive and of 16 bytes", () => {
    const serials = Array.from({ length: 3 }, () => new X509Certificate(made(2048).pem).serialNumber);
    expect(new Set(serials).size).to.equal(3);
    for (const serial of serials) expect(serial).to.match(/^[4-7][0-9A-F]{31}$/);
  });
});
