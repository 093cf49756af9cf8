import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

const root = join(__dirname, "../..");
const main = join(root, "dist/cli/main.js");

/** Wall-clock seconds of a run of node that has to succeed, with its compilers' caches in that directory. */
function seconds(caches: string, ...args: string[]): number {
  const start = process.hrtime.bigint();
  const env = { ...process.env, TMPDIR: caches };
  const { status, stderr, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8", env });
  const took = Number(process.hrtime.bigint() - start) / 1e9;
  if (status !== 0)
    throw new Error(`node ${args.join(" ")} ended with ${status ?? "a signal"}:\n${stdout}${stderr}`);
  return took;
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** The example stack as `pulumi new` would have it: Pulumi compiles the program, and the pack is TypeScript too. */
function usualWay(work: string): string {
  const directory = join(work, "usual");
  const filter = (source: string): boolean => !["node_modules", "dist"].includes(basename(source));
  for (const part of ["components", "policy", "examples", "index.ts", "tsconfig.json", "package.json"])
    cpSync(join(root, part), join(directory, part), { recursive: true, filter });
  symlinkSync(join(root, "node_modules"), join(directory, "node_modules"));
  // Left out as it would be there: how the program is run.
  const manifest = readFileSync(join(root, "Pulumi.yaml"), "utf8");
  writeFileSync(join(directory, "Pulumi.yaml"), manifest.replace(/runtime:\n( .*\n)+/, "runtime: nodejs\n"));
  cpSync(join(root, "Pulumi.dev.yaml"), join(directory, "Pulumi.dev.yaml"));
  const pack = join(directory, "policy");
  const { name, version } = JSON.parse(readFileSync(join(root, "policy/package.json"), "utf8")) as {
    name: string;
    version: string;
  };
  writeFileSync(join(pack, "package.json"), JSON.stringify({ name, version, main: "index.ts" }));
  const index = readFileSync(join(pack, "index.ts"), "utf8");
  // Packs written against the provider's classes (validateResourceOfType) import it; the use keeps it from being elided.
  writeFileSync(join(pack, "index.ts"), `import * as gcp from "@pulumi/gcp";\nvoid gcp;\n${index}`);
  cpSync(join(root, "tsconfig.json"), join(pack, "tsconfig.json"));
  // Node prefers .json to .ts: beside catalogue.json, catalogue.ts would not be found.
  const facts = join(pack, "facts");
  renameSync(join(facts, "catalogue.json"), join(facts, "data.json"));
  const catalogue = readFileSync(join(facts, "roles.ts"), "utf8");
  writeFileSync(join(facts, "roles.ts"), catalogue.replace("./catalogue.json", "./data.json"));
  return directory;
}

const work = mkdtempSync(join(tmpdir(), "bench-start-up-"));
try {
  const loads: { ours: number[]; gcp: number[] } = { ours: [], gcp: [] };
  for (let run = 0; run < 5; run++) {
    loads.ours.push(seconds(work, "-e", 'require("./dist/components")'));
    loads.gcp.push(seconds(work, "-e", 'require("@pulumi/gcp")'));
  }
  const ratio = median(loads.ours) / median(loads.gcp);
  process.stdout.write(
    `loading the library: ${ratio.toFixed(2)} of loading @pulumi/gcp (${median(loads.ours).toFixed(2)} s to ` +
      `${median(loads.gcp).toFixed(2)} s, medians of 5); goal: at most 1.15\n`,
  );

  const usual = usualWay(work);
  const preview = [main, "preview", "--stack", "dev", "--timeout", "600"];
  // As npm start runs it; without --compiled, the host compiles the program, as in pulumi preview.
  const ours = [...preview, "--compiled", "dist/index.js"];
  const theirs = [...preview, "--policy-pack", join(usual, "policy"), usual];
  const cold = { ours: [] as number[], sources: [] as number[], usual: [] as number[] };
  const warm = { ours: [] as number[], sources: [] as number[], usual: [] as number[] };
  const caches = mkdtempSync(join(work, "caches-"));
  cold.ours.push(seconds(caches, ...ours));
  cold.sources.push(seconds(mkdtempSync(join(work, "caches-")), ...preview));
  cold.usual.push(seconds(caches, ...theirs));
  // In turns, and the best of them, because what else the machine does weighs more than the difference.
  for (let run = 0; run < 4; run++) {
    warm.ours.push(seconds(caches, ...ours));
    warm.sources.push(seconds(caches, ...preview));
    warm.usual.push(seconds(caches, ...theirs));
  }
  for (const [name, times, goal] of [
    ["cold", cold, 2.5],
    ["warm", warm, 1],
  ] as const) {
    const [own, sources, other] = [times.ours, times.sources, times.usual].map((all) => Math.min(...all)) as [
      number,
      number,
      number,
    ];
    process.stdout.write(
      `preview, caches ${name}: the usual template takes ${(other / own).toFixed(2)} times as long (${other.toFixed(2)} s to ` +
        `${own.toFixed(2)} s), ${(other / sources).toFixed(2)} times where the host compiles the program (${sources.toFixed(2)} s), ` +
        `best of ${times.ours.length}; goal: at least ${goal}\n`,
    );
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
