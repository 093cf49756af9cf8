import { readFile } from "node:fs/promises";
import { UsageError } from "../errors";
import { NoAnswer } from "../google/errors";
import {
  defaultRetryPolicy,
  Failure,
  type HttpAnswer,
  readRetryAfter,
  type RetryPolicy,
  send,
  withRetries,
} from "../google/http";
import { isRecord, type JsonRecord, parseJson, record, records, text } from "../google/json";

/** One request to Segment's API. */
export interface SegmentRequest {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  path: string;
  query?: Record<string, string>;
  body?: object;
  /** Whether a lost answer may be asked for again. @default - true for everything but POST */
  safeToRepeat?: boolean;
}

export interface SegmentClientOptions {
  /** Without a slash at the end. */
  address: string;
  token: string;
  /** @default - five tries; a limited request waits up to 90 seconds, since Segment counts requests by the minute */
  retry?: Partial<RetryPolicy>;
}

/** Calls Segment's Public API: retries, time limits, errors as `SegmentRefusal` and `NoAnswer`. */
export class SegmentClient {
  private readonly retry: RetryPolicy;

  constructor(private readonly options: SegmentClientOptions) {
    this.retry = { ...defaultRetryPolicy, longestDelay: 90_000, ...options.retry };
  }

  /**
   * Sends one request and answers the `data` of its envelope.
   *
   * @throws SegmentRefusal when Segment answers with an error, NoAnswer when it does not answer
   */
  async request(request: SegmentRequest): Promise<JsonRecord> {
    const safeToRepeat = request.safeToRepeat ?? request.method !== "POST";
    return withRetries(() => this.tryOnce(request), safeToRepeat, this.retry);
  }

  /**
   * All items of a list that comes in pages. https://docs.segmentapis.com/tag/Pagination
   *
   * @param name of the list in the answer
   * @param parameter the query's word for pages, and the answer's
   * @param others the same words for the path's other lists
   */
  async list(
    path: string,
    name: string,
    parameter = "pagination",
    others: readonly string[] = [],
  ): Promise<JsonRecord[]> {
    const all: JsonRecord[] = [];
    const seen = new Set<string>();
    for (let cursor: string | undefined; ;) {
      const query = {
        ...Object.fromEntries([parameter, ...others].map((one) => [`${one}.count`, "200"])),
        ...(cursor !== undefined && { [`${parameter}.cursor`]: cursor }),
      };
      const answer = await this.request({ method: "GET", path, query });
      all.push(...records(answer[name]));
      cursor = text(record(answer[parameter])["next"]);
      if (cursor === undefined) return all;
      if (seen.has(cursor)) throw new NoAnswer(`GET ${this.options.address}${path}`, "the list does not end");
      seen.add(cursor);
    }
  }

  private async tryOnce(request: SegmentRequest): Promise<JsonRecord | Failure> {
    const url = new URL(this.options.address + request.path);
    for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.append(name, value);
    const named = `${request.method} ${url.origin}${decodeURIComponent(url.pathname)}`;
    try {
      const answer = await send(url, {
        method: request.method,
        headers: {
          authorization: `Bearer ${this.options.token}`,
          accept: "application/json",
          ...(request.body && { "content-type": "application/json" }),
        },
        ...(request.body && { body: JSON.stringify(request.body) }),
        timeLimit: this.retry.timeLimit,
      });
      return read(named, answer);
    } catch (error) {
      return new Failure(new NoAnswer(named, error instanceof Error ? error.message : String(error)));
    }
  }
}

function read(named: string, { status, headers, text: source }: HttpAnswer): JsonRecord | Failure {
  const body = source === "" ? {} : parseJson(source);
  if (status >= 200 && status < 300) {
    const data = isRecord(body) ? (body["data"] ?? {}) : undefined;
    if (isRecord(data)) return data;
    return new Failure(new NoAnswer(named, "the answer is not JSON; is a proxy in the way?"));
  }
  const facts = readSegmentError(status, body);
  const header = readRetryAfter(headers.get("retry-after"), Date.now());
  return new Failure(new SegmentRefusal(named, facts), header ?? facts.waitFor);
}

const howTo =
  "A Workspace Owner creates one in Segment under Settings > Workspace settings > Access Management > Tokens.";

/**
 * The workspace's token: from a file, or from `SEGMENT_API_TOKEN`. Never an argument, which other users of the machine
 * and the shell's history would see.
 *
 * @throws UsageError where there is none; no message repeats anything of it
 */
export async function segmentToken(file: string | undefined, env: NodeJS.ProcessEnv): Promise<string> {
  if (file === undefined) {
    const given = text(env["SEGMENT_API_TOKEN"]?.trim());
    if (given === undefined)
      throw new UsageError(
        `There is no Segment token: set SEGMENT_API_TOKEN, or give --token-file. ${howTo}`,
      );
    return checked(given, "SEGMENT_API_TOKEN");
  }
  const content = await readFile(file, "utf8").catch((error: unknown) => {
    const code = (error as NodeJS.ErrnoException).code ?? "unreadable";
    throw new UsageError(`The file of --token-file cannot be read (${code}). ${howTo}`);
  });
  return checked(content.trim(), "The file of --token-file");
}

function checked(token: string, where: string): string {
  if (/^[\x21-\x7e]{16,4096}$/.test(token)) return token;
  throw new UsageError(
    `${where} does not hold a token: one word of at least 16 characters is expected. ${howTo}`,
  );
}

export const regions = ["us", "eu"] as const;

/** Where a workspace lives: https://docs.segmentapis.com/tag/Regional-Segment */
export type Region = (typeof regions)[number];

const addresses: Record<Region, string> = {
  us: "https://api.segmentapis.com",
  eu: "https://eu1.api.segmentapis.com",
};

const variable = "SEGMENT_BIGQUERY_SEGMENT_ENDPOINT";

/**
 * The address of Segment's API, without a slash at the end. `SEGMENT_BIGQUERY_SEGMENT_ENDPOINT` moves it.
 *
 * @throws UsageError where the variable holds no address to which a token may be sent
 */
export function segmentAddress(region: Region, env: NodeJS.ProcessEnv): string {
  const moved = env[variable];
  if (moved === undefined || moved === "") return addresses[region];
  const url = URL.canParse(moved) ? new URL(moved) : undefined;
  const loopback = ["127.0.0.1", "localhost", "[::1]"].includes(url?.hostname ?? "");
  const bare = url !== undefined && !url.username && !url.password && !url.search && !url.hash;
  if (bare && (url.protocol === "https:" || (url.protocol === "http:" && loopback)))
    return moved.replace(/\/+$/, "");
  // Not repeated: it could hold a password.
  throw new UsageError(
    `${variable} is not an address such as ${addresses.us}: https without user, query or fragment (http for loopback only).`,
  );
}

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
