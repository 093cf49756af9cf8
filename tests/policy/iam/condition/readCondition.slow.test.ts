import { expect } from "chai";
import fc from "fast-check";
import { type ConditionEffect, readCondition } from "../../../../policy/iam/condition/readCondition";

const now = new Date("2026-11-22T12:00:00Z");

const crm = "projects/acme/datasets/crm";

const past = `timestamp("2020-01-01T00:00:00Z")`;

const read = (expression: string) => readCondition({ title: "t", expression }, now);

const starts = (name: string) => `resource.name.startsWith("${name}")`;

const is = (name: string) => `resource.name == "${name}"`;

const typed = (type: string) => `resource.type == "bigquery.googleapis.com/${type}"`;

interface Named {
  readonly name: string;
  readonly type: string;
}

interface Evaluated {
  readonly text: string;
  readonly holds: (resource: Named, time: number) => boolean;
}

const resource = (name: string, type: string): Named => ({ name, type: `bigquery.googleapis.com/${type}` });

const world: readonly Named[] = [
  ...[
    resource(crm, "Dataset"),
    resource(`${crm}2`, "Dataset"),
    resource("projects/beta/datasets/crm", "Dataset"),
  ],
  ...[resource(`${crm}/tables/users`, "Table"), resource(`${crm}/tables/users2`, "Table")],
  ...[resource(`${crm}2/tables/users`, "Table"), resource(`${crm}/routines/f`, "Routine")],
  resource(`${crm}/models/m`, "Model"),
];

const times = [now.getTime(), Date.parse("2028-06-01T00:00:00Z"), Date.parse("2031-01-01T00:00:00Z")];

/** Expressions together with their meaning, told independently of the code under test. */
const conditions: fc.Arbitrary<Evaluated> = fc.letrec<{ node: Evaluated; leaf: Evaluated }>((tie) => {
  const name = fc.constantFrom(...world.map((each) => each.name));
  const cut = fc.tuple(name, fc.nat(60)).map(([whole, length]) => whole.slice(0, length));
  const instant = fc.constantFrom("2020-01-01T00:00:00Z", "2028-01-01T00:00:00Z", "2030-01-01T00:00:00Z");
  const later = (operator: string, left: number, right: number) =>
    operator === "<"
      ? left < right
      : operator === "<="
        ? left <= right
        : operator === ">"
          ? left > right
          : left >= right;
  return {
    node: fc.oneof(
      { maxDepth: 4 },
      tie("leaf"),
      fc.tuple(tie("node"), tie("node")).map(([a, b]) => ({
        text: `(${a.text} && ${b.text})`,
        holds: (r: Named, t: number) => a.holds(r, t) && b.holds(r, t),
      })),
      fc.tuple(tie("node"), tie("node")).map(([a, b]) => ({
        text: `(${a.text} || ${b.text})`,
        holds: (r: Named, t: number) => a.holds(r, t) || b.holds(r, t),
      })),
      tie("node").map((a) => ({ text: `!(${a.text})`, holds: (r: Named, t: number) => !a.holds(r, t) })),
    ),
    leaf: fc.oneof(
      fc.boolean().map((value) => ({ text: String(value), holds: () => value })),
      name.map((wanted) => ({ text: is(wanted), holds: (r: Named) => r.name === wanted })),
      name.map((wanted) => ({
        text: `"${wanted}" != resource.name`,
        holds: (r: Named) => r.name !== wanted,
      })),
      fc.array(name, { maxLength: 3 }).map((wanted) => ({
        text: `resource.name in [${wanted.map((each) => JSON.stringify(each)).join(", ")}]`,
        holds: (r: Named) => wanted.includes(r.name),
      })),
      fc
        .oneof(
          cut,
          name.map((each) => `${each}/`),
        )
        .map((wanted) => ({
          text: starts(wanted),
          holds: (r: Named) => r.name.startsWith(wanted),
        })),
      fc.constantFrom("Dataset", "Table", "Model").map((type) => ({
        text: typed(type),
        holds: (r: Named) => r.type.endsWith(`/${type}`),
      })),
      fc
        .tuple(fc.constantFrom("<", "<=", ">", ">="), instant, fc.boolean())
        .map(([operator, date, turned]) => ({
          text: turned
            ? `timestamp("${date}") ${operator} request.time`
            : `request.time ${operator} timestamp("${date}")`,
          holds: (_: Named, t: number) =>
            turned ? later(operator, Date.parse(date), t) : later(operator, t, Date.parse(date)),
        })),
    ),
  };
}).node;

function grants(effect: ConditionEffect, { name }: Named): boolean {
  if (effect.kind !== "narrows") return effect.kind !== "never";
  return effect.scopes.some(({ project, dataset: id, table, includesSelf, below: inside, only }) => {
    const own = `projects/${project}/datasets/${id}${table === undefined ? "" : `/tables/${table}`}`;
    return (
      (includesSelf && name === own) ||
      (inside && name.startsWith(only === undefined ? `${own}/` : `${own}/${only}/`))
    );
  });
}

describe("readCondition, of any expression", () => {
  it("never throws, whatever stands there", () => {
    const word = fc.constantFrom(
      "&&",
      "||",
      "!",
      "(",
      ")",
      "resource.name",
      "==",
      "in",
      "[",
      "]",
      `"${crm}"`,
      ".",
      ",",
      "?",
      ":",
      "true",
      "request.time",
      "<",
      past,
      "startsWith",
      "'",
      '"""',
      "\\",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word, { maxLength: 40 }).map((words) => words.join(" ")),
        ),
        (text) => {
          expect(read(text).kind).to.be.oneOf(["none", "ignored", "never", "narrows"]);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("grants wherever the expression is true from now on", () => {
    fc.assert(
      fc.property(conditions, ({ text, holds }) => {
        const effect = read(text);
        for (const resource of world)
          for (const time of times)
            if (holds(resource, time)) expect(grants(effect, resource), text).to.equal(true);
      }),
      { numRuns: 3000 },
    );
  });
});
