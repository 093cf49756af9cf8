import { type GoogleClient, path } from "../google/GoogleClient";
import type { SourceRef } from "../../policy/access/declaration";
import { record, records, text } from "../google/json";
import type { Account, Ancestor, Binding, GoogleProject, Secret } from "./GoogleProject";
import { readGroups } from "./readGroups";
import { readDatasets, type ReadDatasetsOptions } from "./readDatasets";
import { pool, Reader } from "./Reader";

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
  const groups = await readGroups(reader, [
    ...groupsIn([
      ...bindings,
      ...[...ancestors, ...accounts, ...secrets].flatMap((one) => one.bindings),
      ...datasets.flatMap(({ tables }) => tables.flatMap((table) => table.bindings)),
    ]),
    ...datasets.flatMap(({ resource }) =>
      records(resource["access"]).flatMap((entry) => text(entry["groupByEmail"]) ?? []),
    ),
  ]);
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
    groups,
    unread: reader.unread,
  };
}

function groupsIn(bindings: readonly Binding[]): string[] {
  return bindings.flatMap(({ members }) =>
    members.flatMap((member) => /^group:(.+)$/i.exec(member)?.[1] ?? []),
  );
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
    `the folders and the organization above project ${project}`,
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

/** The project's custom roles, and single ones of organizations where they are granted. */
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

/** The project's service accounts with their own policies and the metadata of their keys. */
async function readAccounts(reader: Reader, project: string): Promise<Account[]> {
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

/** The project's secrets and who may read each; never a version's content. */
async function readSecrets(reader: Reader, project: string): Promise<Secret[]> {
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
