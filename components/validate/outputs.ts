import * as pulumi from "@pulumi/pulumi";
import { type Field, fieldProblem } from "./fields";
import { isOutput, isRecord } from "./formats";
import { type Problem, problemsError } from "./problem";

/**
 * The arguments with every output held back until all outputs among them have been checked, so that nothing is made of
 * a bad one and all bad ones are reported at once.
 *
 * What is not known yet in a preview is passed over there, and checked in the update.
 */
export function checkOutputs<T>(name: string, args: T, fields: readonly Field[]): T {
  const outputs = fields.filter(({ value }) => isOutput(value));
  if (outputs.length === 0) return args;
  const hold = holdBack(name, outputProblems(outputs));
  const held = new Map<unknown, unknown>();
  for (const { value } of outputs) if (!held.has(value)) held.set(value, hold(value));
  return replaced(args, held) as T;
}

/** Holds values back until the problems are known; where there is one, they fail with all of them. */
export function holdBack(
  name: string,
  problems: Promise<readonly Problem[]>,
): <T>(value: pulumi.Input<T>) => pulumi.Output<T> {
  const verdict = problems.then((found) => {
    if (found.length > 0) throw problemsError(name, found);
  });
  const gate = pulumi.output(verdict);
  return <T>(value: pulumi.Input<T>) =>
    pulumi.all([pulumi.output(value), gate]).apply(([known]) => known) as pulumi.Output<T>;
}

async function outputProblems(outputs: readonly Field[]): Promise<readonly Problem[]> {
  const values = new Map<unknown, Resolved>();
  for (const { value } of outputs) if (!values.has(value)) values.set(value, await resolve(value));
  const problems = outputs.map((field) => {
    const { known, value, secret } = values.get(field.value) as Resolved;
    return known ? fieldProblem({ ...field, value }, secret) : undefined;
  });
  return problems.filter((problem) => problem !== undefined);
}

/** A copy in which the values that are keys of the map are replaced. */
function replaced(value: unknown, by: ReadonlyMap<unknown, unknown>): unknown {
  if (by.has(value)) return by.get(value);
  if (isOutput(value)) return value;
  if (Array.isArray(value)) return value.map((item) => replaced(item, by));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item, by)]));
}

/** What an output is by now. */
export interface Resolved {
  readonly known: boolean;
  readonly value?: unknown;
  readonly secret: boolean;
}

/** The parts of an output that its type does not show; there since the first releases, and still in 3.270. */
interface Inside {
  readonly isKnown: Promise<boolean>;
  readonly isSecret: Promise<boolean>;
  promise(): Promise<unknown>;
}

/** The value of an output or promise once it is known; in a preview it may stay unknown, which `apply` cannot tell. */
export async function resolve(value: unknown): Promise<Resolved> {
  const output = pulumi.output(value) as unknown as Inside;
  try {
    const known = await output.isKnown;
    return known
      ? { known, value: await output.promise(), secret: await output.isSecret }
      : { known, secret: false };
  } catch {
    // The reader of the failed output reports why it failed.
    return { known: false, secret: false };
  }
}
