import * as debuggable from "@pulumi/pulumi/runtime/debuggable";

/** Returns and forgets the promises that are still open; not in the types. */
const { leakedPromises } = debuggable as unknown as { leakedPromises: () => unknown };

/**
 * Runs something whose outputs may fail, and returns what went wrong: errors thrown and promises rejected that nobody
 * waited for, each once. The program host of Pulumi reports them in the same way.
 *
 * Ends with what it runs, or soon after the first failure: Pulumi's runtime waits for resources that a failure has kept
 * from being registered, and would wait forever. What it waits for is dropped from the runtime's books, as the automation
 * API does after a program that failed; otherwise the runtime complains of it when the tests end.
 */
export async function failuresOf(run: () => Promise<unknown>): Promise<Error[]> {
  const failures = new Set<Error>();
  const listeners = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  let failed: () => void;
  const failure = new Promise<void>((resolve) => (failed = resolve));
  const collect = (reason: unknown) => {
    failures.add(reason as Error);
    failed();
  };
  process.on("unhandledRejection", collect);
  try {
    await Promise.race([run().catch(collect), failure]);
    await new Promise((resolve) => setTimeout(resolve, 50));
  } finally {
    process.off("unhandledRejection", collect);
    for (const listener of listeners) process.on("unhandledRejection", listener);
    if (failures.size > 0) leakedPromises();
  }
  return [...failures];
}
