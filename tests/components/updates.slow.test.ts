import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import {
  type Destination,
  DestinationMode,
  type Key,
  KeyMode,
  KeySlot,
  ModelOperation,
  Product,
  Profile,
  RotationStep,
  type SegmentBigQueryArgs,
  StateDatasetMode,
} from "../../components/index";
import { rsa2048, rsa2048Second, rsa2048Third } from "./keys/certificates";
import type { Existing } from "./model/engine";
import { emptyWorld, preview, textOf, up, type World, worldAfter } from "./model/world";

const acme = { project: "acme-analytics", location: "EU" };

async function worldOf(args: Partial<SegmentBigQueryArgs>, world = emptyWorld): Promise<World> {
  const update = await up(world, { ...acme, ...args });
  expect(update.failed).to.equal(undefined);
  return worldAfter(world, update.operations);
}

/** What an update from some arguments to others does. */
async function between(before: Partial<SegmentBigQueryArgs>, after: Partial<SegmentBigQueryArgs>) {
  const world = await worldOf(before);
  const update = await up(world, { ...acme, ...after });
  const { google } = worldAfter(world, update.operations);
  return { did: textOf(update), failed: update.failed, google, world };
}

const nothing = { did: [], failed: undefined };
const out = (id: string) => pulumi.output(id);

describe("an update of a grant", () => {
  for (const profile of Object.values(Profile))
    it(`does nothing where a plain source is given a name, another, none, or the names of two are swapped (${profile})`, async () => {
      const sources = (one?: string, two?: string) => ({
        profile,
        sources: [
          { dataset: "crm", name: one },
          { dataset: "web", table: "users", name: two },
        ],
      });
      for (const [before, after] of [
        [sources(), sources("a", "b")],
        [sources("a", "b"), sources("b", "a")],
        [sources("a", "b"), sources()],
      ] as const)
        expect(await between(before, after)).to.deep.include(nothing);
    });

  it("does nothing where the order of sources of one dataset changes, or a project is written out", async () => {
    const one = { dataset: "web", table: "users" };
    const other = { dataset: "web", table: "views" };
    const explicit = { ...one, project: "acme-analytics" };
    for (const profile of Object.values(Profile))
      expect(
        await between({ profile, sources: [one, other] }, { profile, sources: [other, explicit] }),
      ).to.deep.include(nothing);
  });

  it("does nothing where a member is there twice, in other letters, or under a name", async () => {
    const readers = (...accessors: { member: string; name?: string }[]) => ({
      key: { secret: { accessors } },
    });
    const before = readers({ member: "user:Ann@example.com" }, { member: "user:ann@example.com" });
    const after = readers({ member: "user:ANN@example.com", name: "ann" });
    expect(await between(before, after)).to.deep.include(nothing);
  });

  it("does not touch what a table's reader holds where another table of an unknown dataset is added", async () => {
    const table = (name: string) => ({ dataset: out("web"), table: name, name });
    const args = (...names: string[]) => ({ profile: Profile.Minimal, sources: names.map(table) });
    const { did, failed } = await between(args("z"), args("z", "a"));
    expect(failed).to.equal(undefined);
    expect(did.filter((text) => text.includes("-z"))).to.deep.equal([]);
    expect(did.filter((text) => text.startsWith("delete"))).to.deep.equal([]);
  });

  it("creates before it deletes where a plain dataset becomes an output, and back", async () => {
    const plain = { sources: [{ dataset: "crm" }] };
    const output = { sources: [{ dataset: out("crm"), name: "crm" }] };
    const viewer = "s-data-viewer-on-dataset-crm";
    const own = "s-own-dataset-source-reader-crm";
    const there = await between(plain, output);
    expect(there.did).to.deep.equal([
      `create ${own}-role-suffix`,
      `create ${own}-role`,
      `create ${own}`,
      `delete ${viewer}`,
    ]);
    const back = await between(output, plain);
    expect(back.did[0]).to.equal(`create ${viewer}`);
  });

  it("exchanges the values of two outputs without a moment in which one is not granted", async () => {
    const sources = (one: string, two: string) => ({
      sources: [
        { dataset: out(one), name: "a" },
        { dataset: out(two), name: "b" },
      ],
    });
    const { did } = await between(sources("crm", "web"), sources("web", "crm"));
    expect(did).to.deep.equal([
      "replace s-own-dataset-source-reader-a",
      "replace s-own-dataset-source-reader-b",
      "delete s-own-dataset-source-reader-b",
      "delete s-own-dataset-source-reader-a",
    ]);
  });

  it("keeps every grant where the component's own project becomes an output", async () => {
    const sources = [{ dataset: "crm" }, { project: "acme-analytics", dataset: "web" }];
    const { did, failed } = await between({ sources }, { project: out("acme-analytics"), sources });
    expect(failed).to.equal(undefined);
    const own = "s-own-dataset-source-reader-acme-analytics.web";
    expect(did).to.deep.equal([
      `create ${own}-role-suffix`,
      `create ${own}-role`,
      `create ${own}`,
      "delete s-data-viewer-on-dataset-web",
    ]);
  });
});

describe("an update of a key", () => {
  const uploaded = (step: RotationStep, publicKeyA?: string, publicKeyB?: string): { key: Key } => ({
    key: {
      mode: KeyMode.Uploaded,
      step,
      ...(publicKeyA ? { publicKeyA } : {}),
      ...(publicKeyB ? { publicKeyB } : {}),
    },
  });
  const onlyA = uploaded(RotationStep.OnlyA, rsa2048);

  it("never replaces a key by another certificate, whatever the step, protected or not", async () => {
    const jump = uploaded(RotationStep.UseB, rsa2048Second, rsa2048Third);
    const free = { key: { ...uploaded(RotationStep.OnlyA, rsa2048Second).key, protect: false } };
    for (const after of [jump, free]) {
      const { failed, google, world } = await between(onlyA, after);
      expect(failed).to.match(/key\.publicKeyA: is ".{60,}, but slot a has ".*by rotation/);
      expect([...google.keys]).to.include.members([...world.google.keys]);
    }
  });

  it("never replaces a key by another mode", async () => {
    const { failed, google, world } = await between(onlyA, { key: { protect: false } });
    expect(failed).to.contain('key.mode: is "google-managed", but slot a has "uploaded"');
    expect([...google.keys]).to.deep.equal([...world.google.keys]);
  });

  it("does nothing where the certificate is written differently", async () => {
    const base64 = Buffer.from(rsa2048).toString("base64");
    for (const same of [
      rsa2048.trimEnd(),
      rsa2048.replaceAll("\n", "\r\n"),
      base64,
      base64.replace(/.{76}/g, "$&\n"),
    ])
      expect(await between(onlyA, uploaded(RotationStep.OnlyA, same))).to.deep.include(nothing);
  });

  it("keeps the account, on which a key made elsewhere depends", async () => {
    const none = { key: { mode: KeyMode.None } };
    for (const [change, named] of [
      [{ accountId: "segment-other" }, "accountId"],
      [{ randomAccountId: true }, "accountId"],
      [{ randomAccountId: true, accountId: "segment" }, "accountId"],
      [{ project: "acme-lake" }, "project"],
    ] as const) {
      const { failed, google, world } = await between(none, { ...none, ...change });
      expect(failed).to.match(new RegExp(`${named}: is ".*every key of this one would be deleted`));
      expect(await preview(world, { ...acme, ...none, ...change })).to.equal(failed);
      expect([...google.accounts]).to.deep.equal([...world.google.accounts]);
      expect([...google.grants.keys()]).to.include.members([...world.google.grants.keys()]);
    }
  });

  it("does not delete the account where the component is renamed", async () => {
    const world = await worldOf({ key: { mode: KeyMode.None } });
    const update = await up(world, { ...acme, key: { mode: KeyMode.None } }, "renamed");
    expect(update.failed).to.match(/409: projects\/acme-analytics\/serviceAccounts/);
    const { google } = worldAfter(world, update.operations);
    expect([...google.accounts]).to.include.members([...world.google.accounts]);
  });

  it("keeps the secret, which holds the only copy of an uploaded key", async () => {
    for (const secret of [{ secretId: "other" }, { locations: ["europe-west3"] }, { project: "acme-lake" }])
      for (const protect of [true, false]) {
        const { failed, google, world } = await between(onlyA, {
          key: { ...onlyA.key, protect, secret },
        });
        expect(failed).to.match(
          /key\.secret\.\w+: .*a secret that is moved or renamed is deleted with every key/,
        );
        expect([...google.secrets]).to.deep.equal([...world.google.secrets]);
      }
    const without = await between(onlyA, {
      key: { ...onlyA.key, protect: false, googleSecretManager: false },
    });
    expect(without.failed).to.equal("s-key-secret is protected and would be deleted");
    expect([...without.google.secrets]).to.deep.equal([...without.world.google.secrets]);
  });

  it("says that a secret keeps its end when expireTime is left out", async () => {
    const ends = { key: { secret: { expireTime: "2027-01-31T00:00:00Z" } } };
    const { failed } = await between(ends, {});
    expect(failed).to.match(
      /key\.secret\.expireTime: is left out, but the secret has "2027-01-31T00:00:00Z"; .*Give a later time/,
    );
    const later = { key: { secret: { expireTime: "2100-01-01T00:00:00Z" } } };
    expect(await between(ends, later)).to.deep.include({ did: ["update s-key-secret"], failed: undefined });
  });

  it("says where a key was lost to a refresh, and replaceNow heals it", async () => {
    const whole = await worldOf({});
    const lost = { ...whole, state: whole.state.filter(({ name }) => name !== "s-key-a") };
    const said = /key: in slot a is not the one that is kept: .*give key\.replaceNow \{slot: "a"/;
    expect(await preview(lost, acme)).to.match(said);
    const forced = await up(lost, acme);
    expect(forced.failed).to.match(said);
    const key = { replaceNow: { slot: KeySlot.A, incident: "lost-key" } };
    for (const from of [lost, worldAfter(lost, forced.operations)]) {
      const healed = await worldOf({ key }, from);
      expect(textOf(await up(healed, { ...acme, key }))).to.deep.equal([]);
      expect((await up(healed, acme)).failed).to.equal(undefined);
    }
  });
});

describe("an update that replaces an uploaded key", () => {
  it("takes the certificate of a new pair, and goes on when replaceNow is taken away", async () => {
    const uploaded = { mode: KeyMode.Uploaded, publicKeyA: rsa2048 };
    const replaceNow = { slot: KeySlot.A, incident: "one" };
    const renewed = { ...uploaded, publicKeyA: rsa2048Second };
    const world = await worldOf({ key: { ...uploaded, protect: false } });
    const replaced = await worldOf({ key: { ...renewed, replaceNow } }, world);
    expect([...replaced.google.keys]).to.have.length(1);
    expect([...replaced.google.keys]).to.not.deep.equal([...world.google.keys]);
    const after = await up(replaced, { ...acme, key: renewed });
    expect([after.failed, textOf(after)]).to.deep.equal([undefined, []]);
  });
});

describe("an update of the state dataset", () => {
  const datasets = ({ google }: { google: World["google"] }) => [...google.datasets].sort();

  it("refuses another id or location in the component's words while the dataset is protected", async () => {
    const other = await between({}, { stateDataset: { datasetId: "other" } });
    expect(other.failed).to.match(
      /stateDataset\.datasetId: is "other", but the state dataset has "__segment/,
    );
    const moved = await between({}, { location: "US" });
    expect(moved.failed).to.match(/location: is "US", but the state dataset has "EU"/);
  });

  it("leaves a dataset that is let go of at Google, and goes on", async () => {
    const free = { stateDataset: { protect: false } };
    const other = { stateDataset: { protect: false, datasetId: "other" } };
    const { failed, google, world } = await between(free, other);
    expect(failed).to.equal(undefined);
    expect(datasets({ google })).to.deep.equal([
      "acme-analytics.__segment_reverse_etl",
      "acme-analytics.other",
    ]);
    const update = await up(world, { ...acme, ...other });
    expect(textOf(await up(worldAfter(world, update.operations), { ...acme, ...other }))).to.deep.equal([]);
  });

  it("hands it over to existing without touching dataset or grant", async () => {
    const { did, failed, google, world } = await between(
      { stateDataset: { protect: false } },
      { stateDataset: { mode: StateDatasetMode.Existing } },
    );
    expect([failed, did]).to.deep.equal([undefined, ["delete s-state-dataset"]]);
    expect(datasets({ google })).to.deep.equal(datasets(world));
    expect([...google.grants.keys()]).to.deep.equal([...world.google.grants.keys()]);
  });

  it("keeps the grant where a protected dataset refuses to become Segment's", async () => {
    const { failed, google, world } = await between(
      {},
      { stateDataset: { mode: StateDatasetMode.MadeBySegment } },
    );
    expect(failed).to.equal("s-state-dataset is protected and would be deleted");
    expect([...google.grants.keys()]).to.deep.equal([...world.google.grants.keys()]);
  });
});

describe("an update of products and destinations", () => {
  const write = (...destinations: Destination[]) => ({ products: [Product.Warehouse], destinations });
  const minimal = { profile: Profile.Minimal };

  it("changes roles in place where a product joins", async () => {
    const sources = [{ dataset: "crm" }];
    const one = { ...minimal, products: [Product.ReverseEtl], sources };
    const both = { ...one, products: [Product.ReverseEtl, Product.LinkedEvents] };
    const { did, failed } = await between(one, both);
    expect([failed, did]).to.deep.equal([undefined, ["update s-read-sources-role"]]);
  });

  it("does nothing where destinations change their order, or plain ones their names", async () => {
    const one = { dataset: "events", name: "a" };
    const other = { dataset: "orders" };
    const change = between(
      { ...minimal, ...write(one, other) },
      { ...minimal, ...write(other, { dataset: "events" }) },
    );
    expect(await change).to.deep.include(nothing);
  });

  it("refuses to let go of a protected destination, and another location in the component's words", async () => {
    const { failed, google, world } = await between(
      write({ dataset: "events" }),
      write({ dataset: "other" }),
    );
    expect(failed).to.equal("s-destination-events is protected and would be deleted");
    expect([...google.datasets]).to.include.members([...world.google.datasets]);
    const moved = await between(write({ dataset: "events" }), {
      ...write({ dataset: "events" }),
      location: "US",
    });
    expect(moved.failed).to.match(
      /location: is "US", but the destination events has "EU"; .*set protect of that destination to false in an update before/,
    );
  });

  it("leaves an unprotected one at Google with its grant, for Segment goes on to write there", async () => {
    const free = { ...minimal, ...write({ dataset: "events", protect: false }) };
    const { failed, google, world } = await between(free, { ...minimal, products: [Product.Warehouse] });
    expect(failed).to.equal(undefined);
    expect([...google.datasets]).to.deep.equal([...world.google.datasets]);
    const on = [...google.grants.values()].map(({ scope }) => JSON.stringify(scope));
    expect(on).to.include('{"kind":"dataset","project":"acme-analytics","dataset":"events"}');
  });

  it("hands one over to existing without touching dataset or grant", async () => {
    const { did, failed, google, world } = await between(
      write({ dataset: "events", protect: false }),
      write({ dataset: "events", mode: DestinationMode.Existing }),
    );
    expect([failed, did]).to.deep.equal([undefined, ["delete s-destination-events"]]);
    expect([...google.datasets]).to.deep.equal([...world.google.datasets]);
    expect([...google.grants.keys()]).to.deep.equal([...world.google.grants.keys()]);
  });

  it("does nothing where a connection's project or location is written out", async () => {
    const models = [{ dataset: "ml", operations: [ModelOperation.Predict] }];
    const change = between(
      { models, connections: [{ connection: "vertex" }] },
      {
        models,
        connections: [{ project: "acme-analytics", location: "EU", connection: "vertex", name: "v" }],
      },
    );
    expect(await change).to.deep.include(nothing);
  });
});

describe("an update from the names of 2026-11-22", () => {
  /** A world as the former version left it: children under their former names. */
  function formerly({ google, state }: World, names: Readonly<Record<string, string>>): World {
    const former = (name: string) => names[name] ?? name;
    return {
      google,
      state: state.map((one): Existing => ({
        ...one,
        name: former(one.name),
        dependencies: one.dependencies.map(former),
      })),
    };
  }

  it("takes over grants, roles and readers under their new names, and does nothing at Google", async () => {
    const args = {
      sources: [{ dataset: "crm", name: "web" }, { dataset: "web", name: "crm" }, { project: "acme-lake" }],
      models: [{ dataset: "ml", operations: [ModelOperation.Predict] }],
      key: { secret: { accessors: [{ member: "user:Ann@example.com", name: "ann" }] } },
    };
    const shared = {
      "s-model-user-on-dataset-ml": "s-use-models-ml",
      "s-model-user-on-dataset-ml-role": "s-use-models-ml-role",
      "s-model-user-on-dataset-ml-role-suffix": "s-use-models-ml-role-suffix",
      "s-key-secret-accessor-user:ann@example.com": "s-key-secret-reader-ann",
    };
    const state = "on-dataset-__segment_reverse_etl";
    for (const [profile, names] of [
      [
        Profile.Documented,
        {
          "s-data-viewer-on-dataset-crm": "s-view-dataset-web",
          "s-data-viewer-on-dataset-web": "s-view-dataset-crm",
          "s-data-viewer-on-project-acme-lake": "s-view-project-acme-lake",
          [`s-data-editor-${state}`]: "s-edit-state",
        },
      ],
      [
        Profile.Minimal,
        {
          "s-source-reader-on-dataset-crm": "s-read-dataset-web",
          "s-source-reader-on-dataset-web": "s-read-dataset-crm",
          "s-source-reader-on-project-acme-lake": "s-read-project-acme-lake",
          [`s-state-writer-${state}`]: "s-write-state",
        },
      ],
    ] as const) {
      const world = await worldOf({ ...args, profile });
      const update = await up(formerly(world, { ...shared, ...names }), { ...acme, ...args, profile });
      expect(update.failed).to.equal(undefined);
      expect(textOf(update).filter((text) => !text.startsWith("update"))).to.deep.equal([]);
      expect(textOf(update)).to.have.length(Object.keys({ ...shared, ...names }).length);
    }
  });
});
