import { Gaxios } from "gaxios";

/** One HTTP request, its body written out. */
export interface HttpRequest {
  method: string;
  headers: Record<string, string>;
  body?: string;
  /** Milliseconds until it is given up. */
  timeLimit: number;
}

/** What came back, whatever its status. */
export interface HttpAnswer {
  status: number;
  headers: Headers;
  text: string;
}

/** The library that Google's own clients send with: it honors HTTPS_PROXY and NO_PROXY, which Node's fetch does not. */
const http = new Gaxios();

/**
 * Sends one request, once.
 *
 * @throws Error with a reason that a person can read
 */
export async function send(url: URL, request: HttpRequest): Promise<HttpAnswer> {
  const { method, headers, body, timeLimit } = request;
  const signal = AbortSignal.timeout(timeLimit);
  try {
    const response = await http.request<string>({
      url,
      method: method,
      headers,
      ...(body !== undefined && { body }),
      // A token must not follow a redirect to who knows where.
      redirect: "error",
      responseType: "text",
      validateStatus: () => true,
      retry: false,
      signal,
    });
    return { status: response.status, headers: response.headers, text: response.data };
  } catch (error) {
    if (signal.aborted) throw new Error(`nothing came within ${timeLimit / 1000} s`, { cause: error });
    throw new Error(reasonOf(error), { cause: error });
  }
}

/** The innermost reason; the outer messages repeat the address. */
function reasonOf(error: unknown): string {
  let at: unknown = error;
  while (at instanceof Error && at.cause instanceof Error) at = at.cause;
  if (!(at instanceof Error)) return String(error);
  if (/redirect mode is set to error/.test(at.message)) return "unexpected redirect";
  return at.message || (at as NodeJS.ErrnoException).code || "unknown reason";
}
