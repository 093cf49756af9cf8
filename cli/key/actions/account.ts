import type { Arguments } from "../../arguments";
import { switchAccount } from "../google/accounts";
import type { Outcome } from "../outcome";
import { accountOf } from "../options";
import type { KeyContext } from "../KeyContext";

/** Takes the account out of use: all keys, and tokens made with them before. Google allows it to be taken back. */
export async function disableAccount(args: Arguments, context: KeyContext): Promise<Outcome> {
  const account = accountOf(args);
  args.end(1);
  await switchAccount(context, account, "disable");
  return {
    code: 0,
    lines: [
      `Disabled ${account.email}: no key and no token of it works, as soon as this has reached everywhere.`,
    ],
    next: [
      "So that the next pulumi up does not enable it again: pulumi config set disabled true",
      `To take it back: segment-bigquery key enable-account ${account.email}, and pulumi config set disabled false`,
      "Segment given up for good: wait a week, then key.protect false, stateDataset.protect false, pulumi up, pulumi destroy.",
    ],
    data: { account: account.email, disabled: true },
  };
}

/** Takes `disableAccount` back. */
export async function enableAccount(args: Arguments, context: KeyContext): Promise<Outcome> {
  const account = accountOf(args);
  args.end(1);
  await switchAccount(context, account, "enable");
  return {
    code: 0,
    lines: [`Enabled ${account.email}. Keys that are disabled stay so.`],
    next: [
      "So that the next pulumi up does not disable it again: pulumi config set disabled false",
      `See which keys are valid: segment-bigquery key list ${account.email}`,
    ],
    data: { account: account.email, disabled: false },
  };
}
