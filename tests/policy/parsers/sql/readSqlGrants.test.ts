import { expect } from "chai";
import { readSqlGrants, type SqlGrant, type SqlTarget } from "../../../../policy/parsers/sql/readSqlGrants";

const segment = "serviceAccount:segment@acme.iam.gserviceaccount.com";

const grant = `GRANT \`roles/bigquery.dataViewer\` ON SCHEMA \`acme\`.crm TO "${segment}"`;

const made = (over: Partial<SqlGrant> = {}): SqlGrant => ({
  roles: ["roles/bigquery.dataViewer"],
  on: { kind: "schema", path: ["acme", "crm"] },
  grantees: [segment],
  ...over,
});

const on = (kind: SqlTarget, ...path: string[]) => made({ on: { kind, path } });

describe("readSqlGrants", () => {
  describe("finds the grant in", () => {
    const table: readonly [string, string, SqlGrant[]][] = [
      ["a statement", grant, [made()]],
      ["any case", `grant \`roles/bigquery.dataViewer\` on schema acme.crm to '${segment}';`, [made()]],
      [
        "many lines with comments",
        grant.replaceAll(" ", " -- a comment; 'x\n # another `\n /* REVOKE \n */ "),
        [made()],
      ],
      ["a script", `SELECT 1; ${grant}; ${grant}; SELECT 2`, [made(), made()]],
      ["a name in one pair of backticks", grant.replace("`acme`.crm", "`acme.crm`"), [made()]],
      [
        "a name with dashes",
        grant.replace("`acme`.crm", "acme-prod-1a.crm"),
        [on("schema", "acme-prod-1a", "crm")],
      ],
      [
        "a project of a domain",
        grant.replace("`acme`.crm", "`acme.com:prod.crm`"),
        [on("schema", "acme.com:prod", "crm")],
      ],
      ["a name without a project", grant.replace("`acme`.crm", "crm"), [on("schema", "crm")]],
      ["a table", grant.replace("SCHEMA `acme`", "TABLE acme"), [on("table", "acme", "crm")]],
      [
        "an external table",
        grant.replace("SCHEMA `acme`", "EXTERNAL TABLE acme"),
        [on("table", "acme", "crm")],
      ],
      ["a view", grant.replace("SCHEMA", "VIEW"), [on("view", "acme", "crm")]],
      ["a materialized view", grant.replace("SCHEMA", "MATERIALIZED VIEW"), [on("view", "acme", "crm")]],
      ["a table function", grant.replace("SCHEMA", "TABLE FUNCTION"), [on("routine", "acme", "crm")]],
      ["a dataset by its other name", grant.replace("SCHEMA", "DATASET"), [made()]],
      ["a project", grant.replace("SCHEMA `acme`.crm", "PROJECT acme"), [on("project", "acme")]],
      ["something unheard of", grant.replace("SCHEMA", "TO_STRING"), [on("other", "acme", "crm")]],
      ["something without a type", grant.replace("SCHEMA", ""), [on("other", "acme", "crm")]],
      [
        "several roles and grantees",
        `GRANT \`roles/bigquery.user\`, \`projects/acme/roles/x\` ON PROJECT acme TO '${segment}', "specialGroup:allUsers"`,
        [
          {
            roles: ["roles/bigquery.user", "projects/acme/roles/x"],
            on: { kind: "project", path: ["acme"] },
            grantees: [segment, "specialGroup:allUsers"],
          },
        ],
      ],
      [
        "texts of all kinds",
        grant.replace(`"${segment}"`, `'''${segment}''', """${segment}""", r'${segment}'`),
        [made({ grantees: [segment, segment, segment] })],
      ],
      [
        "a text with escapes",
        grant.replace("serviceAccount:", "service\\x41cc\\u006fu\\156t\\U0000003a"),
        [made()],
      ],
      ["a block", `BEGIN ${grant}; EXCEPTION WHEN ERROR THEN ${grant}; END`, [made(), made()]],
      [
        "branches and loops",
        `IF x THEN ${grant}; ELSE ${grant}; END IF; LOOP ${grant}; END LOOP`,
        [made(), made(), made()],
      ],
      ["a procedure", `CREATE OR REPLACE PROCEDURE crm.p(x STRING) BEGIN ${grant}; END`, [made()]],
      ["EXECUTE IMMEDIATE", `EXECUTE IMMEDIATE '''${grant}'''`, [made()]],
      [
        "EXECUTE IMMEDIATE with a parameter it does not need",
        `EXECUTE IMMEDIATE '''${grant}''' USING 1 AS x;`,
        [made()],
      ],
      ["texts put together", `EXECUTE IMMEDIATE 'GR' || "ANT" || ('''${grant.slice(5)}''')`, [made()]],
      ["CONCAT", `EXECUTE IMMEDIATE CONCAT('GRANT ', concat('''${grant.slice(6)}'''))`, [made()]],
      [
        "FORMAT",
        `EXECUTE IMMEDIATE FORMAT('''GRANT \`%s\` ON SCHEMA \`acme\`.crm TO "%s"''', 'roles/bigquery.dataViewer', '${segment}')`,
        [made()],
      ],
      [
        "EXECUTE IMMEDIATE twice",
        `EXECUTE IMMEDIATE '''EXECUTE IMMEDIATE """${grant.replaceAll('"', "'")}"""'''`,
        [made()],
      ],
      [
        "a row access policy",
        `CREATE OR REPLACE ROW ACCESS POLICY IF NOT EXISTS eu ON acme.crm.users GRANT TO ('${segment}', "allUsers") FILTER USING (region = "EU")`,
        [
          {
            roles: ["roles/bigquery.filteredDataViewer"],
            on: { kind: "table", path: ["acme", "crm", "users"] },
            grantees: [segment, "allUsers"],
          },
        ],
      ],
      ["what follows a column named grant", `SELECT a.grant, grant FROM t; ${grant}`, [made()]],
      ["what follows a REVOKE", `REVOKE \`roles/x\` ON SCHEMA crm FROM "${segment}"; ${grant}`, [made()]],
    ];
    for (const [what, sql, grants] of table) {
      it(what, () => expect(readSqlGrants(sql)).to.deep.equal({ grants, unreadable: false }));
    }
  });

  describe("finds none in", () => {
    const table: readonly [string, string][] = [
      ["nothing", ""],
      ["a query", "SELECT * FROM acme.crm.users WHERE name = 'grant'"],
      ["a line comment", `SELECT 1 -- ${grant}`],
      ["a comment after a hash", `# ${grant}\nSELECT 1`],
      ["a block comment", `/* ${grant} */ SELECT 1`],
      ["a text", `SELECT '''${grant}'''`],
      ["a raw text that ends with a backslash and a quote", `SELECT r'\\'; ${grant.replaceAll("'", "")} --'`],
      ["a name", "SELECT `GRANT x ON SCHEMA y TO 'z'` FROM t"],
      ["a REVOKE", grant.replace("GRANT", "REVOKE").replace(" TO ", " FROM ")],
      ["a column named grant", "SELECT grant, x.grant AS grant FROM t JOIN u ON t.grant = u.grant"],
      ["dynamic SQL that is known and grants nothing", "EXECUTE IMMEDIATE 'SELECT ?' INTO y USING 1"],
      ["a row access policy for nobody", "CREATE ROW ACCESS POLICY p ON t FILTER USING (TRUE)"],
    ];
    for (const [what, sql] of table) {
      it(what, () => expect(readSqlGrants(sql)).to.deep.equal({ grants: [], unreadable: false }));
    }
  });

  describe("cannot read", () => {
    const table: readonly [string, string, SqlGrant[]][] = [
      [
        "dynamic SQL from a variable",
        `DECLARE s STRING DEFAULT 'x'; EXECUTE IMMEDIATE s; ${grant}`,
        [made()],
      ],
      ["dynamic SQL from a parameter", "EXECUTE IMMEDIATE @s", []],
      [
        "dynamic SQL that is partly a variable",
        `EXECUTE IMMEDIATE 'GRANT ' || role || ' ON SCHEMA x TO "y"'`,
        [],
      ],
      ["dynamic SQL with another operator", `EXECUTE IMMEDIATE '${"x"}' + y`, []],
      ["dynamic SQL from another function", `EXECUTE IMMEDIATE REPLACE('x', 'x', '''${grant}''')`, []],
      ["a FORMAT that is not read", "EXECUTE IMMEDIATE FORMAT('%T', 'x')", []],
      ["a FORMAT that lacks an argument", "EXECUTE IMMEDIATE FORMAT('%s %s', 'x')", []],
      ["a FORMAT of nothing", "EXECUTE IMMEDIATE FORMAT()", []],
      ["parentheses that do not close", "EXECUTE IMMEDIATE ('x'", []],
      ["arguments that do not close", "EXECUTE IMMEDIATE CONCAT('x' 'y')", []],
      ["dynamic SQL in dynamic SQL that is unknown", "EXECUTE IMMEDIATE 'EXECUTE IMMEDIATE s'", []],
      ["parentheses without end", `EXECUTE IMMEDIATE ${"(".repeat(100_000)}`, []],
      ["a grantee from a parameter", "GRANT `roles/x` ON SCHEMA crm TO @who", []],
      ["a grant without a role", `GRANT ON SCHEMA crm TO "${segment}"`, []],
      ["a grant without a grantee", "GRANT `roles/x` ON SCHEMA crm TO", []],
      ["a grant without a target", "GRANT `roles/x`; SELECT 1", []],
      ["a grant without a name", `GRANT \`roles/x\` ON TO "${segment}"`, []],
      ["a list of grantees that does not close", `GRANT \`roles/x\` ON SCHEMA crm TO ("${segment}"`, []],
      [
        "a row access policy's parameter",
        "CREATE ROW ACCESS POLICY p ON t GRANT TO (@who) FILTER USING (TRUE)",
        [],
      ],
      ["a text that does not end", `${grant}; SELECT 'x`, [made()]],
      ["a text that ends in a backslash", "SELECT 'x\\", []],
      ["a text over two lines", `SELECT 'x\ny'; ${grant}`, []],
      ["a name that does not end", "SELECT `x", []],
      ["a comment that does not end", `/* ${grant}`, []],
      ["what is longer than any query", `${grant};${" ".repeat(2_000_000)}`, []],
    ];
    for (const [what, sql, grants] of table) {
      it(what, () => expect(readSqlGrants(sql)).to.deep.equal({ grants, unreadable: true }));
    }
  });

  it("gives up on dynamic SQL nested six times", () => {
    const quoted = (text: string) => `EXECUTE IMMEDIATE ${JSON.stringify(text)}`;
    const nested = (times: number) => Array.from({ length: times }).reduce<string>(quoted, grant);
    expect(readSqlGrants(nested(5))).to.deep.equal({ grants: [made()], unreadable: false });
    expect(readSqlGrants(nested(6))).to.deep.equal({ grants: [], unreadable: true });
  });
});
