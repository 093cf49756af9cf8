import { readFile } from "node:fs/promises";
import { UsageError } from "../command";
import { text } from "../google/json";

const howTo =
  "A Workspace Owner creates one in Segment under Settings > Workspace settings > Access Management > Tokens.";

/**
 * The workspace's token: from a file, or from `SEGMENT_API_TOKEN`. Never an argument, which other users of the machine
 * and the shell's history would see.
 *
 * @throws UsageError where there is none; no message repeats anything of it
 */
export async function segmentToken(file: string | undefined, env: NodeJS.ProcessEnv): Promise<string> {
  if (file === undefined) {
    const given = text(env["SEGMENT_API_TOKEN"]?.trim());
    if (given === undefined)
      throw new UsageError(
        `There is no Segment token: set SEGMENT_API_TOKEN, or give --token-file. ${howTo}`,
      );
    return checked(given, "SEGMENT_API_TOKEN");
  }
  const content = await readFile(file, "utf8").catch((error: unknown) => {
    const code = (error as NodeJS.ErrnoException).code ?? "unreadable";
    throw new UsageError(`The file of --token-file cannot be read (${code}). ${howTo}`);
  });
  return checked(content.trim(), "The file of --token-file");
}

function checked(token: string, where: string): string {
  if (/^[\x21-\x7e]{16,4096}$/.test(token)) return token;
  throw new UsageError(
    `${where} does not hold a token: one word of at least 16 characters is expected. ${howTo}`,
  );
}
