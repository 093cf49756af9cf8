import { path } from "../google/GoogleClient";
import { record, text } from "../google/json";
import type { Dataset, Table } from "./GoogleProject";
import { pool } from "./pool";
import type { Reader } from "./Reader";

/** Which datasets are read, and how much of them. */
export interface ReadDatasetsOptions {
  readonly project: string;
  /** Datasets of other projects. @default - none */
  readonly others?: readonly { readonly project: string; readonly dataset: string }[];
  /** Tables whose policies are read, over all datasets: one request each. @default 1000 */
  readonly mostTables?: number;
}

/** Datasets, hidden ones too, with their access lists and their tables' policies. */
export async function readDatasets(reader: Reader, options: ReadDatasetsOptions): Promise<Dataset[]> {
  const { project, others = [], mostTables = 1000 } = options;
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
  const places = [...own.map((dataset) => ({ project, dataset })), ...others];
  const budget = { left: mostTables };
  return (await pool(places, 4, (place) => readDataset(reader, place, budget))).filter(
    (dataset) => dataset !== undefined,
  );
}

async function readDataset(
  reader: Reader,
  { project, dataset }: { project: string; dataset: string },
  budget: { left: number },
): Promise<Dataset | undefined> {
  const at = path`/bigquery/v2/projects/${project}/datasets/${dataset}`;
  const name = `${project}.${dataset}`;
  const resource = await reader.try(
    `dataset ${name}`,
    reader.client.request({ api: "bigquery", method: "GET", path: at }),
    undefined,
  );
  if (!resource) return undefined;
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
  const ids = tables.flatMap((table) => text(record(table["tableReference"])["tableId"]) ?? []);
  const read = ids.slice(0, Math.max(0, budget.left));
  budget.left -= read.length;
  if (read.length < ids.length) {
    reader.note(
      `the policies of ${ids.length - read.length} of ${ids.length} tables of dataset ${name}`,
      "they were not read, because there are so many tables; grants on single tables there are not seen",
    );
  }
  return { project, id: dataset, resource, tables: await readTables(reader, at, name, read) };
}

/** The policies of single tables; one that may not be read is noted once for the dataset. */
async function readTables(
  reader: Reader,
  at: string,
  name: string,
  ids: readonly string[],
): Promise<Table[]> {
  const subject = `the policies of tables of dataset ${name}`;
  return pool(ids, 4, async (id): Promise<Table> => ({
    id,
    bindings: await reader.try(
      subject,
      reader.bindings({ api: "bigquery", path: `${at}${path`/tables/${id}`}:getIamPolicy` }),
      [],
    ),
  }));
}
