import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The pack that comes along, and its policy whose configuration says what Segment needs. */
export const ownPack = { name: "segment-bigquery", policy: "segment-bigquery" };

/** The directory of the policy pack that comes along, whether this runs from its sources or compiled. */
export function ownPackDirectory(): string {
  let directory = __dirname;
  while (!existsSync(join(directory, "package.json"))) {
    const parent = dirname(directory);
    if (parent === directory) throw new Error(`No package.json above ${__dirname}.`);
    directory = parent;
  }
  return join(directory, "policy");
}
