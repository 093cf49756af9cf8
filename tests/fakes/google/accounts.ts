import { createHash } from "node:crypto";
import { rsaKey } from "../../support/rsaKeys";
import { nextId, now, type AccountState, type GoogleState, type KeyState, type ProjectState } from "./state";

/** An account with the one key that Google keeps for itself, put into its project. */
export function addAccount(
  state: GoogleState,
  project: ProjectState,
  id: string,
  fields: Partial<AccountState>,
): AccountState {
  const email = `${id}@${project.id}.iam.gserviceaccount.com`;
  const uniqueId = `1000000000${nextId(state) + 10_000_000_000}`;
  const made: AccountState = {
    email,
    project: project.id,
    uniqueId,
    displayName: "",
    description: "",
    disabled: false,
    keys: new Map(),
    policy: { bindings: [], version: 1 },
    ...fields,
  };
  const key = systemKey(state, uniqueId);
  made.keys.set(key.id, key);
  project.accounts.set(email, made);
  return made;
}

/** Its private half is nowhere, and one pair serves all accounts because making one takes time. */
function systemKey(state: GoogleState, uniqueId: string): KeyState {
  return {
    id: createHash("sha1").update(uniqueId).digest("hex"),
    publicKey: rsaKey("system").publicKey,
    origin: "GOOGLE_PROVIDED",
    type: "SYSTEM_MANAGED",
    validAfter: now(state),
    validBefore: now(state) + 2 * 365 * 86_400_000,
    disabled: false,
  };
}
