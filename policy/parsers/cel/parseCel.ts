import { type CelToken, celTokens, UnreadableCel } from "./tokens";

export type Comparison = "==" | "!=" | "<" | "<=" | ">" | ">=" | "in";

/** The parts of CEL that conditions on BigQuery are made of. What is CEL but not among them is `opaque`. */
export type CelExpression =
  | { readonly kind: "literal"; readonly value: boolean | string }
  /** An attribute, such as `resource.name`. */
  | { readonly kind: "path"; readonly path: string }
  /** `timestamp("…")` or `resource.name.startsWith("…")`; `path` holds all before the parenthesis, calls without what they are given. */
  | { readonly kind: "call"; readonly path: string; readonly args: readonly CelExpression[] }
  | { readonly kind: "list"; readonly items: readonly CelExpression[] }
  | { readonly kind: "not"; readonly operand: CelExpression }
  | { readonly kind: "and" | "or"; readonly operands: readonly CelExpression[] }
  | {
      readonly kind: "compare";
      readonly operator: Comparison;
      readonly left: CelExpression;
      readonly right: CelExpression;
    }
  /** Readable as CEL, without a meaning here: numbers, arithmetic, indexes. */
  | { readonly kind: "opaque" };

/** Google allows twelve logical operators in a condition; nobody nests them deeper than this. */
const deepest = 50;

const opaque: CelExpression = { kind: "opaque" };

const comparisons = new Set<string>(["==", "!=", "<", "<=", ">", ">=", "in"]);

/**
 * Parses a condition's expression.
 *
 * @throws UnreadableCel where it is not CEL, or nested deeper than 50
 */
export function parseCel(expression: string): CelExpression {
  return new Parser(celTokens(expression)).whole();
}

class Parser {
  private next = 0;
  private depth = 0;
  constructor(private readonly tokens: readonly CelToken[]) {}

  whole(): CelExpression {
    const expression = this.expression();
    if (this.token.kind !== "end") throw this.unexpected();
    return expression;
  }

  private get token(): CelToken {
    return this.tokens[this.next] as CelToken;
  }

  private unexpected(): UnreadableCel {
    const { kind, text, at } = this.token;
    return new UnreadableCel(kind === "end" ? "it ends too early" : `unexpected ${quoted(text)} at ${at}`);
  }

  private isSign(text: string): boolean {
    return this.token.kind === "sign" && this.token.text === text;
  }

  private skip(text: string): boolean {
    if (!this.isSign(text)) return false;
    this.next++;
    return true;
  }

  private expect(text: string): void {
    if (!this.skip(text)) throw this.unexpected();
  }

  private expression(): CelExpression {
    if (++this.depth > deepest) throw new UnreadableCel("it is nested too deeply");
    const condition = this.chain("or", "||", () => this.chain("and", "&&", () => this.relation()));
    const result = this.skip("?") ? this.alternatives() : condition;
    this.depth--;
    return result;
  }

  /** The rest of `condition ? one : other`, of which nothing is known. */
  private alternatives(): CelExpression {
    this.expression();
    this.expect(":");
    this.expression();
    return opaque;
  }

  private chain(kind: "and" | "or", sign: string, operand: () => CelExpression): CelExpression {
    const first = operand();
    if (!this.isSign(sign)) return first;
    const operands = [first];
    while (this.skip(sign)) operands.push(operand());
    return { kind, operands };
  }

  private relation(): CelExpression {
    let left = this.sum();
    while ((this.token.kind === "sign" || this.token.text === "in") && comparisons.has(this.token.text)) {
      const operator = this.token.text as Comparison;
      this.next++;
      const right = this.sum();
      // A comparison of comparisons is flattened, so that a long chain makes no deep tree.
      left = left.kind === "compare" ? opaque : { kind: "compare", operator, left, right };
    }
    return left;
  }

  private sum(): CelExpression {
    let result = this.unary();
    while (this.token.kind === "sign" && "+-*/%".includes(this.token.text)) {
      this.next++;
      this.unary();
      result = opaque;
    }
    return result;
  }

  private unary(): CelExpression {
    let negated = false;
    while (this.skip("!")) negated = !negated;
    let minus = false;
    while (this.skip("-")) minus = true;
    const operand = this.member();
    if (minus) return opaque;
    return negated ? { kind: "not", operand } : operand;
  }

  private member(): CelExpression {
    let result = this.primary();
    for (;;) {
      if (this.skip(".")) {
        if (this.token.kind !== "name") throw this.unexpected();
        const before = pathBefore(result);
        result = before === undefined ? opaque : { kind: "path", path: `${before}.${this.token.text}` };
        this.next++;
      } else if (this.skip("(")) {
        const args = this.list(")");
        result = result.kind === "path" ? { kind: "call", path: result.path, args } : opaque;
      } else if (this.skip("[")) {
        this.expression();
        this.expect("]");
        result = opaque;
      } else return result;
    }
  }

  private primary(): CelExpression {
    const { kind, text } = this.token;
    if (this.skip("(")) {
      const inner = this.expression();
      this.expect(")");
      return inner;
    }
    if (this.skip("[")) return { kind: "list", items: this.list("]") };
    if (kind === "end" || kind === "sign") throw this.unexpected();
    this.next++;
    if (kind === "string") return { kind: "literal", value: text };
    if (kind === "number") return opaque;
    return text === "true" || text === "false"
      ? { kind: "literal", value: text === "true" }
      : { kind: "path", path: text };
  }

  private list(end: ")" | "]"): CelExpression[] {
    const items: CelExpression[] = [];
    while (!this.skip(end)) {
      if (items.length > 0) this.expect(",");
      items.push(this.expression());
    }
    return items;
  }
}

/** What a further name goes on from: `resource.name.extract()` for what a call of it gives. */
function pathBefore(expression: CelExpression): string | undefined {
  if (expression.kind === "path") return expression.path;
  return expression.kind === "call" ? `${expression.path}()` : undefined;
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
