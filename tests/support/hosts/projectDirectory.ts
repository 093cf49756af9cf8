import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const made: string[] = [];

/** Writes files into a new directory that sees this project's dependencies, and returns its path. */
export function directoryOf(files: Record<string, string>): string {
  const directory = mkdtempSync(join(tmpdir(), "preview-test-"));
  made.push(directory);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), content);
  }
  symlinkSync(resolve(__dirname, "../../../node_modules"), join(directory, "node_modules"));
  return directory;
}

/** Removes every directory made so far. */
export function removeDirectories(): void {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
}

const manifest = "name: shop\nruntime: { name: nodejs, options: { typescript: false } }\nmain: index.js\n";

/** Of @pulumi/gcp the parts that a program names: loading all of it takes a third of what most of these programs take. */
const parts = `new Proxy(
  { get Provider() { return require("@pulumi/gcp/provider").Provider; } },
  { get: (own, part) => own[part] ?? require("@pulumi/gcp/" + part) },
)`.replaceAll("\n", " ");

/** A Pulumi program in JavaScript; `pulumi` and, by parts, `gcp` are at hand in it. */
export function programOf(source: string, files: Record<string, string> = {}): string {
  const preamble = 'const pulumi = require("@pulumi/pulumi");\nconst gcp = ' + parts + ";\n";
  return directoryOf({
    "package.json": '{ "name": "shop" }',
    "Pulumi.yaml": manifest,
    "index.js": preamble + source,
    ...files,
  });
}

/** A policy pack in JavaScript; the source is what stands between the brackets of `policies: […]`. */
export function packOf(policies: string): string {
  return directoryOf({
    "PulumiPolicy.yaml": "runtime: nodejs\n",
    "package.json": '{ "name": "test-pack", "version": "1.2.3", "main": "index.js" }',
    "index.js": `const { PolicyPack } = require("@pulumi/policy");\nnew PolicyPack("test-pack", { policies: [${policies}] });\n`,
  });
}
