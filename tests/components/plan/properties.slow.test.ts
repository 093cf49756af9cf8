import { expect } from "chai";
import * as fc from "fast-check";
import {
  DestinationMode,
  ModelOperation,
  Product,
  Profile,
  ReadApi,
  type SegmentBigQueryArgs,
  StateDatasetMode,
} from "../../../components/index";
import { checkArgs } from "../../../components/validate/validate";
import { type Place, placeIds } from "../../../components/plan/places";
import { childNamesOf, planFor } from "../../../components/plan/planFor";
import { products as facts } from "../../../policy/facts/products";
import { catalogueRole } from "../../../policy/facts/roles";
import { worksAt } from "../../../policy/facts/permissions";
import type { SourceRef } from "../../../policy/access/declaration";
import { bucketScope, needs } from "../../../policy/access/needs";
import { reaches, type Scope } from "../../../policy/iam/scope";

const project = fc.constantFrom("acme-analytics", "acme-lake", "acme-web");
const id = fc.constantFrom("crm", "web", "crm_web", "__segment_reverse_etl");
const source = fc.oneof(
  fc.record({ project }),
  fc.record({ project, dataset: id }, { requiredKeys: ["dataset"] }),
  fc.record({ project, dataset: id, table: id }, { requiredKeys: ["dataset", "table"] }),
);
const models = fc.record(
  {
    project,
    dataset: id,
    operations: fc.uniqueArray(fc.constantFrom(...Object.values(ModelOperation)), { minLength: 1 }),
  },
  { requiredKeys: ["dataset", "operations"] },
);
const dataset = fc.constantFrom("events", "orders");
const destination = fc.oneof(
  fc.record({ dataset, protect: fc.boolean() }),
  fc.record({ dataset, mode: fc.constant(DestinationMode.Existing) }),
);
const reading = fc.record({
  sources: fc.array(source, { maxLength: 6 }),
  models: fc.array(models, { maxLength: 3 }),
  connections: fc.array(fc.record({ project, connection: id }, { requiredKeys: ["connection"] }), {
    maxLength: 2,
  }),
  exportBuckets: fc.array(fc.record({ bucket: fc.constantFrom("exports", "models") }), { maxLength: 2 }),
  stateDataset: fc.record({ mode: fc.constantFrom(...Object.values(StateDatasetMode)) }),
  readApi: fc.constantFrom(...Object.values(ReadApi)),
});
const writing = fc
  .record({
    destinations: fc.uniqueArray(destination, { maxLength: 2, selector: (one) => one.dataset }),
    createsMore: fc.boolean(),
  })
  .map(({ destinations, createsMore }) => ({
    destinations,
    ...(createsMore ? { segmentCreatesDestinations: true } : {}),
  }));
/** Products that can share an account. */
const shared = Object.values(Product).filter((product) => product !== Product.SqlTraits);

const validArgs: fc.Arbitrary<SegmentBigQueryArgs> = fc
  .record({
    products: fc.subarray(shared, { minLength: 1 }),
    profile: fc.constantFrom(...Object.values(Profile)),
    reading,
    writing,
  })
  .map(({ products, profile, ...args }) => ({
    project: "acme-analytics",
    location: "EU",
    products,
    profile,
    ...(products.some((product) => facts[product].reads) ? args.reading : {}),
    ...(products.some((product) => facts[product].writes) ? args.writing : {}),
  }))
  .filter((args) => checkArgs(args).problems.length === 0);

describe("plan of grants, for any valid arguments", () => {
  it("names no two children alike, and does not depend on the order of sources and models", () => {
    fc.assert(
      fc.property(validArgs, (args) => {
        const parts = childNamesOf(planFor(args));
        expect(new Set(parts).size).to.equal(parts.length);
        const turned = {
          ...args,
          sources: [...(args.sources ?? [])].reverse(),
          models: [...(args.models ?? [])].reverse(),
        };
        expect(childNamesOf(planFor(turned)).sort()).to.deep.equal([...parts].sort());
      }),
    );
  });

  it("makes no grant twice: same role, same place", () => {
    fc.assert(
      fc.property(validArgs, (args) => {
        const made = planFor(args).grants.map(
          ({ place, role }) =>
            `${typeof role === "string" ? role : role.childName} ${JSON.stringify(placeIds(place))}`,
        );
        expect(new Set(made).size).to.equal(made.length);
      }),
    );
  });

  it("puts permissions into custom roles only where they work", () => {
    fc.assert(
      fc.property(validArgs, (args) => {
        for (const { place, role } of planFor(args).grants)
          if (typeof role !== "string")
            for (const permission of role.permissions)
              expect(works(permission, place.kind), permission).to.equal(true);
      }),
    );
  });

  it("uses a custom role only in the role's own project, and every role that it makes", () => {
    fc.assert(
      fc.property(validArgs, (args) => {
        const { roles, grants } = planFor(args);
        for (const { place, role } of grants)
          if (typeof role !== "string") expect(role.project).to.equal(place.project);
        expect(
          new Set(grants.map(({ role }) => role).filter((role) => typeof role !== "string")),
        ).to.deep.equal(new Set(roles));
      }),
    );
  });

  it("covers every need, and says so of permissions that the role holds", () => {
    fc.assert(
      fc.property(validArgs, (args) => {
        const { grants } = planFor(args);
        const declared = {
          project: "acme-analytics",
          products: args.products ?? [],
          profile: args.profile ?? Profile.Documented,
          readApi: args.readApi ?? ReadApi.Rest,
          sources: (args.sources ?? []).map((one) => ({ project: "acme-analytics", ...one }) as SourceRef),
          models: (args.models ?? []).map(({ dataset, operations, ...rest }) => ({
            project: (rest.project as string | undefined) ?? "acme-analytics",
            dataset: dataset as string,
            operations,
          })),
          connections: (args.connections ?? []).map((one) => ({
            project: (one.project as string | undefined) ?? "acme-analytics",
            location: (args.location as string).toLowerCase(),
            connection: one.connection as string,
          })),
          exportBuckets: (args.exportBuckets ?? []).map(({ bucket }) => bucket as string),
          stateDataset: { project: "acme-analytics", dataset: "__segment_reverse_etl" },
          segmentCreatesStateDataset: args.stateDataset?.mode === StateDatasetMode.MadeBySegment,
          destinations: (args.destinations ?? []).map((one) => ({
            project: "acme-analytics",
            dataset: one.dataset as string,
          })),
          segmentCreatesDestinations:
            args.segmentCreatesDestinations ?? (args.destinations ?? []).length === 0,
        };
        for (const { role, permissions } of grants) {
          const held = typeof role === "string" ? (catalogueRole(role)?.permissions ?? []) : role.permissions;
          expect(held).to.include.members([...permissions]);
        }
        for (const { permission, scope } of needs(declared)) {
          const carried = grants.some(
            ({ place, permissions }) =>
              permissions.includes(permission) &&
              works(permission, place.kind) &&
              reaches(scopeOf(place), scope),
          );
          expect(carried, `${permission} on ${JSON.stringify(scope)}`).to.equal(true);
        }
      }),
    );
  });
});

function scopeOf(place: Place): Scope {
  if (place.kind === "bucket") return bucketScope(place.bucket as string, "acme-analytics");
  return { kind: place.kind, ...placeIds(place) } as Scope;
}

/** Whether a permission does anything on a place of a kind. */
function works(permission: string, kind: Place["kind"]): boolean {
  return kind === "bucket" ? permission.startsWith("storage.") : worksAt(permission, kind);
}

describe("checks, for anything at all", () => {
  it("report problems and never fail", () => {
    const keys = fc.constantFrom(
      "project",
      "location",
      "products",
      "sources",
      "destinations",
      "connections",
      "exportBuckets",
      "models",
      "stateDataset",
      "key",
      "profile",
      "imports",
    );
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.dictionary(keys, fc.anything())), (args) => {
        for (const { property, reason } of checkArgs(args).problems) {
          expect(property).to.be.a("string").that.is.not.equal("");
          expect(reason).to.match(/; (give|leave|remove|there)/);
        }
      }),
    );
  });
});
