import { Redactor } from "./Redactor";
import type { ApiName, Endpoints } from "./endpoints";
import { GoogleRefusal, NoAnswer, readErrorFacts } from "./errors";
import { isRecord, type JsonRecord, parseJson, records, text } from "./json";
import {
  defaultRetryPolicy,
  Failure,
  type HttpAnswer,
  readRetryAfter,
  type RetryPolicy,
  send,
  withRetries,
} from "./http";

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

/** The identity that Google sees. */
export interface Credentials {
  /** The headers that each request carries: the access token, and the project that pays where one is named. */
  headers(): Promise<Record<string, string>>;
}

/** What surrounds the requests. */
export interface ClientOptions {
  endpoints: Endpoints;
  /** Whose requests they are. @default - nobody's, as for the token endpoint */
  credentials?: Credentials;
  /** @default - `defaultRetryPolicy` */
  retry?: Partial<RetryPolicy>;
  /** Once it is aborted, a request that failed is not tried again. @default - it never is */
  stop?: AbortSignal;
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
  private readonly sent = new Redactor();

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
    return withRetries(() => this.tryOnce(request), safeToRepeat, this.retry, this.options.stop);
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
    const credentials = api === "token" ? {} : await this.options.credentials?.headers();
    for (const secret of secretsOf(credentials, body)) this.sent.add(secret);
    try {
      const answer = await send(url, {
        method,
        headers: {
          ...credentials,
          ...(body && { "content-type": contentType(body) }),
          ...request.headers,
        },
        ...(body && { body: body instanceof URLSearchParams ? body.toString() : JSON.stringify(body) }),
        timeLimit: this.retry.timeLimit,
      });
      return this.read(named, { ...answer, text: this.sent.redact(answer.text) });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return new Failure(new NoAnswer(named, this.sent.redact(why)));
    }
  }

  private read(named: string, { status, headers, text: source }: HttpAnswer): JsonRecord | Failure {
    const date = Date.parse(headers.get("date") ?? "");
    if (!Number.isNaN(date)) this.options.onDate?.(new Date(date));
    const body = source === "" ? {} : parseJson(source);
    if (status >= 200 && status < 300) {
      return isRecord(body)
        ? body
        : new Failure(new NoAnswer(named, "the answer is not JSON; is a proxy in the way?"));
    }
    const retryAfter = readRetryAfter(headers.get("retry-after"), Date.now());
    return new Failure(new GoogleRefusal(named, readErrorFacts(status, body)), retryAfter);
  }
}

/** What of a request is good for getting in: a server that quotes it back must not bring it into an output. */
function secretsOf(headers: Record<string, string> = {}, body: GoogleRequest["body"]): string[] {
  const form = body instanceof URLSearchParams ? ["assertion", "refresh_token", "client_secret"] : [];
  const posted = form.flatMap((field) => (body as URLSearchParams).get(field) ?? []);
  const token = headers["authorization"]?.replace(/^Bearer /, "");
  return [...posted, ...(token === undefined ? [] : [token])];
}

function contentType(body: JsonRecord | URLSearchParams): string {
  return body instanceof URLSearchParams ? "application/x-www-form-urlencoded" : "application/json";
}
