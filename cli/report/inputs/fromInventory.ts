import { packConfig } from "../../../policy/access/config";
import { UsageError } from "../../command";
import { type Container, readInventory } from "../../googleProject/readInventory";
import { userClient } from "../../googleProject/userClient";
import type { PolicySettings } from "../../judgement/policySettings";
import type { Input } from "../makeReport";

/**
 * Reads what the configured accounts hold anywhere in an organization or a folder, with the user's own credentials.
 *
 * @throws UsageError where the config names no account, GoogleRefusal where the inventory may not be searched, NoAnswer
 */
export async function fromInventory(
  container: Container,
  settings: PolicySettings,
  env: NodeJS.ProcessEnv,
): Promise<Input> {
  const { serviceAccounts = [] } = packConfig(settings.config);
  if (serviceAccounts.length === 0) {
    throw new UsageError(
      `--${container.kind} searches for accounts by their addresses: name them with serviceAccounts in the file of --policy-config.`,
    );
  }
  const { resources, unread } = await readInventory(await userClient(env), container, serviceAccounts);
  return {
    subject: { kind: container.kind, name: `${container.kind} ${container.id}` },
    resources,
    settings,
    incomplete: [...unread],
  };
}
