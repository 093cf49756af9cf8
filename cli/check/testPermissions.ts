import { GoogleRefusal } from "../google/errors";
import type { GoogleClient, GoogleRequest } from "../google/GoogleClient";
import { texts } from "../google/json";

/** As many as one request may hold. */
const batch = 100;

/**
 * Which of the permissions the key holds on a resource, by its testIamPermissions method.
 *
 * Google refuses a whole request for one permission that the kind of resource does not know; such a request is halved
 * until that permission stands alone, and is left out.
 */
export async function testPermissions(
  client: GoogleClient,
  on: Pick<GoogleRequest, "api" | "path">,
  permissions: readonly string[],
): Promise<Set<string>> {
  const held = new Set<string>();
  const ask = async (some: readonly string[]): Promise<void> => {
    try {
      const body = { permissions: [...some] };
      const answer = await client.request({ ...on, method: "POST", body, safeToRepeat: true });
      for (const permission of texts(answer["permissions"])) held.add(permission);
    } catch (error) {
      if (!(error instanceof GoogleRefusal) || error.facts.status !== 400) throw error;
      if (!/\bpermission\b/i.test(error.facts.message)) throw error;
      if (some.length === 1) return;
      const half = Math.ceil(some.length / 2);
      await ask(some.slice(0, half));
      await ask(some.slice(half));
    }
  };
  for (let start = 0; start < permissions.length; start += batch)
    await ask(permissions.slice(start, start + batch));
  return held;
}
