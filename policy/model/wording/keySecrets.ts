import type { Grant } from "../grants";
import { memberText } from "../members";
import type { SecretReader } from "../verdicts/keys/secretReaders";
import type { OldVersion } from "../verdicts/keys/secretVersions";
import { printable, roleText } from "./lists";
import { where as place } from "./places";

export function secretReaderMessage({ secret, grant, where, everybody }: SecretReader): string {
  const role = roleText(grant.role);
  const on = where === "secret" ? "it" : place(grant.scope);
  const wide = where === "secret" ? "" : ", which reaches every secret there";
  const remedy = everybody
    ? "take it away, and make a new key, for this one has to count as known"
    : "grant it on the one secret to those who hand the key to Segment";
  return (
    `${reader(grant)} can read the secret ${printable(secret.name)}, which holds the key of ${printable(secret.member)}, ` +
    `by ${role} on ${on}${wide}; ${remedy}.`
  );
}

export function oldVersionMessage({ secret, version, why }: OldVersion): string {
  const name = printable(version.resource.name);
  const held = `The version ${name} of the secret ${printable(secret.name)}, which holds the key of ${printable(secret.member)},`;
  return why === "stale"
    ? `${held} stays enabled although another version holds the key in use; set enabled to false, or remove it.`
    : `${held} stays enabled when another one replaces it (deletionPolicy ABANDON); set deletionPolicy to DISABLE.`;
}

function reader({ member }: Grant): string {
  switch (member.kind) {
    case "named":
      return printable(memberText(member.member));
    case "account":
      return `serviceAccount:${printable(member.identity)}`;
    case "unknown":
      return "Somebody who is not known before the update";
  }
}
