import { GoogleRefusal } from "../google/errors";
import { path } from "../google/GoogleClient";
import { record, text } from "../google/json";
import type { Group } from "./GoogleProject";
import { pool, type Reader } from "./Reader";

/** Everybody in a group holds its roles, so a group that cannot be read must be reported. */
const consequence = "if Segment's account is among them, what the group holds is not seen";

/**
 * Who is in groups, and in the groups in them, by Cloud Identity.
 *
 * https://cloud.google.com/identity/docs/reference/rest/v1/groups.memberships/list: every edition has it, and anyone who may
 * view a group gets the whole list; the search for transitive members is for Premium alone.
 */
export async function readGroups(reader: Reader, emails: Iterable<string>): Promise<Group[]> {
  const found = new Map<string, Group>();
  const refused = new Map<string, string[]>();
  let open = [...new Set([...emails].map((email) => email.toLowerCase()))];
  while (open.length > 0) {
    const read = await pool(open, 4, (email) => readGroup(reader, email));
    open.forEach((email, index) => {
      const members = read[index];
      found.set(email, { email, members: Array.isArray(members) ? members : [] });
      if (typeof members === "string") refused.set(members, [...(refused.get(members) ?? []), email]);
    });
    const inner = [...found.values()].flatMap(({ members }) => members);
    open = [...new Set(inner.filter((one) => !isAccount(one) && !found.has(one)))];
  }
  for (const [why, groups] of refused)
    reader.note(
      `the members of ${groups.map((email) => `group:${email}`).join(", ")}`,
      `${why}; ${consequence}`,
    );
  return [...found.values()];
}

/** @returns the members that matter, or why they could not be read */
async function readGroup({ client }: Reader, email: string): Promise<string[] | string> {
  const api = "cloudidentity";
  try {
    const query = { "groupKey.id": email };
    const { name } = await client.request({ api, method: "GET", path: "/v1/groups:lookup", query });
    const id = text(name)?.replace(/^groups\//, "") ?? "";
    const listed = await client.list(
      { api, path: path`/v1/groups/${id}/memberships`, query: { view: "FULL", pageSize: "500" } },
      "memberships",
    );
    return listed.flatMap(({ type, preferredMemberKey }) => {
      const member = text(record(preferredMemberKey)["id"])?.toLowerCase();
      return member !== undefined && (type === "GROUP" || isAccount(member)) ? [member] : [];
    });
  } catch (error) {
    if (!(error instanceof GoogleRefusal) || error.facts.status === 401) throw error;
    return refusalText(error);
  }
}

/**
 * The groups that hold an account, directly or through others, as Cloud Identity knows them.
 *
 * https://cloud.google.com/identity/docs/reference/rest/v1/groups.memberships/searchTransitiveGroups: answers all of them
 * or refuses, where the caller may not view one of them or the edition does not hold the search.
 */
export async function groupsThatHold(reader: Reader, accounts: readonly string[]): Promise<Group[]> {
  const found = await pool(accounts, 4, async (account): Promise<Group[]> => {
    try {
      const groups = await reader.client.list(
        {
          api: "cloudidentity",
          path: "/v1/groups/-/memberships:searchTransitiveGroups",
          query: {
            query: `member_key_id == '${account}' && 'cloudidentity.googleapis.com/groups.discussion_forum' in labels`,
            pageSize: "200",
          },
        },
        "memberships",
      );
      return groups.flatMap(({ groupKey }) => {
        const email = text(record(groupKey)["id"])?.toLowerCase();
        return email === undefined ? [] : [{ email, members: [account.toLowerCase()] }];
      });
    } catch (error) {
      if (!(error instanceof GoogleRefusal) || error.facts.status === 401) throw error;
      reader.note(
        `the groups that hold ${account}`,
        `${refusalText(error)}; what such groups hold is not among the answers`,
      );
      return [];
    }
  });
  return found.flat();
}

function refusalText({ facts: { info, metadata, message } }: GoogleRefusal): string {
  return info === "SERVICE_DISABLED"
    ? `it could not be read: cloudidentity.googleapis.com is not enabled in ${metadata["consumer"] ?? "the project"} that your requests are charged to`
    : `it could not be read: ${message}`;
}

function isAccount(email: string): boolean {
  return email.endsWith("gserviceaccount.com");
}
