import { expect } from "chai";
import { decodings, isReadable, plainCharacters } from "../../../../policy/parsers/secretScan/decodings";

describe("plainCharacters", () => {
  for (const [what, text, plain] of [
    ["what is plain", "aB3+/=.", "aB3+/=."],
    ["white space of every kind", " a\n\r\tb\u00a0c\0d ", "abcd"],
    ["escaped ends of lines", "a\\nb\\rc\\td", "abcd"],
    ["what is escaped twice", "a\\\\nb\\\\\\\\tc", "abc"],
    ["escaped quotes", 'a\\"b', 'a"b'],
    ["characters by their code", "a\\u003d\\u002Fb\\\\u003dc", "a=/b=c"],
    ["a code beyond ASCII", "a\\u20acb", "au20acb"],
    ["what a URL encodes", "a%3D%2fb%0Ac", "a=/bc"],
    ["what a URL encodes of escapes", "a%5Cnb", "ab"],
    ["a percent sign alone", "100%, 5%zz", "100%,5%zz"],
    ["the alphabet of URLs", "a-b_c", "a+b/c"],
    ["an empty text", "", ""],
  ] as const)
    it(`reads ${what}`, () => expect(plainCharacters(text)).to.equal(plain));
});

describe("decodings", () => {
  const all = (plain: string) => [...decodings(plain)];
  const base64 = (text: string) => Buffer.from(text, "base64").toString("latin1");
  const hex = (text: string) => Buffer.from(text, "hex").toString("latin1");
  const run = "AZMabcdefghijklmnopqrst0";

  it("reads base64 at every offset, in every run of 24 characters", () => {
    const expected = [run, run.slice(1), run.slice(2), run.slice(3)].map(base64);
    expect(all(run)).to.deep.equal(expected);
    expect(all(`.${run}.${run}`)).to.deep.equal([...expected, ...expected]);
    expect(all(run.slice(1))).to.deep.equal([]);
  });

  it("takes for base64 what holds three capitals, however far apart, and nothing with fewer", () => {
    for (const text of ["AZ/cdefghijklmnopqrst01M", "abcdefghijklmnopqrstuAZM", "AAAAAAAAAAAAAAAAAAAAAAAA"])
      expect(all(text)).to.have.length(4);
    for (const text of [
      "AZ/cdefghijklmnopqrst012",
      "abcdefghijklmnopqrstuvwx",
      "+/3456789012345678901234",
      "abcdefghijklmnopqrst+/A0",
    ])
      expect(all(text)).to.deep.equal([]);
  });

  it("reads hexadecimal at both offsets, in every run of 48 digits", () => {
    const digits = "0123456789abcdef".repeat(3);
    expect(all(digits)).to.deep.equal([hex(digits), hex(digits.slice(1))]);
    expect(all(`.${digits}.${digits}`)).to.have.length(4);
    expect(all(digits.slice(1))).to.deep.equal([]);
  });

  it("reads hexadecimal with colons between the bytes of a whole run, and no other colons", () => {
    const bytes = "0a1b2c3d".repeat(6);
    const colons = bytes.replace(/(..)(?=.)/g, "$1:");
    expect(all(colons)).to.deep.equal([hex(bytes), hex(bytes.slice(1))]);
    const half = bytes.slice(0, 24);
    expect(all(`${half}:${half}`)).to.deep.equal([]);
    expect(all(`${half}:${half}:01:02:${half}`)).to.deep.equal([]);
  });

  it("reads nothing in what is not encoded", () => {
    for (const text of ["", "roles/bigquery.dataViewer", "AZM.abcdefghijklmnopqrst0"])
      expect(all(text)).to.deep.equal([]);
  });
});

describe("isReadable", () => {
  it("tells texts from bytes by their first 48 characters", () => {
    for (const text of ["", "{\t\r\n}", "~ !", "a\0b\0", `${"a".repeat(48)}\u0080`])
      expect(isReadable(text), JSON.stringify(text)).to.equal(true);
    for (const text of ["\u0080", "\u00ffabc", "abc\u00ff", "a\u0001b", "\u007f", `${"a".repeat(47)}\u0080`])
      expect(isReadable(text), JSON.stringify(text)).to.equal(false);
  });

  it("reads a long one by its middle too", () => {
    expect(isReadable(`\u0080${"a".repeat(95)}`)).to.equal(true);
    expect(isReadable(`\u0080${"a".repeat(94)}`)).to.equal(false);
    expect(isReadable(`\u0080${"a".repeat(94)}\u0080`)).to.equal(false);
  });
});
