import { expect } from "chai";
import { untrainedModels } from "../../../policy/access/gaps";
import { outdatedGrants } from "../../../policy/rules/excess-permissions";
import { make, type TestResource, unknown } from "../support";
import { access } from "./stackFrom";

const user = make.projectMember("user", "roles/bigquery.user");

const jobs = make.projectMember("jobs", "roles/bigquery.jobUser");

const old = (props: TestResource["props"] = {}, role: unknown = "roles/bigquery.metadataViewer") =>
  make.projectMember("old", role, props);

const reader = make.datasetMember("crm", "crm", "roles/bigquery.dataViewer");

const state = make.datasetMember("state", "__segment_reverse_etl", "roles/bigquery.dataEditor");

const found = (...resources: TestResource[]) =>
  outdatedGrants(access([make.account(), ...resources], { sources: ["acme.crm"] })).map(
    ({ effective, role, droppedOn }) => `${effective.grant.resourceName}: ${role}, dropped on ${droppedOn}`,
  );

describe("a role that the product's page no longer asks for", () => {
  it("is found where all that it is needed for is granted otherwise", () => {
    const dropped = ["old: roles/bigquery.metadataViewer, dropped on 2024-10-28"];
    expect(found(user, reader, state, old())).to.deep.equal(dropped);
    expect(found(user, jobs, reader, state)).to.deep.equal([
      "jobs: roles/bigquery.jobUser, dropped on 2024-10-28",
    ]);
    expect(found(jobs, reader, state)).to.deep.equal([]);
    // What nothing grants at all is missing with it and without it.
    const reads = make.datasetMember("state", "__segment_reverse_etl", "roles/bigquery.dataViewer");
    expect(found(user, reader, reads, old())).to.deep.equal(dropped);
  });

  it("is none where it is needed", () => {
    expect(found(user, reader, old())).to.deep.equal([]);
    expect(found(user, reader, { ...old(), name: "again" }, old())).to.deep.equal([]);
  });

  it("is none on another scope, under a condition, or where a part of the grant is unknown", () => {
    const condition = { title: "t", expression: 'request.time < timestamp("2027-01-01T00:00:00Z")' };
    for (const other of [
      old({ project: "other" }),
      old({ condition }),
      old({ project: unknown }),
      old({}, unknown),
    ])
      expect(found(user, reader, state, other)).to.deep.equal([]);
    expect(
      found(user, reader, state, make.datasetMember("old", "crm", "roles/bigquery.metadataViewer")),
    ).to.deep.equal([]);
  });

  it("is none of the component's own", () => {
    const component: TestResource = {
      type: "segment-bigquery:index:SegmentBigQuery",
      name: "whole",
      props: { serviceAccountEmail: make.email, project: "acme" },
    };
    expect(found(component, user, reader, state, { ...old(), parent: "whole" })).to.deep.equal([]);
    expect(found(component, user, reader, state, old())).to.have.length(1);
  });
});

describe("models whose data is no source", () => {
  const untrained = (operations: readonly string[], more: object = {}) =>
    untrainedModels(
      access([make.account()], { sources: [], models: [{ dataset: "ml", operations }], ...more }),
    ).map(({ models }) => `${models.project}.${models.dataset}`);

  it("are those that are made, one operation of several", () => {
    expect(untrained(["create"])).to.deep.equal(["acme.ml"]);
    expect(untrained(["predict", "replace"])).to.deep.equal(["acme.ml"]);
    expect(untrained(["predict", "drop"])).to.deep.equal([]);
  });

  it("are none where a source or a connection is declared", () => {
    expect(untrained(["create"], { sources: ["acme.crm"] })).to.deep.equal([]);
    expect(untrained(["create"], { connections: ["eu.vertex"] })).to.deep.equal([]);
  });
});
