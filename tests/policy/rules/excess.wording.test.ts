import { expect } from "chai";
import { make, messages, type TestResource } from "../support";

const { member } = make;

const config = { sources: ["acme.crm"], checkMissing: false };

const owner = "roles/bigquery.dataOwner";

/** What the rule says, from the remedy on. */
const advised = (resources: readonly TestResource[], settings: object = {}) =>
  messages([make.account(), ...resources], { ...config, ...settings })
    .filter((one) => one.endsWith(" [excess-permissions]"))
    .map((one) => one.slice(one.indexOf("; ") + 2, -" [excess-permissions]".length));

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

const remove = "nothing is declared to be read or written there: remove the grant, or declare the source.";

const below = "it reaches every project below: grant what is needed on project acme and its datasets.";

const alone = "Segment works in BigQuery alone: remove the grant.";

const table: readonly [title: string, resources: readonly TestResource[], settings: object, says: string][] =
  [
    [
      "a source",
      [make.datasetMember("g", "crm", owner)],
      {},
      "Segment only reads there: grant roles/bigquery.dataViewer, or profile minimal's custom role.",
    ],
    [
      "the state dataset",
      [make.datasetMember("g", "__segment_reverse_etl", owner)],
      {},
      "Segment only keeps the state of its syncs there: grant roles/bigquery.dataEditor, or profile minimal's custom role.",
    ],
    [
      "a dataset of models",
      [make.datasetMember("g", "ml", owner)],
      { models: [{ dataset: "ml", operations: ["predict"] }] },
      "Segment only uses the declared BigQuery ML operations there: grant a custom role with their permissions.",
    ],
    [
      "the project",
      [make.projectMember("g", owner)],
      {},
      "Segment only runs queries there: grant roles/bigquery.user, or profile minimal's custom role.",
    ],
    [
      "the project in profile minimal",
      [make.projectMember("g", owner)],
      minimal,
      "Segment only runs queries there: grant roles/bigquery.jobUser, or profile minimal's custom role.",
    ],
    ["another project", [make.projectMember("g", owner, { project: "website" })], {}, remove],
    ["a dataset that is no source", [make.datasetMember("g", "hr", owner)], {}, remove],
    ["an organization", [organization], {}, below],
    ["a folder", [folder], {}, below],
    ["a service account", [account], {}, alone],
    [
      "a dataset, through all service accounts of the project",
      [
        make.datasetMember("g", "hr", owner, {
          member: "principalSet://cloudresourcemanager.googleapis.com/projects/acme/type/ServiceAccount",
        }),
      ],
      {},
      "take the account out of all service accounts of project acme, or the role away from it.",
    ],
    [
      "a source, by a custom role",
      [
        make.customRole("drop", ["bigquery.tables.delete"]),
        make.datasetMember("g", "crm", "projects/acme/roles/drop"),
      ],
      {},
      "take them out of the role.",
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
      `mandatory: ${member} holds projects/acme/roles/wild on dataset acme.crm, which also allows bigquery.models.*, bigquery.tables.delete and bigquery.routines.delete; take them out of the role. [excess-permissions]`,
    ]);
  });
});
