import { projectResource } from "./access";
import { accountResource } from "./accountResource";
import { addAccount } from "./accounts";
import { apiError } from "./errors";
import { renameMember, replacePolicy, shown, testPermissions, versionInQuery } from "./policies";
import { object, page, projectOf, requirePermission, route, text, type Call, type Route } from "./router";
import { findAccount } from "./tokens";
import { now, type AccountState, type Json } from "./state";

const iam = "iam.googleapis.com";
const accounts = "/v1/projects/{project}/serviceAccounts";
const account = `${accounts}/{account}`;

/** Service accounts: https://cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts */
export const serviceAccountRoutes: Route[] = [
  route("GET", accounts, iam, (call) => {
    const project = projectOf(call, iam);
    requirePermission(
      call,
      "iam.serviceAccounts.list",
      projectResource(call.state, project.id),
      `projects/${project.id}`,
    );
    const { items, ...rest } = page(call, [...project.accounts.values()].filter(isThere));
    return { accounts: items.map(resource), ...rest };
  }),
  route("POST", accounts, iam, create),
  route("GET", account, iam, (call) => resource(accountOf(call, "iam.serviceAccounts.get"))),
  route("PATCH", account, iam, (call) => {
    const held = accountOf(call, "iam.serviceAccounts.update");
    const wanted = object(call.body, "serviceAccount");
    held.displayName = text(wanted, "displayName") ?? held.displayName;
    held.description = text(wanted, "description") ?? held.description;
    return resource(held);
  }),
  route("DELETE", account, iam, (call) => {
    const held = accountOf(call, "iam.serviceAccounts.delete");
    held.deletedAt = now(call.state);
    renameMember(call.state, member(held), deletedMember(held));
    return {};
  }),
  route("POST", `${account}:disable`, iam, (call) => {
    accountOf(call, "iam.serviceAccounts.disable").disabled = true;
    return {};
  }),
  route("POST", `${account}:enable`, iam, (call) => {
    accountOf(call, "iam.serviceAccounts.enable").disabled = false;
    return {};
  }),
  route("POST", `${account}:undelete`, iam, undelete),
  route("POST", `${account}:getIamPolicy`, iam, (call) =>
    shown(accountOf(call, "iam.serviceAccounts.getIamPolicy").policy, versionInQuery(call)),
  ),
  route("POST", `${account}:setIamPolicy`, iam, (call) =>
    replacePolicy(call, accountOf(call, "iam.serviceAccounts.setIamPolicy").policy),
  ),
  route("POST", `${account}:testIamPermissions`, iam, (call) =>
    testPermissions(call, accountResource(call.state, accountOf(call))),
  ),
];

/** The account that a path names by email or unique id, also under `projects/-`; refused without the permission. */
export function accountOf(call: Call, permission?: string): AccountState {
  const wanted = call.params["account"] ?? "";
  const found =
    findAccount(call.state, wanted) ??
    [...call.state.projects.values()]
      .flatMap((project) => [...project.accounts.values()])
      .find((one) => one.uniqueId === wanted && isThere(one));
  const project = call.params["project"] === "-" ? found?.project : call.params["project"];
  if (project === undefined) throw apiError(404, `Unknown service account`);
  const home = projectOf(call, iam, project);
  const what = `projects/${home.id}/serviceAccounts/${wanted}`;
  const held = found && isThere(found) && found.project === home.id ? found : undefined;
  if (permission) {
    const on = held ? accountResource(call.state, held) : projectResource(call.state, home.id);
    requirePermission(call, permission, on, what);
  }
  if (!held) throw apiError(404, `Service account ${what} does not exist.`);
  return held;
}

function create(call: Call): Json {
  const project = projectOf(call, iam);
  requirePermission(
    call,
    "iam.serviceAccounts.create",
    projectResource(call.state, project.id),
    `projects/${project.id}`,
  );
  const id = text(call.body, "accountId") ?? "";
  if (!/^[a-z]([-a-z0-9]{4,28}[a-z0-9])$/.test(id)) {
    throw apiError(
      400,
      `Invalid service account ID "${id}": 6 to 30 lower case letters, digits and hyphens.`,
    );
  }
  const email = `${id}@${project.id}.iam.gserviceaccount.com`;
  const existing = project.accounts.get(email);
  if (existing && isThere(existing)) {
    throw apiError(409, `Service account ${id} already exists within project projects/${project.id}.`);
  }
  const wanted = object(call.body, "serviceAccount");
  const made = addAccount(call.state, project, id, {
    displayName: text(wanted, "displayName") ?? "",
    description: text(wanted, "description") ?? "",
  });
  return resource(made);
}

/** By unique id, within 30 days, unless the name is taken again: https://cloud.google.com/iam/docs/service-accounts-delete-undelete */
function undelete(call: Call): Json {
  const wanted = call.params["account"] ?? "";
  for (const project of call.state.projects.values()) {
    for (const held of project.accounts.values()) {
      if (held.uniqueId !== wanted || held.deletedAt === undefined) continue;
      requirePermission(
        call,
        "iam.serviceAccounts.undelete",
        projectResource(call.state, project.id),
        `projects/${project.id}`,
      );
      if (now(call.state) - held.deletedAt > 30 * 86_400_000) break;
      delete held.deletedAt;
      renameMember(call.state, deletedMember(held), member(held));
      return { restoredAccount: resource(held) };
    }
  }
  throw apiError(404, `Account deletion record not found for numeric ID ${wanted}`);
}

function isThere(held: AccountState): boolean {
  return held.deletedAt === undefined;
}

function member(held: AccountState): string {
  return `serviceAccount:${held.email}`;
}

function deletedMember(held: AccountState): string {
  return `deleted:serviceAccount:${held.email}?uid=${held.uniqueId}`;
}

function resource(held: AccountState): Json {
  return {
    name: `projects/${held.project}/serviceAccounts/${held.email}`,
    projectId: held.project,
    uniqueId: held.uniqueId,
    email: held.email,
    displayName: held.displayName,
    description: held.description,
    etag: "MDEwMjE5MjA=",
    oauth2ClientId: held.uniqueId,
    ...(held.disabled && { disabled: true }),
  };
}
