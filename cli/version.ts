import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The version of this package. */
export function version(): string {
  const above = ["..", "../.."].map((up) => join(__dirname, up, "package.json"));
  // The sources are in cli, what is compiled in dist/cli.
  const file = above.find((candidate) => existsSync(candidate)) ?? "";
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
