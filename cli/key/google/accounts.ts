import { text } from "../../google/json";
import type { AccountName } from "../names";
import type { KeyContext } from "../KeyContext";
import { at } from "./keys";

/** The account's number, which key files hold as client_id. */
export async function uniqueIdOf(context: KeyContext, account: AccountName): Promise<string> {
  const google = await context.google();
  const answer = await context.retryUntilVisible(() =>
    google.request({ api: "iam", method: "GET", path: at(account) }),
  );
  return text(answer["uniqueId"]) ?? "";
}

/**
 * Takes an account out of use, or back into it.
 *
 * https://cloud.google.com/iam/docs/service-accounts-disable-enable
 */
export async function switchAccount(
  context: KeyContext,
  account: AccountName,
  to: "disable" | "enable",
): Promise<void> {
  const google = await context.google();
  const wanted = `${at(account)}:${to}`;
  await context.retryUntilVisible(() =>
    google.request({ api: "iam", method: "POST", path: wanted, body: {}, safeToRepeat: true }),
  );
}
