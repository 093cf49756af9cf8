import { expect } from "chai";
import { scopeText } from "../../../../policy/iam/scope";
import { viewQuery, viewReferences } from "../../../../policy/rules/hygiene/viewReferences";
import { type Plain, UNKNOWN } from "../../../../policy/stack/plain";

describe("viewQuery", () => {
  const query = "SELECT * FROM [acme:raw.users]";
  const cases: readonly (readonly [string, Readonly<Record<string, Plain>>, ReturnType<typeof viewQuery>])[] =
    [
      ["a view's, in legacy SQL where nothing else is said", { view: { query } }, { query, legacy: true }],
      ["a view's that says so", { view: { query, useLegacySql: true } }, { query, legacy: true }],
      ["a view's that says otherwise", { view: { query, useLegacySql: false } }, { query, legacy: false }],
      [
        "a view's without brackets, which either reads alike",
        { view: { query: "SELECT 1" } },
        { query: "SELECT 1", legacy: false },
      ],
      [
        "a materialized view's, never in legacy SQL",
        { materializedView: { query } },
        { query, legacy: false },
      ],
      ["one in a list of blocks", { view: [{ query }] }, { query, legacy: true }],
      [
        "a materialized view's beside an empty view",
        { view: { query: "" }, materializedView: { query } },
        { query, legacy: false },
      ],
      ["none in a list of none", { view: [] }, undefined],
      ["none in a table", { schema: "[]", query }, undefined],
      ["none where it is not known yet", { view: { query: UNKNOWN } }, undefined],
      ["none where the view is not known yet", { view: UNKNOWN, materializedView: null }, undefined],
      ["none in what is no block", { view: query, materializedView: 5 }, undefined],
      ["none in a block without one", { view: { useLegacySql: false } }, undefined],
    ];
  for (const [title, props, expected] of cases) {
    it(`reads ${title}`, () => {
      expect(viewQuery(props)).to.deep.equal(expected);
    });
  }
});

describe("viewReferences", () => {
  const named = (query: string, legacy = false, project = "acme") =>
    viewReferences(
      { query, legacy },
      project,
      (owner, dataset) => owner === "acme" && dataset === "made",
    ).map(scopeText);

  const standard: readonly (readonly [string, string, readonly string[]])[] = [
    ["a table", "SELECT * FROM data.raw.users", ["data.raw.users"]],
    ["a project with a dash", "SELECT * FROM data-1.raw.users u", ["data-1.raw.users"]],
    ["a domain's project", "SELECT * FROM `example.com:data.raw.users`", ["example.com:data.raw.users"]],
    [
      "each table once",
      "SELECT * FROM `a.b.c` x JOIN `a.b.c` y ON x.id = y.id JOIN `a.b.d` z",
      ["a.b.c", "a.b.d"],
    ],
    ["a table of the view's own project", "SELECT * FROM `raw.users`", ["acme.raw.users"]],
    ["one of a dataset that the stack makes", "SELECT * FROM made.users", ["acme.made.users"]],
    ["no field of a table", "SELECT * FROM a.b.c u JOIN u.orders", ["a.b.c"]],
    ["no name of one part", "SELECT * FROM users JOIN `orders`", []],
    ["no name of four parts", "SELECT * FROM `a.b.c.d` JOIN a.b.c.d", []],
    [
      "all of a list in backticks",
      "SELECT * FROM `a.b.c`, `a.b.d` x, `b.e`, made.f, u.orders",
      ["a.b.c", "a.b.d", "acme.b.e"],
    ],
    ["no column of a list", "SELECT a.b.c, x, made.y FROM `a.b.d`", ["a.b.d"]],
    ["no name without a word before it", "SELECT a.b.c WHERE `a.b.d` = made.x", []],
    ["words in any case", "select * from a.b.c join a.b.d", ["a.b.c", "a.b.d"]],
    ["the schema of a dataset never", "SELECT * FROM raw.INFORMATION_SCHEMA.TABLES", []],
    ["the schema of the project never", "SELECT * FROM `Information_Schema.SCHEMATA`", []],
    [
      "datasets with a similar name",
      "SELECT * FROM `my_information_schema.t`, `information_schema_2.t`",
      ["acme.my_information_schema.t", "acme.information_schema_2.t"],
    ],
    ["no part of a date", "SELECT EXTRACT(YEAR FROM a.b.c)", []],
    ["no part of a date after other words", "SELECT 1, extract(ISOWEEK from a.b.c)", []],
    ["no week of a date", "SELECT EXTRACT(WEEK(MONDAY) FROM a.b.c)", []],
    ["the table after a part of a date", "SELECT EXTRACT(YEAR FROM d) FROM a.b.c", ["a.b.c"]],
    [
      "the table after two of them",
      "SELECT EXTRACT(WEEK(MONDAY) FROM d), EXTRACT(DAY FROM d) FROM a.b.c",
      ["a.b.c"],
    ],
    ["the table after a column that is called so", "SELECT extract, day FROM a.b.c", ["a.b.c"]],
    [
      "the table in a subquery",
      "SELECT x IN (SELECT y FROM a.b.c), (week(day) FROM a.b.d)",
      ["a.b.c", "a.b.d"],
    ],
    ["no other side of a comparison", "SELECT x IS NOT DISTINCT FROM a.b.c", []],
    ["the table beside distinct values", "SELECT DISTINCT x FROM a.b.c", ["a.b.c"]],
    ["nothing in comments and texts", "SELECT 'FROM a.b.c' /* FROM a.b.d */ -- FROM a.b.e", []],
    ["nothing where the name is missing", "SELECT 1 FROM", []],
    ["nothing where a text or a parenthesis stands", "SELECT 1 FROM 'a.b.c' JOIN (a.b.c)", []],
  ];
  for (const [title, query, expected] of standard) {
    it(`finds ${title}`, () => {
      expect(named(query)).to.deep.equal(expected.map((name) => `table ${name}`));
    });
  }

  const legacy: readonly (readonly [string, string, readonly string[]])[] = [
    ["a table with its project", "SELECT * FROM [data-1:raw.users]", ["data-1.raw.users"]],
    [
      "one of a domain's project",
      "SELECT * FROM [example.com:data:raw.users]",
      ["example.com:data.raw.users"],
    ],
    ["one without", "SELECT * FROM [raw.users$20260101]", ["acme.raw.users$20260101"]],
    ["several, each once", "SELECT * FROM [raw.a], [raw.b] JOIN EACH [raw.a]", ["acme.raw.a", "acme.raw.b"]],
    ["tables by date", "SELECT * FROM TABLE_DATE_RANGE([data:raw.events_], d, e)", ["data.raw.events_"]],
    ["no column in brackets", "SELECT [name], [a b.c] FROM raw.users", []],
    ["no schema", "SELECT * FROM [raw:INFORMATION_SCHEMA.TABLES]", []],
  ];
  for (const [title, query, expected] of legacy) {
    it(`finds in legacy SQL ${title}`, () => {
      expect(named(query, true)).to.deep.equal(expected.map((name) => `table ${name}`));
    });
  }

  it("asks for datasets of the view's own project", () => {
    expect(named("SELECT * FROM made.users", false, "other")).to.deep.equal([]);
    expect(named("SELECT * FROM `raw.users`", false, "other")).to.deep.equal(["table other.raw.users"]);
  });
});
