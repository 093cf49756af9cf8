import { expect } from "chai";
import { type CelExpression, parseCel } from "../../../../policy/parsers/cel/parseCel";
import { UnreadableCel } from "../../../../policy/parsers/cel/tokens";

const path = (name: string): CelExpression => ({ kind: "path", path: name });

const literal = (value: string | boolean): CelExpression => ({ kind: "literal", value });

const opaque: CelExpression = { kind: "opaque" };

const [a, b, c] = [path("a"), path("b"), path("c")];

const compare = (left: CelExpression, operator: "==" | "<" | "in", right: CelExpression): CelExpression => ({
  kind: "compare",
  operator,
  left,
  right,
});

describe("parseCel", () => {
  const table: readonly [string, CelExpression][] = [
    ["true", literal(true)],
    ["false", literal(false)],
    ["'true'", literal("true")],
    ["a.b.c", path("a.b.c")],
    ["(a)", a],
    ["a && b && c", { kind: "and", operands: [a, b, c] }],
    ["a || b && c", { kind: "or", operands: [a, { kind: "and", operands: [b, c] }] }],
    ["(a || b) && c", { kind: "and", operands: [{ kind: "or", operands: [a, b] }, c] }],
    ["!a", { kind: "not", operand: a }],
    ["!!a", a],
    ["!!!a", { kind: "not", operand: a }],
    ["a == b", compare(a, "==", b)],
    ["a < 'b'", compare(a, "<", literal("b"))],
    ["a in [b, 'c']", compare(a, "in", { kind: "list", items: [b, literal("c")] })],
    ["a in []", compare(a, "in", { kind: "list", items: [] })],
    ["a == b == c", opaque],
    ["a == b < c == a", compare(opaque, "==", a)],
    ["f()", { kind: "call", path: "f", args: [] }],
    ["a.f(b, 'c')", { kind: "call", path: "a.f", args: [b, literal("c")] }],
    ["f(a == b)", { kind: "call", path: "f", args: [compare(a, "==", b)] }],
    ["f().g", path("f().g")],
    ['f("x").g("y")', { kind: "call", path: "f().g", args: [literal("y")] }],
    ["[a].b", opaque],
    ["f()()", opaque],
    ["'a'.size()", opaque],
    ["'a'('b')", opaque],
    ["a[0]", opaque],
    ["a[0].b", opaque],
    ["-a", opaque],
    ["--a", opaque],
    ["!-a", opaque],
    ["1", opaque],
    ["a + b", opaque],
    ["a - b == c", compare(opaque, "==", c)],
    ["a * b", opaque],
    ["a / b", opaque],
    ["a % b", opaque],
    ["a ? b : c", opaque],
    ["a ? b ? c : a : b", opaque],
    ["f(a ? b : c)", { kind: "call", path: "f", args: [opaque] }],
    ["inside == a", compare(path("inside"), "==", a)],
    ["a == '=='", compare(a, "==", literal("=="))],
    ["[a][0]", opaque],
  ];
  for (const [expression, tree] of table)
    it(`accepts ${expression}`, () => expect(parseCel(expression)).to.deep.equal(tree));

  it("accepts 49 parentheses, and rejects 50 as nested too deeply", () => {
    const nested = (depth: number) => `${"(".repeat(depth)}a${")".repeat(depth)}`;
    expect(parseCel(nested(49))).to.deep.equal(a);
    expect(() => parseCel(nested(50))).to.throw(UnreadableCel, /^it is nested too deeply$/);
  });

  it("accepts any number of parentheses one after the other", () => {
    const operands = Array.from({ length: 200 }, () => a);
    expect(parseCel(operands.map(() => "(a)").join("||"))).to.deep.equal({ kind: "or", operands });
  });

  describe("rejects, and says where,", () => {
    const wrong: readonly [string, string][] = [
      ["", "it ends too early"],
      ["a &&", "it ends too early"],
      ["a b", `unexpected "b" at 2`],
      ["a 'b'", `unexpected "b" at 2`],
      ["a '=='  b", `unexpected "==" at 2`],
      ["a ')'", `unexpected "\\)" at 2`],
      ["('a'", "it ends too early"],
      ["a.'b'", `unexpected "b" at 2`],
      ["a.1", `unexpected "1" at 2`],
      ["f(a b)", `unexpected "b" at 4`],
      ["f(a,)", `unexpected "\\)" at 4`],
      ["f(,a)", `unexpected "," at 2`],
      ["[a", "it ends too early"],
      ["a[0", "it ends too early"],
      ["a ? b", "it ends too early"],
      ["a ? b , c", `unexpected "," at 6`],
      ["a in", "it ends too early"],
      [`a ${"b".repeat(40)}`, `unexpected "${"b".repeat(40)}" at 2`],
      [`a ${"b".repeat(41)}`, `unexpected "${"b".repeat(40)}…" at 2`],
    ];
    for (const [expression, message] of wrong)
      it(JSON.stringify(expression), () =>
        expect(() => parseCel(expression)).to.throw(UnreadableCel, new RegExp(`^${message}$`)),
      );
  });
});
