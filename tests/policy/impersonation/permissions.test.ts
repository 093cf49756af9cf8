import { expect } from "chai";
import { impersonationAmong } from "../../../policy/facts/permissions";
import { reachesAccounts } from "../../../policy/iam/scope";
import { impersonationOf } from "../../../policy/impersonation/graph";
import { access } from "../access/stackFrom";
import { make, type TestResource, today, unknown } from "../support";
import { account, address, ann, condition, expired, onAccount, onFolder, onProject, tokens } from "./stacks";

const found = (...resources: TestResource[]) =>
  access(resources).grants.map((grant) => {
    const impersonation = impersonationOf(grant, today);
    if (impersonation === undefined) return undefined;
    const { role, permissions, written, account: on, note } = impersonation;
    expect(impersonation.grant).to.equal(grant);
    expect(impersonation.scope).to.equal(grant.scope);
    return { role, permissions, written, account: on, note };
  });

const accessToken = "iam.serviceAccounts.getAccessToken";

const tokenPower = {
  role: tokens,
  permissions: [
    accessToken,
    "iam.serviceAccounts.getOpenIdToken",
    "iam.serviceAccounts.implicitDelegation",
    "iam.serviceAccounts.signBlob",
    "iam.serviceAccounts.signJwt",
  ],
  written: [],
  account: undefined,
  note: undefined,
};

describe("the power to act as an account", () => {
  it("is over one account, or over all below a scope", () => {
    expect(found(onAccount("1", address("loader"), tokens, ann))).to.deep.equal([
      { ...tokenPower, account: address("loader") },
    ]);
    expect(found(onProject("1", tokens, ann), onFolder("2", tokens, ann))).to.deep.equal([
      tokenPower,
      tokenPower,
    ]);
  });

  it("is said as a custom role writes it, only what counts", () => {
    const permissions = [
      "iam.serviceAccounts.getA*",
      "iam.serviceAccountKeys.create",
      "iam.serviceAccounts.get",
    ];
    expect(
      found(make.customRole("x", permissions), onProject("1", "projects/acme/roles/x", ann)),
    ).to.deep.equal([
      {
        role: "projects/acme/roles/x",
        permissions: [accessToken, "iam.serviceAccountKeys.create"],
        written: permissions.slice(0, 2),
        account: undefined,
        note: undefined,
      },
    ]);
  });

  it("says why a condition narrows nothing", () => {
    expect(found(onProject("1", tokens, ann, condition("true")))).to.deep.equal([
      { ...tokenPower, note: "it is always true" },
    ]);
  });

  const none: readonly [string, TestResource][] = [
    ["by a role without such a permission", onProject("1", "roles/iam.serviceAccountViewer", ann)],
    ["by a role that nobody knows", onProject("1", "roles/x", ann)],
    ["by a role that is not known yet", onProject("1", unknown, ann)],
    ["on a dataset", make.datasetMember("1", "crm", tokens)],
    ["once the condition has expired", onProject("1", tokens, ann, expired)],
    ["while the condition is not known", onProject("1", tokens, ann, condition(unknown))],
    [
      "under a condition that leaves a dataset",
      onProject("1", tokens, ann, condition('resource.name == "projects/acme/datasets/crm"')),
    ],
  ];
  for (const [title, grant] of none)
    it(`is none ${title}`, () => {
      expect(found(account("loader"), grant)).to.deep.equal([undefined]);
    });

  it("is the same list for the same role", () => {
    const permissions = ["a", "iam.serviceAccounts.actAs", "b"];
    expect(impersonationAmong(permissions)).to.deep.equal(["iam.serviceAccounts.actAs"]);
    expect(impersonationAmong(permissions)).to.equal(impersonationAmong(permissions));
    expect(impersonationAmong([...permissions])).to.deep.equal(["iam.serviceAccounts.actAs"]);
  });

  it("reaches accounts from a project and above, and from the account itself", () => {
    const reaching = [
      { kind: "organization", organization: "9" },
      { kind: "folder", folder: "7" },
      { kind: "project", project: "acme" },
      { kind: "serviceAccount", project: "acme", email: "a@acme" },
    ] as const;
    const others = [
      { kind: "dataset", project: "acme", dataset: "crm" },
      { kind: "table", project: "acme", dataset: "crm", table: "t" },
      { kind: "routine", project: "acme", dataset: "crm", routine: "r" },
      { kind: "connection", project: "acme", connection: "c" },
      { kind: "other", type: "storage bucket", id: "b", project: "acme" },
    ] as const;
    expect(reaching.map(reachesAccounts)).to.deep.equal([true, true, true, true]);
    expect(others.map(reachesAccounts)).to.deep.equal([false, false, false, false, false]);
  });
});
