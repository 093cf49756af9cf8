import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import {
  ModelOperation,
  Profile,
  ReadApi,
  type SegmentBigQueryArgs,
  StateDatasetMode,
} from "../../../components/index";
import { planFor } from "../../../components/plan/planFor";
import { grantLine as line, grantLines as lines } from "./lines";

const browse = ["bigquery.datasets.get", "bigquery.tables.list"];
const readTable = ["bigquery.tables.get", "bigquery.tables.getData"];
const read = [...browse, ...readTable].sort();
const state = [
  "bigquery.datasets.get",
  "bigquery.tables.create",
  "bigquery.tables.get",
  "bigquery.tables.getData",
  "bigquery.tables.list",
  "bigquery.tables.update",
  "bigquery.tables.updateData",
];
const sessions = [
  "bigquery.readsessions.create",
  "bigquery.readsessions.getData",
  "bigquery.readsessions.update",
];

const documentedProject = [
  "bigquery-user @ acme: roles/bigquery.user",
  "bigquery-job-user @ acme: roles/bigquery.jobUser",
  "bigquery-metadata-viewer @ acme: roles/bigquery.metadataViewer",
];
const editState =
  "data-editor-on-dataset-__segment_reverse_etl @ acme.__segment_reverse_etl: roles/bigquery.dataEditor";
const runQueries = "run-queries @ acme: run-queries-role [bigquery.jobs.create]";
const writeState = `state-writer-on-dataset-__segment_reverse_etl @ acme.__segment_reverse_etl: write-state-role [${state.join(" ")}]`;
const minimal = { profile: Profile.Minimal };

describe("plan of grants, profile documented", () => {
  it("grants the page's three roles on the project and Data Editor on the state dataset", () => {
    expect(lines({})).to.deep.equal([...documentedProject, editState]);
  });

  it("grants Data Viewer on each source: project, dataset or table", () => {
    const sources = [{ project: "lake" }, { dataset: "crm" }, { dataset: "web", table: "views" }];
    expect(lines({ sources }).slice(4)).to.deep.equal([
      "data-viewer-on-project-lake @ lake: roles/bigquery.dataViewer",
      "data-viewer-on-dataset-crm @ acme.crm: roles/bigquery.dataViewer",
      "data-viewer-on-table-web.views @ acme.web.views: roles/bigquery.dataViewer",
    ]);
  });

  it("lets Segment list a table's dataset in another project, where the project's roles do not reach", () => {
    const sources = [{ project: "lake", dataset: "web", table: "views" }];
    expect(lines({ sources }).slice(4)).to.deep.equal([
      `table-lister-on-dataset-lake.web @ lake.web: browse-datasets-in-lake-role [${browse.join(" ")}]`,
      "data-viewer-on-table-lake.web.views @ lake.web.views: roles/bigquery.dataViewer",
    ]);
  });

  it("grants nothing on a state dataset that Segment makes, and nothing more for it or the Storage API", () => {
    const args = { readApi: ReadApi.Storage, stateDataset: { mode: StateDatasetMode.MadeBySegment } };
    expect(lines(args)).to.deep.equal(documentedProject);
  });

  it("says which of User's permissions Segment then uses", () => {
    const args = { readApi: ReadApi.Storage, stateDataset: { mode: StateDatasetMode.MadeBySegment } };
    const [user] = planFor({ project: "acme", location: "EU", ...args }).grants;
    expect(user?.permissions).to.deep.equal(
      ["bigquery.datasets.create", "bigquery.jobs.create", ...browse, ...sessions].sort(),
    );
  });
});

describe("plan of grants, profile minimal", () => {
  it("grants only running queries and keeping state where there is no source", () => {
    expect(lines(minimal)).to.deep.equal([runQueries, writeState]);
  });

  it("adds read sessions to the project's role for the Storage API", () => {
    expect(lines({ ...minimal, readApi: ReadApi.Storage })[0]).to.equal(
      `run-queries @ acme: run-queries-role [bigquery.jobs.create ${sessions.join(" ")}]`,
    );
  });

  it("lets Segment make the state dataset where it is to, and grants nothing on it", () => {
    expect(lines({ ...minimal, stateDataset: { mode: StateDatasetMode.MadeBySegment } })).to.deep.equal([
      "run-queries @ acme: run-queries-role [bigquery.datasets.create bigquery.jobs.create]",
    ]);
  });

  it("grants the same on an existing state dataset of another id", () => {
    const stateDataset = { mode: StateDatasetMode.Existing, datasetId: "segment_state" };
    expect(lines({ ...minimal, stateDataset })[1]).to.equal(
      `state-writer-on-dataset-segment_state @ acme.segment_state: write-state-role [${state.join(" ")}]`,
    );
  });

  it("reads projects and datasets with one role a project", () => {
    const sources = [
      { project: "acme" },
      { project: "lake", dataset: "a" },
      { project: "lake", dataset: "b" },
    ];
    const plan = planFor({ project: "acme", location: "EU", ...minimal, sources });
    expect(plan.grants.slice(2).map(line)).to.deep.equal([
      `source-reader-on-project @ acme: read-sources-role [${read.join(" ")}]`,
      `source-reader-on-dataset-lake.a @ lake.a: read-sources-in-lake-role [${read.join(" ")}]`,
      `source-reader-on-dataset-lake.b @ lake.b: read-sources-in-lake-role [${read.join(" ")}]`,
    ]);
    expect(
      plan.roles.map(({ childName, project }) => `${childName} in ${project.home ? "acme" : project.label}`),
    ).to.deep.equal([
      "run-queries-role in acme",
      "write-state-role in acme",
      "read-sources-role in acme",
      "read-sources-in-lake-role in lake",
    ]);
  });

  it("reads tables singly, and lists their dataset once", () => {
    const sources = [
      { dataset: "web", table: "views" },
      { dataset: "web", table: "clicks" },
    ];
    expect(lines({ ...minimal, sources }).slice(2)).to.deep.equal([
      `table-lister-on-dataset-web @ acme.web: browse-datasets-role [${browse.join(" ")}]`,
      `source-reader-on-table-web.views @ acme.web.views: read-tables-role [${readTable.join(" ")}]`,
      `source-reader-on-table-web.clicks @ acme.web.clicks: read-tables-role [${readTable.join(" ")}]`,
    ]);
  });
});

describe("plan of grants, sources that overlap", () => {
  const crm = "data-viewer-on-dataset-crm @ acme.crm: roles/bigquery.dataViewer";

  it("grants a source once that is declared twice, with and without its project", () => {
    expect(
      lines({ sources: [{ dataset: "crm" }, { project: "acme", dataset: "crm" }] }).slice(4),
    ).to.deep.equal([crm]);
  });

  it("leaves a table to its dataset's grant, in whatever order they stand", () => {
    expect(
      lines({ sources: [{ dataset: "crm", table: "users" }, { dataset: "crm" }] }).slice(4),
    ).to.deep.equal([crm]);
  });

  it("leaves datasets and tables to their project's grant", () => {
    const sources = [{ dataset: "crm" }, { dataset: "web", table: "views" }, { project: "acme" }];
    expect(lines({ sources }).slice(4)).to.deep.equal([
      "data-viewer-on-project @ acme: roles/bigquery.dataViewer",
    ]);
  });

  it("takes no dataset for part of another whose id begins alike", () => {
    expect(lines({ sources: [{ dataset: "crm" }, { dataset: "crm_eu" }] })).to.have.length(6);
  });

  it("tells a project's dataset from a dataset's table of the same words", () => {
    const sources = [
      { project: "crm", dataset: "users" },
      { dataset: "crm", table: "users" },
    ];
    expect(lines({ sources }).slice(4)).to.deep.equal([
      "data-viewer-on-dataset-crm.users @ crm.users: roles/bigquery.dataViewer",
      "data-viewer-on-table-crm.users @ acme.crm.users: roles/bigquery.dataViewer",
    ]);
  });
});

describe("plan of grants, models", () => {
  for (const profile of Object.values(Profile))
    it(`grants the operations' permissions on the dataset, a role for each (${profile})`, () => {
      const models = [
        { dataset: "ml", operations: [ModelOperation.Predict, ModelOperation.List] },
        { project: "lake", dataset: "ml", operations: [ModelOperation.Export] },
      ];
      expect(lines({ profile, models }).slice(-2)).to.deep.equal([
        "model-user-on-dataset-ml @ acme.ml: model-user-on-dataset-ml-role [bigquery.models.getData bigquery.models.list]",
        "model-user-on-dataset-lake.ml @ lake.ml: model-user-on-dataset-lake.ml-role [bigquery.models.export]",
      ]);
    });

  it("joins entries for one dataset", () => {
    const models = [
      { dataset: "ml", operations: [ModelOperation.Predict] },
      { project: "acme", dataset: "ml", operations: [ModelOperation.Get, ModelOperation.Predict] },
    ];
    expect(lines({ ...minimal, models }).slice(2)).to.deep.equal([
      "model-user-on-dataset-ml @ acme.ml: model-user-on-dataset-ml-role [bigquery.models.getData bigquery.models.getMetadata]",
    ]);
  });

  // The seed's table, without jobs.create, which is on the project.
  const table: readonly (readonly [ModelOperation, string])[] = [
    [ModelOperation.Create, "create getData updateData"],
    [ModelOperation.Replace, "create getData updateData updateMetadata"],
    [ModelOperation.Delete, "delete"],
    [ModelOperation.Drop, "delete"],
    [ModelOperation.Get, "getMetadata"],
    [ModelOperation.List, "list"],
    [ModelOperation.UpdateMetadata, "updateMetadata"],
    [ModelOperation.UpdateExpiration, "delete updateMetadata"],
    [ModelOperation.Evaluate, "getData"],
    [ModelOperation.Predict, "getData"],
    [ModelOperation.Export, "export"],
  ];
  it("has a row for every operation", () => {
    expect(table.map(([operation]) => operation)).to.have.members(Object.values(ModelOperation));
  });
  for (const [operation, verbs] of table)
    it(`grants ${verbs} for ${operation}`, () => {
      const { grants } = planFor({
        project: "acme",
        location: "EU",
        models: [{ dataset: "ml", operations: [operation] }],
      });
      expect(grants.at(-1)?.permissions).to.deep.equal(
        verbs.split(" ").map((verb) => `bigquery.models.${verb}`),
      );
    });
});

describe("plan of grants, ids that are outputs", () => {
  it("gives each its own role, and names both by the names given", () => {
    const project = pulumi.output("lake");
    const sources = [
      { project, dataset: "web", table: pulumi.output("views"), name: "views" },
      { project, dataset: pulumi.output("crm"), name: "crm" },
    ];
    expect(lines({ ...minimal, sources }).slice(2)).to.deep.equal([
      `own-dataset-table-lister-views @ (output).web: own-dataset-table-lister-views-role [${browse.join(" ")}]`,
      `own-table-source-reader-views @ (output).web.(output): own-table-source-reader-views-role [${readTable.join(" ")}]`,
      `own-dataset-source-reader-crm @ (output).(output): own-dataset-source-reader-crm-role [${read.join(" ")}]`,
    ]);
  });

  it("takes one and the same output for one project: the component's own keeps short names", () => {
    const project = pulumi.output("acme");
    const sources = [{ project, dataset: "crm", name: "crm" }];
    const [, , grant] = lines({ ...minimal, project, sources });
    expect(grant).to.equal(
      `source-reader-on-dataset-crm @ (output).crm: read-sources-role [${read.join(" ")}]`,
    );
  });

  it("names do not depend on the order of the sources", () => {
    const project = pulumi.output("lake");
    const sources = ["b", "a", "c"].map((name) => ({ project, dataset: name, table: "t", name }));
    const parts = (args: Partial<SegmentBigQueryArgs>) =>
      planFor({ project: "acme", location: "EU", ...minimal, ...args })
        .roles.map(({ childName }) => childName)
        .sort();
    expect(parts({ sources })).to.deep.equal(parts({ sources: [...sources].reverse() }));
  });
});

describe("plan of grants, change of profile", () => {
  it("shares no name between a documented grant and a minimal one of another role", () => {
    const args = {
      project: "acme",
      location: "EU",
      sources: [{ project: "lake" }, { dataset: "crm" }, { dataset: "web", table: "views" }],
    };
    const documented = planFor({ ...args, profile: Profile.Documented }).grants;
    const minimalParts = planFor({ ...args, ...minimal }).grants.map(({ childName }) => childName);
    expect(documented.filter(({ childName }) => minimalParts.includes(childName))).to.deep.equal([]);
  });
});
