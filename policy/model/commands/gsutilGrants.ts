import { known } from "./arguments";
import { nothing, unreadable, type CommandGrant, type CommandGrants } from "./commandGrant";

/**
 * What `gsutil iam ch MEMBER:ROLE,… gs://…` grants, and `gsutil hmac create ACCOUNT` makes.
 *
 * See https://cloud.google.com/storage/docs/gsutil/commands/iam
 *
 * @param words those behind `gsutil`
 */
export function gsutilGrants(words: readonly string[]): CommandGrants {
  const group = words.findIndex((word) => word === "iam" || word === "hmac");
  const command = words.slice(group, group + 2).join(" ");
  const args = words.slice(group + 2);
  if (command === "hmac create")
    return { ...nothing, keyCreations: [{ account: known(args.at(-1)), how: "hmac" }] };
  if (command === "iam set") return unreadable;
  if (command !== "iam ch") return nothing;
  const path = args.filter((word) => word.startsWith("gs://")).map(known);
  const bindings = args.filter((word, at) => isBinding(word) && args[at - 1] !== "-d");
  return { ...nothing, grants: bindings.map((word) => binding(word, path)) };
}

function isBinding(word: string): boolean {
  return !word.startsWith("-") && !word.startsWith("gs://");
}

/** `serviceAccount:EMAIL:objectViewer,roles/…` */
function binding(word: string, path: CommandGrant["on"]["path"]): CommandGrant {
  const colon = word.lastIndexOf(":");
  const roles = word.slice(colon + 1).split(",");
  return {
    roles: roles.map((role) => known(role.includes("/") ? role : `roles/storage.${role}`)),
    on: { kind: "other", path, type: "storage buckets" },
    grantees: [known(word.slice(0, Math.max(0, colon)))],
  };
}
