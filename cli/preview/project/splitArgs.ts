/** Splits `runtime.options.nodeargs` as a shell would: blanks separate, quotes and backslashes join. */
export function splitArgs(text: string): string[] {
  const args: string[] = [];
  const token = /(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)|([^\s"'\\]))|\s+/gsu;
  let current: string | undefined;
  for (const [, double, single, escaped, plain] of text.matchAll(token)) {
    const part = double?.replace(/\\(["\\$`])/gu, "$1") ?? single ?? escaped ?? plain;
    if (part !== undefined) current = (current ?? "") + part;
    else if (current !== undefined) {
      args.push(current);
      current = undefined;
    }
  }
  if (current !== undefined) args.push(current);
  return args;
}
