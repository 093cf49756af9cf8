import { expect } from "chai";
import { requirements, type Term } from "../../../../policy/iam/condition/requirements";
import { parseCel } from "../../../../policy/parsers/cel/parseCel";

const now = new Date("2026-11-22T12:00:00Z");

const anything: Term = { from: -Infinity, until: Infinity, dated: false, open: [] };

const term = (part: Partial<Term>): Term => ({ ...anything, ...part });

const open = (...why: string[]): Term => term({ open: why.map((what) => `${what} is not read here`) });

const dated = term({ dated: true });

const exact = (text: string): Term => term({ name: { text, exact: true } });

const day = Date.UTC(2030, 0, 1);

const future = `timestamp("2030-01-01T00:00:00Z")`;

const read = (expression: string) => requirements(parseCel(expression), false, now);

describe("requirements", () => {
  const table: readonly [string, readonly Term[]][] = [
    ["resource.name == 'a'", [exact("a")]],
    ["'a' == resource.name", [exact("a")]],
    ["resource.name == true", [open("resource.name")]],
    ["resource.name == resource.type", [open("resource.name")]],
    ["'a' < resource.name", [open("resource.name")]],
    ["resource.name.startsWith('a')", [term({ name: { text: "a", exact: false } })]],
    ["resource.name.startsWith('a', 'b')", [open("resource.name.startsWith(…)")]],
    ["resource.name.startsWith(true)", [open("resource.name.startsWith(…)")]],
    ["resource.name.startsWith()", [open("resource.name.startsWith(…)")]],
    ["resource.name.startsWith(f('a'))", [open("resource.name.startsWith(…)")]],
    ["startsWith('a')", [open("startsWith(…)")]],
    ["resource.type == 't'", [term({ type: "t" })]],
    ["resource.service == 's'", [term({ open: ["a service is not a dataset"] })]],
    ["resource.owner == 's'", [open("resource.owner")]],
    ["resource.name in ['a', 'b']", [exact("a"), exact("b")]],
    ["resource.name in ['a', f()]", [exact("a"), open("in")]],
    ["resource.name in ['a', true]", [exact("a"), open("in")]],
    ["resource.type in ['a']", [open("in")]],
    ["'a' in ['a']", [open("in")]],
    ["f() in ['a']", [open("in")]],
    ["resource.name in resource.type", [open("in")]],
    ["['a']", [open("a part of it")]],
    ["1", [open("a part of it")]],
    ["'a'", [open("a text alone")]],
    ["resource", [open("resource")]],
    [`f${"x".repeat(79)}`, [open(`f${"x".repeat(79)}`)]],
    [`f${"x".repeat(80)}`, [open(`f${"x".repeat(79)}…`)]],
    ["['a'] == resource.name", [open("a comparison")]],
    ["f() == 'a'", [open("a comparison")]],
    ["true < false", [open("a comparison of constants")]],
    ["'a' == 'a'", [anything]],
    ["'a' != 'b'", [anything]],
    ["!('a' == 'b')", [anything]],
    ["!('a' != 'a')", [anything]],
    ["'true' != true", [anything]],
    [`request.time < ${future}`, [term({ dated: true, until: day })]],
    [`request.time <= ${future}`, [term({ dated: true, until: day + 1 })]],
    [`request.time > ${future}`, [term({ dated: true, from: day + 1 })]],
    [`request.time >= ${future}`, [term({ dated: true, from: day })]],
    [`request.time == ${future}`, [term({ dated: true, from: day, until: day + 1 })]],
    [`request.time != ${future}`, [dated]],
    [`${future} < request.time`, [term({ dated: true, from: day + 1 })]],
    [`${future} <= request.time`, [term({ dated: true, from: day })]],
    [`${future} > request.time`, [term({ dated: true, until: day })]],
    [`${future} >= request.time`, [term({ dated: true, until: day + 1 })]],
    [`${future} == request.time`, [term({ dated: true, from: day, until: day + 1 })]],
    [`${future} != request.time`, [dated]],
    [`!(request.time < ${future})`, [term({ dated: true, from: day })]],
    [`!(request.time <= ${future})`, [term({ dated: true, from: day + 1 })]],
    [`!(request.time > ${future})`, [term({ dated: true, until: day + 1 })]],
    [`!(request.time >= ${future})`, [term({ dated: true, until: day })]],
    [`!(request.time != ${future})`, [term({ dated: true, from: day, until: day + 1 })]],
    ["request.time < timestamp('2030-01-01t00:00:00z')", [term({ dated: true, until: day })]],
    ["request.time < timestamp('2030-01-01T01:00:00+01:00')", [term({ dated: true, until: day })]],
    ["request.time < timestamp('2030-01-01T00:00:00.000000000Z')", [term({ dated: true, until: day })]],
    ["request.time < date('2030-01-01T00:00:00Z')", [dated]],
    ["request.time < timestamp('2030-01-01T00:00:00Z', 'UTC')", [dated]],
    ["request.time < timestamp(resource.name)", [dated]],
    ["request.time < timestamp()", [dated]],
    ["request.time < timestamp", [dated]],
    ["request.time < '2030-01-01T00:00:00Z'", [dated]],
    ["request.time.getHours() < 9", [dated]],
    ["9 < request.time.getHours()", [open("a comparison")]],
    ["resource.time.getHours() < '9'", [open("a comparison")]],
    ["request.time < timestamp('2030-01-01')", [open('the date "2030-01-01"')]],
    ["request.time < timestamp('x2030-01-01T00:00:00Z')", [open('the date "x2030-01-01T00:00:00Z"')]],
    ["request.time < timestamp('2030-01-01T00:00:00Z ')", [open('the date "2030-01-01T00:00:00Z "')]],
    ["request.time < timestamp('2030-13-01T00:00:00Z')", [open('the date "2030-13-01T00:00:00Z"')]],
    ["!(resource.name == 'a')", [term({ open: ["a negation leaves everything else open"] })]],
    ["!(resource.type == 'a')", [term({ open: ["a negation leaves everything else open"] })]],
    ["!(resource.name != 'a')", [exact("a")]],
  ];
  for (const [expression, terms] of table)
    it(expression, () => expect(read(expression)).to.deep.equal({ terms, lost: [] }));

  it("says that an empty list holds nothing", () =>
    expect(read("resource.name in []")).to.deep.equal({ terms: [], lost: ["it is always false"] }));

  it("says when it ended", () =>
    expect(read("request.time < timestamp('2026-11-22T12:00:00Z')")).to.deep.equal({
      terms: [],
      lost: ["it expired at 2026-11-22T12:00:00.000Z"],
    }));
});
