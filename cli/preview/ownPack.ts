import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { LoadJudge } from "../offline/policies/judges";

const load = createRequire(__filename);

/** This package's own pack, and its policy. */
export const ownPack = { name: "segment-bigquery", policy: "segment-bigquery" };

/** The directory of this package, whether it runs from its sources or compiled. */
function packageRoot(): string {
  let directory = __dirname;
  while (!existsSync(join(directory, "package.json"))) {
    const parent = dirname(directory);
    if (parent === directory) throw new Error(`No package.json above ${__dirname}.`);
    directory = parent;
  }
  return directory;
}

/** Loads that pack into this process; while the program starts, for it brings the catalogue of roles. */
export const loadOwnPack: LoadJudge = (secondsLeft) => {
  const { policies } = load("../../policy/pack") as typeof import("../../policy/pack");
  const { InProcessJudge } = load(
    "../offline/policies/inProcess",
  ) as typeof import("../offline/policies/inProcess");
  const manifest = readFileSync(join(packageRoot(), "policy/package.json"), "utf8");
  const { version } = JSON.parse(manifest) as { version: string };
  return new InProcessJudge(ownPack.name, version, policies(), secondsLeft);
};
