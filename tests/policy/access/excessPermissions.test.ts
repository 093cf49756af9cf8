import { expect } from "chai";
import { excessAt } from "../../../policy/access/excess";
import { make, type TestResource, unknown } from "../support";
import { assessmentOf } from "./support";

const crm = { sources: ["acme.crm"] };

const role = "projects/acme/roles/some";

const some = (...permissions: unknown[]) => make.customRole("some", permissions);

const conditional = (expression: unknown) => ({ condition: { title: "t", expression } });

const onCrm = 'resource.name.startsWith("projects/acme/datasets/crm/")';

const onProject = (props: Readonly<Record<string, unknown>> = {}) => make.projectMember("held", role, props);

const onDataset = (dataset: unknown, props: Readonly<Record<string, unknown>> = {}, held: unknown = role) =>
  make.datasetMember("held", dataset, held, props);

type Row = readonly [
  title: string,
  resources: readonly TestResource[],
  config: object,
  expected: { certain: string[]; possible: string[]; because?: string },
];

const nothing = { certain: [], possible: [] };

const read = "bigquery.tables.getData";

const drop = "bigquery.tables.delete";

const table: readonly Row[] = [
  ["a role that is not known", [make.datasetMember("held", "crm", unknown)], crm, nothing],
  ["a role from elsewhere", [make.datasetMember("held", "crm", "organizations/1/roles/x")], crm, nothing],
  ["what is accepted", [some(read), onDataset("crm")], crm, nothing],
  [
    "what is accepted under a condition that is not known",
    [some(read), onDataset("crm", conditional(unknown))],
    crm,
    nothing,
  ],
  [
    "what is accepted on whatever dataset of the project, narrowed",
    [some("bigquery.jobs.create"), onDataset(unknown, conditional(onCrm))],
    crm,
    nothing,
  ],
  [
    "what is in excess on a source",
    [some(read, drop), onDataset("crm")],
    crm,
    { certain: [drop], possible: [] },
  ],
  [
    "the same under a condition that is not known",
    [some(read, drop), onDataset("crm", conditional(unknown))],
    crm,
    { certain: [], possible: [drop], because: "condition" },
  ],
  [
    "a dataset that may be the source",
    [some(read, "bigquery.routines.delete"), onDataset(unknown)],
    { ...crm, profile: "minimal" },
    { certain: ["bigquery.routines.delete"], possible: [read], because: "scope" },
  ],
  [
    "a dataset that may be the state dataset that Segment makes",
    [some("bigquery.tables.create"), onDataset(unknown)],
    { ...crm, segmentCreatesStateDataset: true, profile: "minimal" },
    { certain: [], possible: ["bigquery.tables.create"], because: "scope" },
  ],
  [
    "a dataset that may hold a source, but is none itself",
    [onDataset(unknown, {}, "roles/bigquery.filteredDataViewer")],
    { sources: ["acme.crm.users"] },
    { certain: ["bigquery.rowAccessPolicies.getFilteredData"], possible: [] },
  ],
  [
    "a project that may be the account's",
    [some("bigquery.jobs.create", drop), onProject({ project: unknown })],
    crm,
    { certain: [drop], possible: ["bigquery.jobs.create"], because: "scope" },
  ],
  [
    "a condition on a project that is not known",
    [some(drop), onProject({ project: unknown, ...conditional(onCrm) })],
    crm,
    { certain: [], possible: [drop], because: "scope" },
  ],
  [
    "a dataset while nobody has declared sources",
    [some(read, drop), onDataset("crm")],
    {},
    { certain: [drop], possible: [read], because: "sources" },
  ],
  [
    "a routine, which is no source, while nobody has declared any",
    [
      some("bigquery.routines.delete"),
      {
        type: "gcp:bigquery/routineIamMember:RoutineIamMember",
        name: "held",
        props: { project: "acme", datasetId: "crm", routineId: "f", role, member: make.member },
      },
    ],
    {},
    { certain: ["bigquery.routines.delete"], possible: [] },
  ],
  [
    "a dataset where none is declared to be a source",
    [some(read), onDataset("crm")],
    { sources: [] },
    { certain: [read], possible: [] },
  ],
];

describe("what a holding gives in excess", () => {
  for (const [title, resources, config, expected] of table)
    it(`tells of ${title}`, () => {
      const [access] = assessmentOf([make.account(), ...resources], config).accounts;
      const [effective, ...others] = access?.effectiveGrants ?? [];
      if (!access || !effective || others.length > 0) throw new Error("The account is to hold one role");
      expect(excessAt(access, effective, effective.grant.scope)).to.deep.equal(expected);
    });
});
