import { expect } from "chai";
import type { CheckResult } from "../../../cli/check/result";
import { addDataset } from "../../fakes/google/datasets";
import { addTable } from "../../fakes/google/tables";
import type { TableQuirks } from "../../fakes/google/state";
import { email, member, World } from "./world";

describe("check, on Segment's day", () => {
  let world: World;
  beforeEach(async () => void (world = await World.start()));
  afterEach(() => world.stop());

  const table = (): NonNullable<
    ReturnType<NonNullable<ReturnType<typeof world.acme.datasets.get>>["tables"]["get"]>
  > => {
    const found = world.acme.datasets.get("crm")?.tables.get("contacts");
    if (!found) throw new Error("contacts is there");
    return found;
  };
  /** The first result that is not well, and the exit code. */
  const first = async (args: string[] = []): Promise<CheckResult & { code: number }> => {
    const { results, code } = await world.run(["--source", "acme-prod.crm.contacts", ...args]);
    const found = results.find(({ outcome }) => !["ok", "undetermined"].includes(outcome));
    if (!found) throw new Error("all is well");
    return { ...found, code };
  };

  const refused: [string, TableQuirks, string, string, string[], RegExp, RegExp][] = [
    [
      "a partition filter that Segment does not send",
      { partitionFilter: "day" },
      "source.dry-run",
      "failed",
      [],
      /^Google refuses it \(400, invalidQuery\): Cannot query over table 'acme-prod\.crm\.contacts' without a filter/,
      /^Or offer Segment a view that filters by day/,
    ],
    [
      "a view whose own query is broken",
      { broken: "Unrecognized name: emial at [1:8]" },
      "source.dry-run",
      "failed",
      [],
      /^Google refuses it \(400, invalidQuery\): Unrecognized name: emial/,
      /repair what Google names/,
    ],
    [
      "a job that fails although it began well",
      { failing: { reason: "resourcesExceeded", message: "Resources exceeded during query execution" } },
      "source.query",
      "failed",
      [],
      /^Google refuses it \(400, resourcesExceeded\): Resources exceeded during query execution$/,
      /^Offer Segment a smaller table/,
    ],
    [
      "a column under a policy tag",
      { policyTags: { email: "acme : pii" } },
      "source.dry-run",
      "missing",
      ["datacatalog.categories.fineGrainedGet"],
      /^Column acme-prod\.crm\.contacts\.email has the policy tag "acme : pii"/,
      /^Offer Segment a view without the column; or/,
    ],
    [
      "a connection",
      { connection: "acme-prod.eu.lake" },
      "source.dry-run",
      "missing",
      ["bigquery.connections.use"],
      /^The data is read through connection acme-prod\.eu\.lake, which serviceAccount:/,
      /^Copy the data into a table of its own/,
    ],
    [
      "a file in Cloud Storage",
      { closedFile: "storage" },
      "source.query",
      "missing",
      ["storage.objects.get"],
      /^The data is in a file in Cloud Storage, which serviceAccount:/,
      /^Load the files into a table/,
    ],
    [
      "a file in Drive",
      { closedFile: "drive" },
      "source.query",
      "failed",
      [],
      /^The data is in a file in Google Drive, which the query may not read: /,
      /^Load the sheet into a table/,
    ],
  ];
  for (const [what, quirks, id, outcome, permissions, message, advice] of refused) {
    it(`rejects ${what}, with Google's reason and the fix`, async () => {
      Object.assign(table().quirks, quirks);
      const found = await first();
      expect([found.code, found.id, found.outcome, found.permissions]).to.deep.equal([
        1,
        id,
        outcome,
        permissions,
      ]);
      expect(found.message).to.match(message);
      expect(found.remedy?.advice).to.match(advice);
    });
  }

  it("rejects a project without billing, over its quota, and DML in the sandbox", async () => {
    world.acme.billing = "closed";
    expect(await first()).to.deep.include({
      code: 1,
      id: "project.query",
      outcome: "failed",
      message: "Google refuses it (403, billingNotEnabled): The project acme-prod has not enabled billing.",
    });
    world.acme.billing = "sandbox";
    const dml = await first(["--write"]);
    expect([dml.id, dml.outcome, dml.remedy?.commands]).to.deep.equal([
      "state.probe.insert",
      "failed",
      ["gcloud billing projects link acme-prod --billing-account=ACCOUNT_ID"],
    ]);
    world.acme.billing = "enabled";
    world.acme.quotaExceeded = "Custom quota exceeded: QueryUsagePerUserPerDay";
    const quota = await first();
    expect([quota.code, quota.outcome, quota.message]).to.deep.equal([
      1,
      "failed",
      "Google refuses it (403, quotaExceeded): Custom quota exceeded: QueryUsagePerUserPerDay",
    ]);
    expect(quota.remedy?.advice).to.match(/raise it: in the console of project acme-prod/);
  });

  it("runs no query that would be billed, but one that reads no column", async () => {
    table().quirks.bytes = 10 * 1024 * 1024 + 1;
    const { code, results } = await world.run(["--source", "acme-prod.crm.contacts"]);
    const query = results.find(({ id, target }) => id === "source.query" && target.endsWith("contacts"));
    expect([code, query?.outcome, query?.tried, query?.message]).to.deep.equal([
      0,
      "ok",
      "jobs.query SELECT 1 FROM `acme-prod.crm.contacts` LIMIT 0",
      "A query of acme-prod.crm.contacts that reads no column ran; one of all columns would be billed (10485761 bytes), and its dry run above is all that was tried.",
    ]);
  });

  it("undetermined where even a query without columns would be billed, as of a view over a large table", async () => {
    Object.assign(table().quirks, { bytes: 10 * 1024 * 1024 + 1, readsAll: true });
    const { code, results } = await world.run(["--source", "acme-prod.crm.contacts"]);
    const of = (id: string) => results.find((one) => one.id === id && one.target.endsWith("contacts"));
    expect([code, of("source.query")?.outcome, of("source.row-access")?.outcome]).to.deep.equal([
      1,
      "undetermined",
      "undetermined",
    ]);
    expect(of("source.query")?.message).to.equal(
      "Whether a query of acme-prod.crm.contacts runs is unknown: one of all columns would be billed (10485761 bytes), and its dry run above is all that was tried.",
    );
    expect(of("source.row-access")?.message).to.match(
      /^Whether row access policies hide rows of acme-prod\.crm\.contacts is unknown: no query of it ran\./,
    );
    expect((await world.run(["--source", "acme-prod.crm.contacts", "--allow-incomplete"])).code).to.equal(0);
  });

  it("rejects a source without a single table, and a project in which the key sees no dataset", async () => {
    addDataset(world.google.state, world.acme, "empty", {
      location: "EU",
      access: [
        { role: "OWNER", specialGroup: "projectOwners" },
        { role: "READER", userByEmail: email },
      ],
    });
    const { code, results } = await world.run(["--source", "acme-prod.empty"]);
    const found = results.find(({ target, outcome }) => target === "acme-prod.empty" && outcome === "failed");
    expect([code, found?.id, found?.message]).to.deep.equal([
      1,
      "source.tables",
      "acme-prod.empty holds no table and no view: Segment has nothing to read there, and whether it could was not tried.",
    ]);
    world.acme.policy.bindings = [{ role: "roles/bigquery.jobUser", members: [member] }];
    world.acme.datasets.clear();
    const none = (await world.run(["--source", "acme-prod"])).results.find(
      ({ id, outcome }) => id === "source.dataset" && outcome === "failed",
    );
    expect(none?.message).to.equal(
      "The key sees no dataset in project acme-prod: there is none, or it may see none, and Segment has nothing to read.",
    );
  });

  it("names the table behind a view, and a view over a table that is gone", async () => {
    addTable(
      world.google.state,
      addDataset(world.google.state, world.acme, "pay", { location: "EU" }),
      "salaries",
      {},
    );
    Object.assign(table().resource, {
      type: "VIEW",
      view: { query: "SELECT * FROM `acme-prod.pay.salaries`" },
    });
    const behind = await first();
    expect([behind.outcome, behind.permissions]).to.deep.equal(["missing", ["bigquery.tables.getData"]]);
    expect(behind.message).to.match(
      /^acme-prod\.crm\.contacts is a view over acme-prod\.pay\.salaries, which serviceAccount:/,
    );
    expect(behind.remedy?.advice).to.equal(
      "Authorize the view acme-prod.crm.contacts on dataset acme-prod.pay " +
        "(https://cloud.google.com/bigquery/docs/authorized-views): the account then needs nothing there.",
    );
    world.acme.datasets.get("pay")?.tables.clear();
    const access = world.acme.datasets.get("pay")?.resource["access"] as object[];
    access.push({ role: "READER", userByEmail: email });
    const gone = await first();
    expect([gone.outcome, gone.message.split(":")[0]]).to.deep.equal([
      "failed",
      "acme-prod.crm.contacts is a view over acme-prod.pay.salaries, which does not exist (in this location)",
    ]);
  });

  it("names the perimeter when Google says it in words only", async () => {
    world.acme.perimeter.add("bigquery.googleapis.com");
    world.google.state.perimeterInWords = true;
    const found = await first();
    expect([found.code, found.outcome]).to.deep.equal([1, "failed"]);
    expect(found.message).to.match(
      /^A service perimeter \(VPC Service Controls\) blocks requests from here: /,
    );
  });

  it("takes no refusal for a missing permission that the key holds, whatever Google's words are", async () => {
    world.google.fault({
      on: /^POST .*\/queries$/,
      answer: 403,
      times: 99,
      body: { error: { message: "Computer says no", errors: [{ reason: "accessDenied" }] } },
    });
    const { results } = await world.run(["--source", "acme-prod.crm.contacts"]);
    expect(results.find(({ id }) => id === "source.dry-run")).to.deep.include({
      outcome: "failed",
      message: "Google refuses it (403, accessDenied): Computer says no",
      permissions: [],
    });
  });
});
