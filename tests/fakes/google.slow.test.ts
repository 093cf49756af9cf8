import { expect } from "chai";
import { startFakeGoogle, type FakeGoogle } from "./google";
import { exchange, send } from "./google/client";

const email = "segment@acme.iam.gserviceaccount.com";
const segment = `serviceAccount:${email}`;
const owner = "user:owner@acme.example";
const account = `/v1/projects/acme/serviceAccounts/${email}`;
const datasets = "/bigquery/v2/projects/acme/datasets";

describe("the fake of Google's APIs", () => {
  let google: FakeGoogle;

  beforeEach(async () => {
    google = await startFakeGoogle({
      projects: {
        acme: {
          number: "111111111111",
          parent: "folders/7",
          bindings: [
            { role: "roles/owner", members: [owner] },
            { role: "roles/bigquery.jobUser", members: [segment] },
          ],
          accounts: { segment: { displayName: "Segment" } },
          datasets: {
            crm: {
              location: "EU",
              access: [{ role: "READER", userByEmail: email }],
              tables: { contacts: { resource: { schema: { fields: [{ name: "id", type: "STRING" }] } } } },
              models: ["churn"],
            },
            finance: { location: "EU", tables: { payments: {} } },
          },
          secrets: { key: { versions: ["first", "second"] } },
        },
      },
      containers: { "folders/7": { bindings: [], parent: "organizations/1" }, "organizations/1": {} },
    });
  });

  afterEach(() => google.stop());

  describe("token endpoint", () => {
    it("accepts an assertion signed with a key of the account, and its token stands for the account", async () => {
      const { status, body } = await exchange(google, google.makeKey(email));
      expect(status).to.equal(200);
      expect(google.state.tokens.get(String(body["access_token"]))?.member).to.equal(segment);
    });

    it("rejects a disabled key and a deleted key by the signature", async () => {
      const file = google.makeKey(email);
      const id = (JSON.parse(file) as { private_key_id: string }).private_key_id;
      const invalid = { error: "invalid_grant", error_description: "Invalid JWT Signature." };
      await send(google, owner, "POST", `${account}/keys/${id}:disable`);
      expect((await exchange(google, file)).body).to.deep.equal(invalid);
      await send(google, owner, "POST", `${account}/keys/${id}:enable`);
      expect((await exchange(google, file)).status).to.equal(200);
      await send(google, owner, "DELETE", `${account}/keys/${id}`);
      expect((await exchange(google, file)).body).to.deep.equal(invalid);
    });

    it("does not find a disabled or deleted account, and finds it again when enabled or undeleted", async () => {
      const file = google.makeKey(email);
      const unknown = { error: "invalid_grant", error_description: "Invalid grant: account not found" };
      await send(google, owner, "POST", `${account}:disable`);
      expect((await exchange(google, file)).body).to.deep.equal(unknown);
      await send(google, owner, "POST", `${account}:enable`);
      const { uniqueId } = (await send(google, owner, "GET", account)).body;
      await send(google, owner, "DELETE", account);
      expect((await exchange(google, file)).body).to.deep.equal(unknown);
      await send(google, owner, "POST", `/v1/projects/acme/serviceAccounts/${String(uniqueId)}:undelete`);
      expect((await exchange(google, file)).status).to.equal(200);
    });

    it("rejects a token asked for by a wrong clock, for a wrong audience, for too long or for no known scope", async () => {
      const file = google.makeKey(email);
      const at = Math.floor(Date.now() / 1000);
      const description = async (claims: Record<string, unknown>): Promise<unknown> =>
        (await exchange(google, file, claims)).body["error_description"];
      expect(await description({ iat: at + 900, exp: at + 4000 })).to.match(/reasonable timeframe/);
      expect(await description({ iat: at - 8000, exp: at - 4400 })).to.match(/reasonable timeframe/);
      expect(await description({ exp: at + 7200 })).to.match(/reasonable timeframe/);
      expect(await description({ aud: google.url })).to.match(/audience/);
      expect(await description({ scope: "everything" })).to.match(/scope/);
    });

    it("rejects an assertion that somebody else signed", async () => {
      const [mine, other] = [google.makeKey(email), google.makeKey(email)].map(
        (file) => JSON.parse(file) as object,
      );
      const { private_key } = other as { private_key: string };
      const forged = JSON.stringify({ ...mine, private_key });
      expect((await exchange(google, forged)).body["error_description"]).to.equal("Invalid JWT Signature.");
    });

    it("ends the tokens of an account that is disabled", async () => {
      const token = google.tokenFor(segment);
      await send(google, owner, "POST", `${account}:disable`);
      const { status } = await fetch(`${google.url}${datasets}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(status).to.equal(401);
    });
  });

  describe("accounts, keys and roles", () => {
    it("keeps an account's grants as deleted members, and gives them back when it is undeleted", async () => {
      const { uniqueId } = (await send(google, owner, "GET", account)).body;
      await send(google, owner, "DELETE", account);
      const members = async (): Promise<unknown> => {
        const { body } = await send(google, owner, "POST", "/v1/projects/acme:getIamPolicy");
        return (body["bindings"] as { members: string[] }[]).flatMap((binding) => binding.members);
      };
      expect(await members()).to.deep.equal([owner, `deleted:${segment}?uid=${String(uniqueId)}`]);
      await send(google, owner, "POST", `/v1/projects/-/serviceAccounts/${String(uniqueId)}:undelete`);
      expect(await members()).to.deep.equal([owner, segment]);
    });

    it("allows ten keys beside Google's own, and tells the two kinds apart", async () => {
      const path = `${account}/keys`;
      for (let count = 0; count < 10; count++)
        expect((await send(google, owner, "POST", path, {})).status).to.equal(200);
      expect((await send(google, owner, "POST", path, {})).status).to.equal(429);
      const kinds = async (query: string): Promise<number> =>
        ((await send(google, owner, "GET", path + query)).body["keys"] as unknown[]).length;
      expect([await kinds(""), await kinds("?keyTypes=USER_MANAGED")]).to.deep.equal([11, 10]);
    });

    it("names the organization policy that forbids keys", async () => {
      google.state.projects.get("acme")?.constraints.add("constraints/iam.disableServiceAccountKeyCreation");
      const { status, body } = await send(google, owner, "POST", `${account}/keys`, {});
      expect(status).to.equal(400);
      expect(JSON.stringify(body)).to.include('"type":"constraints/iam.disableServiceAccountKeyCreation"');
    });

    it("keeps a deleted role's id taken for 37 days, and undeletes it for 7", async () => {
      const roles = "/v1/projects/acme/roles";
      const create = async (): Promise<number> =>
        (await send(google, owner, "POST", roles, { roleId: "reader", role: { stage: "GA" } })).status;
      const undelete = async (): Promise<number> =>
        (await send(google, owner, "POST", `${roles}/reader:undelete`)).status;
      expect([await create(), await create()]).to.deep.equal([200, 409]);
      await send(google, owner, "DELETE", `${roles}/reader`);
      expect([await create(), await undelete()]).to.deep.equal([400, 200]);
      await send(google, owner, "DELETE", `${roles}/reader`);
      google.state.clockOffset = 8 * 86_400_000;
      expect([await create(), await undelete()]).to.deep.equal([400, 400]);
      google.state.clockOffset = 38 * 86_400_000;
      expect(await create()).to.equal(200);
    });
  });

  describe("policies", () => {
    const path = "/v1/projects/acme:setIamPolicy";
    const binding = (role: string, member: string): object => ({ role, members: [member] });

    it("refuses a policy read before somebody else's change", async () => {
      const { body: policy } = await send(google, owner, "POST", "/v1/projects/acme:getIamPolicy");
      expect((await send(google, owner, "POST", path, { policy })).status).to.equal(200);
      const second = await send(google, owner, "POST", path, { policy });
      expect([second.status, (second.body["error"] as { status: string }).status]).to.deep.equal([
        409,
        "ABORTED",
      ]);
    });

    it("refuses unknown roles and accounts that do not exist", async () => {
      const set = async (one: object): Promise<string> => {
        const { body } = await send(google, owner, "POST", path, { policy: { bindings: [one] } });
        return (body["error"] as { message: string }).message;
      };
      expect(await set(binding("roles/bigquery.nothing", owner))).to.equal(
        "Role roles/bigquery.nothing is not supported for this resource.",
      );
      expect(await set(binding("roles/owner", "serviceAccount:gone@acme.iam.gserviceaccount.com"))).to.equal(
        "Service account gone@acme.iam.gserviceaccount.com does not exist.",
      );
    });

    it("answers which permissions the caller holds, from the folder above and through a group too", async () => {
      google.state.groups.set("data@acme.example", [segment]);
      google.state.containers.get("organizations/1")?.policy.bindings.push({
        role: "roles/bigquery.metadataViewer",
        members: ["group:data@acme.example"],
      });
      const { body } = await send(google, segment, "POST", "/v1/projects/acme:testIamPermissions", {
        permissions: ["bigquery.jobs.create", "bigquery.tables.get", "bigquery.tables.getData"],
      });
      expect(body).to.deep.equal({ permissions: ["bigquery.jobs.create", "bigquery.tables.get"] });
    });

    it("lets an expired condition grant nothing", async () => {
      const condition = { title: "until", expression: 'request.time < timestamp("2020-01-01T00:00:00Z")' };
      google.state.projects.get("acme")?.policy.bindings.push({
        role: "roles/bigquery.dataViewer",
        members: [segment],
        condition,
      });
      const { status } = await send(google, segment, "GET", `${datasets}/finance`);
      expect(status).to.equal(403);
    });
  });

  describe("BigQuery", () => {
    const query = (
      sql: string,
      rest: object = {},
    ): Promise<{ status: number; body: Record<string, unknown> }> =>
      send(google, segment, "POST", "/bigquery/v2/projects/acme/queries", {
        query: sql,
        useLegacySql: false,
        ...rest,
      });
    const reason = (body: Record<string, unknown>): string =>
      (body["error"] as { errors: { reason: string }[] }).errors[0]?.reason ?? "";

    it("lists only the datasets that the caller may see", async () => {
      const { body } = await send(google, segment, "GET", datasets);
      expect((body["datasets"] as { id: string }[]).map((dataset) => dataset.id)).to.deep.equal(["acme:crm"]);
    });

    it("answers OWNER, WRITER and READER for the roles they stand for", async () => {
      const access = [
        { role: "roles/bigquery.dataOwner", specialGroup: "projectOwners" },
        { role: "roles/bigquery.dataViewer", userByEmail: email },
        { role: "roles/bigquery.metadataViewer", domain: "acme.example" },
      ];
      const { body } = await send(google, owner, "PATCH", `${datasets}/crm`, { access });
      expect((body["access"] as { role: string }[]).map((entry) => entry.role)).to.deep.equal([
        "OWNER",
        "READER",
        "roles/bigquery.metadataViewer",
      ]);
    });

    it("keeps on PATCH what the body leaves out, and drops it on PUT, but never the access list", async () => {
      await send(google, owner, "PATCH", `${datasets}/crm`, { labels: { team: "data" } });
      const patched = await send(google, owner, "PATCH", `${datasets}/crm`, { description: "CRM" });
      expect(patched.body["labels"]).to.deep.equal({ team: "data" });
      const put = await send(google, owner, "PUT", `${datasets}/crm`, { description: "CRM" });
      expect(put.body["labels"]).to.equal(undefined);
      expect(put.body["access"]).to.deep.equal(patched.body["access"]);
    });

    it("asks for getIamPolicy to show the access list, and for setIamPolicy to change it", async () => {
      const bindings = google.state.projects.get("acme")?.policy.bindings;
      google.state.projects.get("acme")?.roles.set("steward", {
        name: "projects/acme/roles/steward",
        title: "",
        description: "",
        stage: "GA",
        includedPermissions: [
          "bigquery.datasets.get",
          "bigquery.datasets.update",
          "bigquery.datasets.create",
        ],
        version: 1,
      });
      bindings?.push({ role: "projects/acme/roles/steward", members: ["user:steward@acme.example"] });
      const steward = (method: string, path: string, body?: object): ReturnType<typeof send> =>
        send(google, "user:steward@acme.example", method, datasets + path, body);
      expect((await steward("GET", "/finance")).body).not.to.have.property("access");
      expect((await steward("PATCH", "/finance", { description: "money" })).status).to.equal(200);
      const access = [{ role: "OWNER", userByEmail: "steward@acme.example" }];
      expect((await steward("PATCH", "/finance", { access })).status).to.equal(403);
      expect(
        (await steward("POST", "", { datasetReference: { datasetId: "mine" }, access })).status,
      ).to.equal(403);
      expect((await steward("POST", "", { datasetReference: { datasetId: "mine" } })).status).to.equal(200);
    });

    it("refuses a change under a stale etag", async () => {
      const { body } = await send(google, owner, "GET", `${datasets}/crm`);
      const change = (): Promise<{ status: number }> =>
        send(google, owner, "PATCH", `${datasets}/crm`, {}, { "if-match": String(body["etag"]) });
      expect([(await change()).status, (await change()).status]).to.deep.equal([200, 412]);
    });

    it("runs a dry run and a query of nothing on a table that the caller may read", async () => {
      const sql = "SELECT * FROM `acme.crm.contacts` LIMIT 0";
      const dry = await query(sql, { dryRun: true, location: "EU" });
      expect([dry.status, dry.body["jobReference"]]).to.deep.equal([200, undefined]);
      const real = await query(sql, { location: "EU" });
      expect(real.body["schema"]).to.deep.equal({ fields: [{ name: "id", type: "STRING" }] });
    });

    it("refuses a query of a table that the caller may not read, and one in another location", async () => {
      const denied = await query("SELECT * FROM `acme.finance.payments` LIMIT 0", { location: "EU" });
      expect([denied.status, reason(denied.body)]).to.deep.equal([403, "accessDenied"]);
      const elsewhere = await query("SELECT * FROM `acme.crm.contacts` LIMIT 0", { location: "US" });
      expect((elsewhere.body["error"] as { message: string }).message).to.equal(
        "Not found: Dataset acme:crm was not found in location US",
      );
    });

    it("asks for the tables below a view, unless their dataset authorizes the view", async () => {
      const view = {
        tableReference: { tableId: "paid" },
        view: { query: "SELECT * FROM `acme.finance.payments`" },
      };
      await send(google, owner, "POST", `${datasets}/crm/tables`, view);
      const sql = "SELECT * FROM `acme.crm.paid` LIMIT 0";
      expect(reason((await query(sql, { location: "EU" })).body)).to.equal("accessDenied");
      const finance = (await send(google, owner, "GET", `${datasets}/finance`)).body;
      const entry = { view: { projectId: "acme", datasetId: "crm", tableId: "paid" } };
      await send(google, owner, "PATCH", `${datasets}/finance`, {
        access: [...(finance["access"] as object[]), entry],
      });
      expect((await query(sql, { location: "EU" })).status).to.equal(200);
    });

    it("asks for the model permissions of each BigQuery ML statement", async () => {
      const status = async (sql: string): Promise<number> =>
        (await query(sql, { dryRun: true, location: "EU" })).status;
      expect(await status("SELECT * FROM ML.EVALUATE(MODEL `acme.crm.churn`)")).to.equal(200);
      expect(
        await status("CREATE OR REPLACE MODEL `acme.crm.churn` AS SELECT * FROM `acme.crm.contacts`"),
      ).to.equal(403);
      expect(await status("DROP MODEL `acme.crm.churn`")).to.equal(403);
    });

    it("names the API that is not enabled, and the perimeter in the way", async () => {
      const project = google.state.projects.get("acme");
      project?.services.delete("bigquery.googleapis.com");
      const disabled = await send(google, segment, "GET", datasets);
      expect([disabled.status, reason(disabled.body)]).to.deep.equal([403, "accessNotConfigured"]);
      project?.services.add("bigquery.googleapis.com");
      project?.perimeter.add("bigquery.googleapis.com");
      const closed = await send(google, segment, "GET", datasets);
      expect(JSON.stringify(closed.body)).to.include('"reason":"SECURITY_POLICY_VIOLATED"');
    });

    it("opens a read session only with the permission on the project and the data", async () => {
      const path = "/v1/projects/acme/datasets/crm/tables/contacts";
      const body = { parent: "projects/acme", readSession: { dataFormat: "AVRO" }, maxStreamCount: 1 };
      expect((await send(google, segment, "POST", path, body)).status).to.equal(403);
      google.state.projects
        .get("acme")
        ?.policy.bindings.push({ role: "roles/bigquery.readSessionUser", members: [segment] });
      expect((await send(google, segment, "POST", path, body)).status).to.equal(200);
    });
  });

  describe("secrets", () => {
    const latest = "/v1/projects/acme/secrets/key/versions";

    it("gives out a version only to those who may access it, and only while it is enabled", async () => {
      expect((await send(google, segment, "GET", `${latest}/latest:access`)).status).to.equal(403);
      const { body } = await send(google, owner, "GET", `${latest}/latest:access`);
      expect(body["payload"]).to.deep.equal({ data: Buffer.from("second").toString("base64") });
      await send(google, owner, "POST", `${latest}/2:disable`);
      expect((await send(google, owner, "GET", `${latest}/latest:access`)).status).to.equal(400);
      await send(google, owner, "POST", `${latest}/1:destroy`);
      expect((await send(google, owner, "POST", `${latest}/1:enable`)).status).to.equal(400);
    });

    it("refuses more than 64 KiB", async () => {
      const data = Buffer.alloc(65_537).toString("base64");
      const { status } = await send(google, owner, "POST", "/v1/projects/acme/secrets/key:addVersion", {
        payload: { data },
      });
      expect(status).to.equal(400);
    });
  });

  describe("faults", () => {
    it("answers as often as asked, then properly", async () => {
      google.fault({ on: "GET /bigquery/v2/", answer: 429, retryAfter: 7, times: 2 });
      const answers = [];
      for (let count = 0; count < 3; count++) answers.push(await send(google, segment, "GET", datasets));
      expect(answers.map(({ status }) => status)).to.deep.equal([429, 429, 200]);
      expect(answers[0]?.headers.get("retry-after")).to.equal("7");
      expect(google.state.requests.map(({ status }) => status)).to.deep.equal([429, 429, 200]);
    });

    it("cuts the connection", async () => {
      google.fault({ on: /datasets/, answer: "cut" });
      const error: unknown = await send(google, segment, "GET", datasets).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).to.be.instanceOf(TypeError);
      expect(google.state.requests.map(({ status }) => status)).to.deep.equal(["cut"]);
    });

    it("is slow and then right", async () => {
      google.fault({ on: /datasets/, answer: "slow", delay: 60 });
      const start = performance.now();
      expect((await send(google, segment, "GET", datasets)).status).to.equal(200);
      expect(performance.now() - start).to.be.at.least(50);
    });
  });

  it("names a path that it does not have", async () => {
    const { status, body } = await send(google, owner, "GET", "/v1/projects/acme/unheardOf");
    expect([status, (body["error"] as { message: string }).message]).to.deep.equal([
      404,
      "The fake of Google has no GET /v1/projects/acme/unheardOf",
    ]);
  });
});
