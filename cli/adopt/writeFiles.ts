import { lstat, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "../command";

/**
 * Writes files into a directory, all or, where one is there already, none.
 *
 * @param files content by name, without any path
 * @param force whether files that are there are replaced; a link is replaced itself, never what it leads to
 * @throws UsageError naming the files that are in the way, or why the directory cannot be written
 */
export async function writeFiles(
  directory: string,
  files: Readonly<Record<string, { readonly content: string; readonly mode?: number }>>,
  force: boolean,
): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
    const taken: string[] = [];
    for (const name of Object.keys(files)) if (await isThere(join(directory, name))) taken.push(name);
    if (taken.length > 0 && !force) {
      throw new UsageError(
        `${directory} holds ${taken.join(", ")} already; nothing was written. Give another --out, or --force to replace.`,
      );
    }
    for (const [name, { content, mode = 0o644 }] of Object.entries(files)) {
      const file = join(directory, name);
      if (force) await rm(file, { force: true });
      await writeFile(file, content, { flag: "wx", mode });
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`--out ${directory} cannot be written: ${(error as Error).message}`);
  }
}

async function isThere(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  );
}
