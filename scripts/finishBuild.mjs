// After the compiler: dist/ holds what the sources say and nothing else, and dist/components is a Pulumi plugin, so
// that a project with the npm package can take it from there.
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

function filesIn(directory) {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Removes what was compiled from sources that are gone. */
function prune(directory, sources) {
  for (const file of filesIn(directory)) {
    const source = join(sources, file.slice(directory.length)).replace(/(\.d\.ts|\.js)$/, ".ts");
    if (!existsSync(source)) rmSync(file);
  }
}

for (const part of ["components", "policy", "cli"]) prune(join(root, "dist", part), join(root, part));
prune(join(root, "policy/dist"), join(root, "policy"));

const plugin = join(root, "dist/components");
const { name, version, description, license } = JSON.parse(
  readFileSync(join(root, "components/package.json"), "utf8"),
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
writeFileSync(join(plugin, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
writeFileSync(join(plugin, "PulumiPlugin.yaml"), "runtime: nodejs\n");
