import { expect } from "chai";
import type { SimpleCommand } from "../../../../policy/parsers/shell/frame";
import { HOLE } from "../../../../policy/parsers/shell/hole";
import { shellCommands } from "../../../../policy/parsers/shell/script";

const values = new Map([
  ["A", "apple"],
  ["AB", "a b"],
  ["E", ""],
  ["W", "  c   d  "],
  ["L", " x\ty\n"],
]);

const read = (text: string) => shellCommands(text, values);

const words = (...all: string[][]): SimpleCommand[] => all.map((one) => ({ words: one }));

const script = (commands: SimpleCommand[], broken = false) => ({ commands, broken });

describe("shellCommands", () => {
  describe("takes apart", () => {
    const table: readonly [string, string, SimpleCommand[]][] = [
      ["nothing", "", []],
      ["empty lines", "\n \n\t\n;\n", []],
      ["blanks of all kinds", " a\tb  c \r\nd\r\n", words(["a", "b", "c"], ["d"])],
      ["no other blanks", "a\vb\u00a0c\v;d\v e", words(["a\vb\u00a0c\v"], ["d\v", "e"])],
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
      ["a comment", "a # b; c\n# d\ne", words(["a"], ["e"])],
      ["a comment at the end", "a # b", words(["a"])],
      ["a # within a word and behind one", "a#b 'c'#d #e", words(["a#b", "c#d"])],
      ["quotes", `a 'b "c' "d 'e" '' ""`, words(["a", 'b "c', "d 'e", "", ""])],
      ["what is next to quotes", `a'b'"c"d`, words(["abcd"])],
      ["escapes", `a\\ b \\'c \\"d \\$A \\\\`, words(["a b", "'c", '"d', "$A", "\\"])],
      [
        "escapes in double quotes",
        '"a\\"b" "\\$A" "\\`" "\\\\" "\\x" "c\\\nd"',
        words(['a"b', "$A", "`", "\\", "\\x", "cd"]),
      ],
      ["ANSI quotes", "$'a\\'b\\n' c", words(["a'b\n", "c"])],
      ["no ANSI quotes in double quotes", `"$'a'"`, words(["$'a'"])],
      ["a text to translate", `a $"b $A" c`, words(["a", "b apple", "c"])],
      ["a $ at the end of a double quote", `"a$"b`, words(["a$b"])],
      ["variables", "$A ${A}s $AB. $", words(["apple", "apples", "a", "b.", "$"])],
      [
        "a variable with blanks",
        "x$AB'y' -$L- $E.$E $E x",
        words(["xa", "by", "-", "x", "y", "-", ".", "x"]),
      ],
      ["a variable with many blanks", "$W x$W", words(["c", "d", "x", "c", "d"])],
      [
        "an assignment of one with blanks",
        "B=$AB$AB C+=$AB -D=$AB",
        words(["B=a ba b", "C+=a b", "-D=a", "b"]),
      ],
      ["variables in double quotes", '"$A ${AB}$E" "$E"', words(["apple a b", ""])],
      ["unknown variables", "$B ${B} $1 $@ x$?", words([HOLE, HOLE, HOLE, HOLE, `x${HOLE}`])],
      ["braces that do more", "${A:-x} ${#A} ${A/${B}/}c", words([HOLE, HOLE, `${HOLE}c`])],
      ["an escaped brace in braces", "${A:-\\}}c", words([`${HOLE}c`])],
      ["arithmetic", "a $((1+(2*3))) b", words(["a", HOLE, "b"])],
      ["substitutions in arithmetic", "a $(($(b) * `c` + ${A}))", words(["b"], ["c"], ["a", HOLE])],
      [
        "a substitution",
        "a $(b; (c) | d) e",
        [...words(["b"], ["c"]), piped(["d"]), ...words(["a", HOLE, "e"])],
      ],
      ["a group in a substitution", "a $( (b; c); d) e", words(["b"], ["c"], ["d"], ["a", HOLE, "e"])],
      ["a substitution in a word", `a"b$(c 'd)')e"f`, words(["c", "d)"], [`ab${HOLE}ef`])],
      ["a substitution in braces", "${A:-$(b)}", words(["b"], [HOLE])],
      [
        "backticks",
        "a `b \\`c $A\\` \\$A \\\\\\$A \\x`d",
        words(["c", "apple"], ["b", HOLE, "apple", "$A", "x"], ["a", `${HOLE}d`]),
      ],
      ["backticks in double quotes", '"a `b`"', words(["b"], [`a ${HOLE}`])],
      ["process substitutions", "a <(b) >(c)", words(["b"], ["c"], ["a", HOLE, HOLE])],
    ];
    for (const [what, text, commands] of table) {
      it(what, () => expect(read(text)).to.deep.equal(script(commands)));
    }
  });

  describe("leaves out", () => {
    const table: readonly [string, string, SimpleCommand[]][] = [
      ["files", "a <b >c d", words(["a", "d"])],
      ["files without blanks", "a<b>c", words(["a"])],
      ["files to append to", "a >> b c", words(["a", "c"])],
      ["files to overwrite", "a >| b c", words(["a", "c"])],
      ["files to read and write", "a <> b c", words(["a", "c"])],
      ["files for both outputs", "a &> b c; a2&>>b c", words(["a", "c"], ["a2", "c"])],
      ["descriptors", "2>&1 a 2> b 12>c <&3 d >&-", words(["a", "d"])],
      ["no number that is a word", "a 2 > b 2b> c x2>d '' >e", words(["a", "2", "2b", "x2", ""])],
      ["a file whose name has blanks", "a > $AB b", words(["a", "b"])],
    ];
    for (const [what, text, commands] of table) {
      it(what, () => expect(read(text)).to.deep.equal(script(commands)));
    }
  });

  describe("tells what a command reads:", () => {
    const table: readonly [string, string, SimpleCommand[]][] = [
      ["a text", `a <<< "b $A" c`, [{ words: ["a", "c"], input: "b apple" }]],
      ["a text without quotes", "a <<<$AB c", [{ words: ["a", "c"], input: "a b" }]],
      ["an empty text", "a <<< $E c", [{ words: ["a", "c"], input: "" }]],
      ["a text for a group", "(a) <<< b", [{ words: ["a"] }, { words: [], input: "b" }]],
      [
        "a document",
        "a <<E b\nc $A ${AB}\n\n E\nE\nd",
        [{ words: ["a", "b"], input: "c apple a b\n\n E\n" }, { words: ["d"] }],
      ],
      ["a document of nothing", "a << E\nE\n", [{ words: ["a"], input: "" }]],
      ["a document for a group", "(a) <<E\nb\nE", [{ words: ["a"] }, { words: [], input: "b\n" }]],
      ["a document with quotes", `a << 'E'\n$A \\$A \`b\`\nE\n`, [{ words: ["a"], input: "$A \\$A `b`\n" }]],
      ["a document with double quotes", `a <<\t"E"\n$A\nE\n`, [{ words: ["a"], input: "$A\n" }]],
      ["a document with an escape", "a <<\\E\n$A\nE\n", [{ words: ["a"], input: "$A\n" }]],
      ["an indented document", "a <<-E\n\t\tb\tc\n d\te\n\tE\n", [{ words: ["a"], input: "b\tc\n d\te\n" }]],
      ["no indented end of another", "a <<E\n\tE\nE\n", [{ words: ["a"], input: "\tE\n" }]],
      [
        "a document of Windows",
        "a <<E\r\nb\rc\r\nE\r\nd",
        [{ words: ["a"], input: "b\rc\n" }, { words: ["d"] }],
      ],
      [
        "two documents",
        "a <<E; b <<-F\nc\nE\n\td\nF\ne",
        [{ words: ["a"], input: "c\n" }, { words: ["b"], input: "d\n" }, { words: ["e"] }],
      ],
      ["the second of two documents", "a <<E <<F\nb\nE\nc\nF\n", [{ words: ["a"], input: "c\n" }]],
      [
        "a document with expansions",
        "a <<E\n$(b $A) \"'${B}' \\$A \\\\ \\\" \\x c\\\nd `e` $((1)) ${A:-$(f)} $\nE\n",
        [
          { words: ["a"], input: `${HOLE} "'${HOLE}' $A \\ \\" \\x cd ${HOLE} ${HOLE} ${HOLE} $\n` },
          ...words(["b", "apple"], ["e"], ["f"]),
        ],
      ],
      [
        "a document in a substitution",
        "$(a <<E\nb\nE\n)",
        [{ words: ["a"], input: "b\n" }, { words: [HOLE] }],
      ],
      [
        "a pipe",
        "a | b |& c; d",
        [{ words: ["a"] }, piped(["b"], ["a"]), piped(["c"], ["b"], ["a"]), { words: ["d"] }],
      ],
      ["no pipe in a list", "a || b && c & d", words(["a"], ["b"], ["c"], ["d"])],
      [
        "a pipe at the end of a line",
        "a |\n\n b\nc",
        [{ words: ["a"] }, piped(["b"], ["a"]), { words: ["c"] }],
      ],
      ["a pipe before a comment", "a | # x\n b", [{ words: ["a"] }, piped(["b"], ["a"])]],
      ["a pipe into a group", "a | (b; c)", [{ words: ["a"] }, piped(["b"], ["a"]), { words: ["c"] }]],
      ["a pipe from a group", "(a) | b", [{ words: ["a"] }, piped(["b"])]],
    ];
    for (const [what, text, commands] of table) {
      it(what, () => expect(read(text)).to.deep.equal(script(commands)));
    }
  });

  describe("says that the script is broken, after what is complete, by", () => {
    const table: readonly [string, string, SimpleCommand[]][] = [
      ["a quote", "a; b 'c", words(["a"], ["b"])],
      ["a double quote", 'a; b "c', words(["a"], ["b", "c\n"])],
      ["an ANSI quote", "a $'b\\'", words(["a"])],
      ["a brace", "a b${c", words(["a", `b${HOLE}`])],
      ["a substitution", "a $(b", words(["b"], ["a", HOLE])],
      ["arithmetic", "a $((b) c", words(["a", HOLE])],
      ["a backtick", "a `b", words(["a"])],
      ["a quote within backticks", "a `b 'c` d", words(["b"], ["a", HOLE, "d"])],
      ["a process substitution", "a <(b", words(["b"], ["a", HOLE])],
      ["a document", "a <<E\nb", [{ words: ["a"], input: "" }]],
      ["a document at the end", "a <<E", [{ words: ["a"], input: "" }]],
      [
        "the first of two documents",
        "a <<E; b <<F\nF\n",
        [
          { words: ["a"], input: "" },
          { words: ["b"], input: "" },
        ],
      ],
      [
        "a substitution in a document",
        "a <<E\n$(b\nE\nc",
        [{ words: ["a"], input: HOLE }, ...words(["b"], ["c"])],
      ],
    ];
    for (const [what, text, commands] of table) {
      it(what, () => expect(read(text)).to.deep.equal(script(commands, true)));
    }
  });

  describe("reads 20 levels, and is broken by one more, of", () => {
    const nested = (times: number, before: string, after: string, inner: string) =>
      `${before.repeat(times)}${inner}${after.repeat(times)}`;
    const table: readonly [string, (times: number) => string][] = [
      ["substitutions", (times) => nested(times, "$(a ", ")", "b")],
      ["process substitutions", (times) => nested(times, "a <(", ")", "b")],
      ["braces", (times) => nested(times, "${A:-", "}", "b")],
      ["substitutions around backticks", (times) => nested(times - 1, "$(a ", ")", "`b`")],
      ["substitutions around a document", (times) => nested(times - 1, "$(a ", "\n)", "<<E\n$A\nE")],
      ["arithmetic", (times) => nested(times, "$((", "))", "1")],
    ];
    for (const [what, text] of table) {
      it(what, () => {
        expect(read(text(20)).broken).to.equal(false);
        expect(read(text(21)).broken).to.equal(true);
      });
    }
  });

  it("fills in values of a million characters together", () => {
    const long = new Map([["A", "x".repeat(500_000)]]);
    const { commands } = shellCommands("$A $A; $A", long);
    expect(commands.map((command) => command.words.map((word) => word.length))).to.deep.equal([
      [500_000, 500_000],
      [1],
    ]);
    const inside = shellCommands('"$A"; `b "$A"` <<E\n$A\nE\n', long).commands;
    expect(inside[1]?.words).to.deep.equal(["b", long.get("A")]);
    expect(inside[2]?.input).to.equal(`${HOLE}\n`);
  });
});

function piped(command: string[], ...from: string[][]): SimpleCommand {
  const [before, ...others] = from;
  return {
    words: command,
    from:
      before === undefined ? { words: [] } : others.length > 0 ? piped(before, ...others) : { words: before },
  };
}
