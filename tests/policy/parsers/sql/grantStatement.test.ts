import { expect } from "chai";
import { readSqlGrants, type SqlGrant, type SqlTarget } from "../../../../policy/parsers/sql/readSqlGrants";

const to = "TO 'user:eve@acme.com'";

const made = (kind: SqlTarget, path: string[], over: Partial<SqlGrant> = {}): SqlGrant => ({
  roles: ["roles/viewer"],
  on: { kind, path },
  grantees: ["user:eve@acme.com"],
  ...over,
});

const crm = made("schema", ["acme", "crm"]);

const grant = `GRANT \`roles/viewer\` ON SCHEMA acme.crm ${to}`;

const onType = (type: string, name = "acme.crm.x") => `GRANT \`roles/viewer\` ON ${type} ${name} ${to}`;

describe("readSqlGrants of a GRANT", () => {
  describe("reads what it is on:", () => {
    const table: readonly [string, string, SqlGrant][] = [
      ...(["schema", "table", "view", "routine", "connection", "project"] as const).map(
        (kind): [string, string, SqlGrant] => [`a ${kind}`, onType(kind), made(kind, ["acme", "crm", "x"])],
      ),
      ["a function", onType("FUNCTION"), made("routine", ["acme", "crm", "x"])],
      ["a procedure", onType("PROCEDURE"), made("routine", ["acme", "crm", "x"])],
      ["three words of which the last tells", onType("A b VIEW"), made("view", ["acme", "crm", "x"])],
      ["words of which the last tells nothing", onType("TABLE x"), made("other", ["acme", "crm", "x"])],
      ["a name like an object's member", onType("constructor"), made("other", ["acme", "crm", "x"])],
      [
        "a name with a colon",
        onType("SCHEMA", "acme.com:prod.crm"),
        made("schema", ["acme.com:prod", "crm"]),
      ],
      ["a name with two colons", onType("SCHEMA", "`a:b:c.d.e`"), made("schema", ["a:b:c", "d", "e"])],
      [
        "a name with dashes and a number",
        onType("SCHEMA", "acme-1-x.crm"),
        made("schema", ["acme-1-x", "crm"]),
      ],
      [
        "a name of 99 words and signs",
        onType("SCHEMA", `a${"-a".repeat(49)}`),
        made("schema", [`a${"-a".repeat(49)}`]),
      ],
    ];
    for (const [what, sql, expected] of table) {
      it(what, () => expect(readSqlGrants(sql)).to.deep.equal({ grants: [expected], unreadable: false }));
    }
  });

  describe("reads", () => {
    const table: readonly [string, string, SqlGrant[]][] = [
      [
        "roles without backticks",
        `GRANT roles/viewer, roles/bigquery.user ON SCHEMA acme.crm ${to}`,
        [{ ...crm, roles: ["roles/viewer", "roles/bigquery.user"] }],
      ],
      [
        "grantees in parentheses, and what follows",
        `GRANT \`roles/viewer\` ON SCHEMA acme.crm TO ("a", 'b'); ${grant}`,
        [{ ...crm, grantees: ["a", "b"] }, crm],
      ],
      [
        "grantees and no more",
        `${grant}, 'x' 'y'; ${grant}`,
        [{ ...crm, grantees: ["user:eve@acme.com", "x"] }, crm],
      ],
      [
        "a raw grantee",
        "GRANT `roles/viewer` ON SCHEMA acme.crm TO r'user:\\x41'",
        [{ ...crm, grantees: ["user:\\x41"] }],
      ],
      ["a column's name beside it", `SELECT grant ON a FROM b; ${grant}`, [crm]],
    ];
    for (const [what, sql, grants] of table) {
      it(what, () => expect(readSqlGrants(sql)).to.deep.equal({ grants, unreadable: false }));
    }
  });

  describe("cannot read", () => {
    const table: readonly [string, string, SqlGrant[]][] = [
      ["a role that ends the statement", `GRANT a; b ON SCHEMA acme.crm ${to}`, []],
      ["a role that ends in another GRANT", `GRANT a ${grant}`, [crm]],
      ["a role that ends in TO", `GRANT a TO b ON SCHEMA acme.crm ${to}`, []],
      ["a role that ends in FROM", `GRANT a FROM b ON SCHEMA acme.crm ${to}`, []],
      ["a role between commas that is none", `GRANT a,, b ON SCHEMA acme.crm ${to}`, []],
      ["a role after the last comma that is none", `GRANT a, ON SCHEMA acme.crm ${to}`, []],
      ["a role alone", "GRANT a", []],
      ["what ends behind ON", "GRANT a ON", []],
      ["what ends behind the type", "GRANT a ON SCHEMA", []],
      ["what ends behind the name", "GRANT a ON SCHEMA crm", []],
      ["what ends behind TO", "GRANT a ON SCHEMA crm TO", []],
      ["a text for a name", `GRANT a ON 'crm' ${to}`, []],
      ["a text within a name", `GRANT a ON SCHEMA crm.'x' ${to}`, []],
      ["two names", `GRANT a ON \`crm\` x ${to}`, []],
      ["two names with a comma", `GRANT a ON SCHEMA crm, x ${to}`, []],
      ["four words before a name", onType("a b c VIEW"), []],
      ["a name of 101 words and signs", onType("SCHEMA", `a${"-a".repeat(50)}`), []],
      ["a grantee that is a word", "GRANT a ON SCHEMA crm TO eve", []],
      ["a grantee behind a comma that is none", `GRANT a ON SCHEMA crm ${to},`, []],
      ["grantees in parentheses without a comma", "GRANT a ON SCHEMA crm TO ('a' 'b')", []],
      ["nobody", "GRANT a ON SCHEMA crm TO ()", []],
    ];
    for (const [what, sql, grants] of table) {
      it(what, () => expect(readSqlGrants(sql)).to.deep.equal({ grants, unreadable: true }));
    }
  });

  describe("takes the word for a statement behind", () => {
    const broken = "GRANT @role ON";
    for (const before of [
      "",
      "SELECT 1;",
      "BEGIN",
      "IF a THEN",
      "ELSE",
      "WHILE a DO",
      "LOOP",
      "REPEAT",
      "begin",
    ]) {
      it(JSON.stringify(before), () =>
        expect(readSqlGrants(`${before} ${broken}`)).to.deep.equal({ grants: [], unreadable: true }),
      );
    }
  });

  describe("takes the word for a name behind", () => {
    for (const before of [
      "SELECT",
      "SELECT a,",
      "SELECT a.",
      "JOIN a ON",
      "'BEGIN'",
      "`BEGIN`",
      "SELECT ';'",
    ]) {
      it(JSON.stringify(before), () =>
        expect(readSqlGrants(`${before} grant FROM t`)).to.deep.equal({ grants: [], unreadable: false }),
      );
    }
  });

  it("reads two million characters and no more", () => {
    const long = (length: number) => `${grant}--${"x".repeat(length - grant.length - 2)}`;
    expect(readSqlGrants(long(2_000_000))).to.deep.equal({ grants: [crm], unreadable: false });
    expect(readSqlGrants(long(2_000_001))).to.deep.equal({ grants: [], unreadable: true });
  });
});

describe("readSqlGrants of a row access policy", () => {
  const rows = (...path: string[]) => made("table", path, { roles: ["roles/bigquery.filteredDataViewer"] });
  const readable: readonly [string, string, SqlGrant[]][] = [
    ["in any case", `create row access policy p on t grant ${to}`, [rows("t")]],
    [
      "whose name is ON",
      `CREATE ROW ACCESS POLICY p ON acme.crm.on GRANT ${to} FILTER USING (a = 'b')`,
      [rows("acme", "crm", "on")],
    ],
    [
      "beside another",
      `CREATE ROW ACCESS POLICY p ON t GRANT ${to}; CREATE ROW ACCESS POLICY p ON u GRANT ${to}`,
      [rows("t"), rows("u")],
    ],
    [
      "whose condition joins",
      `CREATE ROW ACCESS POLICY p ON t GRANT ${to} FILTER USING (a IN (SELECT a FROM b JOIN c ON d))`,
      [rows("t")],
    ],
    ["that goes", "DROP ROW ACCESS POLICY p ON t; DROP ALL ROW ACCESS POLICIES ON u", []],
  ];
  for (const [what, sql, grants] of readable) {
    it(`reads one ${what}`, () => expect(readSqlGrants(sql)).to.deep.equal({ grants, unreadable: false }));
  }

  const unreadable: readonly [string, string][] = [
    ["without a table", `CREATE ROW ACCESS POLICY p GRANT ${to}`],
    ["whose table is a text", `CREATE ROW ACCESS POLICY p ON 't' GRANT ${to}`],
    ["whose table comes too late", `CREATE ROW ACCESS POLICY p GRANT ${to} ON t`],
    ["of no rows", `CREATE DATA ACCESS POLICY p ON t GRANT ${to}`],
    ["of rows of another kind", `CREATE ROW DATA POLICY p ON t GRANT ${to}`],
    ["that is none", `CREATE ROW ACCESS RULE p ON t GRANT ${to}`],
    ["of another statement", `CREATE ROW ACCESS POLICY p ON t FILTER USING (TRUE); ALTER x GRANT ${to}`],
    ["of a join", `SELECT 1 FROM a JOIN b ON c GRANT ${to}`],
    ["by itself", `GRANT ${to}`],
    ["for a parameter", "CREATE ROW ACCESS POLICY p ON t GRANT TO (@a)"],
  ];
  for (const [what, sql] of unreadable) {
    it(`cannot read one ${what}`, () =>
      expect(readSqlGrants(sql)).to.deep.equal({ grants: [], unreadable: true }));
  }

  it("does not take a second GRANT TO for the same table's", () =>
    expect(readSqlGrants(`CREATE ROW ACCESS POLICY p ON t GRANT ${to} GRANT ${to}`)).to.deep.equal({
      grants: [rows("t")],
      unreadable: true,
    }));
});
