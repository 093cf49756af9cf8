import type { SourceRef } from "../../policy/access/declaration";
import { path } from "../google/GoogleClient";
import { record, records, text, texts } from "../google/json";
import type { Dataset, GoogleProject, Table } from "./GoogleProject";
import { pool, type Reader } from "./Reader";
import { counted } from "../text";

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

/** A dataset without its tables' policies, and the ids of its tables. */
interface Listed {
  readonly dataset: Omit<Dataset, "tables">;
  readonly tables: readonly string[];
}

/** A table whose policy was read, and the dataset that holds it. */
interface ReadTable extends Table {
  readonly of: Listed["dataset"];
}

/**
 * The policies of tables, one request each: those of the sources first, since there are never enough requests for all.
 *
 * @param most how many are read; one note counts the others
 */
async function readTables(
  reader: Reader,
  listed: readonly Listed[],
  sources: readonly SourceRef[],
  most: number,
): Promise<ReadTable[]> {
  const all = listed.flatMap(({ dataset, tables }) =>
    tables.map((id) => ({ of: dataset, id, rank: rankOf(dataset, id, sources) })),
  );
  all.sort((a, b) => a.rank - b.rank);
  const left = all.slice(most);
  if (left.length > 0) {
    const datasets = new Set(left.map(({ of }) => `${of.project}.${of.id}`));
    reader.note(
      `the policies of ${counted(left.length, "table")} of ${all.length.toLocaleString("en")}, in ${counted(datasets.size, "dataset")}`,
      `only ${most.toLocaleString("en")} are read, those of the sources and of the state first; grants on the other tables are not seen`,
    );
  }
  return pool(all.slice(0, most), 4, async ({ of, id }): Promise<ReadTable> => {
    const name = `${of.project}.${of.id}`;
    return {
      of,
      id,
      bindings: await reader.try(
        `the policies of tables of dataset ${name}`,
        reader.bindings(`table ${name}.${id}`, {
          api: "bigquery",
          path: path`/bigquery/v2/projects/${of.project}/datasets/${of.id}/tables/${id}:getIamPolicy`,
        }),
        [],
      ),
    };
  });
}

/** 0 for a table that is a source itself, 1 for one inside a source, 2 for any other. */
function rankOf({ project, id }: Listed["dataset"], table: string, sources: readonly SourceRef[]): number {
  const around = sources.filter(
    (source) => source.project === project && (source.dataset === undefined || source.dataset === id),
  );
  if (around.some((source) => source.table === table)) return 0;
  return around.some((source) => source.table === undefined) ? 1 : 2;
}
