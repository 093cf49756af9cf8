import { expect } from "chai";
import { readCondition, remainingScopes } from "../../../../policy/iam/condition/readCondition";
import { type Scope, scopeText } from "../../../../policy/iam/scope";
import { UNKNOWN } from "../../../../policy/stack/plain";

const now = new Date("2026-11-22T12:00:00Z");

const acme: Scope = { kind: "project", project: "acme" };

const crm: Scope = { kind: "dataset", project: "acme", dataset: "crm" };

const users: Scope = { kind: "table", project: "acme", dataset: "crm", table: "users" };

const name = "projects/acme/datasets/crm";

const itself = `resource.name == "${name}"`;

const inside = `resource.name.startsWith("${name}/")`;

const oneTable = `resource.name == "${name}/tables/users"`;

function left(permission: string, granted: Scope, expression: string): string[] {
  return remainingScopes(`bigquery.${permission}`, granted, readCondition({ expression }, now)).map(
    scopeText,
  );
}

describe("remainingScopes", () => {
  const table: readonly [string, Scope, string, string[]][] = [
    ["datasets.get", acme, `${itself} || ${inside}`, ["dataset acme.crm"]],
    ["tables.list", acme, `${itself} || ${inside}`, ["dataset acme.crm"]],
    ["tables.getData", acme, `${itself} || ${inside}`, ["dataset acme.crm"]],
    ["datasets.get", acme, inside, []],
    ["tables.list", acme, inside, []],
    ["tables.create", acme, inside, []],
    ["tables.getData", acme, inside, ["dataset acme.crm"]],
    ["models.getData", acme, inside, ["dataset acme.crm"]],
    ["rowAccessPolicies.list", acme, inside, ["dataset acme.crm"]],
    ["tables.getData", acme, itself, []],
    ["tables.list", acme, itself, ["dataset acme.crm"]],
    ["jobs.create", acme, `${itself} || ${inside}`, []],
    ["datasets.create", acme, itself, []],
    [
      "tables.getData",
      acme,
      `${inside} && resource.type == "bigquery.googleapis.com/Table"`,
      ["dataset acme.crm"],
    ],
    ["models.getData", acme, `${inside} && resource.type == "bigquery.googleapis.com/Table"`, []],
    ["tables.getData", acme, oneTable, ["table acme.crm.users"]],
    ["tables.list", acme, oneTable, []],
    ["models.getData", acme, oneTable, []],
    ["tables.getData", acme, `resource.name.startsWith("${name}/tables/users/")`, []],
    [
      "rowAccessPolicies.list",
      acme,
      `resource.name.startsWith("${name}/tables/users/")`,
      ["table acme.crm.users"],
    ],
    ["tables.getData", crm, inside, ["dataset acme.crm"]],
    ["tables.getData", crm, oneTable, ["table acme.crm.users"]],
    ["tables.getData", users, inside, ["table acme.crm.users"]],
    ["tables.getData", { ...crm, dataset: "web" }, inside, []],
    ["tables.getData", { ...acme, project: "beta" }, inside, []],
    ["tables.getData", { kind: "folder", folder: "7" }, inside, ["dataset acme.crm"]],
    ["tables.getData", acme, "true", ["project acme"]],
    ["tables.getData", acme, "false", []],
    ["tables.getData", acme, `resource.name.startsWith("${name}")`, ["project acme"]],
  ];
  for (const [permission, granted, expression, scopes] of table) {
    it(`leaves ${scopes.join() || "nothing"} of ${permission} on ${JSON.stringify(granted)} if ${expression}`, () =>
      expect(left(permission, granted, expression)).to.deep.equal(scopes));
  }

  it("leaves all where there is no condition or it is not known yet", () => {
    expect(remainingScopes("bigquery.jobs.create", acme, { kind: "none" })).to.deep.equal([acme]);
    expect(remainingScopes("bigquery.jobs.create", acme, readCondition(UNKNOWN, now))).to.deep.equal([acme]);
  });

  it("leaves nothing of another service's permission on a dataset", () =>
    expect(
      remainingScopes("storage.objects.get", acme, readCondition({ expression: itself }, now)),
    ).to.deep.equal([]));
});
