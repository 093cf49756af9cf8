import { expect } from "chai";
import { generateKeyPairSync } from "node:crypto";
import { mayHoldKey } from "../../../policy/model/verdicts/keys/mayHoldKey";

/** Made anew in each run: no private key stands in this repository. */
const pem = generateKeyPairSync("rsa", { modulusLength: 2048 })
  .privateKey.export({ type: "pkcs8", format: "pem" })
  .toString();
const json = JSON.stringify({ type: "service_account", private_key: pem });

describe("mayHoldKey", () => {
  it("accepts for a search every spelling of a key", () => {
    const base64 = Buffer.from(json).toString("base64");
    const lines = pem.split("\n");
    const short = (base64.match(/.{1,10}/g) ?? []).join("\n");
    for (const spelling of [
      pem,
      json,
      base64,
      Buffer.from(json).toString("hex"),
      Buffer.from(json).toString("hex").toUpperCase(),
      encodeURIComponent(json),
      encodeURIComponent(base64),
      JSON.stringify(json),
      short,
      lines,
      { deep: [{ er: base64 }] },
      { [base64]: "x" },
    ])
      expect(mayHoldKey(spelling), JSON.stringify(spelling).slice(0, 40)).to.equal(true);
  });

  it("accepts for a search parts of 20 characters that hold letters of both cases", () => {
    const body = pem.replace(/-----[^-]*-----|\s/g, "");
    for (let at = 0; at + 20 <= body.length; at++) {
      const part = body.slice(at, at + 20);
      if (/[a-z]/.test(part) && /[A-Z]/.test(part))
        expect(mayHoldKey(`… ${part} …`), String(at)).to.equal(true);
    }
  });

  it("passes over what stacks are full of", () => {
    for (const text of [
      "",
      "EU",
      "acme-bucket-17",
      "https://www.googleapis.com/storage/v1/b/acme-bucket-17",
      "A bucket that holds the landing files of pipeline number 17",
      "roles/bigquery.dataViewer",
      "2026-11-22T12:00:00.000Z",
      12345678901234567890,
      null,
      true,
      ["a", "b", 5, null],
      { labels: { team: "data" } },
    ])
      expect(mayHoldKey(text), JSON.stringify(text)).to.equal(false);
  });
});
