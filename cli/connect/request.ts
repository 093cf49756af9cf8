/** A request to Segment that may be shown: every secret setting is replaced by what is in it. */
export interface ShownRequest {
  method: string;
  path: string;
  body: object;
}

/** The words that stand for the key. */
export function hiddenKey(account: string, keyId: string): string {
  return `[the JSON key ${keyId} of ${account}]`;
}

/** The same settings with `hidden` in place of each value. */
export function hideAll(secret: object, hidden: string): object {
  return Object.fromEntries(Object.keys(secret).map((name) => [name, hidden]));
}
