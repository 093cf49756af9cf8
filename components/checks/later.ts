import * as pulumi from "@pulumi/pulumi";
import { type Field, fieldProblem } from "./fields";
import { isLater, isRecord } from "./formats";
import { type Problem, problemsError } from "./problem";
import { type Settled, settled } from "./settled";

/** Looks up the value of an argument that was an output; nothing where it is not known, or secret. */
export type ValueOf = (value: unknown) => unknown;

/**
 * The arguments with every output held back until all outputs among them have been checked, so that nothing is made of
 * a bad one and all bad ones are reported at once.
 *
 * What is not known yet in a preview is passed over there, and checked in the update.
 */
export function checkedLater<T>(
  name: string,
  args: T,
  fields: readonly Field[],
  between: (valueOf: ValueOf) => readonly Problem[],
): T {
  const later = fields.filter(({ value }) => isLater(value));
  if (later.length === 0) return args;
  const verdict = problemsLater(later, between).then((problems) => {
    if (problems.length > 0) throw problemsError(name, problems);
  });
  const gate = pulumi.output(verdict);
  const gated = new Map<unknown, unknown>();
  for (const { value } of later)
    if (!gated.has(value))
      gated.set(
        value,
        pulumi.all([pulumi.output(value), gate]).apply(([known]) => known),
      );
  return replaced(args, gated) as T;
}

async function problemsLater(
  later: readonly Field[],
  between: (valueOf: ValueOf) => readonly Problem[],
): Promise<readonly Problem[]> {
  const values = new Map<unknown, Settled>();
  for (const { value } of later) if (!values.has(value)) values.set(value, await settled(value));
  const problems = later.map((field) => {
    const { known, value, secret } = values.get(field.value) as Settled;
    return known ? fieldProblem({ ...field, value }, secret) : undefined;
  });
  const wrong = problems.filter((problem) => problem !== undefined);
  const valueOf: ValueOf = (value) => {
    const at = values.get(value);
    if (at === undefined) return isLater(value) ? undefined : value;
    return at.secret ? undefined : at.value;
  };
  return wrong.length > 0 ? wrong : between(valueOf);
}

/** A copy in which the values that are keys of the map are replaced. */
function replaced(value: unknown, by: ReadonlyMap<unknown, unknown>): unknown {
  if (by.has(value)) return by.get(value);
  if (isLater(value)) return value;
  if (Array.isArray(value)) return value.map((item) => replaced(item, by));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item, by)]));
}
