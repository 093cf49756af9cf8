import { isRecord, records, text } from "./json";

/** Google has answered, with an error. */
export class GoogleRefusal extends Error {
  override readonly name = "GoogleRefusal";
  constructor(
    /** The request, as `GET https://…`, without its query. */
    readonly request: string,
    readonly facts: ErrorFacts,
  ) {
    super(
      `${request} was refused (${facts.status}${facts.reason ? `, ${facts.reason}` : ""}): ${facts.message}`,
    );
  }
}

/** Google or Segment has not answered, or not in time, or not in JSON: whether the request was carried out is unknown. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
  constructor(
    readonly request: string,
    readonly why: string,
  ) {
    super(`${request} got no answer: ${why}`);
  }
}

/** What an error answer of a Google API says, taken out of the forms that the APIs use. */
export interface ErrorFacts {
  /** The HTTP status. */
  status: number;
  /** Google's words, for a person to read. */
  message: string;
  /** The canonical code, such as `PERMISSION_DENIED`. */
  code?: string;
  /** BigQuery's reason, such as `accessDenied`, or the token endpoint's error, such as `invalid_grant`. */
  reason?: string;
  /** The reason of `google.rpc.ErrorInfo`, such as `SERVICE_DISABLED`. */
  info?: string;
  /** The details that `google.rpc.ErrorInfo` carries, such as `service` and `permission`. */
  metadata: Record<string, string>;
  /** The kinds of violated preconditions: `VPC_SERVICE_CONTROLS`, or the name of a constraint. */
  violations: { type: string; description: string }[];
}

/**
 * Reads an error's body.
 *
 * https://cloud.google.com/apis/design/errors#http_mapping, https://cloud.google.com/bigquery/docs/error-messages
 *
 * @param body the parsed JSON, or undefined where there was none
 */
export function readErrorFacts(status: number, body: unknown): ErrorFacts {
  const outer = isRecord(body) ? body : {};
  const error = isRecord(outer["error"]) ? outer["error"] : {};
  const details = records(error["details"]);
  const info = details.find((detail) => text(detail["@type"])?.endsWith("google.rpc.ErrorInfo"));
  const metadata = isRecord(info?.["metadata"]) ? info["metadata"] : {};
  return {
    status,
    message:
      text(error["message"]) ??
      text(outer["error_description"]) ??
      text(outer["error"]) ??
      `HTTP status ${status}`,
    code: text(error["status"]),
    reason: text(records(error["errors"])[0]?.["reason"]) ?? text(outer["error"]),
    info: text(info?.["reason"]),
    metadata: Object.fromEntries(Object.entries(metadata).filter(isTextEntry)),
    violations: details
      .flatMap((detail) => records(detail["violations"]))
      .map((violation) => ({
        type: text(violation["type"]) ?? "",
        description: text(violation["description"]) ?? "",
      })),
  };
}

function isTextEntry(entry: [string, unknown]): entry is [string, string] {
  return typeof entry[1] === "string";
}
