import { expect } from "chai";
import { isSign, isWord, type SqlToken, sqlTokens } from "../../../../policy/parsers/sql/tokens";

const token = (kind: SqlToken["kind"], text: string): SqlToken => ({ kind, text });

const word = (text: string) => token("word", text);

const name = (text: string) => token("name", text);

const string = (text: string) => token("string", text);

const sign = (text: string) => token("sign", text);

describe("sqlTokens", () => {
  describe("tells", () => {
    const table: readonly [string, string, SqlToken[]][] = [
      ["nothing", "", []],
      ["blanks", " \t\r\n\u00a0", []],
      ["words", "GRANT grant_2 Größe 1a \uE000", ["GRANT", "grant_2", "Größe", "1a", "\uE000"].map(word)],
      [
        "signs",
        "a.b,(c);@d",
        [
          word("a"),
          sign("."),
          word("b"),
          sign(","),
          sign("("),
          word("c"),
          sign(")"),
          sign(";"),
          sign("@"),
          word("d"),
        ],
      ],
      ["bars", "a||b|c|||", [word("a"), sign("||"), word("b"), sign("|"), word("c"), sign("||"), sign("|")]],
      ["names", "`a b`.`c`", [name("a b"), sign("."), name("c")]],
      ["a name with an escape", "`a\\x2db\\`c`", [name("a-b`c")]],
      ["strings", `'a"' "b'" '' ""`, [string('a"'), string("b'"), string(""), string("")]],
      ["long strings", `'''a\n'b''c''' """d\r""e"""`, [string("a\n'b''c"), string('d\r""e')]],
      ["an empty long string", `'''''' a`, [string(""), word("a")]],
      ["bytes", `b'a' B"\\n"`, [string("a"), string("\n")]],
      [
        "raw strings",
        `r'a\\n\\'b' R"\\x41" rb'\\n' bR"\\t" c`,
        [string("a\\n\\'b"), string("\\x41"), string("\\n"), string("\\t"), word("c")],
      ],
      ["no prefix in a word", `ar'\\n'`, [word("ar"), string("\n")]],
      ["no prefix before a name", "r`\\x41`", [word("r"), name("A")]],
      ["a line comment", "a -- b 'c\nd --", [word("a"), word("d")]],
      ["a line comment of an old Mac", "a --b\rc", [word("a"), word("c")]],
      ["a comment after a hash", "a#b `c\nd #e\rf", [word("a"), word("d"), word("f")]],
      ["a comment", "a/* b\n'c */d/**/e/***/", [word("a"), word("d"), word("e")]],
      ["a comment that its beginning does not end", "/*/ a */b", [word("b")]],
      [
        "signs that begin no comment",
        "a-b/c*/",
        [word("a"), sign("-"), word("b"), sign("/"), word("c"), sign("*"), sign("/")],
      ],
      ["a comment in a string", "'-- a' '/* b'", [string("-- a"), string("/* b")]],
      ["a comment of a million characters", `/*${"*".repeat(1_000_000)}*/a`, [word("a")]],
    ];
    for (const [what, sql, tokens] of table) {
      it(what, () => expect(sqlTokens(sql)).to.deep.equal({ tokens, broken: false }));
    }
  });

  describe("reads the escapes", () => {
    const table: readonly [string, string][] = [
      ["\\a\\b\\f\\n\\r\\t\\v", "\x07\b\f\n\r\t\v"],
      ["\\\\\\'\\\"\\`\\?", "\\'\"`?"],
      ["\\x41\\X42|\\x413", "AB|A3"],
      ["\\u0041|\\u00412", "A|A2"],
      ["\\U00000041|\\U000000412", "A|A2"],
      ["\\101|\\1018", "A|A8"],
      ["\\U0010ffff|\\U00110000|", "\u{10ffff}||"],
      ["\\x4g\\u041\\10", "x4gu04110"],
    ];
    for (const [escaped, text] of table) {
      it(escaped, () => expect(sqlTokens(`'''${escaped}'''`).tokens).to.deep.equal([string(text)]));
    }
  });

  describe("cannot tell what follows", () => {
    const table: readonly [string, string, SqlToken[]][] = [
      ["a string without an end", "a 'b", [word("a")]],
      ["a string of two lines", "a 'b\nc'", [word("a")]],
      ["a string of an old Mac's two lines", "a 'b\rc'", [word("a")]],
      ["a name of two lines", "a `b\nc`", [word("a")]],
      ["a long string without an end", "a '''b''", [word("a")]],
      ["a name without an end", "a `b", [word("a")]],
      ["a backslash at the end", "a 'b\\", [word("a")]],
      ["a backslash at the end of a raw string", "a r'b\\'", [word("a")]],
      ["a raw string's backslash at the end", "a r'b\\", [word("a")]],
      ["a comment without an end", "a /* b", [word("a")]],
      ["a comment of three signs", "a /*/", [word("a")]],
    ];
    for (const [what, sql, tokens] of table) {
      it(what, () => expect(sqlTokens(sql)).to.deep.equal({ tokens, broken: true }));
    }
  });

  it("knows the language's words in any case, but not in quotes", () => {
    expect(isWord(word("Grant"), "ON", "GRANT")).to.equal(true);
    expect(isWord(word("grants"), "GRANT")).to.equal(false);
    expect(isWord(name("GRANT"), "GRANT")).to.equal(false);
    expect(isWord(string("GRANT"), "GRANT")).to.equal(false);
    expect(isWord(undefined, "GRANT")).to.equal(false);
  });

  it("knows signs, but not in quotes", () => {
    expect(isSign(sign(";"), ";")).to.equal(true);
    expect(isSign(sign(","), ";")).to.equal(false);
    expect(isSign(string(";"), ";")).to.equal(false);
    expect(isSign(undefined, ";")).to.equal(false);
  });
});
