import type { Arguments } from "../../arguments";
import { isValid, listKeys, switchKey, type LiveKey } from "../google/keys";
import type { KeyName } from "../names";
import type { Outcome } from "../outcome";
import { keyOf } from "../options";
import type { KeyContext } from "../KeyContext";

/** Disables a leaked key at once, without looking at anything first, and says what to do next. */
export async function revoke(args: Arguments, context: KeyContext): Promise<Outcome> {
  const wanted = keyOf(args);
  args.end(1);
  await switchKey(context, wanted, "disable");
  const others = await othersThanThis(wanted, context);
  const { name, account } = wanted;
  return {
    code: 0,
    lines: [`Disabled ${name}. It takes minutes to reach everywhere.`, ...remaining(others)],
    next: [
      `Tokens made with the key live for up to an hour. To end those as well, and Segment with them: segment-bigquery key disable-account ${account.email}`,
      `See what was done with it: gcloud logging read 'protoPayload.authenticationInfo.serviceAccountKeyName:"${wanted.id}"' --project=${account.project} --freshness=30d`,
      "Make another key: set key.replaceNow {slot, incident} and run pulumi up. This deletes the leaked one.",
      `Enable the account again, if it was disabled: segment-bigquery key enable-account ${account.email}`,
      "Hand the new key over: segment-bigquery connect --stack STACK. Then take key.replaceNow away.",
      `If it was a false alarm: segment-bigquery key enable ${name}`,
    ],
    data: { key: name, disabled: true, otherValid: others?.map((one) => one.name) ?? null },
  };
}

/** Undefined where they cannot be listed: the key is disabled, and that alone counts now. */
async function othersThanThis({ account, id }: KeyName, context: KeyContext): Promise<LiveKey[] | undefined> {
  try {
    const keys = await listKeys(context, account);
    return keys.filter((one) => one.id !== id && isValid(one, context.now));
  } catch {
    return undefined;
  }
}

function remaining(others: readonly LiveKey[] | undefined): string[] {
  if (others === undefined) return ["The account's other keys could not be listed."];
  if (others.length === 0)
    return ["The account has no other valid key: Segment stops until it has another one."];
  return [
    `Still valid: ${others.map((one) => one.name).join(", ")}. Revoke those that may have leaked as well.`,
  ];
}
