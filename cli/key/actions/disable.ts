import type { Arguments } from "../../arguments";
import { GoogleRefusal } from "../../google/errors";
import { secretOf } from "../completedBefore";
import { switchKey } from "../google/keys";
import { disableVersion, versionsWith } from "../google/secretVersions";
import type { KeyName } from "../names";
import { amongOthers } from "../lastValid";
import { ActionRefused, type Outcome } from "../outcome";
import { keyOf } from "../options";
import type { KeyContext } from "../KeyContext";

/** Disables the old key of a rotation, which Google allows to be taken back. */
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
      "If Segment is to stop: the same with --force.",
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
