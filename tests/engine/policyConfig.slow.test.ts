import { expect } from "chai";
import * as fs from "node:fs";
import { availableParallelism } from "node:os";
import * as path from "node:path";
import { policyConfigCases } from "../cli/offline/support/policyConfigs";
import { describeEngine } from "./describeEngine";
import { Sandbox, type Run } from "./Sandbox";

const cases = policyConfigCases();

describeEngine("what it says about the policy configs of tests/cli/offline/policyConfigs.yaml", () => {
  let sandbox: Sandbox | undefined;
  let runs = new Map<string, Promise<Run>>();
  before(async () => {
    const made = (sandbox = new Sandbox());
    made.useProgram("tests/engine/programs/nothing.ts");
    await made.succeed("stack", "init", "configured", "--no-select");
    runs = askAll(made);
  });
  after(async () => {
    await Promise.allSettled(runs.values());
    sandbox?.dispose();
  });

  /** Starts as many previews at a time as there are processors. */
  function askAll(sandbox: Sandbox): Map<string, Promise<Run>> {
    const lanes = Array.from({ length: availableParallelism() }, () => Promise.resolve<unknown>(undefined));
    return new Map(
      cases.map(({ title, text }, index) => {
        const file = path.join(sandbox.directory, `config-${index}.json`);
        fs.writeFileSync(file, text);
        const lane = index % lanes.length;
        const run = (lanes[lane] ?? Promise.resolve()).then(() =>
          sandbox.pulumi(
            ...["preview", "--stack", "configured"],
            ...["--policy-pack", "policy", "--policy-pack-config", file],
          ),
        );
        lanes[lane] = run.catch(() => undefined);
        return [title, run];
      }),
    );
  }

  for (const { title, engine } of cases) {
    it(`${engine ? "refuses" : "takes"} ${title}`, async () => {
      const run = await runs.get(title);
      expect(run && refusals(run), run?.output).to.deep.equal(engine ?? []);
    });
  }

  /** What the engine says against the config, without where the pack is and which version it has. */
  function refusals({ output }: Run): string[] {
    const errors = [...output.matchAll(/(?:^|\s)error: (.*)$/gm)].map(([, text = ""]) =>
      text
        .replace(/^validating policy config: segment-bigquery \S+\s+segment-bigquery: /, "")
        .replace(/( at )"[^"]*"/, '$1"policy"'),
    );
    const summaries = ["validating policy config", "preview failed"];
    return [...new Set(errors)].filter((text) => !summaries.includes(text)).sort();
  }
});
