import { expect } from "chai";
import { packConfig } from "../../../policy/access/config";
import { needs } from "../../../policy/access/needs";
import { declarationOf } from "../../../policy/access/readDeclaration";
import { type ProductName, productNames, products } from "../../../policy/facts/products";
import { type Scope, scopeKey, scopeText } from "../../../policy/iam/scope";
import { toPlain } from "../../../policy/stack/plain";
import { make, messages, type TestResource } from "../support";

/** Every product, and every pair. */
const sets: readonly (readonly ProductName[])[] = [
  ...productNames.map((name) => [name]),
  ...productNames.flatMap((one, at) => productNames.slice(at + 1).map((other) => [one, other])),
];

/** What may be declared beside the products, as far as one of them does it. */
const reading = {
  sources: ["acme.crm", "acme.web.events", "other"],
  readApi: "STORAGE",
  models: [{ dataset: "ml", operations: ["predict", "replace", "export"] }],
  connections: ["eu.vertex"],
  exportBuckets: ["acme-models"],
};

function configFor(names: readonly ProductName[], made: boolean): object {
  const reads = names.some((name) => products[name].reads);
  const writes = names.some((name) => products[name].writes);
  return {
    products: names,
    profile: "minimal",
    ...(reads ? { ...reading, segmentCreatesStateDataset: made } : {}),
    ...(writes ? (made ? { segmentCreatesDestinations: true } : { destinations: ["raw", "data.raw"] }) : {}),
  };
}

interface Held {
  readonly scope: Scope;
  readonly permissions: readonly string[];
}

/** What is needed, by scope. */
function neededFor(config: object): Held[] {
  const identity = { identity: make.email, home: "acme", others: new Set<string>() };
  const byScope = new Map<string, { scope: Scope; permissions: string[] }>();
  for (const { scope, permission } of needs(
    declarationOf(undefined, packConfig(toPlain(config)), identity),
  )) {
    const held = byScope.get(scopeKey(scope)) ?? { scope, permissions: [] };
    held.permissions.push(permission);
    byScope.set(scopeKey(scope), held);
  }
  return [...byScope.values()];
}

/** A stack that grants just that, by a custom role for each scope. */
function stackOf(all: readonly Held[]): TestResource[] {
  return [
    make.account(),
    ...all.flatMap(({ scope, permissions }, at): TestResource[] => {
      const project = ("project" in scope ? scope.project : undefined) ?? "acme";
      const id = `needs${at}`;
      const role = `projects/${project}/roles/${id}`;
      return [make.customRole(id, permissions, { project, name: role }), grantAt(`grant${at}`, scope, role)];
    }),
  ];
}

function grantAt(name: string, scope: Scope, role: string): TestResource {
  switch (scope.kind) {
    case "project":
      return make.projectMember(name, role, { project: scope.project });
    case "dataset":
      return make.datasetMember(name, scope.dataset, role, { project: scope.project });
    case "table":
      return make.tableMember(name, scope.dataset, scope.table, role, { project: scope.project });
    case "connection":
      return {
        type: "gcp:bigquery/connectionIamMember:ConnectionIamMember",
        name,
        props: {
          project: scope.project,
          location: scope.location,
          connectionId: scope.connection,
          role,
          member: make.member,
        },
      };
    case "other":
      return {
        type: "gcp:storage/bucketIAMMember:BucketIAMMember",
        name,
        props: { bucket: scope.id, role, member: make.member },
      };
    default:
      return expect.fail(`nothing is needed on a ${scope.kind}`);
  }
}

/** A permission that no product needs at a scope of the kind. */
const superfluous: Readonly<Partial<Record<Scope["kind"], string>>> = {
  project: "bigquery.jobs.listAll",
  dataset: "bigquery.routines.create",
  table: "bigquery.tables.export",
  connection: "bigquery.connections.update",
  other: "storage.objects.get",
};

describe("what each product, and each pair of products, needs", () => {
  for (const names of sets)
    for (const made of [false, true]) {
      const config = configFor(names, made);
      const held = neededFor(config);
      const title = `${names.join(" and ")}${made ? ", Segment making its datasets" : ""}`;

      it(`accepts just that, in either profile: ${title}`, () => {
        for (const profile of ["minimal", "documented"])
          expect(messages(stackOf(held), { ...config, profile }), profile).to.deep.equal([]);
      });

      it(`rejects every permission less, and names it: ${title}`, () => {
        for (const less of held)
          for (const permission of less.permissions) {
            const rest = held.map((one) =>
              one === less
                ? { ...one, permissions: one.permissions.filter((other) => other !== permission) }
                : one,
            );
            const found = messages(stackOf(rest), config);
            expect(found, `${permission} on ${scopeText(less.scope)}`).to.have.length(1);
            expect(found[0]).to.include(`lacks ${permission} on ${scopeText(less.scope)}. It needs this to `);
            expect(found[0]).to.match(/^mandatory: .*\[missing-permissions\]$/);
          }
      });

      it(`rejects one permission more, and names it: ${title}`, () => {
        for (const more of held) {
          const extra =
            superfluous[more.scope.kind] ?? expect.fail(`nothing is needed on a ${more.scope.kind}`);
          const all = held.map((one) =>
            one === more ? { ...one, permissions: [...one.permissions, extra] } : one,
          );
          const found = messages(stackOf(all), config);
          expect(found, `${extra} on ${scopeText(more.scope)}`).to.have.length(1);
          expect(found[0])
            .to.include(extra)
            .and.include(`on ${scopeText(more.scope)}`);
          expect(found[0]).to.match(/^mandatory: .*\[excess-permissions\]$/);
        }
      });
    }

  it("differs from product to product", () => {
    const text = (name: ProductName) =>
      neededFor(configFor([name], false))
        .flatMap(({ scope, permissions }) => permissions.map((one) => `${one} on ${scopeText(scope)}`))
        .sort();
    expect(text("linked-events")).to.deep.equal(text("data-graph"));
    expect(text("profiles-sync")).to.deep.equal(text("warehouse"));
    expect(text("linked-events")).to.include.members(text("reverse-etl"));
    expect(text("linked-events").length).to.be.greaterThan(text("reverse-etl").length);
    expect(text("sql-traits")).to.deep.equal([]);
  });
});
