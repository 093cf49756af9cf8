import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { StackResource } from "../../cli/offline/engine/stackResource";
import { assess } from "../../policy/access/assessment";
import { fromPolicyResource } from "../../policy/stack/fromPulumi";
import { packConfig } from "../../policy/access/config";
import { judge } from "../../policy/judge";
import { rules } from "../../policy/rules";
import { PackProcess, packDirectory } from "../support/packProcess";
import { largeStack } from "./support/largeStack";

const root = path.resolve(__dirname, "../..");
const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
const line = (what: string, ratio: number, detail: string) =>
  process.stdout.write(`${what}: ${ratio.toFixed(2)} (${detail})\n`);

/** A compiled pack with one stack policy that does nothing: as many as the own pack has. */
function emptyPack(): string {
  const directory = mkdtempSync(path.join(tmpdir(), "empty-pack-"));
  const policy = `{ name: "empty", description: "Nothing.", enforcementLevel: "mandatory", validateStack: () => {} }`;
  writeFileSync(path.join(directory, "PulumiPolicy.yaml"), "runtime: nodejs\n");
  writeFileSync(
    path.join(directory, "package.json"),
    '{"name": "empty-pack", "version": "1.0.0", "main": "index.js"}\n',
  );
  writeFileSync(
    path.join(directory, "index.js"),
    `new (require("@pulumi/policy").PolicyPack)("empty-pack", { policies: [${policy}] });\n`,
  );
  symlinkSync(path.join(root, "node_modules"), path.join(directory, "node_modules"));
  return directory;
}

/** Seconds to start a pack, and to judge a stack; the memory of its process after that. */
async function timed(
  directory: string,
  stack: StackResource[],
): Promise<{ start: number; judge: number; memory: number }> {
  const began = performance.now();
  const pack = await PackProcess.start(directory);
  const started = performance.now();
  await pack.configure({});
  const configured = performance.now();
  await pack.judgeStack(stack);
  const judged = performance.now();
  const memory =
    Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pack.pid}/status`, "utf8"))?.[1] ?? NaN) / 1024;
  await pack.stop();
  return { start: started - began, judge: judged - configured, memory };
}

async function main(): Promise<void> {
  const empty = emptyPack();
  try {
    const stack = largeStack(10_000);
    const own: Awaited<ReturnType<typeof timed>>[] = [];
    const none: typeof own = [];
    // In turns, so that what else the machine does weighs on both alike.
    for (let i = 0; i < 5; i++) {
      none.push(await timed(empty, stack));
      own.push(await timed(packDirectory, stack));
    }
    const of = (runs: typeof own, what: "start" | "judge" | "memory") => median(runs.map((run) => run[what]));
    const ratio = (what: "start" | "judge" | "memory", unit: string) =>
      [
        of(own, what) / of(none, what),
        `${of(own, what).toFixed(0)} ${unit} against ${of(none, what).toFixed(0)}, medians of 5`,
      ] as const;
    line("policy pack, start-up against an empty compiled pack (goal 1.05)", ...ratio("start", "ms"));
    line(
      "policy pack, 10,000 resources against an empty pack of one policy (goal 1.25)",
      ...ratio("judge", "ms"),
    );
    line("policy pack, memory beside that of the empty pack", ...ratio("memory", "MB"));
  } finally {
    rmSync(empty, { recursive: true });
  }
  const perResource = [1_000, 10_000, 100_000].map((size) => {
    const resources = largeStack(size).map(({ inputs, ...resource }) => ({
      ...resource,
      props: inputs,
      dependencies: [],
      propertyDependencies: {},
      opts: {},
      parent: undefined,
      provider: undefined,
    }));
    const times = Array.from({ length: size > 10_000 ? 3 : 7 }, () => {
      const began = performance.now();
      judge(rules, assess(resources.map(fromPolicyResource), packConfig({}), new Date("2026-11-22")));
      return performance.now() - began;
    });
    return { size, each: median(times) / size };
  });
  for (const [i, { size, each }] of perResource.entries()) {
    const before = perResource[i - 1];
    if (before)
      line(
        `model, time for each resource, ${size} against ${before.size} (goal at most 1)`,
        each / before.each,
        `${(each * 1000).toFixed(1)} µs`,
      );
  }
}

void main();
