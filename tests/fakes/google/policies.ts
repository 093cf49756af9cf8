import { createHash } from "node:crypto";
import { allowed, type Resource } from "./access";
import { apiError } from "./errors";
import { roleExists } from "./roles";
import { object, type Call } from "./router";
import type { Binding, GoogleState, Json, Policy } from "./state";

/**
 * A policy as the API answers it: https://cloud.google.com/iam/docs/reference/rest/v1/Policy
 *
 * @param version the version asked for: below 3 a conditional binding comes as a role of another name, and without
 * its condition (https://cloud.google.com/iam/docs/troubleshooting-withcond)
 */
export function shown(policy: Policy, version: number): Json {
  const conditional = policy.bindings.some((binding) => binding.condition);
  const bindings =
    version >= 3 ? policy.bindings : policy.bindings.map((binding) => withoutCondition(binding));
  return {
    version: conditional && version >= 3 ? 3 : 1,
    etag: etag(policy.version),
    ...(bindings.length > 0 && { bindings }),
  };
}

/** A binding, or an entry of a dataset's access list, with its condition hidden in the role's name. */
export function withoutCondition<T extends { role?: unknown; condition?: unknown }>(
  entry: T,
): Omit<T, "condition"> {
  const { condition, ...rest } = entry;
  if (condition === undefined) return rest;
  const hash = createHash("sha1").update(JSON.stringify(condition)).digest("hex").slice(0, 20);
  return { ...rest, role: `${String(entry.role)}_withcond_${hash}` };
}

/** The version that a request asks for in its body, as projects, folders and tables take it. */
export function versionInBody(call: Call): number {
  return Number(object(call.body, "options")["requestedPolicyVersion"] ?? 1);
}

/** The version that a request asks for in its query, as service accounts and secrets take it. */
export function versionInQuery(call: Call): number {
  return Number(call.query.get("options.requestedPolicyVersion") ?? 1);
}

/** An etag: opaque to callers, another one after each change. */
export function etag(version: number): string {
  return Buffer.from(`BwX${String(version).padStart(6, "0")}`).toString("base64");
}

/**
 * Replaces a policy as setIamPolicy does.
 *
 * A stale etag is a conflict, and none at all overwrites:
 * https://cloud.google.com/iam/docs/reference/rest/v1/Policy (field etag)
 */
export function replacePolicy(call: Call, policy: Policy): Json {
  const wanted = object(call.body, "policy");
  if (typeof wanted["etag"] === "string" && wanted["etag"] !== etag(policy.version)) {
    throw apiError(
      409,
      "There were concurrent policy changes. Please retry the whole read-modify-write with exponential backoff.",
      "ABORTED",
    );
  }
  const bindings = (wanted["bindings"] ?? []) as Binding[];
  for (const binding of bindings) checkBinding(call.state, binding, Number(wanted["version"] ?? 1));
  policy.bindings = bindings
    .filter((binding) => (binding.members ?? []).length > 0)
    .map((binding) => ({ ...binding, members: [...new Set(binding.members)] }));
  policy.version++;
  return shown(policy, 3);
}

function checkBinding(state: GoogleState, binding: Binding, version: number): void {
  if (!roleExists(state, binding.role)) {
    throw apiError(400, `Role ${binding.role} is not supported for this resource.`);
  }
  if (binding.condition && version < 3) {
    throw apiError(400, "Policies with conditions must have version 3.");
  }
  for (const member of binding.members ?? []) checkMember(state, member);
}

/** A service account must exist when it is bound: https://cloud.google.com/iam/docs/troubleshooting-access */
function checkMember(state: GoogleState, member: string): void {
  if (member.startsWith("deleted:") || /^(allUsers|allAuthenticatedUsers)$/.test(member)) return;
  if (!/^[a-zA-Z]+:/.test(member)) throw apiError(400, `Invalid member: ${member}`);
  const account = /^serviceAccount:([^@]+@([^.]+)\.iam\.gserviceaccount\.com)$/.exec(member);
  const project = account && state.projects.get(account[2] ?? "");
  if (!project) return;
  const held = project.accounts.get((account[1] ?? "").toLowerCase());
  if (!held || held.deletedAt !== undefined) {
    throw apiError(400, `Service account ${account[1]} does not exist.`);
  }
}

/** Which of the permissions asked for the caller holds: nothing is required to ask. */
export function testPermissions(call: Call, on: Resource | undefined): Json {
  const asked = call.body["permissions"];
  if (!Array.isArray(asked) || asked.length === 0) throw apiError(400, "Permissions cannot be empty.");
  if (asked.length > 100) throw apiError(400, "At most 100 permissions can be tested in one request.");
  const valid = (one: unknown): boolean =>
    typeof one === "string" &&
    /^[a-z][a-zA-Z]*(\.[a-zA-Z]+){2}$/.test(one) &&
    !call.state.untestable.has(one);
  const wrong = asked.findIndex((one) => !valid(one));
  if (wrong >= 0)
    throw apiError(400, `Permission ${JSON.stringify(asked[wrong])} is not valid for this resource.`);
  const held = (asked as string[]).filter((permission) => allowed(call.state, call.caller, permission, on));
  return held.length > 0 ? { permissions: held } : {};
}

/** Rewrites a member wherever a policy names it, as Google does when an account is deleted or undeleted. */
export function renameMember(state: GoogleState, from: string, to: string): void {
  const rename = (policy: Policy): void => {
    for (const binding of policy.bindings) {
      binding.members = binding.members.map((member) =>
        member.toLowerCase() === from.toLowerCase() ? to : member,
      );
    }
  };
  for (const container of state.containers.values()) rename(container.policy);
  for (const project of state.projects.values()) {
    rename(project.policy);
    for (const account of project.accounts.values()) rename(account.policy);
    for (const secret of project.secrets.values()) rename(secret.policy);
    for (const dataset of project.datasets.values())
      for (const table of dataset.tables.values()) rename(table.policy);
  }
}
