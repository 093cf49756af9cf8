import { expect } from "chai";
import { undeterminedPaths } from "../../../policy/impersonation/outgoing";
import { unresolvedGrants } from "../../../policy/impersonation/undeterminedImpersonators";
import { access } from "../access/stackFrom";
import { make, type TestResource, unknown } from "../support";
import {
  address,
  ann,
  as,
  condition,
  entitlement,
  expired,
  keyAdmin,
  loader,
  onAccount,
  onProject,
  segment,
  threeAccounts,
  tokens,
} from "./stacks";

describe("undeterminedPaths", () => {
  const byLoader = onAccount("0", loader, tokens, as(segment));
  const found = (...grants: readonly TestResource[]) =>
    undeterminedPaths(access([...threeAccounts, byLoader, ...grants])).map(
      (one) =>
        `${one.grant.resourceName} ${one.segment.identity} ${one.account.identity} ${String(one.property)}`,
    );
  const open = onProject("1", unknown, as(loader));

  it("undetermined while a role of an account that Segment can act as is not known, and names it once", () => {
    expect(found(open)).to.deep.equal([`1 ${segment} ${loader} role`]);
    expect(found(open, onAccount("2", loader, keyAdmin, as(segment)))).to.deep.equal([
      `1 ${segment} ${loader} role`,
    ]);
    expect(found(onAccount("1", address("ci"), unknown, as(loader)))).to.deep.equal([
      `1 ${segment} ${loader} role`,
    ]);
  });

  for (const [title, grant] of [
    ["a role that is known", onProject("1", "roles/viewer", as(loader))],
    ["a role on a dataset", make.datasetMember("1", "crm", unknown, { member: as(loader) })],
    ["a role on request", entitlement("1", unknown, as(loader))],
    ["a role that has expired", onProject("1", unknown, as(loader), expired)],
    [
      "a role that a condition narrows to data",
      onProject(
        "1",
        unknown,
        as(loader),
        condition('resource.name.startsWith("projects/acme/datasets/crm/tables/users")'),
      ),
    ],
    ["a role of others", onProject("1", unknown, as(address("ci")))],
  ] as const)
    it(`accepts ${title}`, () => {
      expect(found(grant)).to.deep.equal([]);
    });
});

describe("unresolvedGrants", () => {
  const role = "projects/lab/roles/mine";
  const found = (...grants: readonly TestResource[]) =>
    unresolvedGrants(access([...threeAccounts, ...grants])).map(
      (one) => `${one.grant.resourceName} ${one.segment.identity} ${one.role} ${one.member}`,
    );

  it("undetermined for a custom role on Segment's account that the stack does not make, and names its holder", () => {
    expect(found(onAccount("1", segment, role, ann), onAccount("2", segment, role, unknown))).to.deep.equal([
      `1 ${segment} ${role} ${ann}`,
      `2 ${segment} ${role} somebody who is not known yet`,
    ]);
  });

  it("accepts a custom role that the stack makes", () => {
    const custom = make.customRole("mine", ["iam.serviceAccounts.get"]);
    expect(found(custom, onAccount("1", segment, "projects/acme/roles/mine", ann))).to.deep.equal([]);
  });

  for (const [title, grant] of [
    ["a role that the catalogue leaves out", onAccount("1", segment, "roles/x", ann)],
    ["a role that is known", onAccount("1", segment, tokens, ann)],
    ["a role that is not known yet", onAccount("1", segment, unknown, ann)],
    ["a role on another account", onAccount("1", loader, role, ann)],
    ["a role above the account", onProject("1", role, ann)],
    ["a role for the account itself", onAccount("1", segment, role, as(segment))],
    ["a role that has expired", onAccount("1", segment, role, ann, expired)],
    ["a role for nobody", onAccount("1", segment, role, "deleted:user:ann@acme.com?uid=1")],
  ] as const)
    it(`accepts ${title}`, () => {
      expect(found(grant)).to.deep.equal([]);
    });
});
