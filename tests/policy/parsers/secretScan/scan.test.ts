import { expect } from "chai";
import { createPrivateKey } from "node:crypto";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { scanForSecrets, keyMaterialFinder } from "../../../../policy/parsers/secretScan/scan";
import { type Plain, UNKNOWN } from "../../../../policy/stack/plain";
import { rsaPem } from "../../../support/rsaKeys";
import { base64, body, der, email, file, found, key, pair, pem } from "./support";

const wrap = (text: string, width: number, by = "\n") =>
  text.replace(new RegExp(`(.{${width}})`, "g"), `$1${by}`);

const half = body.slice(900, 1300);

const packings: readonly (readonly [string, (text: string) => string])[] = [
  ["packed by gzip", (text) => gzipSync(text).toString("base64")],
  ["packed by gzip, in url-safe base64", (text) => gzipSync(text).toString("base64url")],
  ["packed by gzip, in hexadecimal", (text) => gzipSync(text).toString("hex")],
  ["packed by zlib", (text) => deflateSync(text).toString("base64")],
  ["packed by deflate", (text) => deflateRawSync(text).toString("base64")],
  ["packed by Brotli", (text) => brotliCompressSync(text).toString("base64")],
];

describe("findKeyMaterial", () => {
  describe("recognises by its value a key of the stack", () => {
    const table: readonly [string, string][] = [
      ["as it is", key],
      ["in the midst of a text", `GOOGLE_KEY="${key}"\n`],
      ["in quoted JSON", JSON.stringify(JSON.stringify({ key }))],
      ["wrapped at 76", wrap(key, 76)],
      ["wrapped at 10", wrap(key, 10, "\r\n")],
      ["in url-safe base64", base64(file(pem, 2), "base64url")],
      ["percent-encoded", encodeURIComponent(key)],
      ["in base64 again", base64(key)],
      ["in base64 twice again", base64(base64(key))],
      ["in hexadecimal", base64(key, "hex")],
      ["decoded", file(pem, 2)],
      ["decoded and formatted otherwise", JSON.stringify(JSON.parse(file(pem)))],
      ["decoded and encoded otherwise", base64(`KEY=${JSON.stringify(JSON.parse(file(pem)))}`)],
      ["decoded, in hexadecimal", base64(file(pem, 2), "hex").toUpperCase()],
      ["decoded, percent-encoded", encodeURIComponent(file(pem, 2))],
      ["decoded, in UTF-16", Buffer.from(file(pem, 2), "utf16le").toString("base64")],
      ["as PEM", pem],
      ["as PEM with escaped ends of lines", JSON.stringify(pem)],
      ["as PEM within a text in base64", base64(`export KEY="${pem}"`)],
      ["as PEM without its first and last line", body],
      ["as PEM that is indented", `key: |\n  ${pem.replaceAll("\n", "\n  ")}`],
      ["as one line of PEM", `part=${pem.split("\n")[20] ?? ""}`],
      ["as 20 characters of PEM", `x${body.slice(1003, 1023)}y`],
      ["as 20 characters of PEM, wrapped", `x${wrap(body.slice(1003, 1023), 7)}y`],
      ["as the second half", key.slice(key.length / 2)],
      ["as a part in the middle", key.slice(2001, 2101)],
      ["as a part in base64 again", base64(key.slice(2001, 2101)).slice(3)],
      ["as bytes in hexadecimal", der.toString("hex")],
      ["as bytes in hexadecimal with colons", wrap(der.toString("hex"), 2, ":")],
      ["as some bytes, encoded otherwise", der.subarray(801, 861).toString("base64")],
      ["in PKCS #1, encoded otherwise", der.subarray(26).toString("base64")],
      ["in PEM of PKCS #1", createPrivateKey(pem).export({ format: "pem", type: "pkcs1" }).toString()],
      ["in a JSON Web Key", JSON.stringify(createPrivateKey(pem).export({ format: "jwk" }))],
      ...packings.map(([name, packed]): [string, string] => [name, packed(key)]),
      ...packings.map(([name, packed]): [string, string] => [`decoded, ${name}`, packed(file(pem, 2))]),
    ];
    for (const [what, value] of table) it(what, () => expect(found(value)).to.equal("value 0 at itself"));

    it("and says which, and where", () => {
      const second = rsaPem(1);
      const both = keyMaterialFinder([key, base64(file(second))]);
      const value = { data: { "key.json": "{}", list: ["x", { value: second }] } };
      expect(both(value)).to.deep.equal({ path: "data.list[1].value", how: "value", key: 1 });
    });

    it("given decoded", () => {
      expect(found(key, [file(pem)])).to.equal("value 0 at itself");
      expect(found(half, [pem])).to.equal("value 0 at itself");
    });

    it("cut into a list", () => expect(found({ parts: half.match(/.{1,9}/g) })).to.equal("value 0 at parts"));

    it("of another type", () => {
      const p12 = Buffer.from(
        Array.from({ length: 2000 }, (_, i) => (i * 7919 + (i * i) / 3) % 251),
      ).toString("base64");
      expect(found(`x ${p12.slice(700, 740)} y`, [p12])).to.equal("value 0 at itself");
      expect(found("c2hvcnQtZmFrZS1rZXk=", ["c2hvcnQtZmFrZS1rZXk="])).to.equal("value 0 at itself");
      expect(found("short-fake-key", ["c2hvcnQtZmFrZS1rZXk="])).to.equal("value 0 at itself");
    });

    it("in the name of a property, without telling it", () => {
      const trace = scanForSecrets({ a: { [half]: 1, b: 2 } }, [key]);
      expect(trace?.path).to.equal("a[…]");
      expect(scanForSecrets({ [body.slice(1000, 1030)]: { b: half } }, [key])?.path).to.equal("[…]");
    });
  });

  describe("recognises by its shape", () => {
    const named = `shape ${email} at itself`;
    const table: readonly [string, string, string][] = [
      ["a key file", file(pem), named],
      ["a key file in base64", key, named],
      ["a key file in base64 twice", base64(key), named],
      ["a key file in a text", JSON.stringify({ env: file(pem) }), named],
      ["a key file whose key lacks its first line", file(body), named],
      ["PEM", pem, "shape  at itself"],
      ["PKCS #1", pem.replaceAll("PRIVATE", "RSA PRIVATE"), "shape  at itself"],
      ["PEM in base64", base64(pem), "shape  at itself"],
      ["PEM in hexadecimal", base64(pem, "hex"), "shape  at itself"],
      ["PEM, percent-encoded", encodeURIComponent(pem), "shape  at itself"],
      ["a begin of PEM", pem.slice(0, 60), "shape  at itself"],
      ["PEM with escaped ends of lines", JSON.stringify(JSON.stringify(pem)), "shape  at itself"],
      ["a key file, percent-encoded", encodeURIComponent(file(pem)), named],
      ["a key file in YAML", `client_email: ${email}\nprivate_key: |\n  ${wrap(pem, 64)}`, named],
      ["a key file in HTML", file(pem).replaceAll('"', "&quot;"), named],
      ["a key file that a script decodes", `#!/bin/sh\necho ${key} | base64 -d`, named],
      ["such a script in base64", base64(`#!/bin/sh\necho ${key} | base64 -d`), named],
      ...packings.map(([name, packed]): [string, string, string] => [
        `a key file ${name}`,
        packed(file(pem)),
        named,
      ]),
    ];
    for (const [what, value, trace] of table) it(what, () => expect(found(value, [])).to.equal(trace));

    it("a key file as an object", () =>
      expect(found({ key: JSON.parse(file(pem)) as Plain }, [])).to.equal("shape  at key.private_key"));
  });

  describe("is silent about", () => {
    const spki = pair.publicKey.replace(/-----.*-----|\s/g, "");
    const shifted = (by: number) =>
      Buffer.concat([Buffer.alloc(by, 0x30), Buffer.from(spki, "base64")]).toString("base64");
    const table: readonly [string, Plain][] = [
      ["the public key", pair.publicKey],
      ["the public key in base64", base64(pair.publicKey)],
      ["the public key at every offset, as a certificate holds it", [0, 1, 2].map(shifted)],
      ["a certificate", `-----BEGIN CERTIFICATE-----\n${wrap(shifted(1), 64)}\n-----END CERTIFICATE-----\n`],
      ["the public key in hexadecimal", Buffer.from(spki, "base64").toString("hex")],
      ["what all private keys begin with", body.slice(0, 36)],
      [
        "a key file without its key",
        JSON.stringify({ ...(JSON.parse(file("")) as object), private_key: undefined }),
      ],
      ["a key file with a placeholder", file("[secret]")],
      [
        "a key file with a worded placeholder",
        file("YOUR-PRIVATE-KEY-GOES-HERE-REPLACE-IT-BEFORE-THE-DEPLOYMENT"),
      ],
      [
        "a key file with redacted PEM",
        file("-----BEGIN PRIVATE KEY-----\nREDACTED\n-----END PRIVATE KEY-----\n"),
      ],
      ["redacted PEM", "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----"],
      [
        "an example of PEM",
        "-----BEGIN RSA PRIVATE KEY-----\nPUTYOURPRIVATEKEYINHEREANDNOWHEREELSEPLEASE\n-----END RSA PRIVATE KEY-----",
      ],
      [
        "words about keys",
        "Begin by making a PRIVATE KEY; the private_key of a service_account stays in the secret manager.",
      ],
      ["an id and an email", { privateKeyId: "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c", email }],
      ["too short a part", body.slice(1003, 1022)],
      ["a hash", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
      ["other base64", base64("a configuration file, harmless and quite long, as it goes ".repeat(20))],
      ["what is hidden", "[secret]"],
      ["what is not known yet", UNKNOWN],
      ["no text", [null, 1, true, UNKNOWN, { a: null }, []]],
      ["an empty text", ""],
    ];
    for (const [what, value] of table) it(what, () => expect(found(value)).to.equal("nothing"));

    it("anything where a known key is hidden, empty or of another form", () => {
      for (const known of [
        "[secret]",
        "",
        "x",
        "{}",
        "{",
        base64('{"type":"service_account","project_id":"acme"}'),
      ])
        expect(
          found(`${base64('{"type":"service_account","project_id":"beta"}')} [secret] {} x`, [known]),
        ).to.equal("nothing");
    });
  });

  it("reads deep values", () => {
    let value: Plain = half;
    for (let i = 0; i < 100_000; i++) value = [value];
    expect(scanForSecrets(value, [key])?.path).to.equal(`${"[0]".repeat(20)}…`);
  });
});
