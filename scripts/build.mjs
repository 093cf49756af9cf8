// Compiles the program, the component, the pack and the command line into dist/, once: policy/dist is a copy of
// dist/policy, and nothing is compiled again until a source changes. With --check, says whether a source has changed and
// compiles nothing.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const at = (...parts) => join(root, ...parts);
const stamp = at("dist/.sources");

/** A digest of all that decides what the compiler writes. */
function digestOfSources() {
  const hash = createHash("sha256");
  const add = (file) =>
    hash
      .update(file)
      .update("\0")
      .update(readFileSync(at(file)))
      .update("\0");
  for (const file of [
    "tsconfig.json",
    "tsconfig.build.json",
    "package-lock.json",
    "scripts/build.mjs",
    "index.ts",
    "library.ts",
  ])
    add(file);
  for (const part of ["components", "policy", "cli"])
    readdirSync(at(part), { recursive: true })
      .map((name) => `${part}/${name}`.replaceAll("\\", "/"))
      .filter((name) => /\.(?:ts|json)$/.test(name) && !/\/(?:dist|node_modules)\//.test(name))
      .sort()
      .forEach(add);
  return hash.digest("hex");
}

/** Whether dist/ is what the sources say. */
function isUpToDate() {
  return existsSync(stamp) && readFileSync(stamp, "utf8") === digestOfSources();
}

function build() {
  for (const part of ["dist", "policy/dist"]) rmSync(at(part), { recursive: true, force: true });
  const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  const { status } = spawnSync(process.execPath, [tsc, "-p", at("tsconfig.build.json")], {
    stdio: "inherit",
    cwd: root,
  });
  if (status !== 0) process.exit(status ?? 1);
  cpSync(at("dist/policy"), at("policy/dist"), { recursive: true });
  writePluginFiles();
  writeFileSync(stamp, digestOfSources());
}

/** dist/components is a Pulumi plugin, so that a project with the npm package can take it from there. */
function writePluginFiles() {
  const { name, version, description, license } = JSON.parse(
    readFileSync(at("components/package.json"), "utf8"),
  );
  // Pulumi reads the schema from the declarations, for there are no sources here; `exports` is where it looks for them.
  const manifest = {
    name,
    version,
    description,
    license,
    private: true,
    main: "index.js",
    exports: { ".": "./index.d.ts" },
  };
  mkdirSync(at("dist/components"), { recursive: true });
  writeFileSync(at("dist/components/package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  writeFileSync(at("dist/components/PulumiPlugin.yaml"), "runtime: nodejs\n");
}

if (process.argv.includes("--check")) {
  if (!isUpToDate()) {
    console.error("dist/ is older than its sources; run npm run build.");
    process.exitCode = 1;
  }
} else {
  if (!isUpToDate()) build();
  // The preview runs what is compiled unless a source is newer, as is the pack's copy and what git has just written.
  utimesSync(at("dist/index.js"), new Date(), new Date());
}
