import { expect } from "chai";
import data from "../../../policy/facts/catalogue.json";
import { modelOperations } from "../../../policy/facts/modelOperations";
import { needRows, permissionsOf, rowsFor } from "../../../policy/facts/needs";
import * as privileges from "../../../policy/facts/permissions";
import { worksAt } from "../../../policy/facts/permissions";
import { pages, productNames, products } from "../../../policy/facts/products";
import * as documented from "../../../policy/facts/roles";
import {
  bigqueryPermissions,
  catalogueRole,
  catalogueSource,
  knownPermissions,
} from "../../../policy/facts/roles";
import { glob } from "../../../policy/stack/text";
import { seedRoles } from "./seedRoles";

const named = (...verbs: string[]) => verbs.map((verb) => `bigquery.${verb}`);

describe("the catalogue of roles", () => {
  it("says where it comes from, when it was read, and under which licence", () => {
    expect(catalogueSource.readOn).to.match(/^\d{4}-\d{2}-\d{2}$/);
    expect(catalogueSource.licence).to.include("MIT");
    expect(catalogueSource.url).to.match(/^https:/);
  });

  it("holds every role sorted and without doubles", () => {
    for (const name of Object.keys(data.roles)) {
      const { permissions } = catalogueRole(name) ?? { permissions: [] };
      expect(permissions, name).to.deep.equal([...new Set(permissions)].sort());
      expect(name).to.match(/^roles\/[A-Za-z0-9_.]+$/);
    }
  });

  it("knows every permission of any role and of BigQuery, once and sorted", () => {
    const all = [
      ...data.bigqueryPermissions,
      ...Object.values(data.roles).flatMap((role) => role.permissions),
    ];
    expect(knownPermissions()).to.deep.equal([...new Set(all)].sort());
    expect(knownPermissions()).to.equal(knownPermissions());
  });

  it("lists no BigQuery permission that Google does not", () => {
    const known = new Set(bigqueryPermissions);
    const strange = knownPermissions().filter(
      (permission) => permission.startsWith("bigquery.") && !known.has(permission),
    );
    expect(strange).to.deep.equal([]);
  });

  it("holds every role that the profiles name, in full", () => {
    const roles = [
      ...documented.documentedProjectRoles,
      documented.documentedSourceRole,
      documented.documentedStateRole,
      documented.smallestJobRole,
      documented.smallestReadSessionRole,
    ];
    for (const role of roles) expect(catalogueRole(role)?.complete, role).to.equal(true);
  });

  it("holds every permission that Segment needs", () => {
    const known = new Set([
      ...bigqueryPermissions,
      ...(catalogueRole(documented.smallestExportRole)?.permissions ?? []),
    ]);
    const needed = [
      ...needRows.flatMap(({ permissions }) => [...permissions]),
      ...Object.values(modelOperations).flatMap(({ permissions }) => [...permissions]),
    ];
    expect(needed.filter((permission) => !known.has(permission))).to.deep.equal([]);
  });

  it("holds every permission by which an account is borrowed or raised", () => {
    const known = new Set(knownPermissions());
    const listed = [
      ...privileges.escalationPermissions,
      ...privileges.impersonationPermissions,
      ...privileges.deployPermissions,
    ];
    expect(listed.filter((permission) => !known.has(permission))).to.deep.equal([]);
  });
});

describe("what Segment needs, row by row of its page", () => {
  it("reads for enrichment with the page's four permissions", () => {
    expect([...permissionsOf("list-source", "read-source")].sort()).to.deep.equal(
      named("datasets.get", "tables.get", "tables.getData", "tables.list"),
    );
  });

  it("writes the state with the page's hidden four, and the two that a look-up takes", () => {
    expect(permissionsOf("keep-state")).to.deep.equal(
      named("tables.create", "tables.getData", "tables.update", "tables.updateData"),
    );
    expect(permissionsOf("look-up-state-tables")).to.deep.equal(named("tables.get", "tables.list"));
  });

  it("follows the hidden table of one's own role", () => {
    expect(permissionsOf("create-state-dataset")).to.deep.equal(named("datasets.create"));
    expect(permissionsOf("find-state-dataset")).to.deep.equal(named("datasets.get"));
    expect(permissionsOf("run-queries")).to.deep.equal(named("jobs.create"));
  });

  it("is covered by the page's roles together", () => {
    const project = new Set(
      documented.documentedProjectRoles.flatMap((role) => catalogueRole(role)?.permissions ?? []),
    );
    expect(
      permissionsOf("run-queries", "list-source", "create-state-dataset").filter((one) => !project.has(one)),
    ).to.deep.equal([]);
    const state = catalogueRole(documented.documentedStateRole)?.permissions;
    expect(
      permissionsOf("keep-state", "look-up-state-tables", "find-state-dataset").filter(
        (one) => !state?.includes(one),
      ),
    ).to.deep.equal([]);
  });
});

describe("the rows of what Segment needs", () => {
  const ids = (changes: Partial<Parameters<typeof rowsFor>[0]>) =>
    rowsFor({
      products: ["linked-events"],
      readApi: "REST",
      segmentCreatesStateDataset: false,
      segmentCreatesDestinations: false,
      ...changes,
    }).map(({ id }) => id);
  const ofModels: readonly string[] = ["delegate-connection", "export-models"];
  const syncing = ["run-queries", "find-state-dataset", "keep-state", "look-up-state-tables"];

  it("have each an id of their own, a page with its date, and say how sure they are", () => {
    expect(new Set(needRows.map(({ id }) => id)).size).to.equal(needRows.length);
    for (const { id, source, readOn, basis } of needRows) {
      expect(source, id).to.match(/^https:/);
      expect(readOn, id).to.match(/^\d{4}-\d{2}-\d{2}$/);
      expect(basis, id).to.be.oneOf(["documented", "observed", "inferred"]);
    }
  });

  it("have one page where they are documented, and it is one of a product's that does it", () => {
    const known = Object.values(pages).map(({ source, readOn }) => `${source} ${readOn}`);
    for (const { id, basis, source, readOn } of needRows)
      if (basis === "documented" && !ofModels.includes(id))
        expect(known, id).to.include(`${source} ${readOn}`);
  });

  it("let Reverse ETL query and list nothing", () => {
    expect(ids({ products: ["reverse-etl"] })).to.deep.equal([...syncing, "query-source", ...ofModels]);
  });

  it("let Linked Events and Data Graph list and read", () => {
    for (const product of ["linked-events", "data-graph"] as const)
      expect(ids({ products: [product] }), product).to.deep.equal([
        ...syncing,
        "list-source",
        "read-source",
        ...ofModels,
      ]);
  });

  it("let Profiles Sync and the storage destination write declared destinations, or make their own", () => {
    for (const product of ["profiles-sync", "warehouse"] as const) {
      expect(ids({ products: [product] }), product).to.deep.equal(["run-load-jobs", "write-destination"]);
      expect(ids({ products: [product], segmentCreatesDestinations: true }), product).to.deep.equal([
        "run-load-jobs",
        "create-destinations",
        "write-destination",
      ]);
    }
  });

  it("ask nothing for SQL Traits", () => {
    expect(ids({ products: ["sql-traits"] })).to.deep.equal([]);
  });

  it("follow how Segment reads and who makes the state dataset", () => {
    expect(ids({ readApi: "STORAGE", segmentCreatesStateDataset: true })).to.deep.equal([
      "run-queries",
      "open-read-sessions",
      "create-state-dataset",
      "list-source",
      "read-source",
      ...ofModels,
    ]);
  });

  it("are covered by what the product's page grants, for every product", () => {
    for (const name of productNames) {
      const held = new Set(
        products[name].grants.flatMap((grant) =>
          "role" in grant ? (catalogueRole(grant.role)?.permissions ?? []) : [...grant.permissions],
        ),
      );
      const needed = rowsFor({
        products: [name],
        readApi: "REST",
        segmentCreatesStateDataset: false,
      }).filter(({ id }) => !ofModels.includes(id));
      expect(
        needed.flatMap(({ permissions }) => permissions).filter((one) => !held.has(one)),
        name,
      ).to.deep.equal([]);
    }
  });
});

describe("BigQuery ML, row by row of Google's page", () => {
  const rows: [keyof typeof modelOperations, string[], boolean][] = [
    ["create", named("models.create", "models.getData", "models.updateData"), true],
    ["replace", named("models.create", "models.getData", "models.updateData", "models.updateMetadata"), true],
    ["delete", named("models.delete"), false],
    ["drop", named("models.delete"), true],
    ["get", named("models.getMetadata"), false],
    ["list", named("models.list"), false],
    ["updateMetadata", named("models.updateMetadata"), false],
    ["updateExpiration", named("models.delete", "models.updateMetadata"), false],
    ["evaluate", named("models.getData"), true],
    ["predict", named("models.getData"), true],
    ["export", named("models.export"), true],
  ];
  for (const [operation, permissions, runsAsJob] of rows) {
    it(`${operation} takes ${permissions.join(", ")}${runsAsJob ? " and a job" : ""}`, () => {
      expect([...modelOperations[operation].permissions].sort()).to.deep.equal(permissions.sort());
      expect(modelOperations[operation].runsAsJob).to.equal(runsAsJob);
    });
  }
  it("has no operation beyond these rows", () => {
    expect(Object.keys(modelOperations).sort()).to.deep.equal(rows.map(([operation]) => operation).sort());
  });
});

describe("the roles of Google's page in the seed, against today's", () => {
  for (const [role, { permissions, goneSince }] of Object.entries(seedRoles)) {
    it(`${role} still holds what it held, but for what is written down`, () => {
      const today = catalogueRole(role)?.permissions ?? [];
      const gone = permissions.filter((written) => !today.some(glob(written)));
      expect(gone.sort()).to.deep.equal([...goneSince].sort());
    });
  }
  it("covers the thirteen roles of the page", () => {
    expect(Object.keys(seedRoles)).to.have.length(13);
  });
});

describe("where a permission works", () => {
  const cases: [string, Parameters<typeof worksAt>[1], boolean][] = [
    ["bigquery.jobs.create", "project", true],
    ["bigquery.jobs.create", "organization", true],
    ["bigquery.jobs.create", "dataset", false],
    ["bigquery.tables.list", "dataset", true],
    ["bigquery.tables.list", "table", false],
    ["bigquery.tables.create", "table", false],
    ["bigquery.tables.getData", "table", true],
    ["bigquery.datasets.get", "dataset", true],
    ["bigquery.datasets.get", "table", false],
    ["bigquery.datasets.create", "dataset", false],
    ["bigquery.models.getData", "dataset", true],
    ["bigquery.models.getData", "table", false],
    ["bigquery.readsessions.create", "dataset", false],
    ["bigquery.connections.use", "connection", true],
    ["storage.objects.get", "other", true],
  ];
  for (const [permission, kind, works] of cases) {
    it(`${permission} ${works ? "works" : "does nothing"} on a ${kind}`, () => {
      expect(worksAt(permission, kind)).to.equal(works);
    });
  }
});
