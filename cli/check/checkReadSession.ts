import { path } from "../google/GoogleClient";
import { attempt } from "./attempt";
import type { CheckContext } from "./CheckContext";
import type { TriedTable } from "./checkTable";

/**
 * Opens a read session on the first readable table, when Segment reads through the Storage API.
 *
 * By the HTTP mapping of the service's definition, since a gRPC client would be one more dependency:
 * https://cloud.google.com/bigquery/docs/reference/storage/rpc/google.cloud.bigquery.storage.v1
 */
export async function checkReadSession(context: CheckContext, tables: readonly TriedTable[]): Promise<void> {
  const { client, reporter, declared } = context;
  const table = tables.find(({ readable }) => readable);
  const target = table ? `${table.source.project}.${table.dataset}.${table.table}` : declared.project;
  const segment = { id: "read-session.create", target, tried: "BigQueryRead.CreateReadSession" } as const;
  if (declared.readApi !== "STORAGE") {
    return reporter.add(
      { ...segment, tried: "nothing" },
      "skipped",
      "Segment reads through the REST API (--read-api rest).",
    );
  }
  if (!table) {
    return reporter.add(
      { ...segment, tried: "nothing" },
      "skipped",
      "There is no table that the key may read.",
    );
  }
  const { project } = table.source;
  const opened = await attempt(
    client.request({
      api: "bigquerystorage",
      method: "POST",
      path: path`/v1/projects/${project}/datasets/${table.dataset}/tables/${table.table}`,
      body: {
        parent: `projects/${declared.project}`,
        readSession: {
          table: `projects/${project}/datasets/${table.dataset}/tables/${table.table}`,
          dataFormat: "AVRO",
        },
        maxStreamCount: 1,
      },
      safeToRepeat: true,
    }),
  );
  reporter.judge(
    segment,
    opened,
    {
      permissions: ["bigquery.readsessions.create"],
      scope: { kind: "project", project: declared.project },
      purpose: "project",
    },
    () => "The Storage API opened a read session; it ends by itself.",
  );
}
