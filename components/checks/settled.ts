import * as pulumi from "@pulumi/pulumi";

/** What an output is by now. */
export interface Settled {
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
export async function settled(later: unknown): Promise<Settled> {
  const output = pulumi.output(later) as unknown as Inside;
  try {
    const known = await output.isKnown;
    return known
      ? { known, value: await output.promise(), secret: await output.isSecret }
      : { known, secret: false };
  } catch {
    // Whoever uses the failed output reports why it failed.
    return { known: false, secret: false };
  }
}
