import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The directory of this package, whether it runs from its sources or compiled. */
export function packageRoot(): string {
  let directory = __dirname;
  while (!existsSync(join(directory, "package.json"))) {
    const parent = dirname(directory);
    if (parent === directory) throw new Error(`No package.json above ${__dirname}.`);
    directory = parent;
  }
  return directory;
}
