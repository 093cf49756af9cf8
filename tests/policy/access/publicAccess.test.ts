import { expect } from "chai";
import { undeterminedPublicGrants, publicGrants } from "../../../policy/access/publicAccess";
import { make, messages, type TestResource, unknown } from "../support";
import { assessmentOf } from "./support";

const viewer = "roles/bigquery.dataViewer";

const everybody = { member: "allUsers" };

const open = (dataset: unknown, props: object = {}) =>
  make.datasetMember("open", dataset, viewer, { ...everybody, ...props });

const onProject = (project: unknown) => make.projectMember("open", viewer, { ...everybody, project });

const onFolder = (folder: unknown): TestResource => ({
  type: "gcp:folder/iAMMember:IAMMember",
  name: "open",
  props: { folder, role: viewer, ...everybody },
});

const connection = (connectionId: unknown, project: unknown = "acme"): TestResource => ({
  type: "gcp:bigquery/connectionIamMember:ConnectionIamMember",
  name: "open",
  props: { project, connectionId, location: "EU", role: "roles/bigquery.connectionUser", ...everybody },
});

const bucket: TestResource = {
  type: "gcp:storage/bucketIAMMember:BucketIAMMember",
  name: "open",
  props: { project: "acme", bucket: "assets", role: "roles/storage.objectViewer", ...everybody },
};

const onAccount: TestResource = {
  type: "gcp:serviceaccount/iAMMember:IAMMember",
  name: "open",
  props: {
    serviceAccountId: "projects/acme/serviceAccounts/loader@acme.iam.gserviceaccount.com",
    role: "roles/iam.serviceAccountViewer",
    ...everybody,
  },
};

const routine: TestResource = {
  type: "gcp:bigquery/routineIamMember:RoutineIamMember",
  name: "open",
  props: { project: "acme", datasetId: "crm", routineId: "f", role: viewer, ...everybody },
};

const state = "__segment_reverse_etl";

const crm = { sources: ["acme.crm"] };

type Row = readonly [title: string, grants: TestResource | TestResource[], config: object];

const rejected: readonly Row[] = [
  ["a source", open("crm"), crm],
  ["a table of a source", make.tableMember("open", "crm", "users", viewer, everybody), crm],
  ["a routine of a source", routine, crm],
  [
    "a source in another project",
    open("events", { project: "lake" }),
    { sources: ["acme.crm", "lake.events"] },
  ],
  ["a dataset of a project that is a source", open("hr"), { sources: ["acme"] }],
  ["a dataset of another project that is a source", open("hr", { project: "lake" }), { sources: ["lake"] }],
  ["the dataset of a table that is a source", open("crm"), { sources: ["acme.crm.users"] }],
  ["the project of a source", onProject("lake"), { sources: ["lake.events"] }],
  ["the account's own project", onProject("acme"), {}],
  ["a folder, which may hold the project", onFolder("7"), {}],
  ["the state dataset", open(state), {}],
  ["the state dataset that Segment makes", open(state), { segmentCreatesStateDataset: true }],
  [
    "a configured state dataset that Segment makes",
    open("memory"),
    { stateDataset: "acme.memory", segmentCreatesStateDataset: true },
  ],
  [
    "a table of the state dataset that Segment makes",
    make.tableMember("open", state, "records_1", viewer, everybody),
    { segmentCreatesStateDataset: true },
  ],
  ["a dataset of models", open("ml"), { models: [{ dataset: "ml", operations: ["predict"] }] }],
  ["a source, for all who have a Google account", open("crm", { member: "allAuthenticatedUsers" }), crm],
  ["a source, by a role that nobody knows", open("crm", { role: "organizations/1/roles/x" }), crm],
  ["a source, by a role that is not known yet", open("crm", { role: unknown }), crm],
  [
    "a source, by a role none of whose permissions is known yet",
    [make.customRole("half", [unknown]), open("crm", { role: "projects/acme/roles/half" })],
    crm,
  ],
  ["a dataset, not known yet, of a project that is a source", open(unknown), { sources: ["acme"] }],
];

const accepted: readonly Row[] = [
  ["a dataset of the account's project that is no source", open("website"), crm],
  ["a dataset of that name in another project", open("crm", { project: "website" }), crm],
  ["another project", onProject("website"), { sources: ["acme.crm", "lake.events"] }],
  ["a bucket in a project that is a source", bucket, { sources: ["acme"] }],
  ["a connection in a project that is a source", connection("c"), { sources: ["acme"] }],
  ["a service account in a project that is a source", onAccount, { sources: ["acme"] }],
  ["a source, for one person", open("crm", { member: "user:ana@example.com" }), crm],
  ["a source, for somebody who is not known yet", open("crm", { member: unknown }), crm],
  [
    "a source, by a role that allows nothing",
    [make.customRole("none", []), open("crm", { role: "projects/acme/roles/none" })],
    crm,
  ],
  [
    "a source, by a role that is disabled",
    [
      make.customRole("off", ["bigquery.tables.getData"], { stage: "DISABLED" }),
      open("crm", { role: "projects/acme/roles/off" }),
    ],
    crm,
  ],
];

const undetermined: readonly Row[] = [
  ["a dataset of the account's project", open(unknown), crm],
  [
    "a dataset of the project of a source",
    open(unknown, { project: "lake" }),
    { sources: ["acme.crm", "lake.e"] },
  ],
  ["a dataset of a project that is not known", open("crm", { project: unknown }), crm],
  ["a project that is not known", onProject(unknown), crm],
];

const silent: readonly Row[] = [
  ["a dataset of another project", open(unknown, { project: "website" }), crm],
  ["a connection of the account's project", connection(unknown), crm],
  ["a connection of a project that is not known", connection("c", unknown), crm],
  ["a folder that is not known, which is rejected", onFolder(unknown), crm],
  ["a dataset of a project that is a source, which is rejected", open(unknown), { sources: ["acme"] }],
  ["a dataset that is known", open("crm"), crm],
  ["a dataset for one person", open(unknown, { member: "user:ana@example.com" }), crm],
  ["a dataset for somebody who is not known", open(unknown, { member: unknown }), crm],
];

const judged = ([, grants, config]: Row) => assessmentOf([make.account(), ...[grants].flat()], config);

const told = (found: ReturnType<typeof publicGrants>) =>
  found.map(({ segment, grant, member }) => [segment.identity, grant.resourceName, member]);

describe("grants to everybody", () => {
  for (const row of rejected)
    it(`rejects one on ${row[0]}`, () => {
      const member = row[0].includes("Google account") ? "allAuthenticatedUsers" : "allUsers";
      expect(told(publicGrants(judged(row)))).to.deep.equal([[make.email, "open", member]]);
      expect(undeterminedPublicGrants(judged(row))).to.deep.equal([]);
    });
  for (const row of accepted)
    it(`accepts one on ${row[0]}`, () => {
      expect(told(publicGrants(judged(row)))).to.deep.equal([]);
    });
  for (const row of undetermined)
    it(`cannot tell yet of one on ${row[0]}`, () => {
      expect(told(undeterminedPublicGrants(judged(row)))).to.deep.equal([[make.email, "open", "allUsers"]]);
      expect(publicGrants(judged(row))).to.deep.equal([]);
    });
  for (const row of silent)
    it(`asks nothing of one on ${row[0]}`, () => {
      expect(undeterminedPublicGrants(judged(row))).to.deep.equal([]);
    });

  it("is about the account that works there, not about the first", () => {
    const other: TestResource = {
      type: "gcp:serviceaccount/account:Account",
      name: "segment-eu",
      props: {
        accountId: "segment-eu",
        project: "europe",
        email: "segment-eu@europe.iam.gserviceaccount.com",
      },
    };
    const both = (grant: TestResource) => assessmentOf([make.account(), other, grant], {});
    const eu = "segment-eu@europe.iam.gserviceaccount.com";
    expect(told(publicGrants(both(onProject("europe"))))).to.deep.equal([[eu, "open", "allUsers"]]);
    expect(told(publicGrants(both(onProject("acme"))))).to.deep.equal([[make.email, "open", "allUsers"]]);
    const hidden = open(unknown, { project: "europe" });
    expect(told(undeterminedPublicGrants(both(hidden)))).to.deep.equal([[eu, "open", "allUsers"]]);
  });

  it("asks nothing where it is certain for one of two accounts", () => {
    const connection = (name: string, sources: readonly object[]): TestResource => ({
      type: "segment-bigquery:index:SegmentBigQuery",
      name,
      props: { project: "acme", serviceAccountEmail: `${name}@acme.iam.gserviceaccount.com`, sources },
    });
    const grant = open(unknown, { project: "lake" });
    const assessment = assessmentOf([connection("a", []), connection("b", [{ project: "lake" }]), grant]);
    expect(told(publicGrants(assessment))).to.deep.equal([
      ["b@acme.iam.gserviceaccount.com", "open", "allUsers"],
    ]);
    expect(undeterminedPublicGrants(assessment)).to.deep.equal([]);
  });

  it("says what is open, to whom and by what", () => {
    const said = (grant: TestResource) =>
      messages([make.account(), grant], crm).filter((one) =>
        /public-access|opens what Segment works on/.test(one),
      );
    expect(said(open("crm", { role: unknown }))).to.deep.equal([
      "mandatory: `open` grants allUsers a role that is unknown until the update on dataset acme.crm. It opens what Segment works on to everybody. Fix: grant the role to the members that need it instead. [public-access]",
    ]);
    expect(said(open(unknown, { role: unknown, project: unknown }))).to.deep.equal([
      "advisory: Whether `open`, which grants allUsers a role that is unknown until the update on dataset (project of open, not known yet).(datasetId of open, not known yet), opens what Segment works on is unknown until the update. Its project and datasetId are unknown, so it is not judged yet. Fix: use a value that is known before the update, or let the update judge it. [undetermined]",
    ]);
  });
});
