import { HOLE } from "../../parsers/shell";
import type { SqlTarget } from "../../parsers/sql/readSqlGrants";
import { type Plain, UNKNOWN, type Unknown } from "../../stack/plain";

/** What a command grants on: as in SQL, and what only commands reach. */
export type CommandTarget = SqlTarget | "folder" | "organization" | "serviceAccount";

/** One binding that a command adds. UNKNOWN stands for whatever is known only when it runs. */
export interface CommandGrant {
  readonly roles: readonly (string | Unknown)[];
  /** `path` as in a SqlGrant; of kind `other` with the command's words for it, such as `storage buckets`, as `type`. */
  readonly on: {
    readonly kind: CommandTarget;
    readonly path: readonly (string | Unknown)[];
    readonly type?: string;
    /** Of kind `other`, the project that the command names. */
    readonly project?: string;
  };
  readonly grantees: readonly (string | Unknown)[];
  /** As `readCondition` takes it. @default - none */
  readonly condition?: Plain;
}

/** A key that a command makes or uploads for a service account. */
export interface KeyCreation {
  readonly account: string | Unknown;
  readonly how: "create" | "upload" | "hmac";
}

/**
 * `unreadable` where a command grants, or may grant, what cannot be seen in it; `whole` where that is a policy or access
 * list in a file, which may name anybody.
 */
export interface CommandGrants {
  readonly grants: readonly CommandGrant[];
  readonly keyCreations: readonly KeyCreation[];
  readonly unreadable: boolean;
  readonly whole?: boolean;
}

export const nothing: CommandGrants = { grants: [], keyCreations: [], unreadable: false };

export const unreadable: CommandGrants = { ...nothing, unreadable: true };

export const wholeFile: CommandGrants = { ...unreadable, whole: true };

/** A command's words by their use: flags without dashes and with `-` for `_`, the last of equal ones. */
export interface Arguments {
  readonly flags: ReadonlyMap<string, string>;
  readonly positionals: readonly string[];
}

const flagged = /^--?([A-Za-z][^=]*)(=)?/;

/**
 * Sorts a command's words.
 *
 * @param takesValue whether a flag written without `=` takes the word after it
 */
export function sortArguments(words: readonly string[], takesValue: (flag: string) => boolean): Arguments {
  const flags = new Map<string, string>();
  const positionals: string[] = [];
  /** The flag whose value the word may be. */
  let open: string | undefined;
  for (const word of words) {
    const found = flagged.exec(word);
    if (found === null) {
      if (open !== undefined) flags.set(open, word);
      else if (word !== "--") positionals.push(word);
      open = undefined;
      continue;
    }
    const flag = String(found[1]).replaceAll("_", "-");
    flags.set(flag, word.slice(found[0].length));
    open = found[2] === undefined && takesValue(flag) ? flag : undefined;
  }
  return { flags, positionals };
}

/** UNKNOWN where a part of the word is known only when the command runs, as xargs' `{}`, or where there is none. */
export function known(word: string | undefined): string | Unknown {
  return word === undefined || word === "" || word.includes(HOLE) || word.includes("{}") ? UNKNOWN : word;
}
