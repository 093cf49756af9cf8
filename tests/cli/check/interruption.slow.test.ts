import { EventEmitter } from "node:events";
import { expect } from "chai";
import { Interruption } from "../../../cli/check/command";
import { World, type Run } from "./world";

describe("check --write, when it does not come to its end", () => {
  let world: World;
  beforeEach(async () => void (world = await World.start()));
  afterEach(() => world.stop());

  const tables = (): string[] => [...(world.acme.datasets.get("__segment_reverse_etl")?.tables.keys() ?? [])];
  const probes = (run: Run): [string, string, string][] =>
    run.results
      .filter(({ id }) => id.startsWith("state.probe."))
      .map(({ id, outcome, message }) => [
        id.replace("state.probe.", ""),
        outcome,
        message.replace(/segment_check_\w+/, "T"),
      ]);

  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const) {
    it(`removes the probe table at ${signal}, says so, and prints the results so far`, async () => {
      const signals = new EventEmitter();
      world.google.fault({ on: /^POST .*\/queries$/, answer: "slow", delay: 1, times: 99 });
      // The signal comes while the row is being written.
      const watch = setInterval(() => {
        if (tables().some((table) => table.startsWith("segment_check_"))) signals.emit(signal, signal);
      }, 1);
      try {
        const run = await world.run(["--write"], { interruption: new Interruption(signals) });
        expect(run.code).to.equal(code);
        expect(run.stderr).to.equal(
          `${signal}: finishing the request under way, then removing what was created.\n` +
            `Interrupted by ${signal}: what is not in the report was not tried.\n`,
        );
        expect(tables()).to.deep.equal(["records_1"]);
        expect(probes(run).at(0)).to.deep.equal(["create", "ok", "Created the probe table T."]);
        expect(probes(run).at(-1)).to.deep.equal(["delete", "ok", "Removed the probe table."]);
        expect(run.results.some(({ id }) => id.startsWith("excess."))).to.equal(false);
        expect((JSON.parse(run.stdout) as { exitCode: number }).exitCode).to.equal(code);
        expect(signals.listenerCount(signal)).to.equal(0);
      } finally {
        clearInterval(watch);
      }
    });
  }

  it("looks for a probe table whose answer was lost: one that was created, and one that was not", async () => {
    const creation = /^POST .*\/datasets\/__segment_reverse_etl\/tables$/;
    world.google.fault({ on: creation, answer: "cut after" });
    const created = await world.run(["--write"]);
    expect(probes(created).map(([id, outcome]) => [id, outcome])).to.deep.equal([
      ["create", "undetermined"],
      ["delete", "ok"],
    ]);
    expect(probes(created).at(-1)?.[2]).to.equal(
      "The probe table was created although the answer was lost; removed it.",
    );
    expect(tables()).to.deep.equal(["records_1"]);
    world.google.fault({ on: creation, answer: "cut" });
    expect(probes(await world.run(["--write"])).at(-1)).to.deep.equal([
      "delete",
      "ok",
      "The probe table was not created.",
    ]);
  });

  it("counts a deletion whose answer was lost as done", async () => {
    world.google.fault({ on: /^DELETE .*segment_check_/, answer: "cut after" });
    const run = await world.run(["--write"]);
    expect([run.code, probes(run).at(-1)]).to.deep.equal([0, ["delete", "ok", "Removed the probe table."]]);
    expect(tables()).to.deep.equal(["records_1"]);
  });
});
