import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";

const root = resolve(__dirname, "../../..");
const notInGit = ["node_modules", "dist"];

/** A clone as `pulumi package add` makes it, with the plugin installed; to be removed by the caller. */
export interface Checkout {
  directory: string;
  /** The plugin's directory in it. */
  plugin: string;
  remove(): void;
}

/** Copies what a clone holds, gives components/ its dependencies and runs what `npm install` runs there. */
export function installedCheckout(): Checkout {
  const directory = mkdtempSync(join(tmpdir(), "plugin-test-"));
  const plugin = join(directory, "components");
  const filter = (source: string): boolean => !notInGit.includes(basename(source));
  for (const part of ["components", "policy", "tsconfig.json", "package.json"])
    cpSync(join(root, part), join(directory, part), { recursive: true, filter });
  // Only components/ has dependencies: what it imports from policy/ has to do without any.
  symlinkSync(join(root, "node_modules"), join(plugin, "node_modules"));
  execFileSync("npm", ["run", "--silent", "prepare"], { cwd: plugin, stdio: ["ignore", "pipe", "pipe"] });
  return { directory, plugin, remove: () => rmSync(directory, { recursive: true, force: true }) };
}
