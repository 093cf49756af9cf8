import { saysSegment } from "../../../policy/facts/recognition";
import { UsageError } from "../../command";
import { text } from "../../google/json";
import type { Account, GoogleProject } from "../../googleProject/GoogleProject";
import { accountsOf } from "../../googleProject/readAccounts";

/**
 * The account that is Segment's: the one named, else the only one whose id, name or description says so.
 *
 * @throws UsageError where there is none, or more than one
 */
export function findAccount(google: GoogleProject, named: string | undefined): Account {
  const { project, accounts, unread } = google;
  const refused = unread.find(({ subject }) => subject === accountsOf(project));
  if (refused) throw new UsageError(`Nothing to adopt: ${refused.subject}: ${refused.reason}`);
  if (named !== undefined) {
    const found = accounts.find(({ email }) => email.toLowerCase() === named.toLowerCase());
    if (found) return found;
    throw new UsageError(
      `Project ${project} has no service account ${named}${listed(accounts)}. An account of another project is adopted with that --project.`,
    );
  }
  const saying = accounts.filter(({ email, resource }) =>
    saysSegment(
      [email.slice(0, email.indexOf("@")), text(resource["displayName"]), text(resource["description"])]
        .filter(Boolean)
        .join(" "),
    ),
  );
  const [only, ...others] = saying;
  if (only && others.length === 0) return only;
  throw new UsageError(
    saying.length === 0
      ? `No service account of project ${project} says in its id, name or description that it is Segment's${listed(accounts)}. Name it with --service-account.`
      : `Several service accounts of project ${project} may be Segment's: ${saying.map(({ email }) => email).join(", ")}. Name one with --service-account.`,
  );
}

function listed(accounts: readonly Account[]): string {
  return accounts.length === 0 ? "" : `; it has ${accounts.map(({ email }) => email).join(", ")}`;
}
