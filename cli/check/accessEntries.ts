import { catalogueRole, legacyDatasetRoles } from "../../policy/facts/roles";
import { type JsonRecord, records, text } from "../google/json";

/** A role that a dataset's access list gives to the key's account. */
export interface OwnEntry {
  role: string;
  /** Undefined for a custom role: what it holds is not in the list. */
  permissions?: readonly string[];
}

/** What a dataset's access list says of the account. */
export interface OwnAccess {
  entries: OwnEntry[];
  /** False where the list is not shown, or may reach the account in a way that it does not tell. */
  certain: boolean;
}

/** Reads a dataset's access list: https://cloud.google.com/bigquery/docs/reference/rest/v2/datasets#Dataset.FIELDS.access */
export function ownAccess(dataset: JsonRecord, email: string): OwnAccess {
  const entries: OwnEntry[] = [];
  let certain = Array.isArray(dataset["access"]);
  for (const entry of records(dataset["access"])) {
    const written = text(entry["role"]);
    if (written === undefined) continue; // an authorized view, routine or dataset
    if (names(entry, email)) {
      const role = legacyDatasetRoles[written] ?? written;
      const permissions = catalogueRole(role)?.permissions;
      entries.push({ role, ...(permissions && { permissions }) });
      if (!permissions || entry["condition"] !== undefined) certain = false;
    } else if (entry["groupByEmail"] !== undefined || entry["iamMember"] !== undefined) certain = false;
    else if (entry["specialGroup"] === "allAuthenticatedUsers") certain = false;
  }
  return { entries, certain };
}

function names(entry: JsonRecord, email: string): boolean {
  const wanted = email.toLowerCase();
  return [text(entry["userByEmail"]), text(entry["iamMember"])?.replace(/^serviceAccount:/, "")].some(
    (named) => named?.toLowerCase() === wanted,
  );
}
