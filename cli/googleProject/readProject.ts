import { path, type GoogleClient } from "../google/GoogleClient";
import type { SourceRef } from "../../policy/access/declaration";
import { record, records, text } from "../google/json";
import type { Binding, Ancestor, GoogleProject } from "./GoogleProject";
import { readAccounts } from "./readAccounts";
import { readDatasets, type ReadDatasetsOptions } from "./readDatasets";
import { readSecrets } from "./readSecrets";
import { Reader } from "./Reader";

/**
 * Reads a project: who holds what on it, above it and in it. Asks for names and policies only, never for a table's rows
 * or a secret's content, and changes nothing.
 *
 * @throws GoogleRefusal where not even the project's own policy may be read, NoAnswer where Google does not answer
 */
export async function readProject(
  client: GoogleClient,
  options: ReadDatasetsOptions,
): Promise<GoogleProject> {
  const { project } = options;
  const reader = new Reader(client);
  const bindings = await reader.bindings(`project ${project}`, {
    api: "cloudresourcemanager",
    path: path`/v3/projects/${project}:getIamPolicy`,
  });
  const found = await reader.try(
    `project ${project}`,
    client.request({ api: "cloudresourcemanager", method: "GET", path: path`/v3/projects/${project}` }),
    {},
  );
  const number = text(found["name"])?.replace("projects/", "");
  reader.reads(project, number);
  noteOtherProjects(reader, project, options.sources ?? []);
  const ancestors = await readAncestors(reader, project);
  const accounts = await readAccounts(reader, project);
  const { datasets, unseen } = await readDatasets(reader, options);
  const secrets = await readSecrets(reader, project);
  return {
    project,
    number,
    bindings,
    ancestors,
    roles: await readRoles(reader, project, [bindings, ...ancestors.map((one) => one.bindings)].flat()),
    accounts,
    datasets,
    unseen,
    secrets,
    unread: reader.unread,
  };
}

function noteOtherProjects(reader: Reader, project: string, sources: readonly SourceRef[]): void {
  for (const source of sources)
    if (source.project !== project && source.dataset === undefined) {
      reader.note(
        `project ${source.project}`,
        "it is a source as a whole, but only one project is read: what is granted there is not seen",
      );
    }
}

async function readAncestors(reader: Reader, project: string): Promise<Ancestor[]> {
  const answer = await reader.try(
    `the folders and the organisation above project ${project}`,
    reader.client.request({
      api: "cloudresourcemanager",
      method: "POST",
      path: path`/v1/projects/${project}:getAncestry`,
      body: {},
      safeToRepeat: true,
    }),
    {},
  );
  const ancestors: Ancestor[] = [];
  for (const { resourceId } of records(answer["ancestor"])) {
    const { type, id } = record(resourceId);
    if ((type !== "folder" && type !== "organization") || typeof id !== "string") continue;
    const bindings = await reader.try(
      `the policy of ${type} ${id}`,
      reader.bindings(`${type} ${id}`, {
        api: "cloudresourcemanager",
        path: path`/v3/${`${type}s`}/${id}:getIamPolicy`,
      }),
      [],
    );
    ancestors.push({ kind: type, id, bindings });
  }
  return ancestors;
}

/** The project's custom roles, and single ones of organisations where they are granted. */
async function readRoles(
  reader: Reader,
  project: string,
  bindings: readonly Binding[],
): Promise<GoogleProject["roles"]> {
  const own = await reader.try(
    `the custom roles of project ${project}`,
    reader.client.list(
      { api: "iam", path: path`/v1/projects/${project}/roles`, query: { view: "FULL", pageSize: "300" } },
      "roles",
    ),
    [],
  );
  const others = new Set(
    bindings.map(({ role }) => role).filter((role) => /^organizations\/[^/]+\/roles\/[^/]+$/.test(role)),
  );
  const roles = [...own];
  for (const name of others) {
    const [, organization = "", , role = ""] = name.split("/");
    const found = await reader.try(
      `role ${name}`,
      reader.client.request({
        api: "iam",
        method: "GET",
        path: path`/v1/organizations/${organization}/roles/${role}`,
      }),
      undefined,
    );
    if (found) roles.push(found);
  }
  return roles;
}
