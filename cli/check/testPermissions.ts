import { GoogleRefusal } from "../google/errors";
import type { GoogleClient, GoogleRequest } from "../google/GoogleClient";
import { texts } from "../google/json";

/** As many as one request may hold. */
const batch = 100;

/** So many permissions refused one by one, and none accepted: then it is not the permissions that are wrong. */
const patience = 8;

/**
 * Which of the permissions the key holds on a resource, by its testIamPermissions method.
 *
 * Google refuses a whole request (400) for one permission that the kind of resource does not know; such a request is
 * halved until that permission is alone, and is left out.
 */
export async function testPermissions(
  client: GoogleClient,
  on: Pick<GoogleRequest, "api" | "path">,
  permissions: readonly string[],
): Promise<Set<string>> {
  const held = new Set<string>();
  let [accepted, refused] = [0, 0];
  const ask = async (some: readonly string[]): Promise<void> => {
    try {
      const body = { permissions: [...some] };
      const answer = await client.request({ ...on, method: "POST", body, safeToRepeat: true });
      accepted++;
      for (const permission of texts(answer["permissions"])) held.add(permission);
    } catch (error) {
      if (!(error instanceof GoogleRefusal) || error.facts.status !== 400) throw error;
      if (some.length === 1) {
        refused++;
        if (accepted === 0 && refused >= Math.min(patience, permissions.length)) throw error;
        return;
      }
      const half = Math.ceil(some.length / 2);
      await ask(some.slice(0, half));
      await ask(some.slice(half));
    }
  };
  for (let start = 0; start < permissions.length; start += batch)
    await ask(permissions.slice(start, start + batch));
  return held;
}
