import { path } from "../google/GoogleClient";
import { text } from "../google/json";
import type { Account } from "./GoogleProject";
import { pool } from "./pool";
import type { Reader } from "./Reader";

/** The project's service accounts with their own policies and the metadata of their keys. */
export async function readAccounts(reader: Reader, project: string): Promise<Account[]> {
  const accounts = await reader.try(
    accountsOf(project),
    reader.client.list(
      { api: "iam", path: path`/v1/projects/${project}/serviceAccounts`, query: { pageSize: "100" } },
      "accounts",
    ),
    [],
  );
  return pool(accounts, 4, async (resource): Promise<Account> => {
    const email = text(resource["email"]) ?? "";
    const at = path`/v1/projects/${project}/serviceAccounts/${email}`;
    return {
      email,
      resource,
      bindings: await reader.try(
        `the policy of service account ${email}`,
        reader.bindings(`service account ${email}`, {
          api: "iam",
          path: `${at}:getIamPolicy`,
          versionIn: "query",
        }),
        [],
      ),
      keys: await reader.try(
        `the keys of service account ${email}`,
        reader.client.list({ api: "iam", path: `${at}/keys`, query: { keyTypes: "USER_MANAGED" } }, "keys"),
        [],
      ),
    };
  });
}

/** What the list of accounts is called where it could not be read. */
export function accountsOf(project: string): string {
  return `the service accounts of project ${project}`;
}
