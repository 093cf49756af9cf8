import { expect } from "chai";
import data from "../../../policy/facts/catalogue.json";
import { modelOperations } from "../../../policy/facts/modelOperations";
import * as privileges from "../../../policy/facts/permissions";
import { worksAt } from "../../../policy/facts/permissions";
import * as purposes from "../../../policy/facts/purposes";
import * as documented from "../../../policy/facts/roles";
import {
  bigqueryPermissions,
  catalogueRole,
  catalogueSource,
  knownPermissions,
} from "../../../policy/facts/roles";
import { glob } from "../../../policy/stack/glob";
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
    const known = new Set(bigqueryPermissions);
    const needed = [
      ...Object.values(purposes).flat(),
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
    expect([...purposes.browseSource, ...purposes.readTables].sort()).to.deep.equal(
      named("datasets.get", "tables.get", "tables.getData", "tables.list"),
    );
  });

  it("writes the state with the page's hidden four, and the two that a look-up takes", () => {
    expect(purposes.writeState).to.include.members(
      named("tables.create", "tables.getData", "tables.update", "tables.updateData"),
    );
    expect(purposes.writeState).to.have.length(6);
  });

  it("follows the hidden table of one's own role", () => {
    expect(purposes.createStateDataset).to.deep.equal(named("datasets.create"));
    expect(purposes.findStateDataset).to.deep.equal(named("datasets.get"));
    expect(purposes.runQueries).to.deep.equal(named("jobs.create"));
  });

  it("is covered by the page's roles together", () => {
    const project = new Set(
      documented.documentedProjectRoles.flatMap((role) => catalogueRole(role)?.permissions ?? []),
    );
    expect(
      [...purposes.runQueries, ...purposes.browseSource, ...purposes.createStateDataset].filter(
        (one) => !project.has(one),
      ),
    ).to.deep.equal([]);
    const state = catalogueRole(documented.documentedStateRole)?.permissions;
    expect(
      [...purposes.writeState, ...purposes.findStateDataset].filter((one) => !state?.includes(one)),
    ).to.deep.equal([]);
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
