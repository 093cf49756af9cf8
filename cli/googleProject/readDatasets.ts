import type { SourceRef } from "../../policy/access/declaration";
import { path } from "../google/GoogleClient";
import { record, records, text, texts } from "../google/json";
import type { Dataset, GoogleProject } from "./GoogleProject";
import { pool } from "./pool";
import type { Reader } from "./Reader";
import { readTables, type Listed } from "./readTables";

type DatasetId = Pick<Dataset, "project" | "id">;

/** Which datasets are read, and how much of them. */
export interface ReadDatasetsOptions {
  readonly project: string;
  /** What Segment reads: looked for by name, and its tables read first. @default - none */
  readonly sources?: readonly SourceRef[];
  /** Where Segment keeps its state, whose tables are read first as well. @default - not known */
  readonly state?: SourceRef;
  /** Tables whose policies are read, over all datasets: one request each. @default 1000 */
  readonly mostTables?: number;
}

/**
 * Datasets, hidden ones too, with their access lists and their tables' policies; and those that are there, as far as
 * anybody can tell, but not shown to the caller.
 */
export async function readDatasets(
  reader: Reader,
  options: ReadDatasetsOptions,
): Promise<Pick<GoogleProject, "datasets" | "unseen">> {
  const { project, sources = [], state, mostTables = 1000 } = options;
  const whole = await seesAll(reader, project);
  const listed = await reader.try(
    `the datasets of project ${project}`,
    reader.client.list(
      {
        api: "bigquery",
        path: path`/bigquery/v2/projects/${project}/datasets`,
        query: { all: "true", maxResults: "1000" },
      },
      "datasets",
    ),
    [],
  );
  const own = listed.flatMap((one) => text(record(one["datasetReference"])["datasetId"]) ?? []);
  // Where the list is whole, a state dataset that is not in it does not exist.
  const named = [...sources, ...(state && !whole ? [state] : [])].flatMap((place) =>
    place.dataset === undefined ? [] : [{ project: place.project, id: place.dataset }],
  );
  const places = new Map(
    [...own.map((id) => ({ project, id })), ...named].map((one) => [`${one.project}.${one.id}`, one]),
  );
  const read = await pool([...places.values()], 4, (place) => readDataset(reader, place));
  const found = read.flatMap((one) => ("dataset" in one ? [one] : []));
  const tables = await readTables(reader, found, [...sources, ...(state ? [state] : [])], mostTables);
  return {
    datasets: found.map(({ dataset }) => ({
      ...dataset,
      tables: tables.filter(({ of }) => of === dataset).map(({ id, bindings }) => ({ id, bindings })),
    })),
    unseen: read.flatMap((one) => ("dataset" in one ? [] : [one])),
  };
}

/**
 * BigQuery lists only the datasets on which the caller has this permission, without a word about the others: what the
 * caller has on the project tells whether the list is whole.
 *
 * https://cloud.google.com/bigquery/docs/reference/rest/v2/datasets/list
 */
const lists = "bigquery.datasets.get";

async function seesAll(reader: Reader, project: string): Promise<boolean> {
  const subject = `datasets of project ${project} that Google does not list for you`;
  const answer = await reader.try(
    subject,
    reader.client.request({
      api: "cloudresourcemanager",
      method: "POST",
      path: path`/v3/projects/${project}:testIamPermissions`,
      body: { permissions: [lists] },
      safeToRepeat: true,
    }),
    undefined,
  );
  const whole = texts(answer?.["permissions"]).includes(lists);
  if (answer !== undefined && !whole) {
    reader.note(
      subject,
      `you do not have ${lists} on the whole project, so there may be more datasets, and grants on them are not seen; roles/bigquery.metadataViewer on the project shows them all`,
    );
  }
  return whole;
}

async function readDataset(reader: Reader, { project, id }: DatasetId): Promise<Listed | DatasetId> {
  const at = path`/bigquery/v2/projects/${project}/datasets/${id}`;
  const name = `${project}.${id}`;
  const resource = await reader.try(
    `dataset ${name}`,
    // Without the version, an entry with a condition comes under a made-up role's name.
    reader.client.request({ api: "bigquery", method: "GET", path: at, query: { accessPolicyVersion: "3" } }),
    undefined,
  );
  if (!resource) return { project, id };
  if (resource["access"] === undefined) {
    reader.note(
      `the access list of dataset ${name}`,
      "it could not be read: that takes bigquery.datasets.getIamPolicy",
    );
  }
  const tables = await reader.try(
    `the tables of dataset ${name}`,
    reader.client.list({ api: "bigquery", path: `${at}/tables`, query: { maxResults: "1000" } }, "tables"),
    [],
  );
  const access =
    resource["access"] === undefined
      ? {}
      : { access: reader.judgeable(`dataset ${name}`, records(resource["access"])) };
  return {
    dataset: { project, id, resource: { ...resource, ...access } },
    tables: tables.flatMap((table) => text(record(table["tableReference"])["tableId"]) ?? []),
  };
}
