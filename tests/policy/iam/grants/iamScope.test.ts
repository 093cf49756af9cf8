import { expect } from "chai";
import { make, type TestResource, unknown } from "../../support";
import { only, told, urnOf } from "./support";

const role = "roles/iam.serviceAccountTokenCreator";

const member = "user:ann@acme.com";

const grant = (serviceAccountId: unknown, ...from: readonly string[]): TestResource => ({
  type: "gcp:serviceaccount/iAMMember:IAMMember",
  name: "it",
  props: { serviceAccountId, role, member },
  from: { serviceAccountId: from },
});

const at = (project: string, email: string, ...unknownParts: readonly string[]) =>
  only({
    shape: "member",
    scope: { kind: "serviceAccount", project, email },
    role,
    member,
    ...(unknownParts.length > 0 ? { unknown: unknownParts } : {}),
  });

const account = make.account({ uniqueId: "100" });

const other: TestResource = {
  ...account,
  name: "other",
  props: { accountId: "other", project: "lake", uniqueId: "200" },
};

const unplaced: TestResource = { ...account, name: "unplaced", props: { accountId: "unplaced" } };

const dataset: TestResource = {
  type: "gcp:bigquery/dataset:Dataset",
  name: "crm",
  props: { project: "acme", datasetId: "crm" },
};

describe("the scope of a grant on a service account", () => {
  const rows: readonly [string, unknown, string, string][] = [
    ["an address", make.email, "acme", make.email],
    ["an address in capitals", make.email.toUpperCase(), "acme", make.email],
    ["a path", `projects/acme/serviceAccounts/${make.email}`, "acme", make.email],
    ["a path whose project is left open", `projects/-/serviceAccounts/${make.email}`, "acme", make.email],
    [
      "a path whose project the address contradicts",
      `projects/lake/serviceAccounts/${make.email}`,
      "acme",
      make.email,
    ],
    [
      "a path to an account of Google's",
      "projects/acme/serviceAccounts/7-compute@developer.gserviceaccount.com",
      "acme",
      "7-compute@developer.gserviceaccount.com",
    ],
    [
      "a path to an account of Google's whose project is left open",
      "projects/-/serviceAccounts/7-compute@developer.gserviceaccount.com",
      "-",
      "7-compute@developer.gserviceaccount.com",
    ],
    ["the number of an account of the stack", "200", "lake", "other@lake.iam.gserviceaccount.com"],
    [
      "a path with the number of an account of the stack",
      "projects/-/serviceAccounts/100",
      "acme",
      make.email,
    ],
    [
      "no path: it begins with something else",
      `x/projects/p/serviceAccounts/${make.email}`,
      "acme",
      `x/projects/p/serviceaccounts/${make.email}`,
    ],
    [
      "no path: it goes on",
      "projects/p/serviceAccounts/7@developer.gserviceaccount.com/keys/1",
      "-",
      "projects/p/serviceaccounts/7@developer.gserviceaccount.com/keys/1",
    ],
  ];
  for (const [what, value, project, email] of rows)
    it(`is read from ${what}`, () => {
      expect(told(grant(value), account, other)).to.deep.equal(at(project, email));
    });

  it("is not known where a number is that of no account of the stack", () => {
    expect(told(grant("1002"), account, other)).to.deep.equal(at("-", "1002", "serviceAccountId"));
    expect(told(grant("projects/acme/serviceAccounts/300"), account, other)).to.deep.equal(
      at("acme", "300", "serviceAccountId"),
    );
  });

  it("is the one account that the property comes from while it is not known", () => {
    expect(told(grant(unknown, "crm", "other"), account, other, dataset)).to.deep.equal(
      at("lake", "other@lake.iam.gserviceaccount.com"),
    );
  });

  it("is that account by its URN while its address is not known", () => {
    expect(told(grant(unknown, "unplaced"), unplaced)).to.deep.equal(at("-", urnOf(unplaced)));
  });

  it("is the account of that number even while its address is not known", () => {
    const numbered = { ...unplaced, props: { project: "acme", uniqueId: "400" } };
    expect(told(grant("400"), numbered)).to.deep.equal(at("acme", urnOf(unplaced)));
  });

  it("is not known where the property comes from two accounts, or from none", () => {
    const open = at("-", "(serviceAccountId of it, not known yet)", "serviceAccountId");
    expect(told(grant(unknown, "segment", "other"), account, other)).to.deep.equal(open);
    expect(told(grant(unknown, "crm"), dataset)).to.deep.equal(open);
    expect(told(grant(undefined))).to.deep.equal(open);
  });
});
