import { expect } from "chai";
import { records } from "../../../cli/google/json";
import type { GoogleProject } from "../../../cli/googleProject/GoogleProject";
import { projectResources } from "../../../cli/googleProject/projectResources";
import { readProject } from "../../../cli/googleProject/readProject";
import type { ReadDatasetsOptions } from "../../../cli/googleProject/readDatasets";
import { callerClient } from "../../../cli/google/callerClient";
import { Redactor } from "../../../cli/google/Redactor";
import { startFakeGoogle, type FakeGoogle, type GoogleSeed } from "../../fakes/google";

const project = "acme-analytics";
const ann = "user:ann@acme.example";
const segment = `serviceAccount:segment@${project}.iam.gserviceaccount.com`;
const owner = { role: "roles/owner", members: [ann] };
const until = { title: "until", expression: 'request.time < timestamp("2100-01-01T00:00:00Z")' };

describe("googleProject: what the caller sees", () => {
  let google: FakeGoogle;
  afterEach(() => google.stop());

  async function read(seed: GoogleSeed, options: Partial<ReadDatasetsOptions> = {}): Promise<GoogleProject> {
    google = await startFakeGoogle(seed);
    return again(options);
  }

  async function again(options: Partial<ReadDatasetsOptions> = {}): Promise<GoogleProject> {
    const env = { ...google.env(), GOOGLE_OAUTH_ACCESS_TOKEN: google.tokenFor(ann) };
    return readProject(await callerClient(env, { redactor: new Redactor() }), { project, ...options });
  }

  it("says that datasets may be missing where the caller does not see all of them", async () => {
    const { datasets, unread } = await read({
      projects: {
        [project]: {
          bindings: [{ role: `projects/${project}/roles/reviewer`, members: [ann] }],
          roles: { reviewer: ["resourcemanager.projects.get", "resourcemanager.projects.getIamPolicy"] },
          datasets: {
            crm: { access: [{ role: "READER", userByEmail: "ann@acme.example" }] },
            hidden: { access: [{ role: "OWNER", userByEmail: segment.slice(15) }] },
          },
        },
      },
    });
    expect(datasets.map(({ id }) => id)).to.deep.equal(["crm"]);
    expect(unread).to.deep.include({
      subject: `datasets of project ${project} that Google does not list for you`,
      reason:
        "you do not have bigquery.datasets.get on the whole project, so there may be more datasets, and grants on them are not seen; roles/bigquery.metadataViewer on the project shows them all",
    });
  });

  it("reads who is in the groups that policies and access lists name, and in groups in them, but no person", async () => {
    google = await startFakeGoogle({
      groups: {
        "data@acme.example": [ann, "group:robots@acme.example"],
        "robots@acme.example": [segment],
        "lake@acme.example": [segment],
      },
      projects: {
        [project]: {
          bindings: [owner, { role: "roles/bigquery.admin", members: ["group:Data@acme.example"] }],
          datasets: { crm: { access: [{ role: "READER", groupByEmail: "lake@acme.example" }] } },
        },
      },
    });
    const found = await again();
    expect(found.groups).to.deep.equal([
      { email: "data@acme.example", members: ["robots@acme.example"] },
      { email: "lake@acme.example", members: [segment.slice(15)] },
      { email: "robots@acme.example", members: [segment.slice(15)] },
    ]);
    expect(found.unread).to.deep.equal([]);
  });

  it("says which groups it may not look into, and that what they hold is not seen", async () => {
    google = await startFakeGoogle({
      groups: { "data@acme.example": [segment] },
      projects: {
        [project]: {
          bindings: [
            owner,
            { role: "roles/bigquery.admin", members: ["group:data@acme.example", "group:gone@acme.example"] },
          ],
        },
      },
    });
    google.state.privateGroups.add("data@acme.example");
    expect((await again()).unread).to.deep.equal([
      {
        subject: "the members of group:data@acme.example, group:gone@acme.example",
        reason:
          "it could not be read: Error(2028): Permission denied for resource groups (or it may not exist).; if Segment's account is among them, what the group holds is not seen",
      },
    ]);
  });

  it("does not take a Cloud Identity API that is not enabled for groups without members", async () => {
    google = await startFakeGoogle({
      projects: {
        [project]: { bindings: [owner, { role: "roles/viewer", members: ["group:data@acme.example"] }] },
      },
    });
    google.fault({
      on: /groups:lookup/,
      answer: 403,
      body: {
        error: {
          message: "Cloud Identity API has not been used",
          details: [
            {
              "@type": "type.googleapis.com/google.rpc.ErrorInfo",
              reason: "SERVICE_DISABLED",
              metadata: { service: "cloudidentity.googleapis.com", consumer: `projects/${project}` },
            },
          ],
        },
      },
    });
    expect((await again()).unread.map(({ reason }) => reason)).to.deep.equal([
      `it could not be read: cloudidentity.googleapis.com is not enabled in projects/${project} that your requests are charged to; if Segment's account is among them, what the group holds is not seen`,
    ]);
  });

  it("says nothing where the caller sees all", async () => {
    const { unread } = await read({ projects: { [project]: { bindings: [owner], datasets: { crm: {} } } } });
    expect(unread).to.deep.equal([]);
  });

  it("looks for sources by name, and names one that it does not find", async () => {
    const { unread } = await read(
      { projects: { [project]: { bindings: [owner] } } },
      { sources: [{ project, dataset: "gone" }] },
    );
    expect(unread).to.deep.equal([
      {
        subject: `dataset ${project}.gone`,
        reason: `it could not be read: Not found: Dataset ${project}:gone`,
      },
    ]);
  });

  it("names a source that is another project as a whole", async () => {
    const { unread } = await read(
      { projects: { [project]: { bindings: [owner] } } },
      { sources: [{ project: "acme-lake" }] },
    );
    expect(unread).to.deep.equal([
      {
        subject: "project acme-lake",
        reason: "it is a source as a whole, but only one project is read: what is granted there is not seen",
      },
    ]);
  });

  it("reads the condition of every grant, wherever the API wants to be asked for it", async () => {
    const grant = (role: string) => [{ role, members: [segment], condition: until }];
    const found = await read({
      containers: {
        "organizations/1": {
          bindings: [
            { role: `projects/${project}/roles/reviewer`, members: [ann] },
            ...grant("roles/bigquery.jobUser"),
          ],
        },
      },
      projects: {
        [project]: {
          parent: "organizations/1",
          roles: { reviewer: ["resourcemanager.organizations.getIamPolicy"] },
          bindings: [owner, ...grant("roles/bigquery.user")],
          accounts: { segment: { bindings: grant("roles/iam.serviceAccountTokenCreator") } },
          secrets: { s: { bindings: grant("roles/secretmanager.secretAccessor") } },
          datasets: {
            crm: {
              access: [
                { role: "roles/bigquery.dataViewer", userByEmail: segment.slice(15), condition: until },
              ],
              tables: { t: { bindings: grant("roles/bigquery.dataViewer") } },
            },
          },
        },
      },
    });
    const resources = projectResources(found);
    const conditions = resources.filter(({ props }) => props["condition"] !== undefined);
    expect(conditions.map(({ type }) => type).sort()).to.deep.equal([
      "gcp:bigquery/datasetAccess:DatasetAccess",
      "gcp:bigquery/iamMember:IamMember",
      "gcp:organizations/iAMMember:IAMMember",
      "gcp:projects/iAMMember:IAMMember",
      "gcp:secretmanager/secretIamMember:SecretIamMember",
      "gcp:serviceaccount/iAMMember:IAMMember",
    ]);
    expect(records(found.datasets[0]?.resource["access"]).at(-1)?.["condition"]).to.deep.equal(until);
    expect(JSON.stringify(found)).not.to.include("_withcond_");
    expect(found.unread).to.deep.equal([]);
  });

  it("judges no role whose condition Google hides, and names it", async () => {
    google = await startFakeGoogle({
      projects: { [project]: { bindings: [owner], datasets: { crm: {} } } },
    });
    const role = "roles/bigquery.dataOwner_withcond_0123456789abcdef0123";
    google.fault({
      on: `GET /bigquery/v2/projects/${project}/datasets/crm`,
      answer: 200,
      body: { access: [{ role, userByEmail: segment.slice(15) }] },
    });
    google.fault({
      on: `POST /v3/projects/${project}:getIamPolicy`,
      answer: 200,
      body: { bindings: [{ role: "roles/editor_with_conditionalbinding_0a1b", members: [segment] }] },
    });
    const found = await again();
    const reason = "Google has not shown the condition behind this name, so what it grants is not judged";
    expect(found.bindings).to.deep.equal([]);
    expect(found.datasets[0]?.resource["access"]).to.deep.equal([]);
    expect(found.unread).to.deep.equal([
      { subject: `roles/editor_with_conditionalbinding_0a1b on project ${project}`, reason },
      { subject: `${role} on dataset ${project}.crm`, reason },
    ]);
  });

  it("takes an API that the project has not enabled for one that holds nothing there", async () => {
    const services = ["cloudresourcemanager.googleapis.com", "iam.googleapis.com", "bigquery.googleapis.com"];
    const { secrets, unread } = await read({ projects: { [project]: { bindings: [owner], services } } });
    expect([secrets, unread]).to.deep.equal([[], []]);
  });

  it("names an API that is not enabled in the project that requests are charged to", async () => {
    google = await startFakeGoogle({ projects: { [project]: { bindings: [owner], secrets: { s: {} } } } });
    google.fault({
      on: `GET /v1/projects/${project}/secrets`,
      answer: 403,
      body: disabledIn("projects/764086051850"),
    });
    const { unread } = await again();
    expect(unread).to.deep.equal([
      {
        subject: `the secrets of project ${project}`,
        reason:
          "it could not be read: secretmanager.googleapis.com is not enabled in projects/764086051850 that your requests are charged to; enable it there, or choose another project with `gcloud auth application-default set-quota-project`",
      },
    ]);
  });

  it("reads the tables of sources and of the state first, and counts the others in one line", async () => {
    const tables = (names: string[]) => ({ tables: Object.fromEntries(names.map((name) => [name, {}])) });
    const { datasets, unread } = await read(
      {
        projects: {
          [project]: {
            bindings: [owner],
            datasets: {
              a: tables(["one", "two", "three"]),
              b: tables(["four"]),
              crm: tables(["five", "six"]),
              web: tables(["seven", "views"]),
              zstate: tables(["eight"]),
            },
          },
        },
      },
      {
        sources: [
          { project, dataset: "crm" },
          { project, dataset: "web", table: "views" },
        ],
        state: { project, dataset: "zstate" },
        mostTables: 4,
      },
    );
    expect(datasets.map(({ id, tables: read }) => [id, read.map((table) => table.id)])).to.deep.equal([
      ["a", []],
      ["b", []],
      ["crm", ["five", "six"]],
      ["web", ["views"]],
      ["zstate", ["eight"]],
    ]);
    expect(unread).to.deep.equal([
      {
        subject: "the policies of 5 tables of 9, in 3 datasets",
        reason:
          "only 4 are read, those of the sources and of the state first; grants on the other tables are not seen",
      },
    ]);
  });
});

function disabledIn(consumer: string) {
  return {
    error: {
      code: 403,
      status: "PERMISSION_DENIED",
      message: "Secret Manager API has not been used in project 764086051850 before or it is disabled.",
      details: [
        {
          "@type": "type.googleapis.com/google.rpc.ErrorInfo",
          reason: "SERVICE_DISABLED",
          domain: "googleapis.com",
          metadata: { service: "secretmanager.googleapis.com", consumer },
        },
      ],
    },
  };
}
