import { catalogueRole, legacyDatasetRoles } from "../../policy/facts/roles";
import { type JsonRecord, records, text } from "../google/json";

/** A role that a dataset's access list gives to the key's account. */
export interface OwnEntry {
  role: string;
  /** Undefined for a custom role: what it holds is not in the list. */
  permissions?: readonly string[];
  /** Whether it holds under a condition only. */
  conditional: boolean;
}

/** What a dataset's access list says of the account. */
export interface OwnAccess {
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
