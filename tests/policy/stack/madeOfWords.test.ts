import { expect } from "chai";
import { isMadeOfWords, printable } from "../../../policy/stack/text";

describe("a run that is made of words", () => {
  const accepted: readonly [what: string, run: string][] = [
    ["words of a name", "segmentReverseEtlStateDatasetForTheEuropeanWorkspace2026"],
    ["six words in twenty characters", "TheTheTheTheTheThere"],
    ["a seventh word behind them", "TheTheTheTheTheThereThe"],
    ["words of which three pairs in five are frequent", "Inininininqxqxqx____"],
    ["no capitals, however odd", "z9x8q7z9x8q7z9x8q7z9x8q7"],
    ["capitals alone", "Z9X8Q7Z9X8Q7Z9X8Q7Z9X8Q7"],
    ["a plus sign without capitals", "data-platform+segment-readers"],
    ["an equals sign within", "member=segment-reads-crm"],
    ["a long number", "109876543210987654321"],
    ["letters of hexadecimal alone", "abcdefabcdefabcdefab"],
    ["the id of a key", "012206120107a72fbd40b57169b8aa3df713e90a"],
    ["nineteen digits of hexadecimal", `${"a1".repeat(9)}a-segment`],
    ["two hundred and fifty-six characters", "There".repeat(51) + "T"],
  ];
  for (const [what, run] of accepted)
    it(`accepts ${what}`, () => {
      expect(isMadeOfWords(run)).to.equal(true);
    });

  const rejected: readonly [what: string, run: string][] = [
    ["seven words in twenty characters", "TheTheTheTheTheTheAr"],
    ["seven words at the end", "TheTheTheTheTheThereAnAnAn"],
    ["words of which fewer pairs are frequent", "Ininininixqxqxqx____"],
    ["letters that follow each other at random", "Xqzjxqzjxqzjxqzjxqzj"],
    ["capitals, small letters and digits in turns", "aA1aA1aA1aA1aA1aA1aA"],
    ["a plus sign and capitals", "SegmentReaders+SegmentWriters"],
    ["the end of base64", "segmentreadsevery="],
    ["the end of base64 twice", "segmentreadsevery=="],
    ["twenty digits of hexadecimal", "a1".repeat(10)],
    ["as many in capitals", "A1".repeat(10)],
    ["forty in capitals", "A1".repeat(20)],
    ["forty-one", `${"a1".repeat(20)}a`],
    ["hexadecimal between signs", `key-${"a1".repeat(10)}-segment`],
    ["two hundred and fifty-seven characters", "There".repeat(51) + "Th"],
  ];
  for (const [what, run] of rejected)
    it(`rejects ${what}`, () => {
      expect(isMadeOfWords(run)).to.equal(false);
    });
});

describe("what is printed of a text", () => {
  const runs = (length: number) => "aA1".repeat(length).slice(0, length);

  it("is everything that is shorter than a piece of a key", () => {
    expect(printable(`${runs(19)} ${runs(19)}`)).to.equal(`${runs(19)} ${runs(19)}`);
    expect(printable(`dataset ${runs(20)} of ${runs(45)}.`)).to.equal("dataset […] of […].");
  });

  it("is no run with the signs of base64, base64url and URLs in it", () => {
    for (const sign of ["+", "/", "-", "_", "%", "="])
      expect(printable(`${runs(12)}${sign}${runs(12)}`), sign).to.equal("[…]");
  });

  it("is no row of ten bytes in hexadecimal, and one of nine", () => {
    expect(printable(`of ${Array(10).fill("aF").join(":")} there`)).to.equal("of […] there");
    expect(printable(Array(9).fill("aF").join(":"))).to.equal(Array(9).fill("aF").join(":"));
  });

  it("ends where a PEM begins", () => {
    expect(printable("role -----BEGIN X-----\nabc\ndef")).to.equal("role […]");
  });
});
