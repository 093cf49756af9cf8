import { expect } from "chai";
import { looksLikeKey } from "../../../policy/parsers/secretScan/looksLikeKey";
import { rsaPem } from "../../support/rsaKeys";

const pem = rsaPem();

const json = JSON.stringify({ type: "service_account", private_key: pem });

describe("mayHoldKey", () => {
  it("accepts for a search every spelling of a key", () => {
    const base64 = Buffer.from(json).toString("base64");
    const lines = pem.split("\n");
    const short = (base64.match(/.{1,10}/g) ?? []).join("\n");
    for (const alias of [
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
      expect(looksLikeKey(alias), JSON.stringify(alias).slice(0, 40)).to.equal(true);
  });

  it("accepts for a search parts of 20 characters that hold letters of both cases", () => {
    const body = pem.replace(/-----[^-]*-----|\s/g, "");
    for (let at = 0; at + 20 <= body.length; at++) {
      const part = body.slice(at, at + 20);
      if (/[a-z]/.test(part) && /[A-Z]/.test(part))
        expect(looksLikeKey(`… ${part} …`), String(at)).to.equal(true);
    }
  });

  /** Ten characters that a key could hold, of both cases. */
  const ten = "aB3+/_=%cD";

  for (const [what, value] of [
    ["20 characters of both cases", ten + ten],
    ["20 characters of which one is a capital", `${"a".repeat(19)}Z`],
    ["20 characters of which one is small", `z${"A".repeat(19)}`],
    ["20 characters that are wrapped", `${ten}\r\n\t${ten}`],
    ["20 characters within others", `key: ${ten}${ten}.`],
    ["short lines", [ten, ten]],
    ["short lines beside what is no text", [null, ten, 5, ten]],
    ["a line in a list of one", [ten + ten]],
    ["a line in a list of lists", [["x"], [ten + ten]]],
    ["a name", { a: 1, [ten + ten]: 2 }],
    ["a value behind others", { a: 1, b: { c: null, d: ten + ten } }],
    ["40 hexadecimal digits", "0123456789abcdef0123456789abcdef01234567"],
    ["40 hexadecimal digits in capitals", "0123456789ABCDEF0123456789ABCDEF01234567"],
    ["hexadecimal digits with colons", "01:23:45:67:89:ab:cd:ef:01:23:45:67:89:ab"],
  ] as const)
    it(`accepts for a search ${what}`, () => expect(looksLikeKey(value)).to.equal(true));

  for (const [what, value] of [
    ["19 characters of both cases", ten + ten.slice(1)],
    ["19 characters and one that no key holds", `${ten}.${ten.slice(1)}`],
    ["20 characters of both cases, of which no run is that long", `${ten}.${ten}`],
    ["20 characters, with letters of the other case apart from them", `${"a".repeat(24)} Ab`],
    ["letters of both cases, with 20 characters behind them", `Ab ${"a".repeat(24)}`],
    ["20 letters of one case", "a".repeat(30)],
    ["20 capitals", "A".repeat(30).replaceAll("A", "Z")],
    ["20 figures and signs", "1+/_=%-".repeat(5)],
    ["short lines apart from each other", [`${ten}.`, ten]],
    ["20 letters that base64 has not", "äÖ".repeat(20)],
    ["letters that base64 has not among others", `${ten}é${ten}\u0080`],
    ["39 hexadecimal digits", "0123456789abcdef0123456789abcdef0123456"],
    ["two times 30 hexadecimal digits", `${"0a".repeat(15)}-${"0a".repeat(15)}`],
    ["an empty list", []],
    ["an empty object", {}],
  ] as const)
    it(`passes over ${what}`, () => expect(looksLikeKey(value)).to.equal(false));

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
      expect(looksLikeKey(text), JSON.stringify(text)).to.equal(false);
  });
});
