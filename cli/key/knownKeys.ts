import { readFile } from "node:fs/promises";
import type { CommandIo } from "../command";
import { UsageError } from "../errors";
import { fromState } from "../stackState";
import { keyNamed, type KeyName } from "./names";

/** The keys that stacks know. */
export interface Known {
  keys: readonly KeyName[];
  /** What makes the list doubtful, such as an interrupted update. */
  doubts: readonly string[];
}

const keyTypes = ["gcp:serviceaccount/key:Key", "gcp:serviceAccount/key:Key"];

/**
 * Reads the keys in exported states (`pulumi stack export`); `-` is standard input.
 *
 * @throws UsageError if a file is not an exported state
 */
export async function keysInStates(files: readonly string[], io: CommandIo): Promise<Known> {
  const keys: KeyName[] = [];
  const doubts: string[] = [];
  for (const file of files) {
    const name = file === "-" ? "standard input" : file;
    const { resources, incomplete } = fromState(await readText(file, io), name);
    for (const { type, props, urn } of resources) {
      if (!keyTypes.includes(type)) continue;
      const key = keyNamed(typeof props["name"] === "string" ? props["name"] : "");
      if (key) keys.push(key);
      else doubts.push(`${name}: the name of the key ${urn} is unknown`);
    }
    doubts.push(...incomplete.map(({ subject, reason }) => `${subject}: ${reason}`));
  }
  return { keys, doubts };
}

async function readText(file: string, { stdin }: CommandIo): Promise<string> {
  if (file !== "-") {
    return readFile(file, "utf8").catch((error: unknown) => {
      const { code = "unknown reason" } = error as NodeJS.ErrnoException;
      throw new UsageError(`The state ${file} cannot be read: ${code}.`);
    });
  }
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk as Buffer | string));
  return Buffer.concat(chunks).toString("utf8");
}
