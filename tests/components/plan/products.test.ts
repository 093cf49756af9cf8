import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import {
  DestinationMode,
  ModelOperation,
  Product,
  Profile,
  ReadApi,
  type SegmentBigQueryArgs,
} from "../../../components/index";
import { childNamesOf, planFor } from "../../../components/plan/planFor";
import { grantLines } from "./lines";

const minimal = { profile: Profile.Minimal };
const jobs = "run-queries @ acme: run-queries-role [bigquery.jobs.create]";
const jobsAndDatasets =
  "run-queries @ acme: run-queries-role [bigquery.datasets.create bigquery.jobs.create]";
const write = [
  "bigquery.datasets.get",
  "bigquery.tables.create",
  "bigquery.tables.delete",
  "bigquery.tables.get",
  "bigquery.tables.getData",
  "bigquery.tables.list",
  "bigquery.tables.update",
  "bigquery.tables.updateData",
].join(" ");
const read = "bigquery.datasets.get bigquery.tables.get bigquery.tables.getData bigquery.tables.list";
const jobUser = "bigquery-job-user @ acme: roles/bigquery.jobUser";
const editProject = "data-editor-on-project @ acme: roles/bigquery.dataEditor";
const editState =
  "data-editor-on-dataset-__segment_reverse_etl @ acme.__segment_reverse_etl: roles/bigquery.dataEditor";

/** The grants, without that on the state dataset. */
function lines(args: Partial<SegmentBigQueryArgs>): string[] {
  return grantLines(args).filter((line) => !line.includes("@ acme.__segment_reverse_etl"));
}

describe("plan of grants by product, profile minimal", () => {
  const sources = [{ dataset: "crm" }, { dataset: "web", table: "views" }, { project: "lake" }];

  it("lets Reverse ETL query its sources and list nothing", () => {
    expect(lines({ ...minimal, products: [Product.ReverseEtl], sources })).to.deep.equal([
      jobs,
      "source-reader-on-dataset-crm @ acme.crm: read-sources-role [bigquery.tables.getData]",
      "source-reader-on-table-web.views @ acme.web.views: read-tables-role [bigquery.tables.getData]",
      "source-reader-on-project-lake @ lake: read-sources-in-lake-role [bigquery.tables.getData]",
    ]);
  });

  for (const product of [Product.LinkedEvents, Product.DataGraph])
    it(`lets ${product} list and read its sources`, () => {
      expect(lines({ ...minimal, products: [product], sources })).to.deep.equal([
        jobs,
        "table-lister-on-dataset-web @ acme.web: browse-datasets-role [bigquery.datasets.get bigquery.tables.list]",
        `source-reader-on-dataset-crm @ acme.crm: read-sources-role [${read}]`,
        "source-reader-on-table-web.views @ acme.web.views: read-tables-role [bigquery.tables.get bigquery.tables.getData]",
        `source-reader-on-project-lake @ lake: read-sources-in-lake-role [${read}]`,
      ]);
    });

  it("grants a pair what either needs, under the names that either has", () => {
    const products = [Product.ReverseEtl, Product.LinkedEvents];
    expect(lines({ ...minimal, products, sources })).to.deep.equal(lines({ ...minimal, sources }));
  });

  for (const product of [Product.ProfilesSync, Product.Warehouse]) {
    it(`lets ${product} create its datasets, and keeps no state`, () => {
      expect(grantLines({ ...minimal, products: [product] })).to.deep.equal([jobsAndDatasets]);
    });

    it(`lets ${product} write its destinations, and create none`, () => {
      const destinations = [{ dataset: "events" }, { dataset: "orders", mode: DestinationMode.Existing }];
      expect(grantLines({ ...minimal, products: [product], destinations })).to.deep.equal([
        jobs,
        `destination-writer-on-dataset-events @ acme.events: write-destinations-role [${write}]`,
        `destination-writer-on-dataset-orders @ acme.orders: write-destinations-role [${write}]`,
      ]);
    });
  }

  it("lets Segment create more datasets beside its destinations where that is said", () => {
    const args = { destinations: [{ dataset: "events" }], segmentCreatesDestinations: true };
    expect(grantLines({ ...minimal, products: [Product.Warehouse], ...args })[0]).to.equal(jobsAndDatasets);
  });

  it("gives a destination that is an output a role of its own", () => {
    const destinations = [
      { dataset: pulumi.output("events"), mode: DestinationMode.Existing, name: "events" },
    ];
    expect(grantLines({ ...minimal, products: [Product.Warehouse], destinations }).slice(1)).to.deep.equal([
      `own-dataset-destination-writer-events @ acme.(output): own-dataset-destination-writer-events-role [${write}]`,
    ]);
  });

  it("says what for, all products together", () => {
    const args = { ...minimal, readApi: ReadApi.Storage, products: [Product.ReverseEtl, Product.Warehouse] };
    expect(planFor({ project: "acme", location: "EU", ...args }).grants[0]?.reason).to.equal(
      "run queries, load and merge its tables, read through the Storage API, make its datasets",
    );
  });
});

describe("plan of grants by product, profile documented", () => {
  const sources = [{ dataset: "crm" }, { project: "lake", dataset: "web" }];

  it("follows Reverse ETL's limited set-up, and reads sources elsewhere singly", () => {
    expect(grantLines({ products: [Product.ReverseEtl], sources })).to.deep.equal([
      "reverse-etl @ acme: reverse-etl-role [bigquery.datasets.get bigquery.jobs.create bigquery.tables.getData]",
      editState,
      "source-reader-on-dataset-lake.web @ lake.web: read-sources-in-lake-role [bigquery.tables.getData]",
    ]);
  });

  it("adds to Reverse ETL's role what its page forgets", () => {
    expect(lines({ products: [Product.ReverseEtl], readApi: ReadApi.Storage })[0]).to.equal(
      "reverse-etl @ acme: reverse-etl-role [bigquery.datasets.get bigquery.jobs.create " +
        "bigquery.readsessions.create bigquery.readsessions.getData bigquery.readsessions.update bigquery.tables.getData]",
    );
  });

  it("follows Data Graph's page", () => {
    expect(grantLines({ products: [Product.DataGraph], sources })).to.deep.equal([
      "bigquery-user @ acme: roles/bigquery.user",
      editState,
      "data-viewer-on-dataset-crm @ acme.crm: roles/bigquery.dataViewer",
      "data-viewer-on-dataset-lake.web @ lake.web: roles/bigquery.dataViewer",
    ]);
  });

  for (const product of [Product.ProfilesSync, Product.Warehouse])
    it(`follows the page of ${product}, with the narrower of its roles`, () => {
      for (const destinations of [[], [{ dataset: "events" }]])
        expect(grantLines({ products: [product], destinations })).to.deep.equal([editProject, jobUser]);
    });

  it("follows the page of SQL Traits, under the name of Data Viewer on a source", () => {
    expect(grantLines({ products: [Product.SqlTraits] })).to.deep.equal([
      "data-viewer-on-project @ acme: roles/bigquery.dataViewer",
      jobUser,
    ]);
    expect(grantLines({ sources: [{ project: "acme" }] }).at(-1)).to.equal(
      "data-viewer-on-project @ acme: roles/bigquery.dataViewer",
    );
  });

  it("grants a role of two pages once, and names both pages with their dates", () => {
    const { grants } = planFor({
      project: "acme",
      location: "EU",
      products: [Product.LinkedEvents, Product.Warehouse, Product.LinkedEvents],
    });
    expect(grants.map(({ childName, reason }) => `${childName}: ${reason}`).slice(0, 4)).to.deep.equal([
      "bigquery-user: follow the page of Linked Events (2023-08-29)",
      "bigquery-job-user: follow the page of Linked Events (2023-08-29), the storage destination (2025-09-17)",
      "bigquery-metadata-viewer: follow the page of Linked Events (2023-08-29)",
      "data-editor-on-project: follow the page of the storage destination (2025-09-17)",
    ]);
    expect(grants[1]?.permissions).to.deep.equal(["bigquery.jobs.create"]);
  });
});

describe("plan of grants, what models need besides themselves", () => {
  const models = [{ dataset: "ml", operations: [ModelOperation.Predict, ModelOperation.Export] }];

  for (const profile of Object.values(Profile)) {
    it(`lets remote models use the connections named, and no other (${profile})`, () => {
      const connections = [
        { connection: "vertex" },
        { project: "lake", location: "us", connection: "vertex" },
      ];
      expect(lines({ profile, models, connections }).slice(-2)).to.deep.equal([
        "connection-user-on-connection-eu.vertex @ acme.eu.vertex: use-connections-role [bigquery.connections.delegate]",
        "connection-user-on-connection-lake.us.vertex @ lake.us.vertex: use-connections-in-lake-role [bigquery.connections.delegate]",
      ]);
    });

    it(`lets models be exported to the buckets named (${profile})`, () => {
      const exportBuckets = [{ bucket: "exports" }, { bucket: "lake-exports", project: "lake" }];
      const [home, lake] = lines({ profile, models, exportBuckets }).slice(-2);
      expect(home).to.match(
        /^model-exporter-on-bucket-exports @ acme\.exports: export-models-role \[storage\./,
      );
      expect(lake).to.match(
        /^model-exporter-on-bucket-lake\.lake-exports @ lake\.lake-exports: export-models-in-lake-role \[storage\./,
      );
    });
  }

  it("takes a connection once, in whatever letter case its location is written, and written out or not", () => {
    const connections = [{ connection: "vertex" }, { project: "acme", location: "EU", connection: "vertex" }];
    expect(lines({ models, connections }).filter((line) => line.startsWith("connection"))).to.have.length(1);
  });

  it("gives a connection and a bucket that are outputs a role each", () => {
    const args = {
      models,
      connections: [{ connection: pulumi.output("vertex"), name: "vertex" }],
      exportBuckets: [{ bucket: pulumi.output("exports"), name: "exports" }],
    };
    expect(
      lines(args)
        .slice(-2)
        .map((line) => line.replace(/ \[.*/, "")),
    ).to.deep.equal([
      "own-connection-connection-user-vertex @ acme.eu.(output): own-connection-connection-user-vertex-role",
      "own-bucket-model-exporter-exports @ acme.(output): own-bucket-model-exporter-exports-role",
    ]);
  });
});

describe("plan of services and datasets", () => {
  it("enables what connections and buckets go through", () => {
    const models = [{ dataset: "ml", operations: [ModelOperation.Export] }];
    const args = { connections: [{ connection: "vertex" }], exportBuckets: [{ bucket: "exports" }] };
    const { services } = planFor({ project: "acme", location: "EU", enableApis: true, models, ...args });
    expect(services).to.deep.equal([
      "bigquery.googleapis.com",
      "bigqueryconnection.googleapis.com",
      "cloudresourcemanager.googleapis.com",
      "iam.googleapis.com",
      "secretmanager.googleapis.com",
      "storage.googleapis.com",
    ]);
  });

  it("creates the destinations that do not exist, and a state dataset only for a product that keeps state", () => {
    const destinations = [{ dataset: "events" }, { dataset: "orders", mode: DestinationMode.Existing }];
    const datasets = (products: Product[]) =>
      childNamesOf(planFor({ project: "acme", location: "EU", products, destinations })).filter((name) =>
        /^state|^destination-[^w]/.test(name),
      );
    expect(datasets([Product.Warehouse])).to.deep.equal(["destination-events"]);
    expect(datasets([Product.Warehouse, Product.ReverseEtl])).to.deep.equal([
      "state-dataset",
      "destination-events",
    ]);
  });
});
