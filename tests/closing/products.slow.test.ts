import { expect } from "chai";
import { KeyMode, ModelOperation, Product, Profile, type SegmentBigQueryArgs } from "../../components/index";
import {
  customRoles,
  fitting,
  lost,
  permissionsOf,
  shared,
  stackFor,
  verdicts,
  withPermissions,
} from "./stack";

/** Every product, and every pair of those that can share an account. */
const combinations: readonly (readonly Product[])[] = [
  ...Object.values(Product).map((product) => [product]),
  ...shared.flatMap((one, i) => shared.slice(i + 1).map((other) => [one, other])),
];

function argsFor(products: readonly Product[], profile: Profile): SegmentBigQueryArgs {
  return fitting(
    {
      project: "acme-analytics",
      location: "EU",
      products: [...products],
      profile,
      key: { mode: KeyMode.None },
    },
    {
      sources: [
        { dataset: "crm" },
        { dataset: "web", table: "users" },
        { project: "acme-lake", dataset: "raw" },
      ],
      models: [{ dataset: "ml", operations: [ModelOperation.Predict, ModelOperation.Export] }],
      connections: [{ connection: "vertex" }, { project: "acme-lake", location: "us", connection: "vertex" }],
      exportBuckets: [{ bucket: "exports" }],
    },
    { destinations: [{ dataset: "events" }], segmentCreatesDestinations: true },
  );
}

/** What no role of the component holds on any scope, and no profile accepts. */
const never = "bigquery.datasets.delete";

describe("the closing property, product by product", function () {
  this.timeout(240_000);

  for (const products of combinations)
    for (const profile of Object.values(Profile)) {
      if (products.includes(Product.SqlTraits) && profile === Profile.Minimal) continue;

      it(`accepts what the component makes, a permission less is missing and one more is excess: ${products.join(" and ")}, ${profile}`, async () => {
        const resources = await stackFor(argsFor(products, profile));
        expect(verdicts(resources).map(({ message }) => message)).to.deep.equal([]);
        for (const role of customRoles(resources)) {
          const permissions = permissionsOf(role);
          for (const removed of permissions) {
            const left = withPermissions(
              resources,
              role,
              permissions.filter((one) => one !== removed),
            );
            const expected = lost(resources, left);
            const found = verdicts(left);
            const what = `${role.name} without ${removed}`;
            expect(
              found.map(({ rule }) => rule),
              what,
            ).to.deep.equal(
              Array(new Set(expected.map(({ scope }) => scope)).size).fill("missing-permissions"),
            );
            for (const { message } of found) expect(message, what).to.contain(removed);
            if (profile === Profile.Minimal) expect(found.length, what).to.be.greaterThan(0);
          }
          const wider = verdicts(withPermissions(resources, role, [...permissions, never]));
          expect(
            wider.map(({ rule }) => rule),
            role.name,
          ).to.include("excess-permissions");
          for (const { message } of wider) expect(message, role.name).to.contain(never);
        }
      });
    }
});
