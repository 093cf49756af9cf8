import { expect } from "chai";
import { startFakeGoogle, type FakeGoogle } from "./google";
import { send, type Reply } from "./google/client";
import type { TableQuirks } from "./google/state";

const segment = "serviceAccount:segment@acme.iam.gserviceaccount.com";
const owner = "user:owner@acme.example";

describe("the fake of Google's APIs, where it refuses", () => {
  let google: FakeGoogle;
  afterEach(() => google.stop());

  const begin = async (quirks: TableQuirks = {}): Promise<void> => {
    const condition = { title: "soon", expression: 'request.time < timestamp("2099-01-01T00:00:00Z")' };
    google = await startFakeGoogle({
      policyTagReaders: { "acme : pii": [owner] },
      projects: {
        acme: {
          number: "42",
          bindings: [
            { role: "roles/owner", members: [owner] },
            { role: "roles/bigquery.jobUser", members: [segment] },
            { role: "roles/bigquery.dataViewer", members: [segment], condition },
          ],
          accounts: {
            segment: { bindings: [{ role: "roles/iam.serviceAccountUser", members: [owner], condition }] },
          },
          datasets: {
            crm: {
              access: [{ role: "READER", userByEmail: "segment@acme.iam.gserviceaccount.com", condition }],
              tables: { contacts: { quirks } },
            },
          },
        },
      },
    });
  };
  const query = (sql: string, more: object = {}): Promise<Reply> =>
    send(google, segment, "POST", "/bigquery/v2/projects/acme/queries", {
      query: sql,
      useLegacySql: false,
      ...more,
    });
  const refused = ({ status, body }: Reply): [number, string, string] => {
    const error = body["error"] as { message: string; errors: { reason: string }[] };
    return [status, error.errors[0]?.reason ?? "", error.message];
  };
  const select = "SELECT * FROM `acme.crm.contacts`";

  it("names billing, the sandbox and a quota", async () => {
    await begin();
    const acme = google.state.projects.get("acme");
    if (!acme) throw new Error("acme is there");
    acme.billing = "sandbox";
    expect((await query(select)).status).to.equal(200);
    expect(refused(await query("INSERT INTO `acme.crm.contacts` (a) VALUES (1)")).slice(0, 2)).to.deep.equal([
      403,
      "billingNotEnabled",
    ]);
    acme.billing = "closed";
    expect(refused(await query("SELECT 1")).slice(0, 2)).to.deep.equal([403, "billingNotEnabled"]);
    acme.billing = "enabled";
    acme.quotaExceeded = "Custom quota exceeded";
    expect(refused(await query("SELECT 1"))).to.deep.equal([403, "quotaExceeded", "Custom quota exceeded"]);
  });

  const quirks: [string, TableQuirks, object, number, string, RegExp][] = [
    [
      "a limit of bytes",
      { bytes: 99 },
      { maximumBytesBilled: "10" },
      400,
      "bytesBilledLimitExceeded",
      /10\. 99 or/,
    ],
    [
      "a partition filter",
      { partitionFilter: "day" },
      {},
      400,
      "invalidQuery",
      /without a filter over column\(s\) 'day'/,
    ],
    ["a broken view", { broken: "Name x not found inside y" }, {}, 400, "invalidQuery", /^Name x/],
    [
      "a policy tag",
      { policyTags: { email: "acme : pii" } },
      {},
      403,
      "accessDenied",
      /policy tag "acme : pii" on column/,
    ],
    [
      "a connection",
      { connection: "acme.us.lake" },
      {},
      403,
      "accessDenied",
      /^Access Denied: Connection acme\.us\.lake/,
    ],
    ["a file in Cloud Storage", { closedFile: "storage" }, {}, 403, "accessDenied", /storage\.objects\.get/],
    ["a file in Drive", { closedFile: "drive" }, {}, 403, "accessDenied", /Drive credentials/],
  ];
  for (const [what, quirk, more, status, reason, message] of quirks) {
    it(`names ${what}`, async () => {
      await begin(quirk);
      const [gotStatus, gotReason, gotMessage] = refused(await query(select, more));
      expect([gotStatus, gotReason]).to.deep.equal([status, reason]);
      expect(gotMessage).to.match(message);
    });
  }

  it("lets a job fail that began well", async () => {
    await begin({ failing: { reason: "resourcesExceeded", message: "too much" } });
    const { jobReference, jobComplete } = (await query(select)).body as {
      jobReference: { jobId: string };
      jobComplete: boolean;
    };
    expect(jobComplete).to.equal(false);
    const path = `/bigquery/v2/projects/acme/queries/${jobReference.jobId}`;
    expect(refused(await send(google, segment, "GET", path)).slice(1)).to.deep.equal([
      "resourcesExceeded",
      "too much",
    ]);
  });

  it("says a perimeter in words only, where told to", async () => {
    await begin();
    google.state.perimeterInWords = true;
    google.state.projects.get("acme")?.perimeter.add("bigquery.googleapis.com");
    const [, reason, message] = refused(await query("SELECT 1"));
    expect(reason).to.equal("accessDenied");
    expect(message).to.match(/^VPC Service Controls: Request is prohibited by organization's policy\./);
  });

  it("shows conditions only to those who ask for version 3", async () => {
    await begin();
    const roles = (bindings: unknown): string[] =>
      (bindings as { role: string; condition?: unknown }[]).map(
        ({ role, condition }) => role.replace(/_[0-9a-f]{20}$/, "_HASH") + (condition ? " if" : ""),
      );
    const dataset = async (search: string): Promise<string[]> =>
      roles(
        (await send(google, owner, "GET", `/bigquery/v2/projects/acme/datasets/crm${search}`)).body["access"],
      );
    expect((await dataset("")).at(-1)).to.equal("READER_withcond_HASH");
    expect((await dataset("?accessPolicyVersion=3")).at(-1)).to.equal("READER if");
    const project = async (body: object): Promise<string[]> =>
      roles((await send(google, owner, "POST", "/v1/projects/acme:getIamPolicy", body)).body["bindings"]);
    expect((await project({})).at(-1)).to.equal("roles/bigquery.dataViewer_withcond_HASH");
    const version3 = { options: { requestedPolicyVersion: 3 } };
    expect((await project(version3)).at(-1)).to.equal("roles/bigquery.dataViewer if");
    const account = `/v1/projects/acme/serviceAccounts/segment@acme.iam.gserviceaccount.com:getIamPolicy`;
    const asked = async (search: string, body: object): Promise<string[]> =>
      roles((await send(google, owner, "POST", account + search, body)).body["bindings"]);
    expect(await asked("", version3)).to.deep.equal(["roles/iam.serviceAccountUser_withcond_HASH"]);
    expect(await asked("?options.requestedPolicyVersion=3", {})).to.deep.equal([
      "roles/iam.serviceAccountUser if",
    ]);
  });

  it("counts a person's requests against the quota project, or against Google's own", async () => {
    await begin();
    google.state.quotaProjectWanted = true;
    const ask = (headers: Record<string, string> = {}): Promise<Reply> =>
      send(google, owner, "GET", "/v1/projects/acme", undefined, headers);
    const details = ({ body }: Reply): unknown =>
      (body["error"] as { details: { reason: string; metadata: { consumer: string } }[] }).details.map(
        ({ reason, metadata }) => [reason, metadata.consumer],
      );
    expect(details(await ask())).to.deep.equal([["SERVICE_DISABLED", "projects/764086051850"]]);
    expect((await ask({ "x-goog-user-project": "acme" })).status).to.equal(200);
    expect(details(await ask({ "x-goog-user-project": "else" }))).to.deep.equal([
      ["USER_PROJECT_DENIED", "projects/else"],
    ]);
  });
});
