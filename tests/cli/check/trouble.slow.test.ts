import { expect } from "chai";
import fc from "fast-check";
import type { CheckResult } from "../../../cli/check/result";
import { addDataset } from "../../fakes/google/datasets";
import { email, member, World, type Run } from "./world";

/** Fields that the checks read, for answers that hold anything in them. */
const answered = [
  "access",
  "datasets",
  "error",
  "jobComplete",
  "nextPageToken",
  "permissions",
  "rowAccessPolicies",
  "tables",
];

describe("check, when something is wrong", () => {
  let world: World;
  beforeEach(async () => void (world = await World.start()));
  afterEach(() => world.stop());

  const result = ({ results }: Run, id: string): CheckResult => {
    const found =
      results.find((one) => one.id === id && one.outcome !== "ok") ?? results.find((one) => one.id === id);
    if (!found) throw new Error(`there is no result ${id}`);
    return found;
  };
  const account = (): NonNullable<ReturnType<typeof world.acme.accounts.get>> => {
    const held = world.acme.accounts.get(email);
    if (!held) throw new Error("the account is there");
    return held;
  };

  it("rejects what is no key, and names each fault without its value", async () => {
    const run = await world.run([], {
      stdin: '{"type":"service_account","private_key":"-----BEGIN stolen"}',
    });
    expect(run.code).to.equal(1);
    expect(run.results).to.have.length(1);
    expect(result(run, "key.file").message).to.equal(
      "The key cannot be used: client_email is missing; private_key_id is missing; project_id is missing; " +
        "private_key is not a private key in PEM; were its line breaks (\\n) lost in copying?.",
    );
  });

  it("tells a disabled or deleted key from a disabled or deleted account", async () => {
    for (const key of account().keys.values()) key.disabled = true;
    const key = await world.run();
    expect([key.code, result(key, "key.token").message]).to.deep.equal([
      1,
      `Google does not know the key ${JSON.parse(world.keyText).private_key_id as string} of ${email}: it is disabled, deleted, or was altered in copying.`,
    ]);
    account().disabled = true;
    expect(result(await world.run(), "key.token").remedy?.commands).to.deep.equal([
      "gcloud iam service-accounts enable segment@acme-prod.iam.gserviceaccount.com --project=acme-prod",
    ]);
    account().disabled = false;
    account().deletedAt = Date.now();
    expect(result(await world.run(), "key.token").message).to.match(/^Google does not find the account/);
  });

  it("measures the clock that Google refuses", async () => {
    world.google.state.clockOffset = -20 * 60_000;
    const run = await world.run();
    expect([run.code, result(run, "key.clock").outcome]).to.deep.equal([1, "failed"]);
    expect(result(run, "key.token").message).to.equal(
      "Google does not take the token request's times: this machine's clock is 20 min ahead of Google's.",
    );
  });

  it("undetermined where Google gives no token, with exit code 2", async () => {
    world.google.fault({ on: "POST /token", answer: "cut", times: 99 });
    const run = await world.run();
    expect([run.code, result(run, "key.token").outcome]).to.deep.equal([2, "undetermined"]);
    expect((await world.run(["--allow-incomplete"])).code).to.equal(2);
  });

  it("goes on when Google is busy for a moment", async () => {
    world.google.fault({ on: /bigquery/, answer: 503, times: 3 });
    world.google.fault({ on: /testIamPermissions/, answer: "cut" });
    expect((await world.run()).code).to.equal(0);
  });

  it("names a key of another project", async () => {
    world.google.state.projects.set("acme-lake", { ...world.acme, id: "acme-lake" });
    const run = await world.run(["--project", "acme-lake"]);
    expect(result(run, "key.home").message).to.equal(
      "The account belongs to project acme-prod, but queries run in acme-lake: is it the right key, or the right project?",
    );
  });

  it("names a project that is not there", async () => {
    const run = await world.run(["--project", "acme-typo"]);
    expect([run.code, result(run, "project.query").message]).to.deep.equal([
      1,
      "There is no project acme-typo.",
    ]);
  });

  it("names the APIs that are not enabled", async () => {
    world.acme.services.delete("bigquery.googleapis.com");
    world.acme.services.delete("cloudresourcemanager.googleapis.com");
    const run = await world.run();
    expect(result(run, "project.query").remedy?.commands).to.deep.equal([
      "gcloud services enable bigquery.googleapis.com --project=111111111111",
    ]);
    expect(result(run, "project.permissions").message).to.equal(
      "The API cloudresourcemanager.googleapis.com is not enabled in project 111111111111.",
    );
    expect(result(run, "excess.project").outcome).to.equal("undetermined");
  });

  it("names the service perimeter", async () => {
    world.acme.perimeter.add("bigquery.googleapis.com");
    const run = await world.run();
    expect(result(run, "source.dataset").message).to.match(
      /^A service perimeter .* vpcServiceControlsUniqueIdentifier: /,
    );
    expect(result(run, "source.dataset").remedy?.advice).to.include("52.25.130.38/32");
  });

  it("names each permission that is missing, where, and its remedies", async () => {
    world.acme.policy.bindings = [];
    const run = await world.run();
    expect(run.code).to.equal(1);
    for (const id of ["project.permissions", "project.query", "source.dry-run"]) {
      expect(result(run, id), id).to.deep.include({
        outcome: "missing",
        permissions: ["bigquery.jobs.create"],
      });
    }
    expect(result(run, "project.permissions").remedy?.commands).to.deep.equal([
      `gcloud projects add-iam-policy-binding acme-prod --member=serviceAccount:${email} --role=roles/bigquery.jobUser --condition=None`,
    ]);
  });

  it("names what is missing on a source and on the state dataset", async () => {
    for (const dataset of world.acme.datasets.values()) dataset.resource["access"] = [];
    const run = await world.run(["--write"]);
    expect(result(run, "source.table").permissions).to.deep.equal(["bigquery.tables.get"]);
    expect(result(run, "source.dry-run")).to.deep.include({
      outcome: "missing",
      permissions: ["bigquery.tables.getData"],
    });
    expect(result(run, "state.permissions").outcome).to.equal("missing");
    expect(result(run, "state.probe.create")).to.deep.include({
      outcome: "missing",
      permissions: ["bigquery.tables.create"],
      remedy: {
        stackConfig: "segment-bigquery:stateDataset: { mode: existing, datasetId: __segment_reverse_etl }",
        commands: [
          "bq --project_id=acme-prod --location=EU query --use_legacy_sql=false 'GRANT `roles/bigquery.dataEditor` ON SCHEMA " +
            `\`acme-prod\`.\`__segment_reverse_etl\` TO "serviceAccount:${email}"'`,
        ],
      },
    });
    expect(run.results.some(({ id }) => id === "state.probe.insert")).to.equal(false);
  });

  it("cannot tell from outside what a group or a custom role gives on the state dataset, and points at --write", async () => {
    const state = world.acme.datasets.get("__segment_reverse_etl");
    if (!state) throw new Error("the state dataset is there");
    state.tables.clear();
    world.google.state.groups.set("data@acme.example", [member]);
    state.resource["access"] = [{ role: "WRITER", groupByEmail: "data@acme.example" }];
    expect(result(await world.run(), "state.permissions").message).to.equal(
      "Whether the key holds bigquery.tables.create, bigquery.tables.get, bigquery.tables.getData, bigquery.tables.update, " +
        "bigquery.tables.updateData cannot be seen from outside; --write shows it, by creating a probe table.",
    );
    expect((await world.run(["--write"])).outcomes["state.probe.create"]).to.equal("ok");
  });

  it("names a source and a state dataset in another location", async () => {
    const run = await world.run(["--location", "US"]);
    expect(result(run, "source.location").message).to.equal(
      "acme-prod.crm is in EU, but queries run in US: one query reaches one location only.",
    );
    expect(result(run, "source.dry-run").message).to.equal(
      "Dataset acme-prod:crm is not in location US, or does not exist: a query runs in one location only.",
    );
    expect(result(run, "state.location").outcome).to.equal("failed");
  });

  it("names a state dataset that forgets", async () => {
    Object.assign(world.acme.datasets.get("__segment_reverse_etl")?.resource ?? {}, {
      defaultTableExpirationMs: "864000000",
    });
    const run = await world.run();
    expect([run.code, result(run, "state.expiration").remedy?.commands]).to.deep.equal([
      1,
      ["bq update --default_table_expiration 0 acme-prod:__segment_reverse_etl"],
    ]);
  });

  it("undetermined where row access policies are on a table, by the job's statistics, and names them where it may", async () => {
    const table = world.acme.datasets.get("crm")?.tables.get("contacts");
    table?.rowAccessPolicies.push({
      rowAccessPolicyReference: { policyId: "only_eu" },
      filterPredicate: "region = 'EU'",
    });
    const found = async (): Promise<unknown[]> => {
      const { results, code } = await world.run();
      const all = results.filter(({ id }) => id === "source.row-access");
      return [code, ...all.map(({ outcome, message }) => `${outcome}: ${message}`)];
    };
    const deals = "ok: No row access policy is on acme-prod.crm.deals.";
    const hidden = (names: string): string =>
      `undetermined: Whether row access policies hide rows of acme-prod.crm.contacts is unknown: acme-prod.crm.contacts has row access policies${names}. Rows that they hide look deleted to a sync.`;
    expect(await found()).to.deep.equal([1, hidden(""), deals]);
    world.acme.roles.set("rows", {
      name: "projects/acme-prod/roles/rows",
      title: "",
      description: "",
      stage: "GA",
      includedPermissions: ["bigquery.rowAccessPolicies.list"],
      version: 1,
    });
    world.acme.policy.bindings.push({ role: "projects/acme-prod/roles/rows", members: [member] });
    expect((await found())[1]).to.equal(hidden(" (only_eu)"));
  });

  it("finds that a view needs tables below it that the key may not read", async () => {
    const crm = world.acme.datasets.get("crm");
    const contacts = crm?.tables.get("contacts");
    Object.assign(contacts?.resource ?? {}, {
      type: "VIEW",
      view: { query: "SELECT * FROM `acme-prod.pay.salaries`" },
    });
    addDataset(world.google.state, world.acme, "pay", { location: "EU" });
    const run = await world.run(["--tables", "1"]);
    expect(result(run, "source.dry-run").message).to.include("Access Denied: Table acme-prod:pay.salaries");
  });

  it("comes to an end whatever is answered in place of Google", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.constantFrom(...answered), fc.jsonValue()),
        fc.constantFrom(200, 400, 403, 404),
        async (body, answer) => {
          world.google.state.faults.length = 0;
          world.google.fault({ on: /bigquery|testIamPermissions/, answer, body, times: 999 });
          const { code, results } = await world.run([
            "--write",
            "--read-api",
            "storage",
            "--model",
            "acme-prod.ml.churn:get,predict,drop",
          ]);
          expect([0, 1, 2]).to.include(code);
          expect(results.length).to.be.greaterThan(10);
        },
      ),
      { numRuns: 12 },
    );
  });
});
