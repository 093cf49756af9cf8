import { expect } from "chai";
import { bqGrants } from "../../../../policy/iam/commands/bq";
import type { CommandGrant, CommandGrants } from "../../../../policy/iam/commands/commandGrant";
import { HOLE } from "../../../../policy/parsers/shell";
import { UNKNOWN } from "../../../../policy/stack/plain";

const flags = ["--member=user:eve@acme.com", "--role", "roles/viewer"];

type Path = CommandGrant["on"]["path"];

const made = (kind: CommandGrant["on"]["kind"], ...path: Path): CommandGrant => ({
  roles: ["roles/viewer"],
  on: { kind, path },
  grantees: ["user:eve@acme.com"],
});

const found = (...grants: CommandGrant[]): CommandGrants => ({ grants, keyCreations: [], unreadable: false });

const nothing = found();

const unreadable: CommandGrants = { ...nothing, unreadable: true };

const words = (text: string, ...others: string[]) => [...text.split(" "), ...others];

const sql = "GRANT `roles/viewer` ON SCHEMA acme.crm TO 'user:eve@acme.com'";

const bySql = found(made("schema", "acme", "crm"));

describe("bqGrants", () => {
  describe("reads the binding on", () => {
    const table: readonly [string, string, CommandGrant["on"]["kind"], Path][] = [
      ["a table", "add-iam-policy-binding --table crm.users", "table", ["crm", "users"]],
      ["a table by one name", "add-iam-policy-binding --table users", "table", ["users"]],
      ["a table by the short flag", "add-iam-policy-binding -t users", "table", ["users"]],
      ["a table by its names", "add-iam-policy-binding acme.crm.users", "table", ["acme", "crm", "users"]],
      ["a table of a project", "add-iam-policy-binding acme:crm.users", "table", ["acme", "crm", "users"]],
      [
        "a table of the project apart",
        "--project_id=acme add-iam-policy-binding crm.users",
        "table",
        ["acme", "crm", "users"],
      ],
      [
        "a table of a project, and another apart",
        "--project_id=x add-iam-policy-binding acme:crm.users",
        "table",
        ["acme", "crm", "users"],
      ],
      [
        "three names, and another project apart",
        "--project_id=x add-iam-policy-binding acme.crm.users",
        "table",
        ["acme", "crm", "users"],
      ],
      ["a dataset", "add-iam-policy-binding --dataset acme.crm", "schema", ["acme", "crm"]],
      [
        "a dataset by the short flag",
        "--project_id=x add-iam-policy-binding -d acme.crm",
        "schema",
        ["acme", "crm"],
      ],
      ["a dataset by its name", "add-iam-policy-binding crm", "schema", ["crm"]],
      [
        "a dataset of the project apart",
        "--project_id acme add-iam-policy-binding -d crm",
        "schema",
        ["acme", "crm"],
      ],
      [
        "a dataset of the project apart without saying so",
        "--project_id acme add-iam-policy-binding crm",
        "schema",
        ["acme", "crm"],
      ],
      [
        "a dataset of an unknown project apart",
        `--project_id=${HOLE} add-iam-policy-binding crm`,
        "schema",
        [UNKNOWN, "crm"],
      ],
      [
        "a dataset of a project of a domain",
        "add-iam-policy-binding acme.com:old:crm",
        "schema",
        ["acme.com:old", "crm"],
      ],
      [
        "a table that is said to be none",
        "add-iam-policy-binding --notable --table=false crm",
        "schema",
        ["crm"],
      ],
      [
        "a table that is said not to be a dataset",
        "add-iam-policy-binding --dataset=false crm.users",
        "table",
        ["crm", "users"],
      ],
      ["a dataset of a project without a name", "add-iam-policy-binding :crm", "schema", [UNKNOWN, "crm"]],
      ["something unknown", `add-iam-policy-binding ${HOLE}`, "schema", [UNKNOWN]],
      ["an unknown table", `add-iam-policy-binding -t ${HOLE}`, "table", [UNKNOWN]],
      ["nothing", "add-iam-policy-binding", "schema", [UNKNOWN]],
    ];
    for (const [what, command, kind, path] of table) {
      it(what, () => expect(bqGrants(words(command, ...flags))).to.deep.equal(found(made(kind, ...path))));
    }

    it("a dataset without role and member", () =>
      expect(bqGrants(words("add-iam-policy-binding crm --role --member"))).to.deep.equal(
        found({ roles: [UNKNOWN], on: { kind: "schema", path: ["crm"] }, grantees: [UNKNOWN] }),
      ));
  });

  describe("reads the SQL of", () => {
    const params = (value: unknown) => `--params=${JSON.stringify(value)}`;
    const table: readonly [string, string[], CommandGrants][] = [
      ["a query", words("query --nouse_legacy_sql", sql), bySql],
      ["a query of several words", words("query", ...sql.split(" ")), bySql],
      ["a query behind two dashes", words("query --", sql), bySql],
      ["a query that is not known", words("query"), unreadable],
      ["a query with something unknown", words("query", `${sql}; ${HOLE}`), { ...bySql, unreadable: true }],
      [
        "a query with unknown names",
        words("query", `GRANT \`${HOLE}\` ON SCHEMA acme.${HOLE} TO 'user:${HOLE}'`),
        {
          ...found({
            roles: [UNKNOWN],
            on: { kind: "schema", path: ["acme", UNKNOWN] },
            grantees: [UNKNOWN],
          }),
          unreadable: true,
        },
      ],
      ["a scheduled query", words("mk --transfer_config", params({ query: sql })), bySql],
      [
        "a scheduled query that changes",
        words("update --transfer_config", "--params", JSON.stringify({ query: sql })),
        bySql,
      ],
      ["a scheduled query that is no text", words("mk", params({ query: [sql] })), nothing],
      ["a transfer without a query", words("mk", params({ bucket: sql })), nothing],
      ["parameters that are a list", words("mk", params([sql])), nothing],
      ["parameters that are not there", words("mk --params"), unreadable],
      ["parameters that are unknown", words(`mk --params=${HOLE}`), unreadable],
    ];
    for (const [what, args, expected] of table) {
      it(what, () => expect(bqGrants(args)).to.deep.equal(expected));
    }
  });

  describe("cannot read", () => {
    for (const command of ["set-iam-policy crm policy.json", "update --source access.json crm"]) {
      it(command, () => expect(bqGrants(words(command))).to.deep.equal({ ...unreadable, whole: true }));
    }
  });

  describe("finds nothing in", () => {
    const table = [
      "",
      "ls",
      "get-iam-policy crm",
      "remove-iam-policy-binding --member=x --role=y crm",
      "update --description x crm",
      "mk --source x crm",
      "show crm query",
    ];
    for (const command of table) {
      it(JSON.stringify(command), () => expect(bqGrants(words(command, ...flags))).to.deep.equal(nothing));
    }
  });
});
