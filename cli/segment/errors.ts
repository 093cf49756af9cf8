import { isRecord, records, text, type JsonRecord } from "../google/json";

/** What an error answer of Segment's API says. https://docs.segmentapis.com/tag/Error-Handling */
export interface SegmentErrorFacts {
  status: number;
  /** Segment's words, each with the field that it is about. */
  messages: string[];
  /** How long a limited request must wait, in milliseconds. https://docs.segmentapis.com/tag/Rate-Limits */
  waitFor?: number;
}

export function readSegmentError(status: number, body: unknown): SegmentErrorFacts {
  const errors = isRecord(body) ? records(body["errors"]) : [];
  const messages = errors.flatMap((error) => {
    const message = text(error["message"]);
    const field = text(error["field"]);
    return message === undefined ? [] : [field === undefined ? message : `${field}: ${message}`];
  });
  const waits = errors.flatMap((error) => waitIn(error));
  return {
    status,
    messages: messages.length > 0 ? messages : [`HTTP status ${status}`],
    ...(waits.length > 0 && { waitFor: Math.max(...waits) }),
  };
}

function waitIn(error: JsonRecord): number[] {
  const wait = isRecord(error["data"]) ? error["data"]["msBeforeNext"] : undefined;
  return typeof wait === "number" && wait >= 0 ? [wait] : [];
}

/** Segment has answered, with an error. */
export class SegmentRefusal extends Error {
  override readonly name = "SegmentRefusal";
  constructor(
    /** The request, as `GET https://…`, without its query. */
    readonly request: string,
    readonly facts: SegmentErrorFacts,
  ) {
    super(`${request} was refused (${facts.status}): ${facts.messages.join("; ")}`);
  }
}
