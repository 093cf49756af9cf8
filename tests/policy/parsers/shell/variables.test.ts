import { expect } from "chai";
import { HOLE } from "../../../../policy/parsers/shell/hole";
import { programOf, readScript } from "../../../../policy/parsers/shell/script";

describe("programOf", () => {
  const table: readonly [string[], string[]][] = [
    [[], []],
    [["a"], ["a"]],
    [["A=b"], []],
    [
      ["A=b", "C_1+=d", "e", "F=g"],
      ["e", "F=g"],
    ],
    [
      ["if", "!", "a", "then"],
      ["a", "then"],
    ],
    [["then", "A=b", "a"], ["a"]],
    [["else", "elif", "while", "until", "do", "{", "time", "a"], ["a"]],
    [["then"], []],
    [["1A=b"], ["1A=b"]],
    [["--a=b"], ["--a=b"]],
    [["=b"], ["=b"]],
    [
      ["for", "a"],
      ["for", "a"],
    ],
    [
      ["", "a"],
      ["", "a"],
    ],
  ];
  for (const [words, program] of table) {
    it(JSON.stringify(words), () => expect(programOf({ words })).to.deep.equal(program));
  }
});

describe("readScript", () => {
  const last = (text: string, environment: Readonly<Record<string, string>> = {}) =>
    readScript(text, new Map(Object.entries(environment))).commands.at(-1)?.words;

  describe("fills in", () => {
    const table: readonly [string, string, string][] = [
      ["an assignment", "A=a", "a"],
      ["an assignment of nothing", "A=", ""],
      ["an assignment with another =", "A=b=c", "b=c"],
      ["an assignment behind a keyword", "if true; then A=a; fi", "a"],
      ["an assignment before a command", "A=a true", "a"],
      ["an export", "export B A=a", "a"],
      ["other declarations", "readonly -r A=a", "a"],
      ["local", "f() { local A=a; }", "a"],
      ["declare", "declare -x A=a", "a"],
      ["typeset", "typeset A=a", "a"],
      ["a value of a value", "C=c; B=$C; A=${B}", "c"],
      ["what is only printed otherwise", "A=a; echo A=b", "a"],
      ["what is no variable of a loop", "A=a; for B in A; do true; done", "a"],
      ["what is no variable of a menu", "A=a; select B in A; do true; done", "a"],
      ["what is only named", "A=a; foo A", "a"],
      ["what is read elsewhere", "A=a; read -r B", "a"],
    ];
    for (const [what, script, value] of table) {
      it(what, () => expect(last(`${script}\nx "$A"`)).to.deep.equal(["x", value]));
    }

    it("the environment's variables", () =>
      expect(last('x "$A$B"', { A: "a", B: "b" })).to.deep.equal(["x", "ab"]));

    it("values made of the environment's", () =>
      expect(last('B=$A; x "$B"', { A: "a" })).to.deep.equal(["x", "a"]));
  });

  describe("leaves open", () => {
    const table: readonly [string, string][] = [
      ["what is assigned nowhere", "B=a"],
      ["what is assigned twice", "A=a; A=a"],
      ["what is assigned and exported", "A=a; export A=b"],
      ["what is appended to", "A=a; A+=b"],
      ["what is only appended to", "A+=b"],
      ["what a command tells", "A=$(a)"],
      ["a value of a value of a value of a value", "D=d; C=$D; B=$C; A=$B"],
      ["a value of itself", "A=$A"],
      ["the variable of a loop", "A=a; for A in b; do true; done"],
      ["the variable of a menu", "A=a; select A in b; do true; done"],
      ["what is read", "A=a; read -r A"],
      ["what is read as the second", "A=a; read B A"],
      ["what is unset", "A=a; unset A"],
      ["an option", "A=a; while getopts ab A; do true; done"],
      ["the lines of a file", "A=a; mapfile -t A < b; true"],
      ["the lines of a file by another name", "A=a; readarray A < b"],
      ["what is printed into it", "A=a; printf -v A b"],
    ];
    for (const [what, script] of table) {
      it(what, () => expect(last(`${script}\nx "$A"`)).to.deep.equal(["x", HOLE]));
    }

    it("a variable of the environment that is assigned again", () => {
      expect(last('A=b; x "$A"', { A: "a" })).to.deep.equal(["x", HOLE]);
      expect(last('A=$(b); x "$A"', { A: "a" })).to.deep.equal(["x", HOLE]);
      expect(last('for A in b; do x "$A$B"', { A: "a", B: "b" })).to.deep.equal(["do", "x", `${HOLE}b`]);
    });
  });
});
