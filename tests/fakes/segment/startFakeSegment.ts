import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { routes } from "./routes";
import { SegmentError } from "./SegmentError";
import { emptyState, type Fault, type Json, type Seen, type SegmentState, type TokenRole } from "./state";

/** Segment's Public API on loopback, written from its published types and pages; never compared with Segment itself. */
export interface FakeSegment {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  url: string;
  state: SegmentState;
  /** Makes the next matching requests fail or wait. */
  fault(fault: Fault): void;
  /** A token of a role. */
  tokenFor(role: TokenRole): string;
  /** Environment variables that point the command-line program here, with an owner's token. */
  env(): Record<string, string>;
  stop(): Promise<void>;
}

/** Starts the fake; stop it after the test. */
export async function startFakeSegment(): Promise<FakeSegment> {
  const state = emptyState();
  const server = createServer((request, response) => void serve(state, request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const tokenFor = (role: TokenRole): string => {
    const token = `sgp_fake_${role.replace(/\W/g, "")}_${state.tokens.size}`.padEnd(40, "x");
    state.tokens.set(token, role);
    return token;
  };
  return {
    url,
    state,
    fault: (fault) => void state.faults.push(fault),
    tokenFor,
    env: () => ({ SEGMENT_BIGQUERY_SEGMENT_ENDPOINT: url, SEGMENT_API_TOKEN: tokenFor("Workspace Owner") }),
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

async function serve(state: SegmentState, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://fake.invalid");
  const path = decodeURIComponent(url.pathname);
  const method = request.method ?? "GET";
  const text = await readBody(request);
  const body = text === "" ? undefined : (JSON.parse(text) as Json);
  const seen: Seen = { method, path, query: url.search, body, status: "cut" };
  state.requests.push(seen);
  const fault = takeFault(state, `${method} ${path}`);
  if (fault?.delay) await new Promise((resolve) => setTimeout(resolve, fault.delay));
  if (fault?.answer === "cut") return void response.socket?.destroy();
  try {
    if (typeof fault?.answer === "number") throw faultError(fault, fault.answer);
    const role = state.tokens.get(/^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "");
    if (!role) throw unauthorized();
    const data = answer(state, role, method, path, url.searchParams, body ?? {});
    if (fault?.answer === "done, then cut") return void response.socket?.destroy();
    if (fault?.answer === "done, then 409") throw faultError(fault, 409);
    seen.status = method === "POST" ? 201 : 200;
    reply(response, seen.status, { data });
  } catch (error) {
    const known = error instanceof SegmentError ? error : new SegmentError(500, "server", String(error));
    if (fault?.retryAfter !== undefined) response.setHeader("retry-after", String(fault.retryAfter));
    seen.status = known.status;
    reply(response, known.status, known.body);
  }
}

function answer(
  state: SegmentState,
  role: TokenRole,
  method: string,
  path: string,
  query: URLSearchParams,
  body: Json,
): Json {
  for (const route of routes) {
    const match = route.method === method ? route.pattern.exec(path) : null;
    if (!match) continue;
    if (route.roles && !route.roles.includes(role)) throw unauthorized();
    return route.handle({ state, role, id: match.groups?.["id"] ?? "", query, body });
  }
  throw new SegmentError(404, "not-found", `The fake of Segment has no ${method} ${path}`);
}

/** Segment's page of errors knows no 403: a token that lacks a permission is answered like a wrong one. */
function unauthorized(): SegmentError {
  return new SegmentError(401, "unauthorized", "Unauthorized");
}

function takeFault(state: SegmentState, request: string): Fault | undefined {
  const index = state.faults.findIndex(({ on }) => request.startsWith(on));
  const fault = state.faults[index];
  if (!fault) return undefined;
  const left = (fault.times ?? 1) - 1;
  if (left > 0) state.faults[index] = { ...fault, times: left };
  else state.faults.splice(index, 1);
  return fault;
}

function faultError({ message, msBeforeNext = 5 }: Fault, status: number): SegmentError {
  const limited = status === 429;
  return new SegmentError(
    status,
    limited ? "RequestError" : "server",
    message ?? (limited ? "Too many requests" : "Something went wrong."),
    undefined,
    limited ? { remainingPoints: 0, msBeforeNext, consumedPoints: 200 } : undefined,
  );
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.statusCode = status;
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(body));
}
