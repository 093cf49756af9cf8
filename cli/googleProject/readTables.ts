import type { SourceRef } from "../../policy/access/declaration";
import { path } from "../google/GoogleClient";
import { counted } from "../text/words";
import type { Dataset, Table } from "./GoogleProject";
import { pool } from "./pool";
import type { Reader } from "./Reader";

/** A dataset without its tables' policies, and the ids of its tables. */
export interface Listed {
  readonly dataset: Omit<Dataset, "tables">;
  readonly tables: readonly string[];
}

/** A table whose policy was read, and the dataset that holds it. */
export interface ReadTable extends Table {
  readonly of: Listed["dataset"];
}

/**
 * The policies of tables, one request each: those of the sources first, since there are never enough requests for all.
 *
 * @param most how many are read; one note counts the others
 */
export async function readTables(
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
