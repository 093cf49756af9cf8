import type { SqlTarget } from "../../parsers/sql/grantStatement";
import type { Plain, Unknown } from "../../stack/plain";

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
