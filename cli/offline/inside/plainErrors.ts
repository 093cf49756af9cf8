/**
 * Keeps a host from coloring errors.
 *
 * The hosts print an uncaught error with `util.inspect(error, { colors: true })`. Coloring, Node 20.20 looks in each
 * stack frame for the package after `node_modules`, and of `node_modules/@pulumi/resource.ts:1598`, as the SDK's source
 * maps have it, finds no end: it goes round, taking memory, for over a minute (observed in November 2026).
 */
export function plainErrors(require: NodeJS.Require): void {
  const util = require("node:util") as { inspect: (...args: unknown[]) => string };
  const { inspect } = util;
  const plain = (value: unknown, options?: unknown, ...rest: unknown[]): string => {
    const { colors } = (options ?? {}) as { colors?: boolean };
    const colored = value instanceof Error && colors === true;
    return inspect(value, colored ? { ...(options as object), colors: false } : options, ...rest);
  };
  Object.defineProperties(plain, Object.getOwnPropertyDescriptors(inspect));
  util.inspect = plain;
}
