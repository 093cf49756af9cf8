import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { assetRoutes } from "./assets";
import { customRoleRoutes } from "./customRoles";
import { datasetRoutes } from "./datasets";
import { apiError, GoogleError } from "./errors";
import { answerFault, takeFault, type Fault } from "./faults";
import { groupRoutes } from "./groups";
import { jobRoutes } from "./jobs";
import { keyRoutes, makeKey } from "./keys";
import { checkQuotaProject } from "./quotaProject";
import { modelRoutes } from "./models";
import { projectRoutes } from "./projects";
import { readSessionRoutes } from "./readSessions";
import type { Call } from "./router";
import { secretRoutes } from "./secrets";
import { plant, type GoogleSeed } from "./seed";
import { serviceAccountRoutes } from "./serviceAccounts";
import { now, type GoogleState, type Json, type SeenRequest } from "./state";
import { tableRoutes } from "./tables";
import { findAccount, issue, tokenRoutes } from "./tokens";

const routes = [
  ...assetRoutes,
  ...groupRoutes,
  ...tokenRoutes,
  ...serviceAccountRoutes,
  ...keyRoutes,
  ...customRoleRoutes,
  ...secretRoutes,
  ...projectRoutes,
  ...datasetRoutes,
  ...tableRoutes,
  ...modelRoutes,
  ...jobRoutes,
  ...readSessionRoutes,
];

/** Google's APIs on loopback, all under one address with their real paths. */
export interface FakeGoogle {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  url: string;
  state: GoogleState;
  /** Makes the next matching requests fail or wait. */
  fault(fault: Fault): void;
  /** Makes a key for an account and returns its JSON file, the one place of the private half. */
  makeKey(email: string): string;
  /** An access token for any member, such as `user:ann@acme.example`. */
  tokenFor(member: string): string;
  /** Environment variables that point this project's command-line program here. */
  env(): Record<string, string>;
  stop(): Promise<void>;
}

/** Starts the fake with a state; stop it after the test. */
export async function startFakeGoogle(seed: GoogleSeed = {}): Promise<FakeGoogle> {
  const state = plant(seed);
  const server = createServer((request, response) => void serve(state, request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    state,
    fault: (fault) => void state.faults.push(fault),
    makeKey: (email) => {
      const account = findAccount(state, email);
      if (!account) throw new Error(`The fake of Google holds no account ${email}`);
      return makeKey(state, account).file;
    },
    tokenFor: (member) => issue(state, member),
    env: () => ({ SEGMENT_BIGQUERY_GOOGLE_ENDPOINT: url }),
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

async function serve(state: GoogleState, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://fake.invalid");
  const path = decodeURIComponent(url.pathname);
  const method = request.method ?? "GET";
  const seen: SeenRequest = { method, path, status: "cut" };
  state.requests.push(seen);
  response.setHeader("date", new Date(now(state)).toUTCString());
  const text = await readBody(request);
  const fault = takeFault(state, method, path);
  if (fault && (await answerFault(fault, response)) === "answered") {
    if (fault.answer !== "cut") seen.status = response.statusCode;
    return;
  }
  try {
    if (state.quotes) {
      const quoted = `${JSON.stringify(request.headers)} ${text}`;
      throw apiError(400, `The fake quotes ${method} ${path}: ${quoted}`);
    }
    const answer = await answerCall(state, request, method, path, url.searchParams, text, seen);
    if (fault?.answer === "cut after") return void response.socket?.destroy();
    seen.status = answer === undefined ? 204 : 200;
    reply(response, seen.status, answer);
  } catch (error) {
    const known = error instanceof GoogleError ? error : apiError(500, `The fake failed: ${String(error)}`);
    seen.status = known.status;
    for (const [name, value] of Object.entries(known.headers)) response.setHeader(name, value);
    reply(response, known.status, known.body);
  }
}

async function answerCall(
  state: GoogleState,
  request: IncomingMessage,
  method: string,
  path: string,
  query: URLSearchParams,
  text: string,
  seen: SeenRequest,
): Promise<unknown> {
  for (const { method: wanted, pattern, service, handle } of routes) {
    const match = wanted === method ? pattern.exec(path) : null;
    if (!match) continue;
    const headers = request.headers as Record<string, string | undefined>;
    const caller = service === "" ? "" : authenticate(state, headers["authorization"]);
    if (caller) seen.caller = caller;
    if (headers["x-goog-user-project"] !== undefined) seen.quotaProject = headers["x-goog-user-project"];
    if (caller.startsWith("user:")) checkQuotaProject(state, caller, service, headers["x-goog-user-project"]);
    const call: Call = {
      state,
      caller,
      method,
      params: match.groups ?? {},
      query,
      headers,
      body: parse(headers, text),
    };
    return await handle(call);
  }
  throw apiError(404, `The fake of Google has no ${method} ${path}`);
}

/** Whom a token stands for; the account behind it must still be there: https://cloud.google.com/iam/docs/service-accounts-disable-enable */
function authenticate(state: GoogleState, authorization: string | undefined): string {
  const token = state.tokens.get(/^Bearer (.+)$/.exec(authorization ?? "")?.[1] ?? "");
  const email = /^serviceAccount:(.+)$/.exec(token?.member ?? "")?.[1];
  const account = email === undefined ? undefined : findAccount(state, email);
  const gone = account !== undefined && (account.disabled || account.deletedAt !== undefined);
  if (token && token.expires > now(state) && !gone) return token.member;
  throw apiError(
    401,
    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.",
    undefined,
    gone
      ? [
          {
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            reason: "ACCOUNT_STATE_INVALID",
            domain: "googleapis.com",
          },
        ]
      : undefined,
  );
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function parse(headers: Record<string, string | undefined>, text: string): Json {
  if (headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  if (text === "") return {};
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw apiError(400, "Invalid JSON payload received.");
  }
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.statusCode = status;
  if (body === undefined) return void response.end();
  response.setHeader("content-type", "application/json; charset=UTF-8");
  response.end(JSON.stringify(body));
}
