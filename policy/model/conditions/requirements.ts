import { quote } from "./conditionScope";
import type { CelExpression, Comparison } from "./parseCel";
import { allOf, always, anyOf, never, requires, within, type Terms } from "./terms";

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

function call({ path, args }: CelExpression & { kind: "call" }, negated: boolean): Terms {
  const [argument, ...more] = args;
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
  const [subject, object] = turned ? [right, left] : [left, right];
  const direction = turned ? mirrored[operator] : operator;
  const asked = negated ? opposite[direction] : direction;
  if (subject.kind === "call" && subject.path.startsWith("request.time.")) return dateOnly;
  if (subject.kind !== "path") return unread("a comparison");
  if (subject.path === "request.time") return time(asked, object, now);
  if (!isText(object)) return unread(subject.path);
  if (asked !== "==") return asked === "!=" ? negation : unread(subject.path);
  if (subject.path === "resource.name") return requires({ name: { text: object.value, exact: true } });
  if (subject.path === "resource.type") return requires({ type: object.value });
  if (subject.path === "resource.service") return requires({ open: ["a service is not a dataset"] });
  return unread(subject.path);
}

function membership(subject: CelExpression, list: CelExpression, negated: boolean): Terms {
  if (subject.kind !== "path" || subject.path !== "resource.name" || list.kind !== "list")
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

/** The instant of a `timestamp("…")` in milliseconds, or the text that is no date; undefined for anything else. */
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
