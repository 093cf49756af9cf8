import { EventEmitter } from "node:events";
import { expect } from "chai";
import { Interruption } from "../../../cli/check/command";
import type { GoogleSeed } from "../../fakes/google";
import { email, member, World, type Run } from "./world";

const place = ["--project", "acme-prod", "--location", "EU", "--key-file", "-"];

/** A project with the account and what a test grants it. */
function seed(acme: NonNullable<GoogleSeed["projects"]>[string]): GoogleSeed {
  return { projects: { "acme-prod": { accounts: { segment: {} }, ...acme } } };
}

const onProject = (...roles: string[]) => roles.map((role) => ({ role, members: [member] }));

describe("check, by product", () => {
  let world: World;
  afterEach(() => world.stop());

  const run = async (acme: Parameters<typeof seed>[0], ...args: string[]): Promise<Run> => {
    world = await World.start(seed(acme));
    return world.run([...place, ...args], { bare: true });
  };
  /** The results beside those of the key, as `outcome id`, each once. */
  const said = ({ results }: Run): string[] => [
    ...new Set(
      results.filter(({ id }) => !id.startsWith("key.")).map(({ id, outcome }) => `${outcome} ${id}`),
    ),
  ];
  const created = [
    ...["ok destination.probe.dataset", "ok destination.probe.create", "ok destination.probe.insert"],
    ...["ok destination.probe.read", "ok destination.probe.update", "ok destination.probe.delete"],
  ];

  for (const product of ["warehouse", "profiles-sync"]) {
    it(`accepts ${product} by its page, tries to create a dataset, and asks for no state and no source`, async () => {
      const bindings = onProject("roles/bigquery.dataEditor", "roles/bigquery.jobUser");
      const found = await run({ bindings }, "--product", product, "--write");
      expect(said(found)).to.deep.equal([
        ...["ok project.permissions", "ok project.query", ...created],
        ...["ok excess.project", "ok excess.account"],
      ]);
      expect([found.code, [...world.acme.datasets.keys()]]).to.deep.equal([0, []]);
    });
  }

  it("accepts a storage destination with its least in profile minimal, and tells one by the page the smaller way", async () => {
    const acme = {
      roles: { load: ["bigquery.jobs.create", "bigquery.datasets.create"] },
      bindings: onProject("projects/acme-prod/roles/load"),
    };
    const args = ["--product", "warehouse", "--profile", "minimal", "--write"];
    const least = await run(acme, ...args);
    expect([least.code, said(least)]).to.deep.equal([
      0,
      ["ok project.permissions", "ok project.query", ...created, "ok excess.project", "ok excess.account"],
    ]);
    await world.stop();
    const page = await run(
      { bindings: onProject("roles/bigquery.dataEditor", "roles/bigquery.jobUser") },
      ...args,
    );
    const excess = page.results.find(({ id }) => id === "excess.project");
    expect(excess?.permissions).to.include("bigquery.tables.getData");
    expect(excess?.permissions).not.to.include("bigquery.datasets.create");
  });

  it("names what a storage destination lacks, and leaves nothing behind", async () => {
    const found = await run(
      { bindings: onProject("roles/bigquery.jobUser") },
      "--product",
      "warehouse",
      "--write",
    );
    for (const id of ["project.permissions", "destination.probe.dataset"])
      expect(
        found.results.find((one) => one.id === id),
        id,
      ).to.deep.include({
        outcome: "missing",
        permissions: ["bigquery.datasets.create"],
      });
    expect([found.code, world.acme.datasets.size]).to.deep.equal([1, 0]);
  });

  it("tries datasets that were made beforehand: what loading one needs, its location and that nothing expires", async () => {
    const events = { location: "EU", access: [{ role: "WRITER", userByEmail: email }] };
    const acme = { bindings: onProject("roles/bigquery.jobUser"), datasets: { events } };
    const args = ["--product", "warehouse", "--destination", "events", "--write"];
    const well = await run(acme, ...args);
    expect(said(well)).to.deep.equal([
      ...["ok project.permissions", "ok project.query", "ok destination.dataset", "ok destination.location"],
      ...["ok destination.expiration", "ok destination.permissions", ...created.slice(1)],
      ...["ok excess.project", "ok excess.destination", "ok excess.account"],
    ]);
    expect(well.code).to.equal(0);
    const dataset = world.acme.datasets.get("events");
    Object.assign(dataset?.resource ?? {}, { defaultTableExpirationMs: "5184000000", location: "US" });
    const spoilt = await world.run([...place, ...args], { bare: true });
    expect(said(spoilt)).to.include.members(["failed destination.location", "failed destination.expiration"]);
  });

  it("names the permission that loading a dataset lacks, by the probe where the access list does not tell", async () => {
    const roles = {
      load: [
        "datasets.get",
        "tables.create",
        "tables.get",
        "tables.getData",
        "tables.list",
        "tables.update",
        "tables.updateData",
      ].map((one) => `bigquery.${one}`),
    };
    const events = {
      location: "EU",
      access: [{ role: "projects/acme-prod/roles/load", userByEmail: email }],
    };
    const found = await run(
      { roles, bindings: onProject("roles/bigquery.jobUser"), datasets: { events } },
      ...["--product", "warehouse", "--destination", "events", "--profile", "minimal", "--write"],
    );
    expect(found.results.find(({ id }) => id === "destination.probe.delete")).to.deep.include({
      outcome: "missing",
      permissions: ["bigquery.tables.delete"],
    });
    const absent = await world.run([...place, "--product", "warehouse", "--destination", "gone"], {
      bare: true,
    });
    expect(absent.results.find(({ id }) => id === "destination.dataset")?.remedy?.commands?.[0]).to.equal(
      "bq --location=EU mk --force --dataset acme-prod:gone",
    );
  });

  it("lists nothing for Reverse ETL: its query is tried, and no metadata counts as missing", async () => {
    const state = { location: "EU", access: [{ role: "WRITER", userByEmail: email }] };
    const acme = {
      roles: { query: ["bigquery.tables.getData"] },
      bindings: onProject("roles/bigquery.jobUser"),
      datasets: {
        crm: {
          location: "EU",
          access: [{ role: "projects/acme-prod/roles/query", userByEmail: email }],
          tables: { contacts: {} },
        },
        __segment_reverse_etl: state,
      },
    };
    const table = await run(acme, "--product", "reverse-etl", "--source", "acme-prod.crm.contacts");
    expect(said(table).filter((one) => one.includes("source") || one.includes("datasets"))).to.deep.equal([
      ...["ok source.dry-run", "ok source.query", "ok source.row-access"],
      "ok excess.source",
    ]);
    expect(table.code).to.equal(0);
    const dataset = await world.run([...place, "--product", "reverse-etl", "--source", "acme-prod.crm"], {
      bare: true,
    });
    expect([dataset.code, dataset.results.find(({ id }) => id === "source.query")?.message]).to.deep.equal([
      1,
      "Whether queries of acme-prod.crm run is unknown: Reverse ETL lists no tables, so the key need not, and which to query is not known.",
    ]);
    const both = await world.run(
      [
        ...place,
        "--product",
        "reverse-etl",
        "--product",
        "linked-events",
        "--source",
        "acme-prod.crm.contacts",
      ],
      { bare: true },
    );
    expect(said(both)).to.include.members([
      "missing source.dataset",
      "missing source.tables",
      "missing source.table",
    ]);
  });

  it("takes SQL Traits as its page has it: nothing is missing, and any other role is in excess", async () => {
    const roles = ["roles/bigquery.dataViewer", "roles/bigquery.jobUser"];
    const page = await run({ bindings: onProject(...roles) }, "--product", "sql-traits");
    expect([page.code, said(page)]).to.deep.equal([
      0,
      ["ok project.permissions", "ok excess.project", "ok excess.account"],
    ]);
    world.acme.policy.bindings.push(...onProject("roles/bigquery.user"));
    const more = await world.run([...place, "--product", "sql-traits"], { bare: true });
    expect(more.results.find(({ id }) => id === "excess.project")?.permissions).to.include(
      "bigquery.readsessions.create",
    );
  });

  it("tries a pair as both: sources and state, and what it writes", async () => {
    const reader = { location: "EU", access: [{ role: "READER", userByEmail: email }], tables: { t: {} } };
    const found = await run(
      {
        bindings: onProject("roles/bigquery.user", "roles/bigquery.dataEditor", "roles/bigquery.jobUser"),
        datasets: {
          crm: reader,
          __segment_reverse_etl: { location: "EU", access: [{ role: "WRITER", userByEmail: email }] },
        },
      },
      ...["--product", "data-graph", "--product", "warehouse", "--source", "acme-prod.crm", "--write"],
    );
    expect(found.results.filter(({ outcome }) => outcome !== "ok")).to.deep.equal([]);
    expect(said(found)).to.include.members([
      ...["ok source.query", "ok state.probe.delete", "ok destination.probe.dataset"],
    ]);
  });

  it("removes the dataset that it created: after a lost answer of either request, and on a signal", async () => {
    const load = { roles: { load: ["bigquery.jobs.create", "bigquery.datasets.create"] } };
    const args = [...place, "--product", "warehouse", "--profile", "minimal", "--write"];
    world = await World.start(seed({ ...load, bindings: onProject("projects/acme-prod/roles/load") }));
    const creation = /^POST .*\/acme-prod\/datasets$/;
    for (const on of [creation, /^DELETE .*\/datasets\/segment_check_\w+$/]) {
      world.google.fault({ on, answer: "cut after" });
      const found = await world.run(args, { bare: true });
      expect(found.results.find(({ tried }) => tried === "datasets.delete")?.message, String(on)).to.match(
        /^Removed the dataset segment_check_/,
      );
      expect([...world.acme.datasets.keys()]).to.deep.equal([]);
    }
    const source = new EventEmitter();
    const stopping = world.run(args, { bare: true, interruption: new Interruption(source) });
    while (![...world.acme.datasets.keys()].length) await new Promise((resolve) => setTimeout(resolve, 1));
    source.emit("SIGTERM", "SIGTERM");
    const stopped = await stopping;
    expect([stopped.code, [...world.acme.datasets.keys()]]).to.deep.equal([143, []]);
    expect(stopped.results.some(({ id }) => id.startsWith("excess"))).to.equal(false);
  });

  it("rejects a product and a destination that are none", async () => {
    world = await World.start(seed({}));
    const error: unknown = await world
      .run([...place, "--product", "reverse", "--destination", "a.b.c"], { bare: true })
      .catch((reason: unknown) => reason);
    expect((error as Error).message).to.equal(
      '--product is "reverse": give reverse-etl, linked-events, data-graph, profiles-sync, warehouse, sql-traits.\n' +
        '--destination is "a.b.c": give dataset or project.dataset.',
    );
  });
});
