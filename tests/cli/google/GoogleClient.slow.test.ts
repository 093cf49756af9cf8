import { expect } from "chai";
import { GoogleRefusal, NoAnswer } from "../../../cli/google/errors";
import { bearer } from "../../../cli/google/callerClient";
import { endpointsFrom } from "../../../cli/google/endpoints";
import { exchangeKey, ServiceAccountKey } from "../../../cli/google/ServiceAccountKey";
import { GoogleClient, path } from "../../../cli/google/GoogleClient";
import { startFakeGoogle, type FakeGoogle } from "../../fakes/google";

const owner = "user:owner@acme.example";
const datasets = { api: "bigquery", path: "/bigquery/v2/projects/acme/datasets" } as const;

describe("the client of Google's APIs", () => {
  let google: FakeGoogle;
  let client: GoogleClient;

  beforeEach(async () => {
    google = await startFakeGoogle({
      projects: {
        acme: {
          bindings: [{ role: "roles/owner", members: [owner] }],
          accounts: { segment: {} },
          datasets: { a: {}, b: {}, c: {} },
        },
      },
    });
    const token = google.tokenFor(owner);
    const retry = { attempts: 4, firstDelay: 1, timeLimit: 10_000 };
    client = new GoogleClient({
      endpoints: endpointsFrom(google.env()),
      credentials: bearer(token),
      retry,
    });
  });

  afterEach(() => google.stop());

  const statuses = (): unknown[] => google.state.requests.map(({ status }) => status);
  const failure = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => "it succeeded",
      (error: unknown) => error,
    );

  it("escapes the names in a path", () => {
    expect(path`/v1/projects/${"a/b"}/secrets/${"x?y#z"}`).to.equal("/v1/projects/a%2Fb/secrets/x%3Fy%23z");
  });

  for (const answer of [429, 500, 503, "cut"] as const) {
    it(`tries again after ${answer}`, async () => {
      google.fault({ on: "GET /bigquery", answer, times: 2 });
      expect((await client.request({ ...datasets, method: "GET" }))["kind"]).to.equal("bigquery#datasetList");
      expect(statuses()).to.deep.equal([answer, answer, 200]);
    });
  }

  it("gives up after so many tries, with Google's last words", async () => {
    google.fault({ on: "GET /bigquery", answer: 503, times: 9 });
    const error = await failure(client.request({ ...datasets, method: "GET" }));
    expect(error).to.be.instanceOf(GoogleRefusal);
    expect((error as Error).message).to.equal(
      `GET ${google.url}/bigquery/v2/projects/acme/datasets was refused (503): The service is currently unavailable.`,
    );
    expect(statuses()).to.deep.equal([503, 503, 503, 503]);
  });

  it("waits as long as Retry-After says", async () => {
    google.fault({ on: "GET /bigquery", answer: 429, retryAfter: 1 });
    const start = performance.now();
    await client.request({ ...datasets, method: "GET" });
    expect(performance.now() - start).to.be.at.least(990);
  });

  it("does not try again what is refused for good", async () => {
    google.fault({ on: "GET /bigquery", answer: 403, times: 2 });
    expect(await failure(client.request({ ...datasets, method: "GET" }))).to.be.instanceOf(GoogleRefusal);
    expect(statuses()).to.deep.equal([403]);
  });

  it("does not repeat a POST whose answer was lost, unless it is safe to", async () => {
    const post = {
      api: "iam",
      method: "POST",
      path: "/v1/projects/acme/serviceAccounts",
      body: { accountId: "new-one" },
    } as const;
    google.fault({ on: "POST /v1", answer: "cut" });
    expect(await failure(client.request(post))).to.be.instanceOf(NoAnswer);
    expect(statuses()).to.deep.equal(["cut"]);
    google.fault({ on: "POST /v1", answer: "cut" });
    expect((await client.request({ ...post, safeToRepeat: true }))["email"]).to.equal(
      "new-one@acme.iam.gserviceaccount.com",
    );
  });

  it("stops waiting when the time is up", async () => {
    google.fault({ on: "GET /bigquery", answer: "slow", delay: 400, times: 9 });
    const hasty = new GoogleClient({
      endpoints: endpointsFrom(google.env()),
      credentials: bearer("x"),
      retry: { attempts: 1, timeLimit: 60 },
    });
    const error = await failure(hasty.request({ ...datasets, method: "GET" }));
    expect((error as NoAnswer).why).to.equal("nothing came within 0.06 s");
  });

  it("says what stands in the way where nobody listens", async () => {
    const endpoints = endpointsFrom({ SEGMENT_BIGQUERY_GOOGLE_ENDPOINT: "http://127.0.0.1:1" });
    const alone = new GoogleClient({ endpoints, credentials: bearer("x"), retry: { attempts: 1 } });
    const error = await failure(alone.request({ ...datasets, method: "GET" }));
    expect(error).to.be.instanceOf(NoAnswer);
    expect((error as Error).message).to.match(
      /^GET http:\/\/127\.0\.0\.1:1\/bigquery\/v2\/projects\/acme\/datasets got no answer: /,
    );
  });

  it("tells a front end's HTML from an answer", async () => {
    google.fault({ on: "GET /bigquery", answer: 502, times: 9 });
    const error = await failure(client.request({ ...datasets, method: "GET" }));
    expect((error as GoogleRefusal).facts.message).to.equal("HTTP status 502");
    google.state.faults.length = 0;
    google.fault({ on: "GET /bigquery", answer: 200, body: "<html>please log in</html>", times: 9 });
    expect(((await failure(client.request({ ...datasets, method: "GET" }))) as NoAnswer).why).to.equal(
      "the answer is not JSON; is a proxy in the way?",
    );
  });

  it("puts the pages of a list together", async () => {
    const all = await client.list({ ...datasets, query: { maxResults: "2" } }, "datasets");
    expect(all.map((dataset) => dataset["id"])).to.deep.equal(["acme:a", "acme:b", "acme:c"]);
    expect(statuses()).to.deep.equal([200, 200]);
  });

  it("reads the clock of whoever answers", async () => {
    google.state.clockOffset = 3_600_000;
    const dates: Date[] = [];
    const watching = new GoogleClient({
      endpoints: endpointsFrom(google.env()),
      credentials: bearer(google.tokenFor(owner)),
      onDate: (date) => dates.push(date),
    });
    await watching.request({ ...datasets, method: "GET" });
    expect((dates[0]?.getTime() ?? 0) - Date.now()).to.be.within(3_590_000, 3_600_000);
  });

  it("exchanges a key for a token, also when the first answer is lost", async () => {
    const key = ServiceAccountKey.parse(google.makeKey("segment@acme.iam.gserviceaccount.com"));
    if (!(key instanceof ServiceAccountKey)) throw new Error("the fake's key is a key");
    google.fault({ on: "POST /token", answer: "cut" });
    const token = await exchangeKey(key, {
      endpoints: endpointsFrom(google.env()),
      retry: { firstDelay: 1 },
    });
    expect(google.state.tokens.get(token.value)?.member).to.equal(
      "serviceAccount:segment@acme.iam.gserviceaccount.com",
    );
    expect(token.expires - Date.now()).to.be.within(3_590_000, 3_599_000);
  });

  it("brings nothing that it sent in secret back, whatever a server quotes", async () => {
    const token = google.tokenFor(owner);
    const quoting = new GoogleClient({
      endpoints: endpointsFrom(google.env()),
      credentials: bearer(token),
      retry: { attempts: 1 },
    });
    const error = { message: `who is ${token}?`, details: [{ metadata: { header: `Bearer ${token}` } }] };
    google.fault({ on: "GET /bigquery", answer: 403, body: { error } });
    const refused = (await failure(quoting.request({ ...datasets, method: "GET" }))) as GoogleRefusal;
    expect(refused.facts.message).to.equal("who is [secret]?");
    google.fault({
      on: "GET /bigquery",
      answer: 200,
      body: { description: Buffer.from(token).toString("base64") },
    });
    expect(await quoting.request({ ...datasets, method: "GET" })).to.deep.equal({ description: "[secret]" });
    const key = ServiceAccountKey.parse(google.makeKey("segment@acme.iam.gserviceaccount.com"));
    if (!(key instanceof ServiceAccountKey)) throw new Error("the fake's key is a key");
    google.state.quotes = true;
    const exchanged = (await failure(
      exchangeKey(key, { endpoints: endpointsFrom(google.env()), retry: { attempts: 1 } }),
    )) as GoogleRefusal;
    expect(exchanged.facts.message).to.match(/^The fake quotes POST \/token: .*assertion=\[secret\]/);
    expect(exchanged.facts.message).not.to.match(/[\w-]{40}/);
  });

  it("follows no redirect, since the token would go along", async () => {
    google.fault({
      on: "GET /bigquery",
      answer: 307,
      body: {},
      headers: { location: "/elsewhere" },
      times: 9,
    });
    const error = await failure(client.request({ ...datasets, method: "GET" }));
    expect((error as NoAnswer).why).to.equal("unexpected redirect");
    expect(google.state.requests.map((request) => request.path)).not.to.include("/elsewhere");
  });
});
