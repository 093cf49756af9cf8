import { expect } from "chai";
import { allowance } from "../../../policy/access/allowance";
import type { Declaration, SourceRef } from "../../../policy/access/declaration";
import { catalogueRole } from "../../../policy/facts/roles";
import type { Scope } from "../../../policy/iam/scope";

const project: Scope = { kind: "project", project: "acme" };

const other: Scope = { kind: "project", project: "other" };

const state: Scope = { kind: "dataset", project: "acme", dataset: "state" };

const crm: Scope = { kind: "dataset", project: "acme", dataset: "crm" };

const users: Scope = { kind: "table", project: "acme", dataset: "crm", table: "users" };

const hr: Scope = { kind: "dataset", project: "acme", dataset: "hr" };

const folder: Scope = { kind: "folder", folder: "7" };

const declared: Declaration = {
  products: ["linked-events"],
  project: "acme",
  profile: "documented",
  readApi: "REST",
  sources: [{ project: "acme", dataset: "crm" }],
  models: [],
  stateDataset: { project: "acme", dataset: "state" },
  segmentCreatesStateDataset: false,
  destinations: [],
  connections: [],
  exportBuckets: [],
  segmentCreatesDestinations: false,
};

const minimal: Declaration = { ...declared, profile: "minimal" };

const [user, jobUser, metadata, viewer, editor, rows, sessions] = [
  "roles/bigquery.user",
  "roles/bigquery.jobUser",
  "roles/bigquery.metadataViewer",
  "roles/bigquery.dataViewer",
  "roles/bigquery.dataEditor",
  "roles/bigquery.filteredDataViewer",
  "roles/bigquery.readSessionUser",
] as const;

const permissionsOf = (role: string) => catalogueRole(role)?.permissions ?? expect.fail(`no ${role}`);

const isAccepted = (by: Declaration, role: string, scope: Scope) =>
  allowance(by).excessive(role, permissionsOf(role), scope).length === 0;

describe("a profile accepts", () => {
  const storage: Declaration = { ...minimal, readApi: "STORAGE" };
  const maker: Declaration = { ...minimal, segmentCreatesStateDataset: true };
  const wide = { sources: [{ project: "acme" }] };
  const table: readonly [title: string, by: Declaration, role: string, scope: Scope, accepted: boolean][] = [
    ["documented, BigQuery User on the project", declared, user, project, true],
    ["documented, BigQuery User on a dataset of the project", declared, user, hr, true],
    ["documented, BigQuery User on another project", declared, user, other, false],
    ["documented, BigQuery User on a folder", declared, user, folder, false],
    ["documented, Job User on the project", declared, jobUser, project, true],
    ["documented, Metadata Viewer on the project", declared, metadata, project, true],
    ["documented, Data Viewer on the project", declared, viewer, project, false],
    ["documented, Data Viewer on a source", declared, viewer, crm, true],
    ["documented, Data Viewer on a table of a source", declared, viewer, users, true],
    ["documented, Data Viewer on another dataset", declared, viewer, hr, false],
    ["documented, Data Editor on a source", declared, editor, crm, false],
    ["documented, Data Editor on the state dataset", declared, editor, state, true],
    ["documented, a row reader on a source", declared, rows, crm, true],
    ["documented, a row reader on another dataset", declared, rows, hr, false],
    ["documented, a row reader on a project to read", { ...declared, ...wide }, rows, project, false],
    ["documented, Data Viewer on a project to read", { ...declared, ...wide }, viewer, project, true],
    [
      "documented, Data Viewer where nothing is declared",
      { ...declared, sources: undefined },
      viewer,
      crm,
      false,
    ],
    ["minimal, BigQuery User on the project", minimal, user, project, false],
    ["minimal, Job User on the project", minimal, jobUser, project, true],
    ["minimal, Job User on another project", minimal, jobUser, other, false],
    ["minimal, Metadata Viewer on the project", minimal, metadata, project, false],
    ["minimal, Data Viewer on a source", minimal, viewer, crm, true],
    ["minimal, Data Viewer on a project to read", { ...minimal, ...wide }, viewer, project, false],
    ["minimal, Data Editor on the state dataset", minimal, editor, state, true],
    ["minimal, Data Editor on the state dataset that Segment makes", maker, editor, state, true],
    ["minimal, a row reader on a source", minimal, rows, crm, true],
    ["minimal, a row reader on a project to read", { ...minimal, ...wide }, rows, project, false],
    ["minimal, Read Session User", minimal, sessions, project, false],
    ["minimal, Read Session User where it reads through the Storage API", storage, sessions, project, true],
    [
      "minimal, Data Viewer where nothing is declared",
      { ...minimal, sources: undefined },
      viewer,
      crm,
      false,
    ],
  ];
  for (const [title, by, role, scope, accepted] of table)
    it(`${accepted ? "" : "not: "}${title}`, () => {
      expect(isAccepted(by, role, scope)).to.equal(accepted);
    });

  it("through any role what is needed, and says the rest", () => {
    const excessive = (by: Declaration, scope: Scope, ...permissions: string[]) =>
      allowance(by).excessive("projects/acme/roles/x", permissions, scope);
    const read = [
      "bigquery.datasets.get",
      "bigquery.tables.list",
      "bigquery.tables.get",
      "bigquery.tables.getData",
    ];
    expect(excessive(minimal, crm, ...read, "bigquery.tables.export")).to.deep.equal([
      "bigquery.tables.export",
    ]);
    expect(excessive(minimal, hr, ...read)).to.deep.equal(read.slice(1));
    expect(excessive(minimal, project, "bigquery.jobs.create", "bigquery.jobs.list")).to.deep.equal([
      "bigquery.jobs.list",
    ]);
    expect(excessive(minimal, other, "bigquery.jobs.create")).to.deep.equal(["bigquery.jobs.create"]);
    expect(excessive(minimal, project, "resourcemanager.projects.get", "bigquery.config.get")).to.deep.equal(
      [],
    );
    expect(excessive(minimal, project, "dataform.locations.get")).to.deep.equal(["dataform.locations.get"]);
    expect(excessive(maker, project, "bigquery.datasets.create")).to.deep.equal([]);
    expect(excessive(minimal, project, "bigquery.datasets.create")).to.deep.equal([
      "bigquery.datasets.create",
    ]);
    expect(excessive(maker, state, "bigquery.tables.updateData")).to.deep.equal([]);
  });

  it("what is needed once for each source, also the same one twice", () => {
    const twice = [
      { project: "other", dataset: "crm" },
      { project: "other", dataset: "crm" },
    ];
    const there: Scope = { kind: "dataset", project: "other", dataset: "crm" };
    for (const profile of ["documented", "minimal"] as const)
      expect(isAccepted({ ...declared, profile, sources: twice }, viewer, there)).to.equal(true);
  });
});

describe("a scope that nobody has declared", () => {
  const ifSource = (by: Declaration, role: string, scope: Scope) =>
    allowance({ ...by, sources: undefined }).excessIfSource(role, permissionsOf(role), scope);

  it("may be a source where it is a project, a dataset or a table", () => {
    for (const scope of [crm, users, project, other])
      expect(ifSource(declared, viewer, scope), scope.kind).to.deep.equal([]);
    for (const scope of [crm, users]) expect(ifSource(minimal, viewer, scope), scope.kind).to.deep.equal([]);
    expect(ifSource(minimal, viewer, other)).to.include("bigquery.tables.export");
    expect(ifSource(minimal, viewer, other)).not.to.include("bigquery.tables.getData");
    expect(ifSource(declared, editor, crm)).to.include("bigquery.tables.delete");
  });

  it("cannot be one where it is anything else", () => {
    const others: readonly Scope[] = [
      folder,
      { kind: "organization", organization: "9" },
      { kind: "routine", project: "acme", dataset: "crm", routine: "r" },
      { kind: "connection", project: "acme", connection: "c" },
      { kind: "serviceAccount", project: "acme", email: "a@acme.iam.gserviceaccount.com" },
      { kind: "other", type: "storage bucket", id: "b", project: "acme" },
    ];
    for (const scope of others) expect(ifSource(declared, viewer, scope), scope.kind).to.equal(undefined);
  });

  it("lets a row reader in only below a project", () => {
    for (const by of [declared, minimal]) {
      expect(ifSource(by, rows, crm)).to.deep.equal([]);
      expect(ifSource(by, rows, users)).to.deep.equal([]);
      expect(ifSource(by, rows, other)).to.deep.equal(["bigquery.rowAccessPolicies.getFilteredData"]);
    }
  });

  it("lets through any role what reads a source and lists its tables", () => {
    const read = [
      "bigquery.datasets.get",
      "bigquery.tables.list",
      "bigquery.tables.get",
      "bigquery.tables.getData",
    ];
    for (const scope of [crm, users, other])
      expect(
        allowance({ ...minimal, sources: undefined }).excessIfSource(
          "projects/acme/roles/x",
          [...read, "bigquery.tables.update"],
          scope,
        ),
      ).to.deep.equal(["bigquery.tables.update"]);
  });

  it("is asked for as the source that it would be", () => {
    const asked: SourceRef[] = [];
    const byProject = allowance({ ...declared, sources: undefined }, (source) => {
      asked.push(source);
      return source.project === "acme";
    });
    expect(
      [crm, users, project, other].map((scope) =>
        byProject.excessIfSource(viewer, permissionsOf(viewer), scope),
      ),
    ).to.deep.equal([[], [], [], undefined]);
    expect(asked).to.deep.equal([
      { project: "acme", dataset: "crm" },
      { project: "acme", dataset: "crm", table: "users" },
      { project: "acme" },
      { project: "other" },
    ]);
  });

  it("adds to what is accepted there anyway", () => {
    expect(ifSource(declared, user, project)).to.deep.equal([]);
    expect(ifSource(declared, user, other)).to.include("bigquery.jobs.create");
  });
});
