import { expect } from "chai";
import { type ConditionEffect, readCondition } from "../../../../policy/iam/condition/readCondition";
import type { ConditionScope } from "../../../../policy/iam/condition/scope";
import { type Plain, UNKNOWN } from "../../../../policy/stack/plain";

const now = new Date("2026-11-22T12:00:00Z");

const crm = "projects/acme/datasets/crm";

const past = `timestamp("2020-01-01T00:00:00Z")`;

const future = `timestamp("2030-01-01T00:00:00Z")`;

const read = (expression: string) => readCondition({ title: "t", expression }, now);

const starts = (name: string) => `resource.name.startsWith("${name}")`;

const is = (name: string) => `resource.name == "${name}"`;

const typed = (type: string) => `resource.type == "bigquery.googleapis.com/${type}"`;

const dataset = { project: "acme", dataset: "crm" };

const self: ConditionScope = { ...dataset, includesSelf: true, below: false };

const below: ConditionScope = { ...dataset, includesSelf: false, below: true };

const whole: ConditionScope = { ...dataset, includesSelf: true, below: true };

const tables: ConditionScope = { ...below, only: "tables" };

const users: ConditionScope = { ...dataset, table: "users", includesSelf: true, below: false };

describe("readCondition", () => {
  describe("narrows", () => {
    const table: readonly [string, ConditionScope[]][] = [
      [starts(`${crm}/`), [below]],
      [is(crm), [self]],
      [`${is(crm)} || ${starts(`${crm}/`)}`, [whole]],
      [`${starts(`${crm}/`)} || "${crm}" == resource.name`, [whole]],
      [`resource.name in ["${crm}", "${crm}/tables/users"]`, [self, users]],
      [`resource.name.startsWith('${crm}/')`, [below]],
      [`resource.name.startsWith(r"${crm}/")`, [below]],
      [`resource.name.startsWith("""${crm}/""")`, [below]],
      [`resource.name.startsWith("projects\\x2facme\\u002fdatasets\\057crm\\U0000002f")`, [below]],
      [`resource . name\n.startsWith ( "${crm}/" ) // the CRM`, [below]],
      [`((${starts(`${crm}/`)}))`, [below]],
      [is(`${crm}/tables/users`), [users]],
      [starts(`${crm}/tables/`), [tables]],
      [starts(`${crm}/tables/us`), [tables]],
      [starts(`${crm}/ta`), [tables]],
      [starts(`${crm}/x`), [below]],
      [starts(`${crm}/tables`), [tables]],
      [starts(`${crm}/tables/users/`), [{ ...users, includesSelf: false, below: true }]],
      [is(`${crm}/routines/f`), [{ ...below, only: "routines" }]],
      [starts(`${crm}/models/m/`), [{ ...below, only: "models" }]],
      [`${starts(`${crm}/`)} && ${typed("Table")}`, [tables]],
      [`${typed("Table")} && ${is(`${crm}/tables/users`)}`, [users]],
      [`${typed("Dataset")} && ${is(crm)}`, [self]],
      [`${starts(crm)} && ${starts(`${crm}/tables/`)}`, [tables]],
      [`${starts(crm)} && ${is(crm)}`, [self]],
      [`(${is(crm)} || ${starts(`${crm}/`)}) && request.time < ${future}`, [whole]],
      [`(${is(crm)} || ${starts(`${crm}/`)}) && request.time > ${future}`, [whole]],
      [`${is(crm)} && request.time < ${future} || ${starts(`${crm}/`)} && request.time < ${past}`, [self]],
      [`${is(crm)} && resource.matchTag("acme/env", "prod")`, [self]],
      [`${is(crm)} && request.time.getHours("Europe/Berlin") >= 9`, [self]],
      [`!(!(${is(crm)}))`, [self]],
      [`!!(${is(crm)})`, [self]],
      [`${is(crm)} && true || false`, [self]],
      [`${is(crm)} && !(resource.name == "${crm}x")`, [self]],
      [
        `${is(crm)} || ${is("projects/acme.com:old/datasets/web")}`,
        [self, { project: "acme.com:old", dataset: "web", includesSelf: true, below: false }],
      ],
    ];
    for (const [expression, scopes] of table) {
      it(expression, () => expect(read(expression)).to.deep.equal({ kind: "narrows", scopes }));
    }
  });

  describe("ignores, and says why,", () => {
    const table: readonly [string, string][] = [
      ["true", "it is always true"],
      ["!false", "it is always true"],
      ["true && true", "it is always true"],
      [`"a" == "a"`, "it is always true"],
      [`${is(crm)} || true`, "it is always true"],
      [`request.time < ${future}`, "it is only a date"],
      [`request.time >= ${future}`, "it is only a date"],
      [`request.time > ${past} && ${future} > request.time`, "it is only a date"],
      [`!(request.time < ${past})`, "it is only a date"],
      [`request.time != ${past}`, "it is only a date"],
      [`request.time.getFullYear() == 2020`, "it is only a date"],
      [`request.time < ${past} + duration("1h")`, "it is only a date"],
      [starts(crm), `startsWith("${crm}") lacks the closing slash and also matches longer names`],
      [
        `${is(crm)} || ${starts(crm)}`,
        `startsWith("${crm}") lacks the closing slash and also matches longer names`,
      ],
      [starts(""), `"" names no dataset`],
      [starts("proj"), `"proj" names no dataset`],
      [starts("projects/acme"), `"projects/acme" names no dataset`],
      [starts("projects/acme/datasets/"), `"projects/acme/datasets/" names no dataset`],
      [is("projects/acme"), `"projects/acme" names no dataset`],
      [
        starts(`//bigquery.googleapis.com/${crm}/`),
        `"//bigquery.googleapis.com/${crm}/" is not a name of BigQuery's, which reads projects/P/datasets/D/tables/T`,
      ],
      [
        starts("projects/_/buckets/b/"),
        `"projects/_/buckets/b/" is not a name of BigQuery's, which reads projects/P/datasets/D/tables/T`,
      ],
      [is(`${crm}/`), `"${crm}/" is not a name of BigQuery's, which reads projects/P/datasets/D/tables/T`],
      [
        is(`${crm}/tables`),
        `"${crm}/tables" is not a name of BigQuery's, which reads projects/P/datasets/D/tables/T`,
      ],
      [
        starts("projects/42/datasets/crm/"),
        `"projects/42/datasets/crm/" names the project by "42", and BigQuery by its id`,
      ],
      [`!(${is(crm)})`, "a negation leaves everything else open"],
      [`!${starts(`${crm}/`)}`, "a negation leaves everything else open"],
      [`resource.name != "${crm}"`, "a negation leaves everything else open"],
      [`!(${is(crm)} && ${is(crm)})`, "a negation leaves everything else open"],
      [`!(resource.name in ["${crm}"])`, "a negation leaves everything else open"],
      [`${is(crm)} || ${typed("Table")}`, "a resource type alone names no dataset"],
      [`resource.type != "bigquery.googleapis.com/Table"`, "a negation leaves everything else open"],
      [`resource.service == "bigquery.googleapis.com"`, "a service is not a dataset"],
      [`resource.name.endsWith("/crm")`, "resource.name.endsWith(…) is not read here"],
      [`resource.name`, "resource.name is not read here"],
      [`resource.name < "x"`, "resource.name is not read here"],
      [`resource.name == other.name`, "resource.name is not read here"],
      [`${is(crm)} ? true : false`, "a part of it is not read here"],
      [`${is(crm)} == true`, "a part of it is not read here"],
      [`${is(crm)} == ${is(crm)}`, "a comparison is not read here"],
      [`request.time < timestamp("tomorrow")`, `the date "tomorrow" is not read here`],
      [
        `request.time < timestamp("2020-13-01T00:00:00Z")`,
        `the date "2020-13-01T00:00:00Z" is not read here`,
      ],
      ["1 < 2", "a comparison is not read here"],
      ["-1", "a part of it is not read here"],
      ["['a'][0]", "a part of it is not read here"],
      [`"text"`, "a text alone is not read here"],
      [`"a" < "b"`, "a comparison of constants is not read here"],
      [`resource.a == "x" && resource.b == "x"`, "resource.a is not read here; resource.b is not read here"],
      [`f() && g() && h() && i()`, "f(…) is not read here; g(…) is not read here; h(…) is not read here"],
      [
        `f() && g() && h() && ${typed("Table")}`,
        "f(…) is not read here; g(…) is not read here; h(…) is not read here",
      ],
      [`f() && f()`, "f(…) is not read here"],
      [
        `${starts(crm)} && ${typed("Table")}`,
        `startsWith("${crm}") lacks the closing slash and also matches longer names`,
      ],
      [
        Array.from({ length: 201 }, (_, i) => is(`${crm}${i}`)).join(" || "),
        "it has too many alternatives to be read",
      ],
      ["(", "it cannot be read: it ends too early"],
      ["true)", `it cannot be read: unexpected ")" at 4`],
      ["true && && true", `it cannot be read: unexpected "&&" at 8`],
      ["true ^ true", `it cannot be read: unexpected "^" at 5`],
      [`resource.name == "x`, "it cannot be read: the string at 17 does not end"],
      [`resource.name == "x\\q"`, "it cannot be read: unknown escape at 19"],
      [`"\\U00110000"`, "it cannot be read: unknown escape at 1"],
      ["f(1 2)", `it cannot be read: unexpected "2" at 4`],
      ["a.", "it cannot be read: it ends too early"],
      [`${"(".repeat(60)}true${")".repeat(60)}`, "it cannot be read: it is nested too deeply"],
      [" ".repeat(60_000), "it is too long to be read"],
      [
        Array.from({ length: 300 }, (_, i) => is(`${crm}${i}`)).join(" || "),
        "it has too many alternatives to be read",
      ],
      [
        Array.from({ length: 20 }, () => `(${is(crm)} || ${starts(`${crm}/`)})`).join(" && ") +
          ` && ${is(`${crm}x`)} || true`,
        "it is always true",
      ],
    ];
    for (const [expression, why] of table) {
      const name = expression.trim().slice(0, 90) || "a blank of 60,000 characters";
      it(name, () => expect(read(expression)).to.deep.equal({ kind: "ignored", why }));
    }

    for (const expression of [
      `resource.name.extract("datasets/{d}/") == "crm"`,
      `resource.matchTag("a", "b")`,
    ])
      it(`but leaves open ${expression}`, () => expect(read(expression)).to.deep.equal({ kind: "unknown" }));

    it("not two hundred alternatives, nor 50,000 characters", () => {
      const many = Array.from({ length: 200 }, (_, i) => is(`${crm}${i}`)).join(" || ");
      expect(read(many).kind).to.equal("narrows");
      const some = (count: number, what: string) =>
        `(${Array.from({ length: count }, (_, i) => starts(`${crm}${what}${i}/`)).join(" || ")})`;
      expect(read(`${some(10, "a")} && ${some(20, "b")}`).kind).to.equal("never");
      expect(read(`${some(3, "a")} && ${some(67, "b")}`)).to.deep.equal({
        kind: "ignored",
        why: "it has too many alternatives to be read",
      });
      expect(read(is(crm).padEnd(50_000)).kind).to.equal("narrows");
      expect(read(is(crm).padEnd(50_001)).kind).to.equal("ignored");
    });

    it("shortens what it quotes", () => {
      const effect = read(starts("x".repeat(10_000)));
      expect(JSON.stringify(effect)).to.have.length.below(400);
      expect(JSON.stringify(read(`${"y".repeat(10_000)}()`))).to.have.length.below(200);
    });
  });

  describe("grants nothing for", () => {
    const table: readonly [string, string][] = [
      ["false", "it is always false"],
      ["!true", "it is always false"],
      [`"a" == "b"`, "it is always false"],
      [`"a" != "a"`, "it is always false"],
      ["resource.name in []", "it is always false"],
      [`request.time < ${past}`, "it expired at 2020-01-01T00:00:00.000Z"],
      [`request.time <= ${past}`, "it expired at 2020-01-01T00:00:00.001Z"],
      [`${past} > request.time`, "it expired at 2020-01-01T00:00:00.000Z"],
      [`request.time == ${past}`, "it expired at 2020-01-01T00:00:00.001Z"],
      [`!(request.time >= ${past})`, "it expired at 2020-01-01T00:00:00.000Z"],
      [`request.time < timestamp("2026-11-22T13:00:00+01:00")`, "it expired at 2026-11-22T12:00:00.000Z"],
      [
        `(${is(crm)} || ${starts(`${crm}/`)}) && request.time < ${past}`,
        "it expired at 2020-01-01T00:00:00.000Z",
      ],
      [
        `request.time > ${future} && request.time < timestamp("2028-01-01T00:00:00Z")`,
        "its dates exclude each other",
      ],
      [`${is(crm)} && ${is(`${crm}x`)}`, "no resource fits all of it"],
      [`${is(crm)} && ${starts(`${crm}/`)}`, "no resource fits all of it"],
      [`${is(crm)} && ${typed("Table")}`, "no resource fits all of it"],
      [`${starts(`${crm}/`)} && ${typed("Dataset")}`, "no resource fits all of it"],
      [`${starts(`${crm}/models/`)} && ${typed("Table")}`, "no resource fits all of it"],
      [`${is(`${crm}/tables/users`)} && ${typed("Routine")}`, "no resource fits all of it"],
      [`${typed("Table")} && ${typed("Dataset")}`, "no resource fits all of it"],
      [`request.time > ${future} && request.time < ${future}`, "its dates exclude each other"],
      [`request.time >= ${future} && request.time < ${future}`, "its dates exclude each other"],
      [
        `request.time < ${past} || false || ${is(crm)} && ${is(`${crm}x`)} || resource.name in []`,
        "it expired at 2020-01-01T00:00:00.000Z; it is always false; no resource fits all of it",
      ],
      [
        `request.time < ${past} || request.time < timestamp("2021-01-01T00:00:00Z") || request.time < timestamp("2022-01-01T00:00:00Z") || ${typed("Table")} && ${is(crm)}`,
        "it expired at 2020-01-01T00:00:00.000Z; it expired at 2021-01-01T00:00:00.000Z; it expired at 2022-01-01T00:00:00.000Z",
      ],
      [`${is(crm)} && resource.type == "storage.googleapis.com/Bucket"`, "no resource fits all of it"],
    ];
    for (const [expression, why] of table) {
      it(expression, () => expect(read(expression)).to.deep.equal({ kind: "never", why }));
    }
  });

  it("accepts a date that ends a second from now", () =>
    expect(read(`request.time < timestamp("2026-11-22T12:00:01Z")`).kind).to.equal("ignored"));

  describe("of a grant's property", () => {
    const table: readonly [string, Plain | undefined, ConditionEffect][] = [
      ["none", undefined, { kind: "none" }],
      ["null", null, { kind: "none" }],
      ["an empty list", [], { kind: "none" }],
      ["an empty object", {}, { kind: "none" }],
      ["nothing but nulls", { expression: null, title: "" }, { kind: "none" }],
      ["a list of one", [{ expression: "false" }], { kind: "never", why: "it is always false" }],
      ["no expression", { title: "t" }, { kind: "ignored", why: "it has no expression" }],
      ["a text", "false", { kind: "ignored", why: "it is not a condition with an expression" }],
      [
        "an expression of a wrong type",
        { expression: [1] },
        { kind: "ignored", why: "it has no expression" },
      ],
      ["not known yet", UNKNOWN, { kind: "unknown" }],
      ["an expression not known yet", { title: "t", expression: UNKNOWN }, { kind: "unknown" }],
      ["hidden", "[secret]", { kind: "unknown" }],
      ["a hidden expression", { expression: "[secret]" }, { kind: "unknown" }],
    ];
    for (const [what, condition, effect] of table) {
      it(`reads ${what}`, () => expect(readCondition(condition, now)).to.deep.equal(effect));
    }
  });
});
