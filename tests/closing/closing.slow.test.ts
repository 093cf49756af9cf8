import { expect } from "chai";
import * as fc from "fast-check";
import { Profile } from "../../components/args/enums";
import { catalogueRole } from "../../policy/facts/roles";
import type { TestResource } from "../policy/support";
import {
  customRoles,
  grantType,
  lost,
  permissionsOf,
  stackFor,
  validArgs,
  verdicts,
  withPermissions,
} from "./stack";

const withoutTheName = (resources: readonly TestResource[], name: string) =>
  resources.filter((one) => one.name !== name);

describe("the closing property: the component and the pack agree", function () {
  this.timeout(120_000);

  it("accepts whatever the component makes, in either profile", async () => {
    await fc.assert(
      fc.asyncProperty(validArgs, async (args) => {
        expect(verdicts(await stackFor(args)).map(({ message }) => message)).to.deep.equal([]);
      }),
      { numRuns: 25 },
    );
  });

  it("rejects it once a grant is gone, and names exactly the permissions that no other grant carries", async () => {
    await fc.assert(
      fc.asyncProperty(validArgs, fc.nat(), async (args, pick) => {
        const resources = await stackFor(args);
        const grants = resources.filter(({ type }) => grantType.test(type));
        const gone = grants[pick % grants.length];
        if (!gone) throw new Error("the component made no grant");
        const left = withoutTheName(resources, gone.name);
        const expected = lost(resources, left);
        const found = verdicts(left);
        expect(found.map(({ rule }) => rule)).to.deep.equal(
          Array(new Set(expected.map(({ scope }) => scope)).size).fill("missing-permissions"),
        );
        for (const { permission } of expected)
          expect(found.some(({ permissions }) => permissions?.includes(permission))).to.equal(true);
      }),
      { numRuns: 25 },
    );
  });

  it("rejects it once a custom role loses a permission that no other grant carries", async () => {
    await fc.assert(
      fc.asyncProperty(validArgs, fc.nat(), fc.nat(), async (args, pickRole, pickPermission) => {
        const resources = await stackFor({ ...args, profile: Profile.Minimal });
        const roles = customRoles(resources);
        const role = roles[pickRole % roles.length] as TestResource;
        const permissions = permissionsOf(role);
        const removed = permissions[pickPermission % permissions.length];
        const left = withPermissions(
          resources,
          role,
          permissions.filter((one) => one !== removed),
        );
        const found = verdicts(left);
        expect(found.length > 0).to.equal(lost(resources, left).length > 0);
        expect(
          found.every(
            ({ rule, message }) => rule === "missing-permissions" && message.includes(String(removed)),
          ),
        ).to.equal(true);
      }),
      { numRuns: 25 },
    );
  });

  it("rejects it once any grant is widened beyond what the profile accepts", async () => {
    const widening = fc.constantFrom(
      "bigquery.datasets.delete",
      "bigquery.datasets.update",
      "bigquery.tables.setIamPolicy",
      "storage.objects.get",
    );
    await fc.assert(
      fc.asyncProperty(validArgs, fc.nat(), widening, async (args, pick, permission) => {
        const resources = await stackFor({ ...args, profile: Profile.Minimal });
        const roles = customRoles(resources);
        const role = roles[pick % roles.length] as TestResource;
        const found = verdicts(withPermissions(resources, role, [...permissionsOf(role), permission]));
        expect(found).to.not.be.empty;
        expect(
          found.every(
            ({ rule, message }) =>
              ["excess-permissions", "privilege-escalation"].includes(rule) && message.includes(permission),
          ),
        ).to.equal(true);
      }),
      { numRuns: 25 },
    );
  });

  it("rejects it once any grant is joined by one of a role that no page names", async () => {
    await fc.assert(
      fc.asyncProperty(validArgs, fc.nat(), async (args, pick) => {
        const resources = await stackFor(args);
        const grants = resources.filter(({ type }) => grantType.test(type));
        const widened = grants[pick % grants.length];
        const owner = {
          ...widened,
          name: "widened",
          props: { ...widened?.props, role: "roles/bigquery.admin" },
        } as TestResource;
        const found = verdicts([...resources, owner]);
        expect([...new Set(found.map(({ rule }) => rule))].sort()).to.deep.equal([
          "excess-permissions",
          "privilege-escalation",
        ]);
        expect(catalogueRole("roles/bigquery.admin")).to.not.equal(undefined);
      }),
      { numRuns: 25 },
    );
  });
});
