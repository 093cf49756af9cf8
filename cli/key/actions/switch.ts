import type { Arguments } from "../../arguments";
import { GoogleRefusal } from "../../google/errors";
import { secretOf } from "./finish";
import { amongOthers, isValid, listKeys, type LiveKey, switchAccount, switchKey } from "../google/keys";
import { disableVersion, versionsWith } from "../google/secretVersions";
import type { KeyName } from "../names";
import { ActionRefused } from "../../errors";
import type { Outcome } from "../outcome";
import { accountOf, keyOf } from "../options";
import type { KeyContext } from "../KeyContext";

/** Disables the old key of a rotation; `enable` reverses it. */
export async function disable(args: Arguments, context: KeyContext): Promise<Outcome> {
  const wanted = keyOf(args);
  const given = args.optionalText(
    "key-secret",
    /^projects\/[a-z0-9:.-]+\/secrets\/[A-Za-z0-9_-]{1,255}$/,
    "a secret's full name, projects/P/secrets/S",
  );
  args.end(1);
  const { name, account } = wanted;
  const secret = given ?? secretOf(account);
  const { key, otherValid } = await amongOthers(context, wanted);
  if (!key.disabled && otherValid.length === 0 && !args.is("force"))
    throw new ActionRefused(`${name} is the last valid key of ${account.email}: without it, Segment stops.`, [
      "Rotate first: set keyStep to add-b or add-a.",
      `If it has leaked: segment-bigquery key revoke ${name}`,
      "If Segment should stop: the same with --force.",
    ]);
  if (!key.disabled) await switchKey(context, wanted, "disable");
  const versions = key.origin === "uploaded" ? await retireVersions(context, wanted, secret) : [];
  return {
    code: 0,
    lines: [
      key.disabled
        ? `${name} was disabled already.`
        : `Disabled ${name}. It takes minutes to reach everywhere, and tokens live for up to an hour.`,
      ...(versions === "unknown"
        ? [`Whether ${secret} holds it is unknown, because you may not read it: disable its version there.`]
        : versions.map((version) => `Disabled ${version}, which holds it.`)),
    ],
    next: [
      "Wait until every sync of Segment has run.",
      `If one fails: segment-bigquery key enable ${name}`,
      ...(versions === "unknown"
        ? []
        : versions.map((version) => `And with it its secret: ${enableCommand(version)}`)),
      "If none does, set keyStep to the next step (only-b after use-b, only-a after use-a): the stack deletes the key.",
    ],
    data: {
      key: name,
      disabled: true,
      changed: !key.disabled,
      disabledVersions: versions === "unknown" ? null : versions,
      otherValid: otherValid.map((one) => one.name),
    },
  };
}

/** A stack disables the versions that it has stored; those of uploaded keys it does not know. */
async function retireVersions(
  context: KeyContext,
  { id }: KeyName,
  secret: string,
): Promise<string[] | "unknown"> {
  try {
    const versions = await versionsWith(context, secret, (stored) => stored.id === id);
    if (versions !== "unknown") for (const version of versions) await disableVersion(context, version);
    return versions;
  } catch (error) {
    if (error instanceof GoogleRefusal && error.facts.status === 404) return [];
    if (error instanceof GoogleRefusal && error.facts.status === 403) return "unknown";
    throw error;
  }
}

function enableCommand(version: string): string {
  const [, project = "", , secret = "", , number = ""] = version.split("/");
  return `gcloud secrets versions enable ${number} --secret=${secret} --project=${project}`;
}

/** Takes a `disable` back. */
export async function enable(args: Arguments, context: KeyContext): Promise<Outcome> {
  const wanted = keyOf(args);
  args.end(1);
  const { name } = wanted;
  const { key } = await amongOthers(context, wanted);
  if (key.disabled) await switchKey(context, wanted, "enable");
  const ended = !isValid({ ...key, disabled: false }, context.now);
  return {
    code: ended ? 1 : 0,
    lines: [
      key.disabled ? `Enabled ${name}.` : `${name} was enabled already.`,
      ...(ended ? [`It ended on ${key.expires}, so it is still not valid.`] : []),
    ],
    next: ended
      ? ["Rotate: set keyStep to add-b or add-a."]
      : ["If it was disabled because it had leaked, it works again: rotate at once."],
    data: { key: name, disabled: false, changed: key.disabled, ended },
  };
}

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
      "Hand the new key over: segment-bigquery connect --stack STACK. Then remove key.replaceNow.",
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

/** Disables the account: all its keys, and the tokens made with them. `enableAccount` reverses it. */
export function disableAccount(args: Arguments, context: KeyContext): Promise<Outcome> {
  return switchWholeAccount(args, context, "disable", (email) => ({
    lines: [`Disabled ${email}: no key and no token of it works, as soon as this has reached everywhere.`],
    next: [
      "To keep the next pulumi up from enabling it again: pulumi config set disabled true",
      `To undo it: segment-bigquery key enable-account ${email}, and pulumi config set disabled false`,
      "Segment given up for good: wait a week, then key.protect false, stateDataset.protect false, pulumi up, pulumi destroy.",
    ],
  }));
}

export function enableAccount(args: Arguments, context: KeyContext): Promise<Outcome> {
  return switchWholeAccount(args, context, "enable", (email) => ({
    lines: [`Enabled ${email}. Disabled keys stay disabled.`],
    next: [
      "To keep the next pulumi up from disabling it again: pulumi config set disabled false",
      `See which keys are valid: segment-bigquery key list ${email}`,
    ],
  }));
}

async function switchWholeAccount(
  args: Arguments,
  context: KeyContext,
  to: "disable" | "enable",
  say: (email: string) => Pick<Outcome, "lines" | "next">,
): Promise<Outcome> {
  const account = accountOf(args);
  args.end(1);
  await switchAccount(context, account, to);
  return { code: 0, ...say(account.email), data: { account: account.email, disabled: to === "disable" } };
}
