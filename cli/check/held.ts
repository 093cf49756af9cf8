import {
  deployPermissions,
  escalationPermissions,
  impersonationPermissions,
} from "../../policy/facts/permissions";
import { bigqueryPermissions, catalogueRole, legacyDatasetRoles } from "../../policy/facts/roles";
import { GoogleRefusal } from "../google/errors";
import type { GoogleClient, GoogleRequest } from "../google/GoogleClient";
import { type JsonRecord, records, text, texts } from "../google/json";

/**
 * What a project is asked about: everything of BigQuery, and what would let the key raise itself, act as
 * another account, deploy something that runs as one, or read secrets.
 *
 * Left out on purpose: other services' data. The key's roles on buckets, topics and the like are for `adopt`.
 */
export const askedOnProject: readonly string[] = [
  ...new Set([
    ...bigqueryPermissions,
    ...escalationPermissions,
    ...impersonationPermissions,
    ...deployPermissions,
    "resourcemanager.projects.setIamPolicy",
    "secretmanager.secrets.setIamPolicy",
    "secretmanager.versions.access",
  ]),
].sort();

/** What a table is asked about. */
export const askedOnTable: readonly string[] = bigqueryPermissions.filter((permission) =>
  /^bigquery\.(tables|rowAccessPolicies)\./.test(permission),
);

/** What the account itself is asked about: with any of these a leaked key outlives its deletion. */
export const askedOnAccount: readonly string[] = impersonationPermissions;

/** As many as one request may hold. */
const batch = 100;

/** So many permissions refused one by one, and none accepted: then it is not the permissions that are wrong. */
const patience = 8;

/**
 * Which of the permissions the key holds on a resource, by its testIamPermissions method.
 *
 * Google refuses a whole request (400) for one permission that the kind of resource does not know; such a request is
 * halved until that permission is alone, and is left out.
 */
export async function testPermissions(
  client: GoogleClient,
  on: Pick<GoogleRequest, "api" | "path">,
  permissions: readonly string[],
): Promise<Set<string>> {
  const held = new Set<string>();
  let [accepted, refused] = [0, 0];
  const ask = async (some: readonly string[]): Promise<void> => {
    try {
      const body = { permissions: [...some] };
      const answer = await client.request({ ...on, method: "POST", body, safeToRepeat: true });
      accepted++;
      for (const permission of texts(answer["permissions"])) held.add(permission);
    } catch (error) {
      if (!(error instanceof GoogleRefusal) || error.facts.status !== 400) throw error;
      if (some.length === 1) {
        refused++;
        if (accepted === 0 && refused >= Math.min(patience, permissions.length)) throw error;
        return;
      }
      const half = Math.ceil(some.length / 2);
      await ask(some.slice(0, half));
      await ask(some.slice(half));
    }
  };
  for (let start = 0; start < permissions.length; start += batch)
    await ask(permissions.slice(start, start + batch));
  return held;
}

/** A role that a dataset's access list gives to the key's account. */
interface OwnEntry {
  role: string;
  /** Undefined for a custom role: what it holds is not in the list. */
  permissions?: readonly string[];
  /** Whether it holds under a condition only. */
  conditional: boolean;
}

/** What a dataset's access list says of the account. */
interface OwnAccess {
  entries: OwnEntry[];
  /** False where the list is not shown, or may reach the account in a way that it does not tell. */
  certain: boolean;
  /** Why it is not certain. */
  doubts: string[];
}

/** Asks for conditions too: without it a conditional entry comes with another role's name and no condition. */
export const withConditions = { accessPolicyVersion: "3" };

/** Reads a dataset's access list: https://cloud.google.com/bigquery/docs/reference/rest/v2/datasets#Dataset.FIELDS.access */
export function ownAccess(dataset: JsonRecord, email: string): OwnAccess {
  const entries: OwnEntry[] = [];
  const doubts = new Set<string>();
  if (!Array.isArray(dataset["access"])) doubts.add("it is not shown to the account");
  for (const entry of records(dataset["access"])) {
    const written = text(entry["role"]);
    if (written === undefined) continue; // an authorized view, routine or dataset
    if (names(entry, email)) {
      const doubt = addOwn(entries, entry, written);
      if (doubt !== undefined) doubts.add(doubt);
    } else if (entry["groupByEmail"] !== undefined) doubts.add("who is in a group is not in it");
    else if (entry["iamMember"] !== undefined) doubts.add("who is in a principal set is not in it");
    else if (entry["specialGroup"] === "allAuthenticatedUsers") doubts.add("it names everybody");
  }
  return { entries, certain: doubts.size === 0, doubts: [...doubts] };
}

function addOwn(entries: OwnEntry[], entry: JsonRecord, written: string): string | undefined {
  // Another role's name stands for a role with a condition that was not shown: nothing can be said of it.
  if (/_with_?cond(itionalbinding)?_/.test(written)) return `a condition is hidden in ${written}`;
  const role = legacyDatasetRoles[written] ?? written;
  const permissions = catalogueRole(role)?.permissions;
  const conditional = entry["condition"] !== undefined;
  entries.push({ role, ...(permissions && { permissions }), conditional });
  if (!permissions) return `what ${role} holds is not in it`;
  return conditional ? `${role} has a condition` : undefined;
}

function names(entry: JsonRecord, email: string): boolean {
  const wanted = email.toLowerCase();
  return [text(entry["userByEmail"]), text(entry["iamMember"])?.replace(/^serviceAccount:/, "")].some(
    (named) => named?.toLowerCase() === wanted,
  );
}
