import { expect } from "chai";
import { Fragments } from "../../../../policy/parsers/secretScan/knownKeys";

const source = "abcdefghijklmnopqrstuvwxyz0123456789";

function fragments(...sources: readonly string[]): Fragments {
  const made = new Fragments();
  sources.forEach((one, key) => made.add(one, key));
  return made;
}

describe("Fragments", () => {
  it("finds 20 characters wherever they stand in either text", () => {
    const made = fragments("another text, which is not searched for", source);
    for (let start = 0; start + 20 <= source.length; start++)
      for (let before = 0; before <= 21; before++)
        for (const after of ["", "?"])
          expect(made.find(`${"?".repeat(before)}${source.slice(start, start + 20)}${after}`)).to.equal(1);
  });

  it("finds the whole, and more than the whole", () => {
    expect(fragments(source).find(source)).to.equal(0);
    expect(fragments(source).find(`${source}${source}`)).to.equal(0);
    expect(fragments(source.slice(0, 20)).find(source)).to.equal(0);
  });

  it("finds no 19 characters, wherever they stand in either text", () => {
    const made = fragments(source);
    for (let start = 0; start + 19 <= source.length; start++)
      for (let before = 0; before <= 21; before++)
        for (const after of ["", "?"])
          expect(
            made.find(`${"?".repeat(before)}${source.slice(start, start + 19)}${after}`),
            `${start} ${before}`,
          ).to.equal(undefined);
  });

  it("takes the ends of both texts for no more than they are", () => {
    const made = fragments(source);
    expect(made.find(source.slice(0, 10))).to.equal(undefined);
    expect(made.find(source.slice(-10))).to.equal(undefined);
    expect(made.find(`??????????${source.slice(-10)}`)).to.equal(undefined);
    expect(fragments(source.slice(0, 10)).find(source.slice(0, 10))).to.equal(undefined);
  });

  it("finds nothing where nothing is searched for", () => {
    expect(fragments().find(source)).to.equal(undefined);
    expect(fragments("", "short").find("short")).to.equal(undefined);
    expect(fragments(source).find("")).to.equal(undefined);
  });

  it("finds by its varied half what is uniform in the other", () => {
    const half = "aaaaabbbbb";
    const made = fragments(`${half}cdefghijkl`);
    expect(made.find(`??????????${half}cdefghijkl`)).to.equal(0);
    expect(fragments(`cdefghijkl${half}`).find(`cdefghijkl${half}`)).to.equal(0);
  });

  it("takes ten characters of fewer than five kinds for no evidence", () => {
    expect(fragments("abcdabcdabcd".repeat(3)).find("abcdabcdabcd".repeat(3))).to.equal(undefined);
    expect(fragments("abcdeabcdeabcde".repeat(3)).find("abcdeabcdeabcde".repeat(3))).to.equal(0);
  });

  it("tells which text it is of those that share a part, for the first four of them", () => {
    const shared = "abcdefghij";
    const uniform = (letter: string) => letter.repeat(10);
    const made = fragments(...["k", "l", "m", "n", "o"].map((letter) => shared + uniform(letter)));
    const found = ["k", "l", "m", "n", "o"].map((letter) => made.find(shared + uniform(letter)));
    expect(found).to.deep.equal([0, 1, 2, 3, undefined]);
  });
});
