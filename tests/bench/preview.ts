import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** How often each is run, in turns, so that what else the machine does weighs on both alike. */
const runs = 5;

/** The goal, npm's own time included. */
const goal = 1.8;

const root = join(__dirname, "../..");

/** Wall-clock seconds of a command that has to succeed. */
function seconds(command: string, ...args: string[]): number {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(command, args, { cwd: root, encoding: "utf8" });
  const took = Number(process.hrtime.bigint() - start) / 1e9;
  if (status !== 0)
    throw new Error(`${command} ${args.join(" ")} ended with ${status ?? "a signal"}:\n${stderr}`);
  return took;
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

if (!existsSync(join(root, "dist/cli/main.js")))
  throw new Error("There is no dist/cli/main.js. Run npm run build first.");
const loads: number[] = [];
const previews: number[] = [];
// Once unmeasured: the files come from the disk the first time only.
seconds("npm", "start");
for (let run = 0; run < runs; run++) {
  loads.push(seconds(process.execPath, "-e", 'require("@pulumi/pulumi")'));
  previews.push(seconds("npm", "start"));
}
const ratio = median(previews) / median(loads);
process.stdout.write(
  `npm start: ${ratio.toFixed(2)} times loading @pulumi/pulumi (${median(previews).toFixed(2)} s to ` +
    `${median(loads).toFixed(2)} s, medians of ${runs}); goal: at most ${goal}\n`,
);
