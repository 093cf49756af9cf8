import { isSign, isWord, type SqlToken } from "./sqlTokens";

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
