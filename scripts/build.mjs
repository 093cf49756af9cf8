// Compiles the program, the component, the pack and the command line into dist/, and bundles the pack into policy/dist, once:
// nothing is compiled again until a source changes. With --check, says whether a source has changed and compiles nothing.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
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
    "scripts/bundlePolicy.mjs",
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

/** Compiles beside what is there, which stays whole until the new one is: whoever runs it meanwhile, or stops this, has a pack. */
async function build() {
  const aside = at(".build");
  rmSync(aside, { recursive: true, force: true });
  const compiled = join(aside, "dist");
  const pack = join(aside, "policy");
  const tsc = join(createRequire(import.meta.url).resolve("typescript-native/package.json"), "../bin/tsc");
  const options = ["-p", at("tsconfig.build.json"), "--outDir", compiled];
  const { status } = spawnSync(process.execPath, [tsc, ...options], { stdio: "inherit", cwd: root });
  if (status !== 0) process.exit(status ?? 1);
  // Loaded where it is used: --check is asked often.
  const { bundlePolicy } = await import("./bundlePolicy.mjs");
  await bundlePolicy(at("policy"), pack);
  cpSync(join(compiled, "policy"), pack, {
    recursive: true,
    filter: (from) => statSync(from).isDirectory() || from.endsWith(".d.ts"),
  });
  writePluginFiles(join(compiled, "components"));
  writeFileSync(join(compiled, ".sources"), digestOfSources());
  replace("policy/dist", pack);
  replace("dist", compiled);
  rmSync(aside, { recursive: true });
}

/** Puts what is new where the old one was. */
function replace(part, by) {
  if (existsSync(at(part))) renameSync(at(part), `${by}.old`);
  renameSync(by, at(part));
}

/** dist/components is a Pulumi plugin, so that a project with the npm package can take it from there. */
function writePluginFiles(directory) {
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
  writeFileSync(join(directory, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  writeFileSync(join(directory, "PulumiPlugin.yaml"), "runtime: nodejs\n");
}

if (process.argv.includes("--check")) {
  if (!isUpToDate()) {
    console.error("dist/ is older than its sources; run npm run build.");
    process.exitCode = 1;
  }
} else {
  if (!isUpToDate()) await build();
  // The preview runs what is compiled unless a source is newer, as is the pack's copy and what git has just written.
  utimesSync(at("dist/index.js"), new Date(), new Date());
}
