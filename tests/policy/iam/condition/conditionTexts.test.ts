import { expect } from "chai";
import { readCondition } from "../../../../policy/iam/condition/readCondition";
import { type Plain, UNKNOWN } from "../../../../policy/stack/plain";

const now = new Date("2026-11-22T12:00:00Z");

const read = (expression: string) => readCondition({ title: "t", expression }, now);

const crm = "projects/acme/datasets/crm";

const starts = (name: string) => `resource.name.startsWith("${name}")`;

const is = (name: string) => `resource.name == "${name}"`;

describe("why a condition narrows nothing, in words", () => {
  const reasons: readonly (readonly [string, string])[] = [
    [starts(crm), `startsWith("${crm}") lacks the closing slash and also matches longer names`],
    [starts("projects/acme/datasets"), '"projects/acme/datasets" names no dataset'],
    [starts("projects/acme/"), '"projects/acme/" names no dataset'],
    [starts("proj"), '"proj" names no dataset'],
    [
      starts(`x/${crm}`),
      `"x/${crm}" is not a name of BigQuery's, which reads projects/P/datasets/D/tables/T`,
    ],
    [is("projects/acme"), '"projects/acme" names no dataset'],
    [is(`${crm}/`), `"${crm}/" is not a name of BigQuery's, which reads projects/P/datasets/D/tables/T`],
    [
      is(`${crm}/tables`),
      `"${crm}/tables" is not a name of BigQuery's, which reads projects/P/datasets/D/tables/T`,
    ],
    [
      is("projects/_/datasets/crm"),
      '"projects/_/datasets/crm" names the project by "_", and BigQuery by its id',
    ],
    [
      is("projects/-/datasets/crm"),
      '"projects/-/datasets/crm" names the project by "-", and BigQuery by its id',
    ],
    [
      is("projects/42/datasets/crm"),
      '"projects/42/datasets/crm" names the project by "42", and BigQuery by its id',
    ],
    ['"x"', "a text alone is not read here"],
    ["request.time == true", "it is only a date"],
    ['resource.service == "bigquery.googleapis.com"', "a service is not a dataset"],
    [`!(${is(crm)})`, "a negation leaves everything else open"],
    ['request.time < timestamp("tomorrow")', 'the date "tomorrow" is not read here'],
    ["resource.name in request.names", "in is not read here"],
    [`request.host in ["${crm}"]`, "in is not read here"],
    ['"a" < "b"', "a comparison of constants is not read here"],
  ];
  for (const [expression, why] of reasons)
    it(`says of ${expression}: ${why}`, () => {
      const effect = read(expression);
      expect(effect.kind).to.equal("ignored");
      expect("why" in effect ? effect.why : "").to.include(why);
    });

  it("accepts a project whose id merely holds digits", () => {
    for (const project of ["acme42", "42acme"])
      expect(read(is(`projects/${project}/datasets/crm`))).to.deep.equal({
        kind: "narrows",
        scopes: [{ project, dataset: "crm", includesSelf: true, below: false }],
      });
  });

  it("cuts what is long", () => {
    const long = "x".repeat(200);
    const named = read(is(long));
    expect("why" in named ? named.why : "").to.include(`"${"x".repeat(120)}…"`);
    const exact = read(is("x".repeat(120)));
    expect("why" in exact ? exact.why : "").to.include(`"${"x".repeat(120)}"`);
    const path = read(`a.${long}`);
    expect("why" in path ? path.why : "").to.include(`a.${"x".repeat(78)}… is not read here`);
    const short = read(`a.${"x".repeat(78)}`);
    expect("why" in short ? short.why : "").to.include(`a.${"x".repeat(78)} is not read here`);
  });
});

describe("a condition at its edges", () => {
  const at = (operator: string, instant: string) =>
    read(`${is(crm)} && request.time ${operator} timestamp("${instant}")`).kind;

  it("counts the instant of the judgement itself", () => {
    const here = "2026-11-22T12:00:00Z";
    expect(["<", "<=", "==", ">=", ">"].map((operator) => at(operator, here))).to.deep.equal([
      "never",
      "narrows",
      "narrows",
      "narrows",
      "narrows",
    ]);
  });

  it("reads dates in small letters, with fractions and offsets", () => {
    expect(at("<", "2026-11-22t11:59:59.999z")).to.equal("never");
    expect(at("<", "2026-11-22T13:00:00+02:00")).to.equal("never");
    expect(at("<", "2026-11-22T13:00:00+00:00")).to.equal("narrows");
  });

  it("is none where nothing stands in it", () => {
    const none: Plain[] = ["", [], null, { title: "", expression: "" }, { expression: null }];
    for (const condition of none) expect(readCondition(condition, now)).to.deep.equal({ kind: "none" });
  });

  it("is not known where its expression is not", () => {
    for (const condition of [
      UNKNOWN,
      { title: "t", expression: UNKNOWN },
      [{ expression: UNKNOWN }],
    ] as Plain[])
      expect(readCondition(condition, now)).to.deep.equal({ kind: "unknown" });
  });

  it("never holds where it is always false, and says so", () => {
    for (const expression of ["false", "!true", `${is(crm)} && false`, '"a" == "b"', "resource.name in []"])
      expect(read(expression)).to.deep.equal({ kind: "never", why: "it is always false" });
  });

  it("fits where one name begins the other, and never where they differ", () => {
    expect(read(`${starts(`${crm}/`)} && ${starts(`${crm}/tables/`)}`).kind).to.equal("narrows");
    expect(read(`${is(crm)} && ${is(`${crm}2`)}`).kind).to.equal("never");
    expect(read(`${is(`${crm}2`)} && ${starts(crm)}`)).to.deep.equal(read(is(`${crm}2`)));
    expect(read(`${starts(crm)} && ${is(`${crm}2`)}`)).to.deep.equal(read(is(`${crm}2`)));
  });
});
