import * as purposes from "../../policy/knowledge/purposes";
import { browsable, Ids, type Labelled, plainLabel } from "./places";
import { permissionSet, type PlannedGrant } from "./plan";
import type { Roles } from "./roles";

/**
 * For sources that are tables: find the dataset and list its tables, which cannot be granted on a table.
 *
 * One grant for each dataset, however many of its tables are sources.
 */
export function browseGrants(sources: readonly Labelled[], roles: Roles): PlannedGrant[] {
  const ids = new Ids();
  const tables = sources.filter(({ place }) => place.kind === "table");
  const datasets = new Map<string, Labelled>();
  for (const { place, label } of tables) {
    const dataset = browsable(place);
    const path = ids.path(dataset);
    const before = datasets.get(path)?.label;
    const named = before !== undefined && before < label ? before : label;
    datasets.set(path, { place: dataset, label: plainLabel(dataset) ?? named });
  }
  const permissions = permissionSet(purposes.browseSource);
  return [...datasets.values()].map(({ place, label }) => ({
    part: `browse-dataset-${label}`,
    place,
    role: roles.in(place.project, "browse-datasets", "Segment: list tables", permissions),
    permissions,
    reason: "list the dataset's tables, of which some are sources",
  }));
}
