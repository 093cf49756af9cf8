import { deprecatedSharedAccount, stateDatasetId } from "../../knowledge/documentedRoles";
import type { Grant } from "../grants";
import type { IndirectAccess } from "../verdicts/hygiene/indirectAccess";
import type { SourceProblem } from "../verdicts/hygiene/sourceProblems";
import type { StateProblem } from "../verdicts/hygiene/stateDataset";
import { abridged, joined, printable, roleText } from "./lists";
import { where } from "./places";

export function sharedAccountMessage({ role, scope }: Grant): string {
  return (
    `serviceAccount:${deprecatedSharedAccount}, which Segment once shared between its customers and is to be removed, ` +
    `holds ${roleText(role)} on ${where(scope)}; give Segment an account of its own, then remove the grant.`
  );
}

export function stateMessage(problem: StateProblem): string {
  const dataset = where(problem.dataset);
  const what = `${dataset}, in which ${printable(problem.member)} keeps the state of its syncs,`;
  switch (problem.kind) {
    case "expiration":
      return `${what} lets its tables expire (${problem.property}): Segment loses what it has synced and begins anew; take the expiration out.`;
    case "location":
      return `${what} lies in ${printable(problem.found)} and Segment's Data Location is ${printable(problem.wanted)}: a query runs in one location; make the dataset there, or change the Data Location.`;
    case "unprotected":
      return `${what} is deleted with all its tables when it leaves the stack (deleteContentsOnDestroy); set that to false, or protect the dataset.`;
    case "misspelt":
      return `${dataset} is spelt as Segment's pages misspell it, and ${printable(problem.member)} keeps the state of its syncs in ${stateDatasetId}, with two underscores; use that.`;
  }
}

export function sourceMessage(problem: SourceProblem): string {
  const member = printable(problem.member);
  switch (problem.kind) {
    case "location":
      return `${where(problem.dataset)}, a source of ${member}, lies in ${printable(problem.found)} and Segment's Data Location is ${printable(problem.wanted)}: a query runs in one location, so that Segment cannot read it; copy it there, or connect it with a Data Location of its own.`;
    case "view":
      return `${where(problem.view)}, a source of ${member}, is a view over ${abridged(problem.unread.map(where))}, which the account cannot read as far as this stack tells; authorize the view on their dataset, or declare them as sources.`;
    case "policyTags":
      return `${where(problem.table)}, a source of ${member}, has policy tags on ${abridged(problem.columns.map(printable))}, which the account may not read: queries that name them fail; leave them out of the queries, or let Segment read a view without them.`;
    case "rows":
      return `${where(problem.table)}, a source of ${member}, has the row access policy ${printable(problem.policy)}, which hides rows from the account without an error: a sync may take them for deleted; let Segment read a view instead, or let the policy show it all rows.`;
  }
}

export function indirectMessage({ member, on, path, steps, makesViews }: IndirectAccess): string {
  const way = path.map(({ what, object }) => `the authorized ${what} ${name(where(object))}`);
  const ways = steps > path.length ? `${way.slice(0, 3).join(", ")} and ${steps - 3} more` : joined(way);
  const own = makesViews ? ", in which it can make views of its own" : "";
  return (
    `${printable(member)} reads ${where(on)} through ${ways}${own}, and holds no grant there; ` +
    "check that this shows no more than Segment needs, or take the authorization away."
  );
}

/** `table a.b.c` without its first word. */
function name(place: string): string {
  return place.slice(place.indexOf(" ") + 1);
}
