import { expect } from "chai";
import { likelyMeant, nearest } from "../../../policy/stack/text";

describe("nearest", () => {
  for (const [typed, words, meant] of [
    ["sorces", ["products", "sources"], "sources"],
    ["SOURCES", ["resources", "sources"], "sources"],
    ["state", ["STATE", "stated"], "STATE"],
    ["ab", ["ba", "abcd"], "ba"],
    ["abc", ["xbc", "abcdd"], "xbc"],
    ["abcd", ["acd", "abxxd"], "acd"],
    ["kitten", ["mittens", "sitting"], "mittens"],
    ["", ["ab", "a"], "a"],
    ["ab", ["xxxx", ""], ""],
    ["one", [], ""],
    [`${"a".repeat(60)}bbb`, ["a".repeat(61), "a".repeat(60)], "a".repeat(60)],
  ] as const)
    it(`finds ${meant === "" ? "nothing" : meant.slice(0, 10)} for ${typed.slice(0, 10)} among ${words.length}`, () => {
      expect(nearest(typed, words)).to.equal(meant);
    });
});

describe("likelyMeant", () => {
  for (const [typed, word, near] of [
    ["sourcs", "sources", true],
    ["sorcs", "sources", true],
    ["srcs", "sources", false],
    ["ac", "ab", true],
    ["cd", "ab", false],
    ["", "ab", false],
    ["sourcess", "sources", true],
  ] as const)
    it(`${near ? "takes" : "does not take"} "${typed}" for ${word}`, () => {
      expect(likelyMeant(typed, ["entirely", word])).to.equal(near ? word : undefined);
    });

  it("is undefined among no words", () => {
    expect(likelyMeant("x", [])).to.equal(undefined);
  });
});
