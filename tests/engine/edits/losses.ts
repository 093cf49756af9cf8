import type { GoogleState } from "../../fakes/google/state";

/** What cannot be made a second time: live accounts, keys made or uploaded, secrets with their versions, datasets. */
export function irreplaceable(state: GoogleState): string[] {
  return [...state.projects.values()].flatMap(({ id, accounts, secrets, datasets }) => [
    ...[...accounts.values()]
      .filter(({ deletedAt }) => deletedAt === undefined)
      .flatMap(({ email, keys }) => [
        `account ${email}`,
        ...[...keys.values()]
          .filter(({ type }) => type === "USER_MANAGED")
          .map((key) => `key ${key.id} of ${email}`),
      ]),
    ...[...secrets.values()].flatMap((secret) =>
      secret.versions
        .filter(({ state: is }) => is === "ENABLED")
        .map(({ number }) => `version ${number} of secret ${id}/${secret.id}`),
    ),
    ...[...datasets.keys()].map((dataset) => `dataset ${id}.${dataset}`),
  ]);
}

/** What was there before and is not any more. */
export function lost(before: readonly string[], state: GoogleState): string[] {
  const now = new Set(irreplaceable(state));
  return before.filter((thing) => !now.has(thing));
}
