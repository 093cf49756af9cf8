import { scopeText, where } from "../iam/scope";
import { joined } from "../stack/text";
import { type IndirectAccess, indirectAccesses } from "./hygiene/indirectAccess";
import type { FindingText, Rule } from "./rule";
import { type Naming, naming } from "./text";

export const indirectAccess: Rule = {
  id: "indirect-access",
  title: "What Segment reads through authorized views is known",
  description:
    "Notes the datasets that Segment's account reads through an authorized view, dataset or routine, over any number of steps, and not by a grant of its own.",
  level: "advisory",
  severity: "medium",
  tags: ["bigquery", "least-privilege"],
  remediation: "Check that the view shows no more than Segment needs, or remove the authorization.",
  url: "https://cloud.google.com/bigquery/docs/authorized-views",
  find: (assessment) => {
    const names = naming(assessment);
    return indirectAccesses(assessment).map((found) => ({
      urn: found.path[0]?.urn,
      account: found.segment.identity,
      scope: scopeText(found.on),
      // Anyone who writes what is authorized reads what they like.
      ...(found.writes ? { level: "mandatory" as const } : {}),
      text: () => indirectText(found, names),
    }));
  },
};

export function indirectText(
  { segment, on, path, steps, writes }: IndirectAccess,
  names: Naming,
): FindingText {
  const way = path.map(({ what, object }) => `the authorized ${what} ${name(where(object))}`);
  const ways = steps > path.length ? `${way.slice(0, 3).join(", ")} and ${steps - 3} more` : joined(way);
  return {
    what: `${names.who(segment)} reads ${where(on)} through ${ways}.`,
    why: writes
      ? `${ownWords[path[0]?.what ?? "dataset"]}, so it reads all of the dataset without a grant on it.`
      : "It holds no grant on that dataset, so no declaration says that it may read there.",
    fix: "check that this shows no more than Segment needs, or remove the authorization",
  };
}

const ownWords = {
  dataset: "It can create views of its own there",
  view: "It can rewrite the view",
  routine: "It can rewrite the routine",
} as const;

/** `table a.b.c` without its first word. */
function name(place: string): string {
  return place.slice(place.indexOf(" ") + 1);
}
