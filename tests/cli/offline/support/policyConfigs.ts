import { load } from "js-yaml";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A policy config, and what the engine and the command line say about it; undefined where they take it. */
export interface PolicyConfigCase {
  readonly title: string;
  /** The file, as it stands. */
  readonly text: string;
  readonly engine?: readonly string[];
  readonly ours?: string;
}

type Written = Omit<PolicyConfigCase, "text"> & { text?: string; file?: unknown; policy?: unknown };

/** Every case of `policyConfigs.yaml`. */
export function policyConfigCases(): PolicyConfigCase[] {
  const written = load(readFileSync(join(__dirname, "../policyConfigs.yaml"), "utf8")) as Written[];
  return written.map(({ title, engine, ours, policy, file = { "segment-bigquery": policy }, text }) => ({
    ...{ title, engine, ours },
    text: text ?? JSON.stringify(file),
  }));
}
