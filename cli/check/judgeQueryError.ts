import type { ErrorFacts } from "../google/errorFacts";
import type { Judgement } from "./judgeRefusal";
import type { Setting } from "./remedies/Setting";
import { shellWord } from "../text/shell";
import type { Remedy } from "./result";

/**
 * Whatever else Google refuses: Segment's query fails for the same reason.
 *
 * https://cloud.google.com/bigquery/docs/error-messages
 */
export function judgeQueryError(facts: ErrorFacts, setting: Setting): Judgement {
  const { status, reason, message } = facts;
  const passing = status === 429 || status >= 500;
  return {
    outcome: passing ? "no answer" : "failed",
    message: `Google refuses it (${status}${reason ? `, ${reason}` : ""}): ${message}`,
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
