import { inspect } from "node:util";

/** What was written to this process's standard output and error meanwhile; it is written there as well. */
export async function captured(run: () => Promise<unknown>): Promise<string> {
  let written = "";
  const restore = [process.stdout, process.stderr].map((stream) => {
    const write = stream.write.bind(stream);
    stream.write = (chunk: string | Uint8Array, ...rest: []) => {
      written += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
      return write(chunk, ...rest);
    };
    return () => (stream.write = write);
  });
  try {
    await run();
  } finally {
    for (const back of restore) back();
  }
  return written;
}

/** All that could be printed of an error: message, stack, own properties, causes. */
export function everythingOf(error: unknown): string {
  return inspect(error, { depth: 20, showHidden: true, maxStringLength: null, maxArrayLength: null });
}
