import { expect } from "chai";
import { checks } from "../../../cli/check/result";
import { email, member, minimalSeed, World } from "./world";

describe("the ids of check", () => {
  it("stay, because scripts rely on them", () => {
    expect(Object.keys(checks)).to.deep.equal([
      ...["key.file", "key.token", "key.clock", "key.home"],
      ...["project.permissions", "project.query", "project.datasets"],
      ...[
        "source.permissions",
        "source.dataset",
        "source.location",
        "source.tables",
        "source.table",
        "source.dry-run",
        "source.query",
        "source.row-access",
      ],
      ...["state.dataset", "state.location", "state.expiration", "state.permissions"],
      ...[
        "state.probe.create",
        "state.probe.insert",
        "state.probe.read",
        "state.probe.update",
        "state.probe.delete",
      ],
      ...[
        "destination.dataset",
        "destination.location",
        "destination.expiration",
        "destination.permissions",
        "destination.probe.dataset",
        "destination.probe.create",
        "destination.probe.insert",
        "destination.probe.read",
        "destination.probe.update",
        "destination.probe.delete",
      ],
      ...["read-session.create", "model.get", "model.operation"],
      ...["excess.project", "excess.state", "excess.destination", "excess.source", "excess.account"],
    ]);
  });
});

describe("check", () => {
  let world: World;
  const begin = async (...seed: Parameters<typeof World.start>): Promise<void> => {
    world = await World.start(...seed);
  };
  afterEach(() => world.stop());

  it("accepts the set-up of Segment's page", async () => {
    await begin();
    const { code, outcomes } = await world.run(["--write"]);
    expect(code).to.equal(0);
    expect(outcomes).to.deep.equal({
      "key.file": "ok",
      "key.token": "ok",
      "key.clock": "ok",
      "key.home": "ok",
      "project.permissions": "ok",
      "project.query": "ok",
      "project.datasets": "ok",
      "source.dataset": "ok",
      "source.location": "ok",
      "source.tables": "ok",
      "source.table": "ok",
      "source.dry-run": "ok",
      "source.query": "ok",
      "source.row-access": "ok",
      "state.dataset": "ok",
      "state.location": "ok",
      "state.expiration": "ok",
      "state.permissions": "ok",
      "state.probe.create": "ok",
      "state.probe.insert": "ok",
      "state.probe.read": "ok",
      "state.probe.update": "ok",
      "state.probe.delete": "ok",
      "excess.project": "ok",
      "excess.state": "ok",
      "excess.source": "ok",
      "excess.account": "ok",
    });
  });

  it("finds nothing wrong with custom roles of what is needed, and says what a key cannot see", async () => {
    await begin(minimalSeed());
    const { code, results } = await world.run(["--write", "--profile", "minimal"]);
    expect(code).to.equal(1);
    expect(
      results.filter(({ outcome }) => outcome !== "ok").map(({ id, outcome }) => [id, outcome]),
    ).to.deep.equal([
      ["excess.state", "undetermined"],
      ["excess.source", "undetermined"],
    ]);
    const allowed = await world.run(["--write", "--profile", "minimal", "--allow-incomplete"]);
    expect(allowed.code).to.equal(0);
    expect(JSON.parse(allowed.stdout)).to.deep.include({ verdict: "incomplete", exitCode: 0, notTried: [] });
  });

  it("leaves nothing behind: the probe table goes, and where the key may not remove it, it expires", async () => {
    await begin();
    await world.run(["--write"]);
    const tables = (): string[] => [
      ...(world.acme.datasets.get("__segment_reverse_etl")?.tables.keys() ?? []),
    ];
    expect(tables()).to.deep.equal(["records_1"]);
    await world.stop();
    await begin(minimalSeed());
    await world.run(["--write"]);
    const [, probe = ""] = tables();
    const resource = world.acme.datasets.get("__segment_reverse_etl")?.tables.get(probe)?.resource;
    expect(probe).to.match(/^segment_check_[0-9a-f]{12}$/);
    expect(Number(resource?.["expirationTime"]) - Date.now()).to.be.within(3_500_000, 3_600_000);
  });

  it("writes nothing without --write", async () => {
    await begin();
    await world.run(["--read-api", "storage", "--model", "acme-prod.crm.churn:get,create,drop,predict"]);
    const changes = world.google.state.requests.filter(
      ({ method, path }) =>
        method !== "GET" && !/(\/token|:testIamPermissions|\/queries|\/v1\/.*\/tables\/\w+)$/.test(path),
    );
    expect(changes).to.deep.equal([]);
  });

  it("tries a project by a dataset in it, and a table by itself", async () => {
    await begin();
    world.acme.datasets.get("crm")?.tables.delete("deals");
    const { results } = await world.run(["--source", "acme-prod.crm.contacts", "--source", "acme-prod"]);
    const tried = results.filter(({ id }) => id === "source.query").map(({ target }) => target);
    expect(tried).to.deep.equal([
      "acme-prod.crm.contacts",
      "acme-prod.crm.contacts",
      "acme-prod.crm.contacts",
    ]);
  });

  it("tells a project that can be read as a whole from one with a dataset that can", async () => {
    await begin();
    const part = await world.run(["--source", "acme-prod"]);
    expect(part.results.find(({ id }) => id === "source.permissions")).to.deep.include({
      outcome: "missing",
      permissions: ["bigquery.tables.get", "bigquery.tables.getData"],
      remedy: {
        stackConfig: "segment-bigquery:sources: [acme-prod]",
        commands: [
          `gcloud projects add-iam-policy-binding acme-prod --member=${member} --role=roles/bigquery.dataViewer --condition=None`,
        ],
      },
    });
    world.acme.policy.bindings.push({ role: "roles/bigquery.dataViewer", members: [member] });
    const whole = await world.run(["--source", "acme-prod"]);
    expect([whole.code, whole.outcomes["source.permissions"]]).to.deep.equal([0, "ok"]);
  });

  it("waits for a query that takes its time", async () => {
    await begin();
    const slow = { jobComplete: false, jobReference: { jobId: "job_slow" } };
    world.acme.jobs.set("job_slow", { jobReference: { jobId: "job_slow" }, schema: {}, dryRun: false });
    const run = world.run(["--tables", "1", "--source", "acme-prod.crm.contacts"]);
    world.google.fault({ on: /^POST .*\/queries$/, answer: 200, body: slow, times: 99 });
    const { outcomes } = await run;
    expect(outcomes["source.query"]).to.equal("ok");
    expect(world.google.state.requests.some(({ path }) => path.endsWith("/queries/job_slow"))).to.equal(true);
  });

  it("tries no more tables than asked for, and says so", async () => {
    await begin();
    const { results } = await world.run(["--tables", "1"]);
    expect(results.filter(({ id }) => id === "source.query").map(({ target }) => target)).to.deep.equal([
      "acme-prod.crm.contacts",
    ]);
    const left = (all: typeof results) => {
      const found = all.find(({ id, target }) => id === "source.dry-run" && target === "acme-prod.crm");
      return [found?.outcome, found?.message];
    };
    expect(left(results)).to.deep.equal([
      "ok",
      "1 more tables and views of acme-prod.crm were not queried one by one; what the account holds on the dataset or the project reaches them.",
    ]);
    await world.stop();
    await begin(minimalSeed());
    expect(left((await world.run(["--tables", "1"])).results)).to.deep.equal([
      "undetermined",
      "Whether the key reads 1 more tables and views of acme-prod.crm is unknown: they were not tried, and the access list does not tell (--tables says how many are tried).",
    ]);
  });

  it("accepts a state dataset that Segment is still to make, with the permission for it", async () => {
    await begin();
    world.acme.datasets.delete("__segment_reverse_etl");
    const made = await world.run(["--segment-creates-state-dataset"]);
    expect([made.code, made.outcomes["state.dataset"]]).to.deep.equal([0, "ok"]);
    world.acme.policy.bindings = [{ role: "roles/bigquery.jobUser", members: [member] }];
    const { results } = await world.run(["--segment-creates-state-dataset"]);
    expect(results.find(({ id }) => id === "project.permissions")?.permissions).to.deep.equal([
      "bigquery.datasets.create",
    ]);
  });

  it("opens a read session when Segment reads through the Storage API", async () => {
    await begin();
    expect((await world.run(["--read-api", "storage"])).outcomes["read-session.create"]).to.equal("ok");
    world.acme.policy.bindings = [{ role: "roles/bigquery.jobUser", members: [member] }];
    const { results } = await world.run(["--read-api", "storage"]);
    expect(results.find(({ id }) => id === "read-session.create")?.permissions).to.deep.equal([
      "bigquery.readsessions.create",
    ]);
  });

  it("tries the reading operations of a model, and tells the others from what is granted", async () => {
    await begin();
    const model = ["--model", "acme-prod.crm.churn:get,list,predict,evaluate,drop"];
    const { results } = await world.run(model);
    const outcomes = results
      .filter(({ id }) => id.startsWith("model."))
      .map(({ target, outcome }) => [target, outcome]);
    expect(outcomes).to.deep.equal([
      ["acme-prod.crm.churn", "ok"],
      ["acme-prod.crm.churn:list", "ok"],
      ["acme-prod.crm.churn:predict", "ok"],
      ["acme-prod.crm.churn:evaluate", "ok"],
      ["acme-prod.crm.churn:drop", "missing"],
    ]);
  });

  it("prints lines for a person, in colour and with progress on a terminal only", async () => {
    await begin();
    const plain = await world.run([], { json: false });
    expect(plain.stdout).to.include(
      `ok           key.token            Google gave an access token for ${email}.\n`,
    );
    expect(plain.stdout).to.match(
      /\n\nNot tried: writing; --write makes a probe table and removes it\.\nAll well \(\d+ ok\)\.\n$/,
    );
    expect([plain.stderr, plain.stdout.includes("\u001b")]).to.deep.equal(["", false]);
    const terminal = await world.run([], { json: false, isTTY: true });
    expect(terminal.stdout).to.include("\u001b[32mok          \u001b[0m key.token");
    expect(terminal.stderr).to.match(/^\r\u001b\[Kkey\.file.*\r\u001b\[K$/s);
    expect((await world.run([], { isTTY: true })).stderr).to.equal("");
  });
});
