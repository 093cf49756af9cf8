import { allowed, projectResource } from "./access";
import { bigQueryError } from "./errors";
import { text, type Call } from "./router";
import type { Json, ProjectState, TableState } from "./state";

/** A query that was asked for, and the tables that it has reached so far. */
export interface Asked {
  call: Call;
  query: Json;
  dryRun: boolean;
  location: string;
  tables: TableState[];
}

const billing = "https://console.cloud.google.com/billing";

/** Refuses a job for what its project lacks: https://cloud.google.com/bigquery/docs/error-messages */
export function refuseJob(home: ProjectState, sql: string): void {
  if (home.billing === "closed")
    throw bigQueryError("billingNotEnabled", `The project ${home.id} has not enabled billing.`);
  if (home.billing === "sandbox" && /^\s*(INSERT|UPDATE|DELETE|MERGE)\b/i.test(sql)) {
    throw bigQueryError(
      "billingNotEnabled",
      `Billing has not been enabled for this project. Enable billing at ${billing}. ` +
        "DML queries are not allowed in the free tier. Set up a billing account to remove this restriction.",
    );
  }
  if (home.quotaExceeded !== undefined) throw bigQueryError("quotaExceeded", home.quotaExceeded);
}

/** Refuses a query for what stands between the caller and a table that it may read. */
export function refuseTable(asked: Asked, { quirks }: TableState, name: string): void {
  const { call, query, dryRun } = asked;
  const { partitionFilter, closedFile, connection, broken, policyTags = {} } = quirks;
  if (broken !== undefined) throw bigQueryError("invalidQuery", broken);
  if (partitionFilter !== undefined && !/\bWHERE\b/i.test(text(query, "query") ?? "")) {
    throw bigQueryError(
      "invalidQuery",
      `Cannot query over table '${name.replace(":", ".")}' without a filter over column(s) '${partitionFilter}' that can be used for partition elimination`,
    );
  }
  for (const [column, tag] of Object.entries(policyTags)) {
    if (call.state.policyTagReaders.get(tag)?.includes(call.caller)) continue;
    throw denied(
      `BigQuery BigQuery: User does not have permission to access policy tag "${tag}" on column ${name.replace(":", ".")}.${column}.`,
    );
  }
  if (connection !== undefined) {
    const project = connection.split(".")[0] ?? "";
    const use = "bigquery.connections.use";
    if (!allowed(call.state, call.caller, use, projectResource(call.state, project)))
      throw denied(
        `Connection ${connection}: User does not have ${use} permission for connection ${connection}.`,
      );
  }
  if (!dryRun && closedFile === "drive")
    throw denied("BigQuery BigQuery: Permission denied while getting Drive credentials.");
  if (!dryRun && closedFile === "storage") {
    const who = call.caller.replace(/^serviceAccount:/, "");
    throw denied(
      `BigQuery BigQuery: Permission denied while globbing file pattern. ${who} does not have storage.objects.get access to the Google Cloud Storage object. Permission 'storage.objects.get' denied on resource (or it may not exist).`,
    );
  }
  refuseBytes(asked);
}

/** The bytes of every table that a query reads; one that names no column reads none. */
export function bytesOf({ tables, query }: Asked): number {
  const noColumn = /^SELECT 1 FROM/.test(text(query, "query") ?? "");
  return tables.reduce(
    (sum, { quirks }) => sum + (noColumn && !quirks.readsAll ? 0 : (quirks.bytes ?? 0)),
    0,
  );
}

function refuseBytes(asked: Asked): void {
  const limit = Number(asked.query["maximumBytesBilled"] ?? Infinity);
  const bytes = bytesOf(asked);
  if (asked.dryRun || bytes <= limit) return;
  throw bigQueryError(
    "bytesBilledLimitExceeded",
    `Query exceeded limit for bytes billed: ${limit}. ${bytes} or higher required.`,
  );
}

function denied(what: string): Error {
  return bigQueryError("accessDenied", `Access Denied: ${what}`);
}
