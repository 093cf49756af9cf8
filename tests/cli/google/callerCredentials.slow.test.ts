import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { UsageError } from "../../../cli/errors";
import { callerClient } from "../../../cli/google/callerClient";
import { SegmentClient } from "../../../cli/segment/SegmentClient";
import { Redactor } from "../../../cli/google/Redactor";
import { startFakeSegment } from "../../fakes/segment";
import { startFakeGoogle, type FakeGoogle } from "../../fakes/google";

const ann = "user:ann@acme.example";
const robot = "robot@acme.iam.gserviceaccount.com";
const datasets = { api: "bigquery", method: "GET", path: "/bigquery/v2/projects/acme/datasets" } as const;

describe("the caller's credentials", () => {
  let google: FakeGoogle;
  let directory: string;
  before(async () => void (directory = await mkdtemp(join(tmpdir(), "segment-adc-"))));
  after(() => rm(directory, { recursive: true }));
  beforeEach(async () => {
    const use = { role: "roles/serviceusage.serviceUsageConsumer", members: [ann] };
    google = await startFakeGoogle({
      projects: { acme: { accounts: { robot: {} } }, billed: { bindings: [use] } },
    });
  });
  afterEach(() => google.stop());

  /** Whom a request was made as, and which project paid. */
  const asked = async (
    credentials: string | Buffer,
    env: NodeJS.ProcessEnv = {},
    redactor = new Redactor(),
  ): Promise<(string | undefined)[]> => {
    const file = join(directory, "adc.json");
    await writeFile(file, credentials);
    const client = await callerClient(
      { ...google.env(), GOOGLE_APPLICATION_CREDENTIALS: file, ...env },
      { retry: { attempts: 1 }, redactor },
    );
    await client.request(datasets);
    const last = google.state.requests.at(-1);
    return [last?.caller, last?.quotaProject];
  };
  const failure = (work: Promise<unknown>): Promise<Error> =>
    work.then(
      () => new Error("it succeeded"),
      (error: unknown) => error as Error,
    );
  const person = {
    type: "authorized_user",
    client_id: "id",
    client_secret: "a client's secret",
    refresh_token: `refresh:${ann}`,
  };

  it("are an access token of the environment", async () => {
    expect(await asked("", { GOOGLE_OAUTH_ACCESS_TOKEN: google.tokenFor(ann) })).to.deep.equal([
      ann,
      undefined,
    ]);
  });

  it("are a person's, whose quota project pays", async () => {
    expect(await asked(JSON.stringify(person))).to.deep.equal([ann, undefined]);
    expect(await asked(JSON.stringify({ ...person, quota_project_id: "billed" }))).to.deep.equal([
      ann,
      "billed",
    ]);
    expect(await asked(JSON.stringify(person), { GOOGLE_CLOUD_QUOTA_PROJECT: "billed" })).to.deep.equal([
      ann,
      "billed",
    ]);
  });

  it("are a service account's", async () => {
    expect(await asked(google.makeKey(robot))).to.deep.equal([`serviceAccount:${robot}`, undefined]);
  });

  it("are a workload's, as google-github-actions/auth writes them, also when they impersonate an account", async () => {
    const token = join(directory, "subject");
    await writeFile(token, "subject:principal://iam.googleapis.com/projects/1/x/subject/repo");
    const workload = {
      type: "external_account",
      audience: "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q",
      subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
      token_url: `${google.url}/v1/token`,
      credential_source: { file: token },
    };
    expect(await asked(JSON.stringify(workload))).to.deep.equal([
      "principal://iam.googleapis.com/projects/1/x/subject/repo",
      undefined,
    ]);
    google.state.projects.get("acme")?.policy.bindings.push({
      role: "roles/iam.serviceAccountTokenCreator",
      members: ["principal://iam.googleapis.com/projects/1/x/subject/repo"],
    });
    const impersonating = {
      ...workload,
      service_account_impersonation_url: `${google.url}/v1/projects/-/serviceAccounts/${robot}:generateAccessToken`,
    };
    expect(await asked(JSON.stringify(impersonating))).to.deep.equal([`serviceAccount:${robot}`, undefined]);
  });

  it("are those in a file that Windows wrote in UTF-16 or with a byte order mark", async () => {
    const text = JSON.stringify(person);
    const utf16 = Buffer.from(`\ufeff${text}`, "utf16le");
    for (const written of [utf16, Buffer.from(utf16).swap16(), Buffer.from(`\ufeff${text}`)])
      expect(await asked(written)).to.deep.equal([ann, undefined]);
  });

  it("are told by Google's words when they are refused, without any secret in them", async () => {
    const error = await failure(asked(JSON.stringify({ ...person, refresh_token: "revoked" })));
    expect(error.message).to.equal(
      `The token request for the credentials from ${join(directory, "adc.json")} was refused ` +
        "(400, invalid_grant): Token has been expired or revoked.",
    );
  });

  it("are told to the redactor, the access token too", async () => {
    const redactor = new Redactor();
    await asked(
      JSON.stringify({ ...person, client_secret: "a-long-client-secret-of-a-person" }),
      {},
      redactor,
    );
    const [token = ""] = [...google.state.tokens.keys()].slice(-1);
    expect(redactor.clean(`${token} a-long-client-secret-of-a-person refresh:${ann}`)).to.equal(
      "[secret] [secret] [secret]",
    );
  });

  it("rejects a file that is not there or not JSON, and says what to do", async () => {
    const howTo =
      "Run `gcloud auth application-default login`, or set GOOGLE_OAUTH_ACCESS_TOKEN " +
      "(for example to the output of `gcloud auth print-access-token`).";
    const missing = await failure(asked("", { GOOGLE_APPLICATION_CREDENTIALS: "/no/such/file" }));
    expect(missing).to.be.instanceOf(UsageError);
    expect(missing.message).to.equal(
      `GOOGLE_APPLICATION_CREDENTIALS names /no/such/file: there is no such file. ${howTo}`,
    );
    expect((await failure(asked("[]"))).message).to.equal(
      `The credentials in ${join(directory, "adc.json")} are not a JSON object. ${howTo}`,
    );
  });
});

describe("a proxy of the environment", () => {
  let google: FakeGoogle;
  let proxy: Server;
  const seen: string[] = [];
  const names = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy"];
  const before_ = names.map((name) => [name, process.env[name]] as const);

  before(async () => {
    google = await startFakeGoogle({ projects: { acme: {} } });
    proxy = createServer().on("connect", (request, socket) => {
      seen.push(request.url ?? "");
      const [host = "", port = ""] = (request.url ?? "").split(":");
      const through = connect(Number(port), host, () => {
        socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
        through.pipe(socket).pipe(through);
      });
      through.on("error", () => socket.destroy());
      socket.on("error", () => through.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  });
  after(async () => {
    for (const [name, value] of before_) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    proxy.closeAllConnections();
    proxy.close();
    await google.stop();
  });

  const ask = async (): Promise<string[]> => {
    seen.length = 0;
    const env = { ...google.env(), GOOGLE_OAUTH_ACCESS_TOKEN: google.tokenFor(ann) };
    await (await callerClient(env, { redactor: new Redactor() })).request(datasets);
    return [...seen];
  };

  it("is gone through, except to what NO_PROXY names", async () => {
    for (const name of names) delete process.env[name];
    process.env["HTTPS_PROXY"] = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    expect(await ask()).to.deep.equal([google.url.replace("http://", "")]);
    process.env["NO_PROXY"] = "127.0.0.1";
    expect(await ask()).to.deep.equal([]);
  });

  it("is gone through to Segment as well", async () => {
    for (const name of names) delete process.env[name];
    process.env["HTTPS_PROXY"] = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const segment = await startFakeSegment();
    try {
      seen.length = 0;
      const token = segment.tokenFor("Workspace Owner");
      await new SegmentClient({ address: segment.url, token }).list("/sources", "sources");
      expect(seen).to.deep.equal([segment.url.replace("http://", "")]);
    } finally {
      await segment.stop();
    }
  });
});
