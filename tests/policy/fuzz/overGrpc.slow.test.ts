import { expect } from "chai";
import * as fc from "fast-check";
import { onTheWire, PackProcess } from "../../support/packProcess";
import {
  hostileValues,
  piece,
  planted,
  plantedKey,
  readProperties,
  readTypes,
} from "../properties/hostileValues";
import { configs, stacks } from "../properties/generators";
import { make, type TestResource } from "../support";

/** How many stacks: a few seconds' worth, more with FUZZ_RUNS; the same ones each time, others with FUZZ_SEED. */
const runs = Number(process.env["FUZZ_RUNS"] ?? 60);
const seed = Number(process.env["FUZZ_SEED"] ?? 20261122);
/** A stack of this size is judged in milliseconds; a slow machine gets time, a hanging process does not get away. */
const longest = 20_000;

/** The part of hostile values that JSON can hold, which is all that the engine can send. */
const asJson = (value: unknown): unknown => {
  const json = JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? String(part) : part));
  return json === undefined ? null : (JSON.parse(json) as unknown);
};

const odd: fc.Arbitrary<TestResource> = fc.record({
  type: fc.constantFrom(...readTypes),
  name: fc.uuid(),
  props: fc.dictionary(fc.constantFrom<string>(...readProperties), hostileValues, { maxKeys: 6 }),
});

/** Good resources, hostile ones, and a key with its private half, here and there in the open. */
const fuzzed = fc
  .record({
    stack: stacks,
    odd: fc.array(odd, { maxLength: 4 }),
    type: fc.constantFrom(...readTypes),
    property: fc.constantFrom<string>(...readProperties),
    secret: fc.constantFrom<unknown>(
      plantedKey,
      planted,
      [plantedKey],
      { [plantedKey]: planted },
      `x ${planted} y`,
    ),
  })
  .map(({ stack, odd: others, type, property, secret }): TestResource[] => [
    ...stack.filter(({ name }) => name !== "key"),
    ...others,
    {
      type: "gcp:serviceaccount/key:Key",
      name: "planted",
      props: { serviceAccountId: make.email, privateKey: Buffer.from(plantedKey).toString("base64") },
    },
    { type, name: "leak", props: { [property]: secret } },
  ]);

describe("the pack in its own process, fuzzed", function () {
  this.timeout(Math.max(60_000, runs * 2_000));
  let pack: PackProcess;
  before(async () => {
    pack = await PackProcess.start();
  });
  after(() => pack.stop());

  async function inTime<T>(what: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error("The pack does not answer")), longest);
    });
    return Promise.race([what, late]).finally(() => clearTimeout(timer));
  }

  it(`answers ${runs} stacks without an error, and prints no key`, async () => {
    let said = 0;
    for (const [stack, config] of fc.sample(fc.tuple(fuzzed, configs), { numRuns: runs, seed })) {
      const resources = onTheWire(
        stack.map((one) => ({ ...one, props: asJson(one.props) as Record<string, unknown> })),
      );
      await inTime(pack.configure(config as never));
      const found = await inTime(pack.judgeStack(resources));
      const last = resources[resources.length - 1];
      if (last) found.push(...(await inTime(pack.judgeOne(last))));
      for (const { message } of found) {
        expect(message).to.not.include(piece);
        expect(message).to.not.match(/can't run policy|could not be applied|UnknownValueError/);
      }
      said += found.length;
    }
    expect(said).to.be.above(runs);
  });

  it("still judges well after that", async () => {
    await pack.configure({ sources: ["acme.crm"], serviceAccounts: [make.email] });
    const [first, ...others] = await pack.judgeStack(
      onTheWire([
        make.account(),
        make.customRole("wide", ["bigquery.tables.delete"]),
        make.datasetMember("w", "crm", "projects/acme/roles/wide"),
      ]),
    );
    expect([first, ...others].some((one) => one?.message.includes("bigquery.tables.delete"))).to.equal(true);
  });
});
