import type { ApiName, Endpoints } from "./endpoints";
import { GoogleRefusal, NoAnswer } from "./errors";
import { readErrorFacts } from "./errorFacts";
import { isRecord, parseJson, records, text, type JsonRecord } from "./json";
import { defaultRetryPolicy, isPassing, pauseBefore, readRetryAfter, type RetryPolicy } from "./retry";

/** One request to a Google API. */
export interface GoogleRequest {
  api: ApiName;
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Built with `path`, so that names are escaped. */
  path: string;
  query?: Record<string, string | readonly string[]>;
  /** Sent as JSON, or as a form where it is URLSearchParams. */
  body?: JsonRecord | URLSearchParams;
  headers?: Record<string, string>;
  /** Whether a lost answer may be asked for again. @default - true for everything but POST */
  safeToRepeat?: boolean;
}

/** What surrounds the requests. */
export interface ClientOptions {
  endpoints: Endpoints;
  /** Answers the access token; not called for the token endpoint. */
  token: () => Promise<string>;
  /** @default - `defaultRetryPolicy` */
  retry?: Partial<RetryPolicy>;
  /** Called with the time in an answer's Date header, for telling how wrong this machine's clock is. */
  onDate?: (date: Date) => void;
}

/** A path whose inserted names are escaped. */
export function path(parts: TemplateStringsArray, ...names: string[]): string {
  return parts.reduce((whole, part, index) => whole + encodeURIComponent(names[index - 1] ?? "") + part);
}

/** Calls Google's REST APIs: retries with backoff, time limits, errors as `GoogleRefusal` and `NoAnswer`. */
export class GoogleClient {
  private readonly retry: RetryPolicy;

  constructor(private readonly options: ClientOptions) {
    this.retry = { ...defaultRetryPolicy, ...options.retry };
  }

  /**
   * Sends one request and answers its JSON; an empty answer is an empty object.
   *
   * @throws GoogleRefusal when Google answers with an error, NoAnswer when it does not answer
   */
  async request(request: GoogleRequest): Promise<JsonRecord> {
    const safeToRepeat = request.safeToRepeat ?? request.method !== "POST";
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.tryOnce(request);
      if (!(outcome instanceof Failure)) return outcome;
      const { error, retryAfter } = outcome;
      const passing = error instanceof GoogleRefusal ? isPassing(error.facts, safeToRepeat) : safeToRepeat;
      const pause = passing ? pauseBefore(attempt, retryAfter, Math.random(), this.retry) : undefined;
      if (pause === undefined) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  /** All items of a list that comes in pages. */
  async list(request: Omit<GoogleRequest, "method">, items: string): Promise<JsonRecord[]> {
    const all: JsonRecord[] = [];
    let pageToken: string | undefined;
    do {
      const query = { ...request.query, ...(pageToken !== undefined && { pageToken }) };
      const answer = await this.request({ ...request, method: "GET", query });
      all.push(...records(answer[items]));
      const next = text(answer["nextPageToken"]);
      if (next !== undefined && next === pageToken) {
        throw new NoAnswer(
          `GET ${this.options.endpoints[request.api]}${request.path}`,
          "the list does not end",
        );
      }
      pageToken = next;
    } while (pageToken !== undefined);
    return all;
  }

  private async tryOnce(request: GoogleRequest): Promise<JsonRecord | Failure> {
    const { api, method, body } = request;
    const url = new URL(this.options.endpoints[api] + request.path);
    for (const [name, value] of Object.entries(request.query ?? {})) {
      for (const one of typeof value === "string" ? [value] : value) url.searchParams.append(name, one);
    }
    const named = `${method} ${url.origin}${decodeURIComponent(url.pathname)}`;
    const authorization = api === "token" ? undefined : `Bearer ${await this.options.token()}`;
    try {
      const response = await fetch(url, {
        method,
        headers: {
          ...(authorization !== undefined && { authorization }),
          ...(isRecord(body) && !(body instanceof URLSearchParams) && { "content-type": "application/json" }),
          ...request.headers,
        },
        ...(body && { body: body instanceof URLSearchParams ? body : JSON.stringify(body) }),
        // A token must not follow a redirect to who knows where.
        redirect: "error",
        signal: AbortSignal.timeout(this.retry.timeLimit),
      });
      return this.read(named, response, await response.text());
    } catch (error) {
      return new Failure(new NoAnswer(named, reasonOf(error, this.retry.timeLimit)));
    }
  }

  private read(named: string, response: Response, source: string): JsonRecord | Failure {
    const date = Date.parse(response.headers.get("date") ?? "");
    if (!Number.isNaN(date)) this.options.onDate?.(new Date(date));
    const body = source === "" ? {} : parseJson(source);
    if (response.ok) {
      return isRecord(body)
        ? body
        : new Failure(new NoAnswer(named, "the answer is no JSON; is a proxy in the way?"));
    }
    const retryAfter = readRetryAfter(response.headers.get("retry-after"), Date.now());
    return new Failure(new GoogleRefusal(named, readErrorFacts(response.status, body)), retryAfter);
  }
}

/** A try that failed, and when the next one is welcome. */
class Failure {
  constructor(
    readonly error: GoogleRefusal | NoAnswer,
    readonly retryAfter?: number,
  ) {}
}

/** Why fetch failed: it hides the reason in `cause`. */
function reasonOf(error: unknown, timeLimit: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `nothing came within ${timeLimit / 1000} s`;
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  const code = (cause as NodeJS.ErrnoException).code;
  return cause.message || code || error.message;
}
