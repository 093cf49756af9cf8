import { expect } from "chai";
import {
  isList,
  isObject,
  type Plain,
  text,
  texts,
  toPlain,
  UNKNOWN,
  unknownSentinels,
} from "../../../policy/stack/plain";

const objectOf = (value: Plain) => ({ ...(value as Record<string, Plain>) });

describe("toPlain", () => {
  const table: readonly [title: string, value: unknown, plain: Plain][] = [
    ["a text", "a", "a"],
    ["an empty text", "", ""],
    ["a number", 1.5, 1.5],
    ["a boolean", false, false],
    ["null", null, null],
    ["undefined", undefined, null],
    ["a big integer", 12345678901234567890n, "12345678901234567890"],
    ["a function", () => 1, null],
    ["another symbol", Symbol("x"), null],
    ["what is known to be unknown", UNKNOWN, UNKNOWN],
    ["a secret that was not decrypted", "[secret]", UNKNOWN],
    ["a list", [1, undefined, ["a"]], [1, null, ["a"]]],
    ["a list with holes", [, "a"], [null, "a"]],
  ];
  for (const [title, value, plain] of table)
    it(`reads ${title}`, () => expect(toPlain(value)).to.deep.equal(plain));

  it("reads each of the engine's sentinels as not known, and nothing like them", () => {
    expect(unknownSentinels.size).to.equal(7);
    for (const sentinel of unknownSentinels) {
      expect(toPlain(sentinel)).to.equal(UNKNOWN);
      expect(toPlain(`${sentinel} `)).to.equal(`${sentinel} `);
    }
  });

  it("reads an object's own properties, whatever they are called", () => {
    const value: unknown = JSON.parse('{"__proto__": {"role": "x"}, "constructor": 1, "toString": "y"}');
    const plain = toPlain(value);
    expect(isObject(plain) && Object.keys(plain)).to.deep.equal(["__proto__", "constructor", "toString"]);
    expect(isObject(plain) && objectOf(plain["__proto__"] ?? null)).to.deep.equal({ role: "x" });
    expect(isObject(plain) && plain["role"]).to.equal(undefined);
    expect(isObject(plain) && "valueOf" in plain).to.equal(false);
  });

  it("reads each part that throws as not known, and the parts beside it", () => {
    const value = {
      good: "a",
      get bad(): string {
        throw new Error("not known yet");
      },
    };
    expect(objectOf(toPlain(value))).to.deep.equal({ good: "a", bad: UNKNOWN });
  });

  it("reads a proxy by its target, and what only calls itself one by its own parts", () => {
    const marked = (target: unknown) => ({ __isSpecialProxy: true, __getSpecialProxyTarget: target, own: 1 });
    expect(objectOf(toPlain(marked({ a: "b" })))).to.deep.equal({ a: "b" });
    expect(toPlain(marked(["b"]))).to.deep.equal(["b"]);
    for (const target of [null, "text", undefined])
      expect(isObject(toPlain(marked(target))) && objectOf(toPlain(marked(target)))["own"]).to.equal(1);
    expect(
      objectOf(toPlain({ __isSpecialProxy: "true", __getSpecialProxyTarget: { a: "b" }, own: 1 }))["own"],
    ).to.equal(1);
  });

  it("cuts a value where it lies in itself, and not where it lies twice beside itself", () => {
    const circle: Record<string, unknown> = { name: "a" };
    circle["self"] = circle;
    expect(objectOf(toPlain(circle))).to.deep.equal({ name: "a", self: null });
    const shared = ["x"];
    expect(toPlain([shared, shared])).to.deep.equal([["x"], ["x"]]);
  });

  it("cuts what lies deeper than 64 lists", () => {
    const nested = (depth: number): unknown => (depth === 0 ? "end" : [nested(depth - 1)]);
    const end = (value: Plain): Plain => (isList(value) ? end(value[0] ?? null) : value);
    expect(end(toPlain(nested(64)))).to.equal("end");
    expect(end(toPlain(nested(65)))).to.equal(null);
  });
});

describe("text", () => {
  const table: readonly [Plain | undefined, ReturnType<typeof text>][] = [
    ["a", "a"],
    ["", undefined],
    [0, "0"],
    [42, "42"],
    [true, undefined],
    [null, undefined],
    [undefined, undefined],
    [["a"], undefined],
    [UNKNOWN, UNKNOWN],
  ];
  for (const [value, expected] of table)
    it(`reads ${typeof value} ${typeof value === "symbol" ? "UNKNOWN" : JSON.stringify(value)}`, () =>
      expect(text(value)).to.equal(expected));
});

describe("texts", () => {
  it("reads the known texts, and whether there are others", () => {
    expect(texts(["a", 1, null, "b"])).to.deep.equal({ known: ["a", "b"], partial: false });
    expect(texts(["a", UNKNOWN])).to.deep.equal({ known: ["a"], partial: true });
    expect(texts(UNKNOWN)).to.deep.equal({ known: [], partial: true });
    expect(texts("a")).to.deep.equal({ known: [], partial: false });
    expect(texts(undefined)).to.deep.equal({ known: [], partial: false });
  });
});

describe("isObject and isList", () => {
  it("tell objects, lists and the rest apart", () => {
    const kinds = ([{}, [], null, "a", UNKNOWN, undefined] as const).map((value) => [
      isObject(value),
      isList(value),
    ]);
    expect(kinds).to.deep.equal([
      [true, false],
      [false, true],
      [false, false],
      [false, false],
      [false, false],
      [false, false],
    ]);
  });
});
