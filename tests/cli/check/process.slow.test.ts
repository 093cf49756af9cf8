import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";
import { World } from "./world";

const root = join(__dirname, "../../..");

/** Runs the program as its users do, with the key on standard input. */
async function run(
  args: string[],
  stdin: string,
  env: Record<string, string>,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, ["--import", "tsx", "cli/main.ts", "check", ...args], {
    cwd: root,
    env: { PATH: process.env["PATH"], ...env },
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdin.end(stdin);
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, stdout, stderr };
}

describe("segment-bigquery check, as a process", () => {
  it("tells a good set-up, a bad one and bad usage by its exit code", async () => {
    const world = await World.start();
    try {
      const args = [
        "--key-file",
        "-",
        "--project",
        "acme-prod",
        "--location",
        "EU",
        "--source",
        "acme-prod.crm",
      ];
      const good = await run(args, world.keyText, world.google.env());
      expect([good.code, good.stderr]).to.deep.equal([0, ""]);
      expect(good.stdout).to.match(/\nAll well \(\d+ ok\)/);
      world.acme.policy.bindings = [];
      expect((await run(args, world.keyText, world.google.env())).code).to.equal(1);
      const usage = await run(["--key-file", "-"], world.keyText, world.google.env());
      expect([usage.code, usage.stdout]).to.deep.equal([2, ""]);
      expect(usage.stderr).to.match(
        /^--project is missing: .*\n--location is missing: .*\nSee: segment-bigquery check --help\n$/,
      );
    } finally {
      await world.stop();
    }
  });
});
