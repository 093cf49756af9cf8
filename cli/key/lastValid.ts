import { isValid, listKeys, type LiveKey } from "./google/keys";
import type { KeyName } from "./names";
import { ActionRefused } from "./outcome";
import type { KeyContext } from "./KeyContext";

/** A key and the account's other keys with which a token can be had. */
export interface KeyAmongOthers {
  key: LiveKey;
  otherValid: readonly LiveKey[];
}

/**
 * Looks a key up.
 *
 * @throws ActionRefused where the account has no such key of its users' own
 */
export async function amongOthers(
  context: KeyContext,
  { account, id, name }: KeyName,
): Promise<KeyAmongOthers> {
  const keys = await listKeys(context, account);
  const key = keys.find((one) => one.id === id);
  if (!key)
    throw new ActionRefused(
      `${account.email} has no user-managed key ${id}: it is deleted, or one that Google keeps for itself.`,
      [
        `segment-bigquery key list ${account.email}`,
        `What was made a moment ago can take a minute to be seen: ${name}`,
      ],
    );
  return { key, otherValid: keys.filter((one) => one.id !== id && isValid(one, context.now)) };
}
