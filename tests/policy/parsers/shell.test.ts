import { expect } from "chai";
import { HOLE, shellCommands, type SimpleCommand } from "../../../policy/parsers/shell";

const values = { A: "apple", AB: "a b", E: "" };

const words = (...all: string[][]): SimpleCommand[] => all.map((one) => ({ words: one, piped: false }));

const piped = (...one: string[]): SimpleCommand => ({ words: one, piped: true });

describe("shellCommands", () => {
  describe("takes apart", () => {
    const table: readonly [string, string, SimpleCommand[]][] = [
      ["nothing", "", []],
      ["empty lines", "\n \n\t\n;\n", []],
      ["blanks of all kinds", " a\tb  c \r\nd\r\n", words(["a", "b", "c"], ["d"])],
      ["lines", "a b\nc", words(["a", "b"], ["c"])],
      ["continued lines", "a \\\nb\\\nc \\\r\nd", words(["a", "bc", "d"])],
      ["lists", "a && b || c; d & e", words(["a"], ["b"], ["c"], ["d"], ["e"])],
      ["lists without blanks", "a&&b||c;d&e", words(["a"], ["b"], ["c"], ["d"], ["e"])],
      [
        "a case",
        "case $A in a) b ;; *) c;; esac",
        words(["case", "apple", "in", "a"], ["b"], ["*"], ["c"], ["esac"]),
      ],
      ["a subshell", "(a; (b)) && c", words(["a"], ["b"], ["c"])],
      ["pipes", "a | b |& c || d", [piped("a"), piped("b"), ...words(["c"], ["d"])]],
      ["a comment", "a # b; c\n# d 'e\nf", words(["a"], ["f"])],
      ["a # within a word", "a#b 'c'#d; e", words(["a#b", "c#d"], ["e"])],
      ["quotes", `a 'b "c' "d 'e" '' ""`, words(["a", 'b "c', "d 'e", "", ""])],
      ["a line end in quotes", "a 'b\nc' \"d\ne\"", words(["a", "b\nc", "d\ne"])],
      ["what is next to quotes", `a'b'"c"d`, words(["abcd"])],
      ["escapes", `a\\ b \\'c \\"d \\$A \\\\`, words(["a b", "'c", '"d', "$A", "\\"])],
      [
        "escapes in double quotes",
        '"a\\"b" "\\$A" "\\`" "\\\\" "\\x" "c\\\nd"',
        words(['a"b', "$A", "`", "\\", "\\x", "cd"]),
      ],
      ["ANSI quotes", "$'a\\'b\\n' c", words(["a'b\n", "c"])],
      ["variables", "$A ${A}s $AB. '$A' $E", words(["apple", "apples", "a", "b.", "$A"])],
      ["variables in double quotes", '"$A ${AB}$E" "$E"', words(["apple a b", ""])],
      ["unknown variables", "$B ${B} $@ x$?", words([HOLE, HOLE, HOLE, `x${HOLE}`])],
      ["braces that do more", "${A:-x} ${#A}", words([HOLE, HOLE])],
      ["names that every object has", "$constructor", words([HOLE])],
      ["substitutions, each as a command", 'a $(b c) "$(d)"', words(["a", HOLE], ["b", "c"], [`${HOLE}(d)`])],
      ["backticks as what is unknown", 'a x`b` "y`c`"', words(["a", `x${HOLE}b${HOLE}`, `y${HOLE}c${HOLE}`])],
      ["files, left out", "a <b >c d >> e 2> f 2>&1 &> g h", words(["a", "d", "h"])],
      ["a text to read", "bash <<< 'a b'", words(["bash", "a b"])],
      ["the lines of a here-document", "bash <<'END'\na b\nEND\n", words(["bash"], ["a", "b"], ["END"])],
      ["patterns", "a *.json b?", words(["a", "*.json", "b?"])],
    ];
    for (const [what, text, expected] of table)
      it(what, () => expect(shellCommands(text, values)).to.deep.equal(expected));
  });

  describe("gives up on", () => {
    for (const text of ["a 'b", 'a "b', "a $'b", "a; b 'c' '", "it's", "a ${b", "a ${}"])
      it(text, () => expect(shellCommands(text, values)).to.equal(undefined));
  });
});
