import { where } from "../iam/scope";
import { joined, printable } from "../stack/text";
import { type IndirectAccess, indirectAccesses } from "./hygiene/indirectAccess";
import type { Rule } from "./rule";

export const indirectAccess: Rule = {
  id: "indirect-access",
  title: "What Segment reads through authorized views is known",
  description:
    "Notes the datasets that Segment's account reads through an authorized view, dataset or routine, over any number of steps, and not by a grant of its own.",
  level: "advisory",
  severity: "medium",
  tags: ["bigquery", "least-privilege"],
  remediation: "Check that the view shows no more than Segment needs, or take the authorization away.",
  url: "https://cloud.google.com/bigquery/docs/authorized-views",
  find: (assessment) =>
    indirectAccesses(assessment).map((found) => ({
      urn: found.path[0]?.urn,
      message: indirectMessage(found),
      // Whoever writes what is let through reads what it likes.
      ...(found.writes ? { level: "mandatory" as const } : {}),
    })),
};

export function indirectMessage({ member, on, path, steps, writes }: IndirectAccess): string {
  const way = path.map(({ what, object }) => `the authorized ${what} ${name(where(object))}`);
  const ways = steps > path.length ? `${way.slice(0, 3).join(", ")} and ${steps - 3} more` : joined(way);
  const own = writes ? `, ${ownWords[path[0]?.what ?? "dataset"]}` : "";
  return (
    `${printable(member)} reads ${where(on)} through ${ways}${own}, and holds no grant there; ` +
    "check that this shows no more than Segment needs, or take the authorization away."
  );
}

const ownWords = {
  dataset: "in which it can make views of its own",
  view: "which it can rewrite",
  routine: "which it can rewrite",
} as const;

/** `table a.b.c` without its first word. */
export function name(place: string): string {
  return place.slice(place.indexOf(" ") + 1);
}
