/**
 * Arguments of node that keep a host from colouring errors.
 *
 * The hosts print an uncaught error with `util.inspect(error, { colors: true })`. Colouring, Node 20.20 looks in each
 * stack frame for the package after `node_modules`, and of `node_modules/@pulumi/resource.ts:1598`, as the SDK's source
 * maps have it, finds no end: it goes round, taking memory, for over a minute (observed in November 2026).
 */
export const plainErrors: readonly string[] = [
  "--import",
  `data:text/javascript,${encodeURIComponent(source())}`,
];

function source(): string {
  return `
    import util from "node:util";
    const { inspect } = util;
    const plain = (value, options, ...rest) =>
      inspect(value, value instanceof Error && options?.colors ? { ...options, colors: false } : options, ...rest);
    Object.defineProperties(plain, Object.getOwnPropertyDescriptors(inspect));
    util.inspect = plain;
  `.replace(/\s+/g, " ");
}
