import { path } from "../google/GoogleClient";
import { text } from "../google/json";
import type { Secret } from "./GoogleProject";
import { pool } from "./pool";
import type { Reader } from "./Reader";

/** The project's secrets and who may read each; never a version's content. */
export async function readSecrets(reader: Reader, project: string): Promise<Secret[]> {
  const secrets = await reader.try(
    `the secrets of project ${project}`,
    reader.client.list(
      { api: "secretmanager", path: path`/v1/projects/${project}/secrets`, query: { pageSize: "250" } },
      "secrets",
    ),
    [],
  );
  return pool(secrets, 4, async (resource): Promise<Secret> => {
    const id = text(resource["name"])?.split("/").at(-1) ?? "";
    const bindings = await reader.try(
      `the policy of secret ${id}`,
      reader.bindings(`secret ${id}`, {
        api: "secretmanager",
        path: path`/v1/projects/${project}/secrets/${id}:getIamPolicy`,
        method: "GET",
        versionIn: "query",
      }),
      [],
    );
    return { id, resource, bindings };
  });
}
