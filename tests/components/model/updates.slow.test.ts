import { expect } from "chai";
import * as fc from "fast-check";
import { KeyMode } from "../../../components/index";
import { checkArgs } from "../../../components/validate/validate";
import { needs, type Need } from "../../../policy/access/needs";
import { anyArgs, type ArgsSpec, rewritten, tweaks } from "./arguments";
import type { Existing, Operation } from "./engine";
import { argsOf, declaredBy, keysInUse } from "./given";
import type { GoogleModel } from "./google";
import { inAnotherOrder } from "./order";
import { emptyWorld, textOf, up, type World, worldAfter } from "./world";

/** How many pairs are tried; `UPDATE_PAIRS=500 npx mocha …` tries more. */
const numRuns = Number(process.env.UPDATE_PAIRS ?? 12);

/** Two sets of arguments, of which the second takes some parts from elsewhere. */
const pairs = fc
  .record({
    before: anyArgs,
    other: anyArgs,
    parts: fc.subarray([
      "products",
      "destinations",
      "connections",
      "exportBuckets",
      "profile",
      "readApi",
      "sources",
      "models",
      "stateDataset",
      "key",
      "project",
    ] as const),
    rare: fc.subarray(["accountId", "randomAccountId"] as const, { maxLength: 1 }),
    often: fc.nat(5),
    tweak: fc.constantFrom(...Object.values(tweaks)),
    tweaked: fc.nat(2),
  })
  .map(({ before, other, parts, rare, often, tweak, tweaked }) => {
    if (tweaked === 0) return { before, after: { ...before, sources: tweak(before.sources) } };
    const taken = [...parts, ...(often === 0 ? rare : [])];
    const after: ArgsSpec = { ...before, ...Object.fromEntries(taken.map((part) => [part, other[part]])) };
    return { before, after };
  });

const valid = (spec: ArgsSpec) =>
  checkArgs(argsOf(spec)).problems.length === 0 && !isDestinationOfState(spec);

/** Google refuses to make one dataset twice; the component cannot see it where the id is another resource's output. */
const isDestinationOfState = ({ stateDataset: { datasetId }, destinations }: ArgsSpec) =>
  datasetId?.output === true && destinations.some(({ dataset }) => dataset.id === datasetId.id);

describe("an update from any arguments to any others", function () {
  this.timeout(60_000 + numRuns * 10_000);

  it("keeps what both need, whatever is done first and wherever it stops, and no key in use is lost", async () => {
    await fc.assert(
      fc.asyncProperty(pairs, fc.infiniteStream(fc.nat(1000)), fc.nat(100), async (pair, order, stop) => {
        const { before, after } = pair;
        fc.pre(valid(before) && valid(after));
        const first = await up(emptyWorld, argsOf(before));
        expect(first.failed).to.equal(undefined);
        const start = worldAfter(emptyWorld, first.operations);
        const account = start.state.find(({ name }) => name === "s-account") as Existing;

        const update = await up(start, argsOf(after));
        const operations = inAnotherOrder(update.operations, order);
        const kept = keptBy(before, after, start);
        for (let done = 0; done <= operations.length; done++)
          kept(worldAfter(start, operations.slice(0, done)).google, operations[done - 1]);
        if (update.failed !== undefined) return;

        const member = String(account.outputs.member);
        const end = worldAfter(start, operations);
        expectHeld(end.google, member, needs(declaredBy(after)), "at the end");

        const interrupted = worldAfter(start, operations.slice(0, stop % (operations.length + 1)));
        const resumed = await up(interrupted, argsOf(after));
        expect(resumed.failed, "resumed").to.equal(undefined);
        const healed = worldAfter(interrupted, resumed.operations);
        expectHeld(healed.google, member, needs(declaredBy(after)), "after an interruption");
      }),
      { numRuns },
    );
  });

  it("does nothing where the same is written in another way", async () => {
    await fc.assert(
      fc.asyncProperty(anyArgs, async (spec) => {
        fc.pre(valid(spec) && valid(rewritten(spec)));
        const first = await up(emptyWorld, argsOf(spec));
        const world = worldAfter(emptyWorld, first.operations);
        const again = await up(world, argsOf(rewritten(spec), inOtherForm));
        expect([again.failed, textOf(again)]).to.deep.equal([undefined, []]);
      }),
      { numRuns },
    );
  });
});

/** A certificate with other line ends, in wrapped base64. */
function inOtherForm(pem: string): string {
  const base64 = Buffer.from(pem.replaceAll("\n", "\r\n").trimEnd()).toString("base64");
  return base64.replace(/.{60}/g, "$&\n");
}

/** What must be so at every moment between two sets of arguments. */
function keptBy(
  before: ArgsSpec,
  after: ArgsSpec,
  start: World,
): (google: GoogleModel, last: Operation | undefined) => void {
  const [old, wanted] = [needs(declaredBy(before)), needs(declaredBy(after))];
  const both = old.filter(({ permission, scope }) =>
    wanted.some(
      (need) => need.permission === permission && JSON.stringify(need.scope) === JSON.stringify(scope),
    ),
  );
  const held = (name: string) => start.state.find((one) => one.name === name);
  const member = String(held("s-account")?.outputs.member);
  const protectedBefore = before.key.protect;
  const keys = protectedBefore ? keysInUse(before).map((name) => String(held(name)?.outputs.name)) : [];
  const secret = held("s-key-secret");
  return (google, last) => {
    const what = last
      ? JSON.stringify([last.kind, ("made" in last ? last.made : last.old).name])
      : "at first";
    expectHeld(google, member, both, what);
    expect([...google.keys], what).to.include.members(keys);
    expect([...google.datasets], what).to.include.members([...start.google.datasets]);
    if (!protectedBefore) return;
    expect([...google.accounts], what).to.include.members([...start.google.accounts]);
    if (secret && before.key.mode !== KeyMode.None)
      expect([...google.secrets], what).to.include(String(secret.outputs.name));
  };
}

function expectHeld(google: GoogleModel, member: string, needed: readonly Need[], what: string): void {
  for (const { permission, scope } of needed)
    expect(
      google.holds(member.toLowerCase(), permission, scope),
      `${what}: ${permission} on ${JSON.stringify(scope)}`,
    ).to.equal(true);
}
