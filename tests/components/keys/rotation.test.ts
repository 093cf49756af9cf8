import { expect } from "chai";
import { KeyMode, type Key, KeySlot, RotationStep, SegmentBigQuery } from "../../../components/index";
import { rotation, slotsAt } from "../../../components/plan/rotation";
import { rsa2048, rsa2048Second } from "./certificates";
import { MockEngine, type Registered, settle, value } from "../../support/mocks";
import type { Existing } from "../model/engine";
import { update } from "../model/recorded";

const steps = Object.values(RotationStep);
const ring = [
  RotationStep.OnlyA,
  RotationStep.AddB,
  RotationStep.UseB,
  RotationStep.OnlyB,
  RotationStep.AddA,
  RotationStep.UseA,
];

/** What the component asks for, keys and their secret versions only. */
async function program(key: Key): Promise<Registered[]> {
  const engine = await new MockEngine().start();
  new SegmentBigQuery("s", { project: "acme-analytics", location: "EU", key });
  await settle();
  return engine.registered
    .filter(({ name }) => /^s-key-[ab]/.test(name))
    .sort((x, y) => (x.name < y.name ? -1 : 1));
}

const programs = new Map<RotationStep, Registered[]>();
const at = (step: RotationStep) => programs.get(step) as Registered[];
const stateAt = (step: RotationStep): Existing[] => update([], at(step)).state;
const keysIn = (state: readonly Existing[]) =>
  state.filter(({ type }) => type.endsWith(":Key")).map(({ name, generation }) => `${name}#${generation}`);

/** The keys that Segment may be using at a step: while a new one is being entered, either. */
function inUse(step: RotationStep, state: readonly Existing[]): string[] {
  const slots = slotsAt(step).filter((slot) => rotation[step].slots[slot] !== "retiring");
  return keysIn(state).filter((key) => slots.some((slot) => key.startsWith(`s-key-${slot}#`)));
}

describe("rotation of the key", () => {
  before(async () => {
    for (const step of steps) programs.set(step, await program({ step }));
  });

  it("has these keys at each step, and protects those in use", () => {
    const table = Object.fromEntries(
      steps.map((step) => [
        step,
        at(step)
          .filter(({ type }) => type.endsWith(":Key"))
          .map(({ name, protect }) => `${name}${protect ? " protected" : ""}`),
      ]),
    );
    expect(table).to.deep.equal({
      "only-a": ["s-key-a protected"],
      "add-b": ["s-key-a protected", "s-key-b protected"],
      "use-b": ["s-key-a", "s-key-b protected"],
      "only-b": ["s-key-b protected"],
      "add-a": ["s-key-a protected", "s-key-b protected"],
      "use-a": ["s-key-a protected", "s-key-b"],
    });
  });

  it("protects a secret version as it does its key", () => {
    for (const step of steps)
      for (const { name, protect } of at(step).filter(({ type }) => type.endsWith(":SecretVersion")))
        expect(protect, `${name} at ${step}`).to.equal(
          at(step).find((key) => `${key.name}-version` === name)?.protect,
        );
  });

  it("goes round: each step names the next, makes before it deletes, and deletes one key a rotation", () => {
    let state = stateAt(RotationStep.OnlyA);
    const done = ring.map((step) => {
      const { next } = rotation[step];
      const result = update(state, at(next));
      state = result.state;
      return [next, result.refused, result.operations];
    });
    expect(done).to.deep.equal([
      ["add-b", undefined, ["create s-key-b", "create s-key-b-version"]],
      ["use-b", undefined, []],
      ["only-b", undefined, ["delete s-key-a-version", "delete s-key-a"]],
      ["add-a", undefined, ["create s-key-a", "create s-key-a-version"]],
      ["use-a", undefined, []],
      ["only-a", undefined, ["delete s-key-b-version", "delete s-key-b"]],
    ]);
  });

  it("does nothing in an update without a change", () => {
    for (const step of steps) expect(update(stateAt(step), at(step)).operations).to.deep.equal([]);
  });

  for (const from of steps)
    for (const to of steps)
      it(`keeps every key that Segment may be using, from ${from} to ${to}, wherever the update is interrupted`, () => {
        const before = stateAt(from);
        const used = inUse(from, before);
        const whole = update(before, at(to));
        const operations = whole.refused === undefined ? at(to).length + 4 : 0;
        for (let stop = 0; stop <= operations; stop++) {
          const interrupted = update(before, at(to), stop);
          expect(keysIn(interrupted.state), `after ${stop} operations`).to.include.members(used);
          const resumed = update(interrupted.state, at(to));
          expect(resumed.refused).to.equal(whole.refused);
          const names = (state: readonly Existing[]) => state.map(({ name }) => name).sort();
          expect(names(resumed.state)).to.deep.equal(names(whole.state));
        }
        const deletes = whole.operations.some((operation) => operation.startsWith("delete"));
        const may = rotation[from].next === to && slotsAt(from).length === 2 && slotsAt(to).length === 1;
        expect(deletes, "only the step that the one before leads to deletes a key").to.equal(may);
      });

  it("can be given up at every step by the step that it names", () => {
    for (const step of steps)
      expect(update(stateAt(step), at(rotation[step].back)).refused).to.equal(undefined);
    const back = update(stateAt(RotationStep.AddB), at(rotation[RotationStep.AddB].back));
    expect(update(back.state, at(RotationStep.OnlyA)).operations).to.deep.equal([
      "delete s-key-b-version",
      "delete s-key-b",
    ]);
  });

  it("never replaces a key in use: a key lost to a refresh is not silently made again", () => {
    const lost = stateAt(RotationStep.OnlyA).filter(({ type }) => !type.endsWith(":Key"));
    const program = at(RotationStep.OnlyA);
    // The version's data would change with the key's, and the version is protected.
    const key = program.find(({ type }) => type.endsWith(":Key")) as Registered;
    const version = program.find(({ type }) => type.endsWith(":SecretVersion")) as Registered;
    expect(version.dependencies.some((urn) => urn.endsWith(`::${key.name}`))).to.equal(true);
    expect(version.protect).to.equal(true);
    expect(lost.map(({ name }) => name)).to.deep.equal(["s-key-a-version"]);
  });

  it("takes everything down once protection is off", async () => {
    const free = await program({ protect: false });
    const { state } = update(stateAt(RotationStep.OnlyA), free);
    expect(update(state, []).refused).to.equal(undefined);
    expect(update(stateAt(RotationStep.OnlyA), []).refused).to.equal(
      "s-key-a-version is protected and would be deleted",
    );
  });
});

describe("emergency: a leaked key", () => {
  const incident = (name: string) => ({ replaceNow: { slot: KeySlot.A, incident: name } });

  it("is replaced in one update, by one change, and the change can be taken back without another", async () => {
    const [normal, first, second] = [
      await program({}),
      await program(incident("one")),
      await program(incident("two")),
    ];
    const begin = update([], normal).state;
    const replaced = update(begin, first);
    expect(replaced.operations).to.deep.equal([
      "replace s-key-a",
      "replace s-key-a-version",
      "delete s-key-a-version",
      "delete s-key-a",
    ]);
    expect(update(replaced.state, first).operations, "the same incident").to.deep.equal([]);
    const calm = update(replaced.state, normal);
    expect([calm.refused, calm.operations], "taken away again").to.deep.equal([undefined, []]);
    expect(
      calm.state.every(({ protect }) => protect),
      "protected again",
    ).to.equal(true);
    expect(update(calm.state, second).operations, "another incident").to.have.length(4);
  });
});

describe("what to do at each step", () => {
  async function next(key: Key) {
    await new MockEngine().start();
    const segment = new SegmentBigQuery("s", { project: "acme-analytics", location: "EU", key });
    await settle();
    return { ...(await value(segment.nextStep)), version: await value(segment.secretVersionName) };
  }
  const key =
    "projects/acme-analytics/serviceAccounts/segment-bigquery@acme-analytics.iam.gserviceaccount.com/keys/1";

  const alone =
    "Check that Google has this key alone: pulumi stack export | segment-bigquery key list segment-bigquery@acme-analytics.iam.gserviceaccount.com --state -. A key that Google refused to delete still works, and the state no longer knows it.";

  it("only-a: look for keys that no state knows, and how to begin", async () => {
    expect(await next({})).to.deep.equal({
      step: "add-b",
      todo: [
        alone,
        "To rotate, set key.step to add-b: a second key is added, and nothing changes for Segment.",
      ],
      version: "s-key-secret-id/versions/1",
    });
  });

  it("add-b: enter the new key", async () => {
    expect(await next({ step: RotationStep.AddB })).to.deep.include({
      step: "use-b",
      todo: [
        'Hand the key over to Segment: segment-bigquery connect --stack stack. Or by hand: paste the JSON in secret version s-key-secret-id/versions/1 into "Enter your credentials" of the connection, and click "Test Connection".',
        "Then set key.step to use-b. To give up the new key instead, set it to use-a.",
      ],
    });
  });

  it("use-b: disable the old key, wait, delete it", async () => {
    expect(await next({ step: RotationStep.UseB })).to.deep.include({
      step: "only-b",
      todo: [
        `Disable the old key: segment-bigquery key disable ${key}`,
        `Wait until every sync has run. If one fails: segment-bigquery key enable ${key}, and set key.step to add-a.`,
        "Then set key.step to only-b: the old key is deleted.",
      ],
    });
  });

  it("tells of the end that the organization sets to keys", async () => {
    const { todo } = await next({ constraints: ["iam.serviceAccountKeyExpiryHours=2160"] });
    expect(todo[1]).to.equal("Google ends the key 2160 hours after it was created: rotate it before.");
  });

  it("names key complete where an uploaded key is new, and the version of a retired one", async () => {
    const uploaded = {
      mode: KeyMode.Uploaded,
      publicKeyA: rsa2048,
      publicKeyB: rsa2048Second,
    };
    const complete =
      "Complete the JSON of the key with the id that Google gave it, and store it: segment-bigquery key complete --file FILE (the file that key make wrote).";
    expect((await next({ ...uploaded, step: RotationStep.AddB })).todo[0]).to.equal(complete);
    expect((await next({ ...uploaded, step: RotationStep.OnlyB })).todo.slice(0, 2)).to.deep.equal([
      `If the JSON of the key is not in the secret yet: ${complete}`,
      alone,
    ]);
    expect((await next({ ...uploaded, step: RotationStep.UseB })).todo.at(-1)).to.equal(
      "Then disable its version in projects/acme-analytics/secrets/segment-bigquery-key, which only you know: gcloud secrets versions disable.",
    );
  });

  it("says of a replaced uploaded key what replacing does not do by itself", async () => {
    const replaceNow = { slot: KeySlot.A, incident: "one" };
    const { todo } = await next({ mode: KeyMode.Uploaded, publicKeyA: rsa2048, replaceNow });
    expect(todo.slice(1, 3)).to.deep.equal([
      "If its certificate is still that of the pair that has leaked, the leaked private key still works: make another pair (segment-bigquery key make) and give its certificate together with another incident.",
      "Complete the JSON of the key with the id that Google gave it, and store it: segment-bigquery key complete --file FILE (the file that key make wrote).",
    ]);
  });

  it("says nothing where no key is made", async () => {
    expect(await next({ mode: KeyMode.None })).to.deep.equal({ step: "", todo: [], version: "" });
  });
});
