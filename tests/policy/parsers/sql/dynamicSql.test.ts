import { expect } from "chai";
import { readSqlGrants } from "../../../../policy/parsers/sql/readSqlGrants";

const grant = 'GRANT `roles/viewer` ON SCHEMA acme.crm TO "user:eve@acme.com"';

const made = (grantee = "user:eve@acme.com") => ({
  roles: ["roles/viewer"],
  on: { kind: "schema", path: ["acme", "crm"] },
  grantees: [grantee],
});

const text = `'${grant}'`;

describe("readSqlGrants of EXECUTE IMMEDIATE", () => {
  describe("reads", () => {
    const table: readonly [string, string, string[]][] = [
      ["a text", text, ["user:eve@acme.com"]],
      ["a text and what follows", `${text}; ${grant}`, ["user:eve@acme.com", "user:eve@acme.com"]],
      ["a text into a variable", `${text} INTO x`, ["user:eve@acme.com"]],
      ["a text with parameters", `${text} USING 1`, ["user:eve@acme.com"]],
      ["the last statement of a block", `${text} END`, ["user:eve@acme.com"]],
      [
        "parts",
        `'${grant.slice(0, 9)}' || ('${grant.slice(9, 30)}' || '${grant.slice(30)}')`,
        ["user:eve@acme.com"],
      ],
      ["one part of CONCAT", `concat(${text})`, ["user:eve@acme.com"]],
      [
        "parts of CONCAT",
        `CONCAT('${grant.slice(0, 9)}', '${grant.slice(9, 30)}' || '', '${grant.slice(30)}')`,
        ["user:eve@acme.com"],
      ],
      [
        "a format with a percent",
        `FORMAT('${grant.replace("eve", "%s%%")}', 'adam')`,
        ["user:adam%@acme.com"],
      ],
      [
        "a format's arguments in turn",
        `FORMAT('${grant.replace("eve@acme", "%s@%s")}', 'a', CONCAT('b', 'c'))`,
        ["user:a@bc.com"],
      ],
      ["a format with more arguments than it takes", `FORMAT(${text}, 'a')`, ["user:eve@acme.com"]],
      ["twenty parentheses", `${"(".repeat(20)}${text}${")".repeat(20)}`, ["user:eve@acme.com"]],
      ["twenty functions", `${"CONCAT(".repeat(20)}${text}${")".repeat(20)}`, ["user:eve@acme.com"]],
    ];
    for (const [what, expression, grantees] of table) {
      it(what, () =>
        expect(readSqlGrants(`EXECUTE IMMEDIATE ${expression}`)).to.deep.equal({
          grants: grantees.map(made),
          unreadable: false,
        }),
      );
    }
  });

  describe("cannot read", () => {
    const table: readonly [string, string][] = [
      ["nothing", ""],
      ["what ends behind an operator", `${text} ||`],
      ["what ends within a function", "CONCAT("],
      ["what ends behind an argument", `CONCAT(${text},`],
      ["a function without parentheses", `CONCAT ${text}`],
      ["a function's name in backticks", `\`CONCAT\`(${text})`],
      ["another function", `UPPER(${text})`],
      ["arguments without a comma", `CONCAT(${text} || '' x '')`],
      ["an argument that is a sum", `CONCAT(${text} + '')`],
      ["parentheses around two texts", `(${text} '')`],
      ["two texts", `${text} ''`],
      ["a text and a word", `${text} x`],
      ["a name", `\`${grant.replaceAll("`", "")}\``],
      ["a percent at the end of a format", `FORMAT('${grant} %')`],
      ["another specifier", `FORMAT('${grant} %d', '1')`],
      ["a format that lacks an argument", `FORMAT('${grant.replace("eve", "%s")}')`],
      ["a format that lacks one before another specifier", `FORMAT('${grant} %s')`],
      ["21 parentheses", `${"(".repeat(21)}${text}${")".repeat(21)}`],
      ["21 functions", `${"CONCAT(".repeat(21)}${text}${")".repeat(21)}`],
    ];
    for (const [what, expression] of table) {
      it(what, () => {
        const read = readSqlGrants(`EXECUTE IMMEDIATE ${expression}`);
        expect(read).to.deep.equal({ grants: [], unreadable: true });
      });
    }
  });

  it("finds nothing where either word stands alone", () => {
    for (const sql of ["SELECT execute, immediate FROM t", "SELECT execute 'x'", "IMMEDIATE x"])
      expect(readSqlGrants(sql)).to.deep.equal({ grants: [], unreadable: false });
  });
});
