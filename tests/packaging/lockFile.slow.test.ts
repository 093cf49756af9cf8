import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../..");

describe("package-lock.json", () => {
  it("names where each package is, by the host that npm replaces", () => {
    const { status, stderr } = spawnSync("node", ["scripts/lockFile.mjs", "--check"], {
      cwd: root,
      encoding: "utf8",
    });
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
  });

  it("is written anew by `npm run lock`, with nothing else changed", () => {
    const copy = mkdtempSync(join(tmpdir(), "lock-"));
    try {
      mkdirSync(join(copy, "scripts"));
      for (const file of ["package-lock.json", ".npmrc", "scripts/lockFile.mjs"])
        cpSync(join(root, file), join(copy, file));
      const lock = join(copy, "package-lock.json");
      const right = readFileSync(lock, "utf8");
      const first = /^ +"resolved": .*registry\.invalid\/mocha\/-\/.*\n/m;
      writeFileSync(
        lock,
        right.replace(first, "").replace("https://registry.invalid/chai", "https://mirror.example/chai"),
      );
      const run = (...args: string[]): string[] =>
        spawnSync("node", ["scripts/lockFile.mjs", ...args], { cwd: copy, encoding: "utf8" }).output.map(
          (output) => output ?? "",
        );
      expect(run("--check")[2]).to.match(
        /^2 of \d+ have no address at registry\.invalid, such as node_modules\/chai; run npm run lock\.\n$/,
      );
      expect(run()[1]).to.match(/^2 of \d+ addresses written\.\n$/);
      expect(readFileSync(lock, "utf8")).to.equal(right);
    } finally {
      rmSync(copy, { recursive: true });
    }
  });
});
