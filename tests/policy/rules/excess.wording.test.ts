import { expect } from "chai";
import { make, messages, type TestResource } from "../support";

const { member } = make;

const config = { sources: ["acme.crm"], checkMissing: false };

const owner = "roles/bigquery.dataOwner";

/** What the rule says, without its level and its id. */
const advised = (resources: readonly TestResource[], settings: object = {}) =>
  messages([make.account(), ...resources], { ...config, ...settings })
    .filter((one) => one.endsWith(" [excess-permissions]"))
    .map((one) => one.slice("mandatory: ".length, -" [excess-permissions]".length));

const organization: TestResource = {
  type: "gcp:organizations/iAMMember:IAMMember",
  name: "g",
  props: { orgId: "9", role: owner, member },
};

const folder: TestResource = {
  type: "gcp:folder/iAMMember:IAMMember",
  name: "g",
  props: { folder: "7", role: owner, member },
};

const account: TestResource = {
  type: "gcp:serviceaccount/iAMMember:IAMMember",
  name: "g",
  props: {
    serviceAccountId: "projects/acme/serviceAccounts/loader@acme.iam.gserviceaccount.com",
    role: owner,
    member,
  },
};

const minimal = { profile: "minimal" };

const many = (count: number) =>
  `${count} permissions in excess (bigquery.tables.delete, bigquery.tables.update, bigquery.tables.updateData and ${count - 3} more)`;

const remove = (scope: string, count: number) =>
  `\`g\` grants Segment roles/bigquery.dataOwner on ${scope}. Segment needs nothing there, so it holds ${many(count)}. Fix: remove the grant, or declare ${scope} as a source.`;

const below = (scope: string) =>
  `\`g\` grants Segment roles/bigquery.dataOwner on ${scope}. A role there reaches every project below, so it holds ${many(92)}. Fix: grant roles on project acme and its datasets instead.`;

const alone =
  "`g` grants Segment roles/bigquery.dataOwner on service account loader@acme.iam.gserviceaccount.com. Segment works in BigQuery alone, so it holds 72 permissions in excess (bigquery.tables.delete, bigquery.tables.update, bigquery.tables.updateData and 69 more). Fix: remove the grant.";

const table: readonly [title: string, resources: readonly TestResource[], settings: object, says: string][] =
  [
    [
      "a source",
      [make.datasetMember("g", "crm", owner)],
      {},
      "`g` grants Segment roles/bigquery.dataOwner on dataset acme.crm. There Segment only has to list the source's datasets and tables and read the source, so it holds 62 permissions in excess (bigquery.tables.delete, bigquery.tables.update, bigquery.tables.updateData and 59 more). Fix: grant roles/bigquery.dataViewer instead.",
    ],
    [
      "the state dataset",
      [make.datasetMember("g", "__segment_reverse_etl", owner)],
      {},
      "`g` grants Segment roles/bigquery.dataOwner on dataset acme.__segment_reverse_etl. There Segment only has to find the state dataset and keep the state between syncs, so it holds 33 permissions in excess (bigquery.datasets.delete, bigquery.datasets.setIamPolicy, bigquery.datasets.update and 30 more). Fix: grant roles/bigquery.dataEditor instead.",
    ],
    [
      "a dataset of models",
      [make.datasetMember("g", "ml", owner)],
      { models: [{ dataset: "ml", operations: ["predict"] }] },
      "`g` grants Segment roles/bigquery.dataOwner on dataset acme.ml. There Segment only has to use BigQuery ML (ML.PREDICT), so it holds 71 permissions in excess (bigquery.tables.delete, bigquery.tables.update, bigquery.tables.updateData and 68 more). Fix: grant a custom role with bigquery.models.getData instead.",
    ],
    [
      "the project",
      [make.projectMember("g", owner)],
      {},
      "`g` grants Segment roles/bigquery.dataOwner on project acme. There Segment only has to run queries, so it holds 72 permissions in excess (bigquery.tables.delete, bigquery.tables.update, bigquery.tables.updateData and 69 more). Fix: grant roles/bigquery.jobUser instead.",
    ],
    [
      "the project in profile minimal",
      [make.projectMember("g", owner)],
      minimal,
      "`g` grants Segment roles/bigquery.dataOwner on project acme. There Segment only has to run queries, so it holds 88 permissions in excess (bigquery.tables.delete, bigquery.tables.update, bigquery.tables.updateData and 85 more). Fix: grant roles/bigquery.jobUser instead.",
    ],
    [
      "another project",
      [make.projectMember("g", owner, { project: "website" })],
      {},
      remove("project website", 92),
    ],
    [
      "a dataset that is no source",
      [make.datasetMember("g", "hr", owner)],
      {},
      remove("dataset acme.hr", 72),
    ],
    ["an organization", [organization], {}, below("organization 9")],
    ["a folder", [folder], {}, below("folder 7")],
    ["a service account", [account], {}, alone],
    [
      "a dataset, through all service accounts of the project",
      [
        make.datasetMember("g", "hr", owner, {
          member: "principalSet://cloudresourcemanager.googleapis.com/projects/acme/type/ServiceAccount",
        }),
      ],
      {},
      "`g` grants roles/bigquery.dataOwner on dataset acme.hr to all service accounts of project acme, which includes Segment. Segment needs nothing there, so it holds 72 permissions in excess (bigquery.tables.delete, bigquery.tables.update, bigquery.tables.updateData and 69 more). Fix: grant the role to the members that need it, not to all service accounts of project acme.",
    ],
    [
      "a source, by a custom role",
      [
        make.customRole("drop", ["bigquery.tables.delete"]),
        make.datasetMember("g", "crm", "projects/acme/roles/drop"),
      ],
      {},
      "`g` grants Segment projects/acme/roles/drop on dataset acme.crm. There Segment only has to list the source's datasets and tables and read the source, so it holds 1 permission in excess (bigquery.tables.delete). Fix: remove bigquery.tables.delete from projects/acme/roles/drop.",
    ],
  ];

describe("what the message about excess advises", () => {
  for (const [title, resources, settings, says] of table)
    it(`tells what to do about a role on ${title}`, () => {
      expect(advised(resources, settings)).to.deep.equal([says]);
    });

  it("names of a custom role what it writes: wildcards first, then what is in excess", () => {
    const role = make.customRole("wild", [
      "bigquery.tables.getData",
      "bigquery.routines.delete",
      "bigquery.tables.delete",
      "bigquery.models.*",
    ]);
    const stack = [make.account(), role, make.datasetMember("g", "crm", "projects/acme/roles/wild")];
    expect(messages(stack, { ...config, ...minimal })).to.deep.equal([
      "mandatory: `g` grants Segment projects/acme/roles/wild on dataset acme.crm. There Segment only has to list the source's datasets and tables and read the source, so it holds 11 permissions in excess (bigquery.models.*, bigquery.tables.delete and bigquery.routines.delete). Fix: remove bigquery.models.*, bigquery.tables.delete and bigquery.routines.delete from projects/acme/roles/wild. [excess-permissions]",
    ]);
  });
});
