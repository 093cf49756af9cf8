import { expect } from "chai";
import { readAnsi, readParameter, unescaped } from "../../../../policy/parsers/shell/expansions";

describe("readParameter", () => {
  const table: readonly [string, { name?: string; next: number } | undefined][] = [
    ["$A", { name: "A", next: 2 }],
    ["$A_b1-c", { name: "A_b1", next: 5 }],
    ["$_x.", { name: "_x", next: 3 }],
    ["${A}b", { name: "A", next: 4 }],
    ["${Ab_1}", { name: "Ab_1", next: 7 }],
    ...["$1", "$0", "$@", "$*", "$#", "$?", "$$", "$!", "$-"].map(
      (text): [string, { name: undefined; next: number }] => [text, { name: undefined, next: 2 }],
    ),
    ["$12", { name: undefined, next: 2 }],
    ["$", undefined],
    ["$ A", undefined],
    ["$.A", undefined],
    ["${A", undefined],
    ["${A:-b}", undefined],
    ["${1}", undefined],
    ["$(A)", undefined],
    ["A$A", undefined],
  ];
  for (const [text, expected] of table) {
    it(`reads ${JSON.stringify(text)}`, () => expect(readParameter(text, 0)).to.deep.equal(expected));
  }

  it("reads from a place on", () => expect(readParameter("$A$B", 2)).to.deep.equal({ name: "B", next: 4 }));
});

describe("unescaped", () => {
  const table: readonly [string, string][] = [
    ["a b", "a b"],
    ["\\a\\b\\e\\E\\f\\n\\r\\t\\v", "\x07\b\x1b\x1b\f\n\r\t\v"],
    ["\\\\ \\' \\\" \\?", "\\ ' \" ?"],
    ["\\z \\8 \\x \\u \\", "\\z \\8 \\x \\u \\"],
    ["\\x41 \\x4 \\x412", "A \x04 A2"],
    ["\\u0041 \\u41 \\u00412", "A A A2"],
    ["\\U00000041 \\U41 \\U000000412", "A A A2"],
    ["\\101 \\7 \\1018", "A \x07 A8"],
    ["\\U0010ffff|\\U00110000|", "\u{10ffff}||"],
    ["\\\\n", "\\n"],
    ["\\\n", "\\\n"],
  ];
  for (const [text, expected] of table) {
    it(`reads ${JSON.stringify(text)}`, () => expect(unescaped(text)).to.equal(expected));
  }
});

describe("readAnsi", () => {
  const table: readonly [string, { text: string; next: number } | undefined][] = [
    ["'", { text: "", next: 1 }],
    ["a\\tb' c'", { text: "a\tb", next: 5 }],
    ["\\'\\\\' '", { text: "'\\", next: 5 }],
    ["a", undefined],
    ["a\\'", undefined],
    ["", undefined],
  ];
  for (const [text, expected] of table) {
    it(`reads ${JSON.stringify(text)}`, () => expect(readAnsi(text, 0)).to.deep.equal(expected));
  }
});
