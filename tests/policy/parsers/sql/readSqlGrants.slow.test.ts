import { expect } from "chai";
import fc from "fast-check";
import { readSqlGrants, type SqlGrant } from "../../../../policy/parsers/sql/readSqlGrants";

const segment = "serviceAccount:segment@acme.iam.gserviceaccount.com";

const grant = `GRANT \`roles/bigquery.dataViewer\` ON SCHEMA \`acme\`.crm TO "${segment}"`;

const made = (over: Partial<SqlGrant> = {}): SqlGrant => ({
  roles: ["roles/bigquery.dataViewer"],
  on: { kind: "schema", path: ["acme", "crm"] },
  grantees: [segment],
  ...over,
});

describe("readSqlGrants, of any text", () => {
  it("never throws, and finds a statement after whatever is complete before it", () => {
    const piece = fc.constantFrom(
      "GRANT",
      "ON",
      "TO",
      "`r`",
      "SCHEMA",
      "a.b",
      ",",
      ";",
      "(",
      ")",
      "EXECUTE IMMEDIATE",
      "'x'",
      "||",
      "CONCAT(",
      "ROW ACCESS POLICY",
      "BEGIN",
      "r'\\''",
      "-- x\n",
      "/* */",
      "@p",
      "REVOKE",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.string(), (pieces, noise) => {
        readSqlGrants(noise);
        readSqlGrants(`${pieces.join(" ")} ${noise}`);
        const { grants } = readSqlGrants(`${pieces.join(" ")}; ${grant}`);
        expect(grants.at(-1)).to.deep.equal(made());
      }),
      { numRuns: 1000 },
    );
  });

  describe("reads 300,000 characters within the time of a test:", () => {
    const patterns = [
      ...[
        "GRANT ",
        "GRANT x ON ",
        "GRANT,",
        "a.GRANT.x.ON.",
        "GRANT x ON a.b TO ",
        "GRANT `r` ON a TO 'x','y',",
      ],
      ...[
        "EXECUTE IMMEDIATE ",
        "EXECUTE IMMEDIATE 'a' || ",
        "EXECUTE IMMEDIATE CONCAT('a', ",
        "EXECUTE IMMEDIATE ((((",
      ],
      ...[
        "ROW ACCESS POLICY ON GRANT TO ",
        "'a' || ",
        "((",
        "\\",
        "/**/",
        "-",
        "--",
        "r'\\'' ",
        "' '",
        "`",
        "\n",
        "x-",
      ],
    ];
    for (const pattern of patterns) {
      it(JSON.stringify(pattern), () => {
        const sql = pattern.repeat(Math.ceil(300_000 / pattern.length));
        expect(readSqlGrants(sql).grants.length).to.be.at.most(sql.length / 10);
      }).timeout(5000);
    }
  });
});
