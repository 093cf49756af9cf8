/** A word of a script. The text of a string or of a name in backticks is its value, without quotes and escapes. */
export interface SqlToken {
  readonly kind: "word" | "name" | "string" | "sign";
  readonly text: string;
}

/** `broken` where a string, a name or a comment does not end: what follows it cannot be determined. */
export interface SqlTokens {
  readonly tokens: readonly SqlToken[];
  readonly broken: boolean;
}

/** Comments are blanks too, if they end. */
const blank = /\s+|--[^\n\r]*|#[^\n\r]*|\/\*[^]*?\*\//y;

const opening = /([rRbB]{0,2})("""|'''|"|')|`/y;

/** Private characters too: a reader of commands puts one where the shell fills something in. */
const word = /[\p{L}\p{N}\p{Co}_]+/uy;

/**
 * The words of a GoogleSQL script, without its comments.
 *
 * See https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical
 */
export function sqlTokens(sql: string): SqlTokens {
  const tokens: SqlToken[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(sql);
  };
  while (at < sql.length) {
    const space = take(blank);
    if (space !== null) {
      at += space[0].length;
      continue;
    }
    if (sql.startsWith("/*", at)) return { tokens, broken: true };
    const open = take(opening);
    if (open !== null) {
      const quote = open[2] ?? "`";
      const found = readQuoted(sql, at + open[0].length, quote, /r/i.test(open[0]));
      if (found === undefined) return { tokens, broken: true };
      tokens.push({ kind: quote === "`" ? "name" : "string", text: found.text });
      at = found.end;
      continue;
    }
    const letters = take(word)?.[0];
    const text = letters ?? (sql.startsWith("||", at) ? "||" : sql.charAt(at));
    tokens.push({ kind: letters === undefined ? "sign" : "word", text });
    at += text.length;
  }
  return { tokens, broken: false };
}

/** What stands between the quotes; undefined where they do not end. */
function readQuoted(
  sql: string,
  start: number,
  quote: string,
  raw: boolean,
): { text: string; end: number } | undefined {
  const parts: string[] = [];
  let at = start;
  while (!sql.startsWith(quote, at)) {
    const char = sql[at];
    if (char === undefined || (quote.length === 1 && (char === "\n" || char === "\r"))) return undefined;
    if (char !== "\\") {
      parts.push(char);
      at++;
      continue;
    }
    // In a raw string a backslash stays, and still keeps the quote after it from ending the string.
    const escape = raw ? { text: sql.slice(at, at + 2), length: 2 } : readEscape(sql, at);
    parts.push(escape.text);
    at += escape.length;
  }
  return { text: parts.join(""), end: at + quote.length };
}

const simple: ReadonlyMap<string, string> = new Map([
  ["a", "\x07"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
]);

const coded = /\\(?:([xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})|[0-7]{3})/y;

function readEscape(sql: string, at: number): { text: string; length: number } {
  coded.lastIndex = at;
  const found = coded.exec(sql);
  const letter = sql.charAt(at + 1);
  if (found === null) return { text: simple.get(letter) ?? letter, length: 2 };
  const code = found[1] === undefined ? parseInt(found[0].slice(1), 8) : parseInt(found[1].slice(1), 16);
  return { text: code <= 0x10ffff ? String.fromCodePoint(code) : "", length: found[0].length };
}

/** Whether the token is this word of the language, written without quotes. */
export function isWord(token: SqlToken | undefined, ...words: readonly string[]): boolean {
  return token?.kind === "word" && words.includes(token.text.toUpperCase());
}

export function isSign(token: SqlToken | undefined, sign: string): boolean {
  return token?.kind === "sign" && token.text === sign;
}

/** A text that is known without running anything, and the place after it. */
export interface LiteralText {
  readonly text: string;
  readonly next: number;
}

const deepest = 20;

/**
 * The value of a text expression made of literals: `'…' || '…'`, `CONCAT('…', '…')`, `FORMAT('…%s…', '…')`.
 *
 * @returns undefined where anything else takes part in it
 */
export function literalText(tokens: readonly SqlToken[], at: number, depth = 0): LiteralText | undefined {
  const parts: string[] = [];
  let next = at;
  for (;;) {
    const part = operand(tokens, next, depth);
    if (part === undefined) return undefined;
    parts.push(part.text);
    next = part.next;
    if (!isSign(tokens[next], "||")) return { text: parts.join(""), next };
    next++;
  }
}

function operand(tokens: readonly SqlToken[], at: number, depth: number): LiteralText | undefined {
  const token = tokens[at];
  if (token === undefined || depth > deepest) return undefined;
  if (token.kind === "string") return { text: token.text, next: at + 1 };
  if (isSign(token, "(")) {
    const inner = literalText(tokens, at + 1, depth + 1);
    return inner !== undefined && isSign(tokens[inner.next], ")")
      ? { text: inner.text, next: inner.next + 1 }
      : undefined;
  }
  if (!isWord(token, "CONCAT", "FORMAT") || !isSign(tokens[at + 1], "(")) return undefined;
  const args = argumentList(tokens, at + 2, depth + 1);
  if (args === undefined) return undefined;
  const text = isWord(token, "CONCAT") ? args.texts.join("") : format(args.texts);
  return text === undefined ? undefined : { text, next: args.next };
}

function argumentList(tokens: readonly SqlToken[], at: number, depth: number) {
  const texts: string[] = [];
  let next = at;
  for (;;) {
    const one = literalText(tokens, next, depth);
    if (one === undefined) return undefined;
    texts.push(one.text);
    next = one.next + 1;
    if (isSign(tokens[one.next], ")")) return { texts, next };
    if (!isSign(tokens[one.next], ",")) return undefined;
  }
}

/** `%s` and `%%`; undefined for any other specifier, and where arguments are lacking. */
function format(texts: readonly string[]): string | undefined {
  const [template, ...args] = texts as [string, ...string[]];
  let used = 0;
  let known = true;
  const text = template.replace(/%(.?)/gs, (_, specifier: string) => {
    if (specifier === "%") return "%";
    const argument = specifier === "s" ? args[used++] : undefined;
    known &&= argument !== undefined;
    return String(argument);
  });
  return known ? text : undefined;
}
