import type { ErrorFacts } from "../google/errors";
import { shellWord } from "../text";
import type { Attempted, Judgement, Remedy, Setting } from "./result";

/**
 * A refusal that is about something behind the table that was queried: Google's message names it.
 *
 * https://cloud.google.com/bigquery/docs/error-messages, and messages that people quote in public issues
 */
export function judgeOtherObject(
  facts: ErrorFacts,
  attempted: Attempted,
  setting: Setting,
): Judgement | undefined {
  return (
    policyTag(facts, setting) ??
    connection(facts, setting) ??
    driveFile(facts, setting) ??
    storageFile(facts, setting) ??
    tableBehindView(facts, attempted, setting)
  );
}

function policyTag({ message }: ErrorFacts, { email }: Setting): Judgement | undefined {
  const [, tag, column] = /policy tag "?([^"]+?)"? on columns? (\S+?)\.?$/.exec(message) ?? [];
  if (tag === undefined || column === undefined) return undefined;
  return {
    outcome: "missing",
    message: `Column ${column} has the policy tag "${tag}", and serviceAccount:${email} may not read under it: ${message}`,
    permissions: ["datacatalog.categories.fineGrainedGet"],
    remedy: {
      advice:
        `Offer Segment a view without the column; or, if Segment should read it, grant serviceAccount:${email} ` +
        `roles/datacatalog.categoryFineGrainedReader on the policy tag "${tag}", and on nothing else.`,
    },
  };
}

function connection({ message }: ErrorFacts, { email }: Setting): Judgement | undefined {
  const [, name] = /Connection (\S+): User does not have bigquery\.connections\.use/.exec(message) ?? [];
  if (name === undefined) return undefined;
  return {
    outcome: "missing",
    message: `The data is read through connection ${name}, which serviceAccount:${email} may not use: ${message}`,
    permissions: ["bigquery.connections.use"],
    remedy: {
      advice:
        "Copy the data into a table of its own (a scheduled query does it) and give that to Segment: anyone who may use " +
        "a connection can query everything behind it, so the policy pack rejects a grant of bigquery.connections.use.",
    },
  };
}

function driveFile({ message }: ErrorFacts, { email }: Setting): Judgement | undefined {
  if (!/Drive credentials/i.test(message)) return undefined;
  return {
    outcome: "failed",
    message: `The data is in a file in Google Drive, which the query may not read: ${message}`,
    permissions: [],
    remedy: {
      advice:
        `Load the sheet into a table and give that to Segment. Sharing the file with ${email} is enough only if ` +
        "Segment asks for Drive's scope as well, which is not documented.",
    },
  };
}

function storageFile({ message }: ErrorFacts, { email }: Setting): Judgement | undefined {
  const [named] = /\bstorage\.\w+\.\w+/.exec(message) ?? [];
  if (named === undefined && !/globbing file pattern/i.test(message)) return undefined;
  return {
    outcome: "missing",
    message: `The data is in a file in Cloud Storage, which serviceAccount:${email} may not read: ${message}`,
    permissions: [named ?? "storage.objects.get"],
    remedy: {
      advice:
        "Load the files into a table and give that to Segment; or make it a BigLake table, whose connection reads the " +
        "files in the account's place. A grant on the bucket shows Segment every file in it.",
    },
  };
}

/** A view is read with the reader's own permissions, unless the dataset below authorizes it. */
function tableBehindView(
  { message, status }: ErrorFacts,
  { table }: Attempted,
  { email }: Setting,
): Judgement | undefined {
  const [, project, rest] = /(?:Table|View) ([^\s:]+):([^\s:]+?\.[^\s:]+?)(?=[:\s]|$)/.exec(message) ?? [];
  if (table === undefined || project === undefined || rest === undefined) return undefined;
  const named = `${project}.${rest}`;
  if (named === table || (status !== 403 && status !== 404)) return undefined;
  if (status === 404) {
    return {
      outcome: "failed",
      message: `${table} is a view over ${named}, which does not exist (in this location): ${message}`,
      permissions: [],
      remedy: { advice: `Repair the view, or take ${table} out of Segment's sources.` },
    };
  }
  return {
    outcome: "missing",
    message: `${table} is a view over ${named}, which serviceAccount:${email} may not read: ${message}`,
    permissions: ["bigquery.tables.getData"],
    remedy: {
      advice:
        `Authorize the view ${table} on dataset ${named.slice(0, named.lastIndexOf("."))} ` +
        "(https://cloud.google.com/bigquery/docs/authorized-views): the account then needs nothing there.",
    },
  };
}

/**
 * Whatever else Google refuses: Segment's query fails for the same reason.
 *
 * https://cloud.google.com/bigquery/docs/error-messages
 */
export function judgeQueryError(facts: ErrorFacts, setting: Setting): Judgement {
  const { status, reason, message } = facts;
  const passing = status === 429 || status >= 500;
  return {
    outcome: passing ? "undetermined" : "failed",
    message: `Google refuses it${passing ? " for the moment" : ""} (${status}${reason ? `, ${reason}` : ""}): ${message}`,
    permissions: [],
    ...(!passing && { remedy: remedyFor(facts, setting) }),
  };
}

function remedyFor({ reason, message }: ErrorFacts, { project }: Setting): Remedy {
  switch (reason ?? "") {
    case "billingNotEnabled":
      return {
        commands: [`gcloud billing projects link ${shellWord(project)} --billing-account=ACCOUNT_ID`],
        advice:
          "Without billing a project runs in the sandbox: no DML, so Segment cannot keep its state, and every table expires after 60 days.",
      };
    case "quotaExceeded":
      return {
        advice: `Wait until the quota is available again, or raise it: in the console of project ${project}, IAM & Admin, Quotas, BigQuery API.`,
      };
    case "bytesBilledLimitExceeded":
      return {
        advice: "Raise the limit of bytes billed for the project or the account, or make the table smaller.",
      };
    case "responseTooLarge":
    case "resourcesExceeded":
      return { advice: "Offer Segment a smaller table: fewer columns, or rows of a shorter time." };
  }
  const [, table, column] =
    /over table '([^']+)' without a filter over column\(s\) '([^']+)'/.exec(message) ?? [];
  if (table !== undefined && column !== undefined) {
    return {
      commands: [`bq update --norequire_partition_filter ${shellWord(table.replace(".", ":"))}`],
      advice: `Or offer Segment a view that filters by ${column}, if its models do not.`,
    };
  }
  return { advice: "Run the query in the console with your own credentials, and repair what Google names." };
}
