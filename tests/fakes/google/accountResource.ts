import { projectResource, type Resource } from "./access";
import type { AccountState, GoogleState } from "./state";

/** The account as a resource with a policy of its own. */
export function accountResource(state: GoogleState, held: AccountState): Resource {
  const parent = projectResource(state, held.project);
  return {
    name: `projects/${held.project}/serviceAccounts/${held.uniqueId}`,
    policy: held.policy,
    ...(parent && { parent }),
  };
}
