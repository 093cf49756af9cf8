import type { CelExpression, Comparison } from "../../parsers/cel/parseCel";
import { both, type NamePattern, quote } from "./scope";

const anything: Term = { from: -Infinity, until: Infinity, dated: false, open: [] };

/**
 * What an expression requires, so that nothing which it allows from `now` on is left out.
 *
 * @param negated whether it stands under an odd number of `!`
 */
export function requirements(expression: CelExpression, negated: boolean, now: Date): Terms {
  switch (expression.kind) {
    case "not":
      return requirements(expression.operand, !negated, now);
    case "and":
    case "or": {
      const parts = expression.operands.map((operand) => requirements(operand, negated, now));
      return (expression.kind === "and") === negated ? anyOf(parts) : allOf(parts);
    }
    case "literal":
      return typeof expression.value === "boolean"
        ? constant(expression.value !== negated)
        : unread("a text alone");
    case "compare":
      return comparison(expression, negated, now);
    case "call":
      return call(expression, negated);
    case "path":
      return unread(expression.path);
    case "list":
    case "opaque":
      return unread("a part of it");
  }
}

function constant(value: boolean): Terms {
  return value ? always : never("it is always false");
}

function unread(what: string): Terms {
  return requires({ open: [`${what.length > 80 ? `${what.slice(0, 80)}…` : what} is not read here`] });
}

const negation = requires({ open: ["a negation leaves everything else open"] });

const dateOnly = requires({ dated: true });

/** Tags and parts of names: what they leave is known to Google alone. */
const narrowing = /^resource\.(?:matchTag|matchTagId|hasTagKey|hasTagKeyId|name\.extract)(?:\(\)\..*)?$/;

function call({ path, args }: CelExpression & { kind: "call" }, negated: boolean): Terms {
  const [argument, ...more] = args;
  if (narrowing.test(path)) return requires({ unread: true, open: [`${path}(…) is not read here`] });
  if (path !== "resource.name.startsWith" || more.length > 0 || !isText(argument))
    return unread(`${path}(…)`);
  return negated ? negation : requires({ name: { text: argument.value, exact: false } });
}

type Order = Exclude<Comparison, "in">;

const mirrored: Readonly<Record<Order, Order>> = {
  "==": "==",
  "!=": "!=",
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};

const opposite: Readonly<Record<Order, Order>> = {
  "==": "!=",
  "!=": "==",
  "<": ">=",
  "<=": ">",
  ">": "<=",
  ">=": "<",
};

function comparison(compared: CelExpression & { kind: "compare" }, negated: boolean, now: Date): Terms {
  const { left, right, operator } = compared;
  if (operator === "in") return membership(left, right, negated);
  if (left.kind === "literal" && right.kind === "literal")
    return constants(left.value, operator, right.value, negated);
  const turned = left.kind === "literal" || timeOf(left) !== undefined;
  const [segment, object] = turned ? [right, left] : [left, right];
  const direction = turned ? mirrored[operator] : operator;
  const asked = negated ? opposite[direction] : direction;
  if (segment.kind === "call" && segment.path.startsWith("request.time.")) return dateOnly;
  if (segment.kind === "call" && narrowing.test(segment.path)) return call(segment, negated);
  if (segment.kind !== "path") return unread("a comparison");
  if (segment.path === "request.time") return time(asked, object, now);
  if (!isText(object)) return unread(segment.path);
  if (asked !== "==") return asked === "!=" ? negation : unread(segment.path);
  if (segment.path === "resource.name") return requires({ name: { text: object.value, exact: true } });
  if (segment.path === "resource.type") return requires({ type: object.value });
  if (segment.path === "resource.service") return requires({ open: ["a service is not a dataset"] });
  return unread(segment.path);
}

function membership(segment: CelExpression, list: CelExpression, negated: boolean): Terms {
  if (segment.kind === "call" && narrowing.test(segment.path)) return call(segment, negated);
  if (segment.kind !== "path" || segment.path !== "resource.name" || list.kind !== "list")
    return unread("in");
  if (negated) return negation;
  if (list.items.length === 0) return never("it is always false");
  return anyOf(
    list.items.map((item) =>
      isText(item) ? requires({ name: { text: item.value, exact: true } }) : unread("in"),
    ),
  );
}

function constants(
  left: boolean | string,
  operator: Order,
  right: boolean | string,
  negated: boolean,
): Terms {
  if (operator !== "==" && operator !== "!=") return unread("a comparison of constants");
  return constant((left === right) === ((operator === "==") !== negated));
}

function time(operator: Order, object: CelExpression, now: Date): Terms {
  const instant = timeOf(object);
  if (instant === undefined) return dateOnly;
  if (typeof instant !== "number") return unread(`the date ${quote(instant.unreadable)}`);
  switch (operator) {
    case "<":
      return within(-Infinity, instant, now);
    case "<=":
      return within(-Infinity, instant + 1, now);
    case ">":
      return within(instant + 1, Infinity, now);
    case ">=":
      return within(instant, Infinity, now);
    case "==":
      return within(instant, instant + 1, now);
    case "!=":
      return dateOnly;
  }
}

const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/i;

/** The instant of a `timestamp("…")` in milliseconds, or the text that is not a date; undefined for anything else. */
function timeOf(expression: CelExpression): number | { readonly unreadable: string } | undefined {
  if (expression.kind !== "call" || expression.path !== "timestamp") return undefined;
  const [argument, ...more] = expression.args;
  if (!isText(argument) || more.length > 0) return undefined;
  const instant = rfc3339.test(argument.value) ? Date.parse(argument.value.toUpperCase()) : NaN;
  return Number.isNaN(instant) ? { unreadable: argument.value } : instant;
}

function isText(expression: CelExpression | undefined): expression is { kind: "literal"; value: string } {
  return expression?.kind === "literal" && typeof expression.value === "string";
}

/** Requirements that hold together; a condition is a list of these, of which one is enough. */
export interface Term {
  readonly name?: NamePattern;
  /** The `resource.type` required. */
  readonly type?: string;
  /** The span of `request.time` in milliseconds, without its end. */
  readonly from: number;
  readonly until: number;
  /** Whether it asks for a time at all. */
  readonly dated: boolean;
  /** Whether it asks for something that narrows in a way that cannot be read here, such as a tag. */
  readonly unread?: boolean;
  /** Requirements that are taken for fulfilled, in words. */
  readonly open: readonly string[];
}

/** `lost` tells why terms are gone: none of them can be fulfilled any more. */
export interface Terms {
  readonly terms: readonly Term[];
  readonly lost: readonly string[];
}

/** More alternatives than a condition of twelve operators can have; beyond, the rest is taken for fulfilled. */
const most = 200;

const tooMany: Terms = {
  terms: [{ ...anything, open: ["it has too many alternatives to be read"] }],
  lost: [],
};

export const always: Terms = { terms: [anything], lost: [] };

export function never(why: string): Terms {
  return { terms: [], lost: [why] };
}

export function requires(part: Partial<Term>): Terms {
  return { terms: [{ ...anything, ...part }], lost: [] };
}

/** A requirement on the time of the request; over once `until` has passed. */
export function within(from: number, until: number, now: Date): Terms {
  if (until <= now.getTime()) return never(`it expired at ${new Date(until).toISOString()}`);
  return requires({ from, until, dated: true });
}

export function anyOf(parts: readonly Terms[]): Terms {
  const terms = parts.flatMap((part) => part.terms);
  return terms.length > most ? tooMany : { terms, lost: reasons(parts.flatMap((part) => part.lost)) };
}

export function allOf(parts: readonly Terms[]): Terms {
  return parts.reduce(and, always);
}

function and(one: Terms, other: Terms): Terms {
  if (one.terms.length * other.terms.length > most) return tooMany;
  const terms: Term[] = [];
  const lost = [...one.lost, ...other.lost];
  for (const left of one.terms)
    for (const right of other.terms) {
      const together = join(left, right);
      if (typeof together === "string") lost.push(together);
      else terms.push(together);
    }
  return { terms, lost: reasons(lost) };
}

function join(one: Term, other: Term): Term | string {
  const from = Math.max(one.from, other.from);
  const until = Math.min(one.until, other.until);
  if (from >= until) return "its dates exclude each other";
  const name = one.name && other.name ? both(one.name, other.name) : (one.name ?? other.name);
  const type = one.type ?? other.type;
  if ((one.name && name === undefined) || (other.type !== undefined && type !== other.type))
    return "no resource fits all of it";
  const open = reasons([...one.open, ...other.open]);
  const unread = one.unread === true || other.unread === true;
  return { name, type, from, until, dated: one.dated || other.dated, unread, open };
}

/** The first few, each once: a message has no room for more, and a hostile condition has thousands. */
function reasons(all: readonly string[]): string[] {
  return [...new Set(all)].slice(0, 3);
}
