import type * as pulumi from "@pulumi/pulumi";
import { resolve } from "../validate/outputs";
import { type Problem, shown } from "../validate/problem";

/**
 * Something that a resource keeps, whatever the arguments say: changing it would replace the resource, and with it
 * what cannot be made again.
 *
 * The resource ignores the change; the update is refused in words of our own instead of Pulumi's, which recommend to
 * unprotect it.
 */
export interface Fixed {
  /** The argument. */
  readonly property: string;
  /** What holds it, in words. */
  readonly holder: string;
  readonly actual: pulumi.Input<unknown>;
  readonly wanted: pulumi.Input<unknown>;
  /** Whether both amount to the same; equality by default. */
  readonly same?: (actual: unknown, wanted: unknown) => boolean;
  /** Why it stays, and the way on. */
  readonly wayOn: string;
}

/** What the arguments would change of it. What is unknown in a preview is compared in the update. */
export async function changesOf(fixed: readonly Fixed[]): Promise<Problem[]> {
  const found = await Promise.all(fixed.map(changeOf));
  return found.filter((problem) => problem !== undefined);
}

async function changeOf(fixed: Fixed): Promise<Problem | undefined> {
  const { property, holder, wayOn, same = (one, other) => one === other } = fixed;
  const [actual, wanted] = [await resolve(fixed.actual), await resolve(fixed.wanted)];
  if (!actual.known || !wanted.known || same(actual.value, wanted.value)) return undefined;
  const secret = actual.secret || wanted.secret;
  const difference = secret
    ? `differs from what ${holder} has`
    : `is ${wanted.value === undefined ? "left out" : shown(wanted.value)}, but ${holder} has ${shown(actual.value)}`;
  return { property, reason: `${difference}; ${wayOn}` };
}
