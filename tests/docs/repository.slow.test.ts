import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../..");

interface Manifest {
  name: string;
  keywords?: string[];
  homepage?: string;
  bugs?: { url: string };
  repository: { type: string; url: string; directory?: string };
}
const manifest = (file: string): Manifest => JSON.parse(readFileSync(join(root, file), "utf8")) as Manifest;
const address = /^git\+https:\/\/(.+)\.git$/.exec(manifest("package.json").repository.url)?.[1] ?? "";

/** Every address of the repository in a text: HOST/OWNER/NAME with our name. */
const addressesIn = (text: string): string[] =>
  [...text.matchAll(/[\w.-]+\/[\w.-]+\/pulumi-segment-bigquery(?![\w-]*\/(?:dist|sdk))/g)].map(
    ([found]) => found,
  );

describe("the repository's address", () => {
  it("is one: the placeholder, or what `npm run set-repository` has written, in every file", () => {
    const files = execFileSync("git", ["grep", "-lE", "[A-Za-z]/pulumi-segment-bigquery"], {
      cwd: root,
      encoding: "utf8",
    });
    const other = files
      .trim()
      .split("\n")
      // A path of a pipeline's machine, a Go module of a test and this test are none.
      .filter((file) => !file.startsWith("tests/") && !file.startsWith("examples/go/"))
      .flatMap((file) =>
        addressesIn(readFileSync(join(root, file), "utf8")).map((found) => ({ file, found })),
      )
      .filter(({ found }) => found !== address);
    expect(other).to.deep.equal([]);
  });

  it("is told by each package, with the directory that it is in", () => {
    const git = `git+https://${address}.git`;
    expect(manifest("package.json").repository).to.deep.equal({ type: "git", url: git });
    for (const directory of ["policy", "components"])
      expect(manifest(`${directory}/package.json`).repository).to.deep.equal({
        type: "git",
        url: git,
        directory,
      });
  });

  it("leads to the pages and the issues, in the packages that are published", () => {
    for (const file of ["package.json", "policy/package.json"]) {
      expect(manifest(file)).to.deep.include({
        homepage: `https://${address}#readme`,
        bugs: { url: `https://${address}/issues` },
      });
      expect(manifest(file).keywords).to.include.members(["pulumi", "segment", "bigquery"]);
    }
  });

  it("is written by one command", () => {
    const copy = mkdtempSync(join(tmpdir(), "repository-"));
    try {
      for (const file of [
        "package.json",
        "policy/package.json",
        "components/schema.json",
        "scripts/setRepository.mjs",
      ])
        cpSync(join(root, file), join(copy, file));
      const run = (command: string, args: string[]): string =>
        execFileSync(command, args, { cwd: copy, encoding: "utf8" });
      run("git", ["init", "-q"]);
      run("git", ["add", "."]);
      const written = run("node", ["scripts/setRepository.mjs", "github.com/acme/segment-bigquery"]);
      expect(written.trim().split("\n")).to.deep.equal([
        "components/schema.json",
        "package.json",
        "policy/package.json",
      ]);
      expect(JSON.parse(readFileSync(join(copy, "components/schema.json"), "utf8"))).to.deep.include({
        publisher: "acme",
        repository: "https://github.com/acme/segment-bigquery",
      });
      expect(readFileSync(join(copy, "policy/package.json"), "utf8"))
        .to.include("git+https://github.com/acme/segment-bigquery.git")
        .and.not.include(address);
    } finally {
      rmSync(copy, { recursive: true });
    }
  });
});
