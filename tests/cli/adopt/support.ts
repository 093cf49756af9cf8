import { expect } from "chai";
import { Readable } from "node:stream";
import type { Adoption } from "../../../cli/adopt/adoption";
import { command } from "../../../cli/adopt/command";
import { runCommand } from "../../../cli/command";
import type { FakeGoogle, GoogleSeed } from "../../fakes/google";

export const project = "acme-analytics";
export const email = `segment@${project}.iam.gserviceaccount.com`;
export const member = `serviceAccount:${email}`;
export const ann = "user:ann@acme.example";

/** What somebody clicked together: too much here, something missing there. */
export function clickedTogether(): GoogleSeed {
  return {
    groups: { "admins@acme.example": [ann] },
    projects: {
      [project]: {
        bindings: [
          { role: "roles/owner", members: [ann] },
          { role: "roles/bigquery.user", members: [member, "user:bob@acme.example"] },
          { role: "roles/bigquery.jobUser", members: [member] },
          { role: "roles/bigquery.dataEditor", members: [member] },
          { role: `projects/${project}/roles/segment_limited`, members: [member] },
        ],
        roles: { segment_limited: ["bigquery.jobs.create", "bigquery.tables.getData"] },
        accounts: {
          segment: { displayName: "Segment" },
          etl: { bindings: [{ role: "roles/iam.serviceAccountTokenCreator", members: [member] }] },
        },
        datasets: {
          crm: {
            location: "EU",
            access: [
              { role: "READER", userByEmail: email },
              { view: { projectId: project, datasetId: "web", tableId: "v" } },
            ],
          },
          web: {
            location: "EU",
            tables: {
              page_views: { bindings: [{ role: "roles/bigquery.dataViewer", members: [member] }] },
              "it's $(touch x)": { bindings: [{ role: "roles/bigquery.dataEditor", members: [member] }] },
            },
          },
          finance: { location: "EU", access: [{ role: "OWNER", userByEmail: email }] },
          __segment_reverse_etl: {
            location: "EU",
            access: [{ role: "WRITER", userByEmail: email }],
            resource: { labels: { owner: "growth" } },
          },
        },
        secrets: {
          "segment-key": {
            versions: ["a key that nobody asked for"],
            bindings: [
              { role: "roles/secretmanager.secretAccessor", members: ["group:admins@acme.example"] },
            ],
          },
        },
      },
    },
  };
}

/** The same without the hostile name of a table: what the docs show. */
export function forTheDocs(): GoogleSeed {
  const seed = clickedTogether();
  const tables = seed.projects?.[project]?.datasets?.["web"]?.tables;
  delete tables?.["it's $(touch x)"];
  return seed;
}

/** Runs `adopt` as the project's owner. */
export async function adopt(
  google: FakeGoogle,
  argv: readonly string[],
  caller = ann,
  token = google.tokenFor(caller),
) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCommand(command, ["--project", project, ...argv], {
    stdout: { write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text) },
    stdin: Readable.from([]),
    env: { ...google.env(), GOOGLE_OAUTH_ACCESS_TOKEN: token },
    isTTY: false,
  });
  return { code, out: out.join(""), err: err.join("") };
}

export const sources = ["--source", `${project}.crm`, "--source", `${project}.web.page_views`];

/** What adopt says as JSON where it finds nothing wrong with its task. */
export async function adoptionOf(google: FakeGoogle, argv: readonly string[] = sources): Promise<Adoption> {
  const { code, out, err } = await adopt(google, [...argv, "--json"]);
  expect(err).to.equal("");
  expect(code).to.equal(0);
  return JSON.parse(out) as Adoption;
}
