import { expect } from "chai";
import { printedText } from "../../../../policy/iam/commands/printedText";

describe("printedText", () => {
  const table: readonly [string, string[], string | undefined][] = [
    ["words", ["echo", "a", "b c"], "a b c"],
    ["nothing", ["echo"], ""],
    ["words behind options", ["echo", "-n", "-E", "a"], "a"],
    ["nothing behind options", ["echo", "-n"], ""],
    ["words like options behind others", ["echo", "a", "-n"], "a -n"],
    ["words that are no options", ["echo", "-nx", "a"], "-nx a"],
    ["words with dashes", ["echo", "--n", "x-n"], "--n x-n"],
    ["a dash", ["echo", "-"], "-"],
    ["escapes as they stand", ["echo", "-nE", "escape\\nb"], "escape\\nb"],
    ["escapes that are asked for", ["echo", "-n", "-ne", "a\\nb", "c\\td"], "a\nb c\td"],
    ["a format", ["printf", "a\\n"], "a\n"],
    ["a format's arguments", ["printf", "%s-%s\\n", "a\\n", "b c"], "a\\n-b c\n"],
    ["an argument's escapes", ["printf", "%b", "a\\n"], "a\n"],
    ["a percent", ["printf", "100%% %s%%s", "a"], "100% a%s"],
    ["a format for each argument", ["printf", "%s\\n", "a", "b", "c"], "a\nb\nc\n"],
    ["a format for two arguments each", ["printf", "%s=%s ", "a", "b", "c"], "a=b c= "],
    ["a format that takes no arguments", ["printf", "a", "b", "c"], "a"],
    ["a format that lacks an argument", ["printf", "a%sb%b"], "ab"],
    ["a percent at the end", ["printf", "a%"], undefined],
    ["a number", ["printf", "%d", "1"], undefined],
    ["a text and a number", ["printf", "%s%d", "a", "1"], undefined],
    ["a width", ["printf", "%5s", "a"], undefined],
    ["a variable", ["printf", "-v", "A", "a"], undefined],
    ["no format", ["printf"], undefined],
    ["another program", ["jq", "a"], undefined],
    ["no program", [], undefined],
  ];
  for (const [what, words, expected] of table) {
    it(`${expected === undefined ? "cannot tell" : "reads"} ${what}`, () =>
      expect(printedText(words)).to.equal(expected));
  }

  it("cannot tell what is longer than a million characters", () => {
    const args = (count: number) => ["printf", "%s", ...Array<string>(count).fill("a")];
    expect(printedText(args(500_000))).to.equal("a".repeat(500_000));
    expect(printedText(args(500_001))).to.equal(undefined);
  });
});
