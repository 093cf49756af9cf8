/** A word of an expression; `text` of a string is its value, without quotes and escapes. */
export interface CelToken {
  readonly kind: "name" | "string" | "number" | "sign" | "end";
  readonly text: string;
  /** Where it starts, counted from 0. */
  readonly at: number;
}

/** An expression outside of the subset that is read; the message says what and where. */
export class UnreadableCel extends Error {}

const space = /[ \t\r\n\f]+|\/\/[^\n]*/y;

const name = /[A-Za-z_][A-Za-z0-9_]*/y;

const number = /[0-9][0-9A-Za-z_.]*/y;

const sign = /&&|\|\||[=!<>]=|[!<>()[\],.?:+\-*/%{}]/y;

const stringStart = /([rRbB]{0,2})("""|'''|"|')/y;

/**
 * The words of a CEL expression.
 *
 * See https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax
 *
 * @throws UnreadableCel at a sign that CEL does not have, and at a string that does not end
 */
export function celTokens(expression: string): CelToken[] {
  const tokens: CelToken[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(expression);
  };
  while (at < expression.length) {
    const blank = take(space);
    if (blank !== null) {
      at += blank[0].length;
      continue;
    }
    const opening = take(stringStart);
    if (opening !== null) {
      const { value, end } = readString(expression, at, opening);
      tokens.push({ kind: "string", text: value, at });
      at = end;
      continue;
    }
    const [kind, found] = firstOf(["name", take(name)], ["number", take(number)], ["sign", take(sign)]);
    if (found === undefined) throw new UnreadableCel(`unexpected ${JSON.stringify(expression[at])} at ${at}`);
    tokens.push({ kind, text: found, at });
    at += found.length;
  }
  tokens.push({ kind: "end", text: "", at });
  return tokens;
}

function firstOf(...found: readonly (readonly [CelToken["kind"], RegExpExecArray | null])[]) {
  for (const [kind, match] of found) if (match !== null) return [kind, match[0]] as const;
  return ["end", undefined] as const;
}

function readString(
  expression: string,
  start: number,
  opening: RegExpExecArray,
): { value: string; end: number } {
  const [whole, prefix = "", quote = ""] = opening;
  const raw = /r/i.test(prefix);
  const parts: string[] = [];
  let at = start + whole.length;
  while (!expression.startsWith(quote, at)) {
    const char = expression[at];
    if (char === undefined || (quote.length === 1 && char === "\n"))
      throw new UnreadableCel(`the string at ${start} does not end`);
    const escape = char === "\\" && !raw ? readEscape(expression, at) : { value: char, length: 1 };
    parts.push(escape.value);
    at += escape.length;
  }
  return { value: parts.join(""), end: at + quote.length };
}

const simpleEscapes: Readonly<Record<string, string>> = {
  ...{ a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" },
  ...{ "\\": "\\", "?": "?", '"': '"', "'": "'", "`": "`" },
};

const codeEscape = /\\(?:[xX]([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2}))/y;

function readEscape(expression: string, at: number): { value: string; length: number } {
  const letter = expression[at + 1] ?? "";
  if (Object.hasOwn(simpleEscapes, letter)) return { value: simpleEscapes[letter] ?? "", length: 2 };
  codeEscape.lastIndex = at;
  const found = codeEscape.exec(expression);
  const hex = found?.[1] ?? found?.[2] ?? found?.[3];
  const code = hex !== undefined ? parseInt(hex, 16) : parseInt(found?.[4] ?? "", 8);
  if (found === null || !(code <= 0x10ffff)) throw new UnreadableCel(`unknown escape at ${at}`);
  return { value: String.fromCodePoint(code), length: found[0].length };
}
