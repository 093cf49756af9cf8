import { expect } from "chai";
import { celTokens, UnreadableCel } from "../../../../policy/parsers/cel/tokens";

const words = (expression: string) => celTokens(expression).map(({ kind, text }) => [kind, text]);

const value = (literal: string) => {
  const [first, ...rest] = celTokens(literal);
  expect(rest.map(({ kind, text }) => [kind, text])).to.deep.equal([["end", ""]]);
  return first?.kind === "string" ? first.text : first;
};

describe("celTokens", () => {
  it("accepts every kind of word, and says where each starts", () => {
    expect(celTokens(`a1_b <= 'x' // rest\n&& 1.5e3`)).to.deep.equal([
      { kind: "name", text: "a1_b", at: 0 },
      { kind: "sign", text: "<=", at: 5 },
      { kind: "string", text: "x", at: 8 },
      { kind: "sign", text: "&&", at: 20 },
      { kind: "number", text: "1.5e3", at: 23 },
      { kind: "end", text: "", at: 28 },
    ]);
  });

  it("accepts an empty expression, and one of blanks and a comment", () => {
    expect(words("")).to.deep.equal([["end", ""]]);
    expect(words(" \t\r\n\f// nothing")).to.deep.equal([["end", ""]]);
  });

  it("accepts signs that stand together", () => {
    expect(words("!=!(==)").map(([, text]) => text)).to.deep.equal(["!=", "!", "(", "==", ")", ""]);
  });

  describe("reads the value of a string", () => {
    const table: readonly [literal: string, value: string][] = [
      [`""`, ""],
      [`'it is "so"'`, `it is "so"`],
      [`"""a "b" c"""`, `a "b" c`],
      [`'''a\nb'''`, "a\nb"],
      [`"""a\nb"""`, "a\nb"],
      [String.raw`"\a\b\f\n\r\t\v"`, "\x07\b\f\n\r\t\v"],
      ['"\\\\\\?\\"\\\'\\`"', "\\?\"'`"],
      [String.raw`'\'\"'`, `'"`],
      [String.raw`"\x41\X42\u0043\U00000044\105"`, "ABCDE"],
      [String.raw`"\U0010ffff"`, "\u{10ffff}"],
      [String.raw`"\000\377"`, "\0\xff"],
      [String.raw`r"\x41\"`, String.raw`\x41` + "\\"],
      [String.raw`R'\n'`, String.raw`\n`],
      [String.raw`b"\x41"`, "A"],
      [String.raw`rb"\x41"`, String.raw`\x41`],
      [String.raw`bR"\x41"`, String.raw`\x41`],
    ];
    for (const [literal, expected] of table)
      it(JSON.stringify(literal), () => expect(value(literal)).to.equal(expected));
  });

  describe("rejects, and says where,", () => {
    const table: readonly [expression: string, message: string][] = [
      [`"a`, "the string at 0 does not end"],
      [`x == 'a"`, "the string at 5 does not end"],
      [`"a\nb"`, "the string at 0 does not end"],
      [`'a\nb'`, "the string at 0 does not end"],
      [`"""a"`, "the string at 0 does not end"],
      [`'''a\n''`, "the string at 0 does not end"],
      [String.raw`"a\q"`, "unknown escape at 2"],
      [String.raw`"\x4"`, "unknown escape at 1"],
      [String.raw`"\u004"`, "unknown escape at 1"],
      [String.raw`"\400"`, "unknown escape at 1"],
      [String.raw`"\U00110000"`, "unknown escape at 1"],
      ['"a\\', "unknown escape at 2"],
      ["a # b", `unexpected "#" at 2`],
      ["a = b", `unexpected "=" at 2`],
      ["a & b", `unexpected "&" at 2`],
    ];
    for (const [expression, message] of table)
      it(JSON.stringify(expression), () =>
        expect(() => celTokens(expression)).to.throw(UnreadableCel, new RegExp(`^${message}$`)),
      );
  });
});
