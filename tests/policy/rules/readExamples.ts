import { load } from "js-yaml";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type TestResource, unknown } from "../support";

/** Stacks of which one breaks a rule and the other does not. */
export interface RuleExample {
  readonly config: object;
  /** Where the config itself is what is good. */
  readonly goodConfig?: object;
  readonly bad: readonly TestResource[];
  readonly good: readonly TestResource[];
}

/** @param unknownText what stands for a value that is unknown until the update */
export function readExamples(unknownText = unknown): ReadonlyMap<string, RuleExample> {
  const text = readFileSync(join(__dirname, "examples.yaml"), "utf8").replaceAll("«unknown»", unknownText);
  const { config, rules } = load(text) as {
    config: object;
    rules: Record<string, Omit<RuleExample, "config"> & { config?: object }>;
  };
  return new Map(Object.entries(rules).map(([id, example]) => [id, { config, ...example }]));
}
