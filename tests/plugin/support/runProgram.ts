import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startProgram } from "../../../cli/offline/hosts/programHost";
import { noConfig } from "../../../cli/offline/project/stackConfig";
import type { Checkout } from "./checkout";
import { scope, type TestEngine } from "./TestEngine";

/** Runs a program in JavaScript that has `pulumi` and `SegmentBigQuery` at hand, compiled as the plugin is. */
export async function runProgram(checkout: Checkout, engine: TestEngine, source: string): Promise<void> {
  const directory = join(checkout.directory, `program-${programs++}`);
  mkdirSync(directory);
  symlinkSync(join(checkout.plugin, "node_modules"), join(directory, "node_modules"));
  writeFileSync(join(directory, "package.json"), '{ "name": "shop" }');
  const preamble = `const pulumi = require("@pulumi/pulumi");
const { SegmentBigQuery } = require(${JSON.stringify(join(checkout.plugin, "dist/components/index.js"))});
`;
  writeFileSync(join(directory, "index.js"), preamble + source);
  const project = {
    ...{
      name: scope.project,
      directory,
      programDirectory: directory,
      main: "index.js",
      typescript: false,
      nodeArgs: [],
    },
    ...{ config: {}, stackDirectory: directory },
  };
  const stack = { organization: "organization", stack: scope.stack };
  const host = startProgram(project, stack, noConfig, engine.address, process.env);
  const { code } = await host.ended;
  if (code !== 0) throw new Error(`The program failed: ${host.stdout()}${host.stderr()}`);
}

let programs = 0;
