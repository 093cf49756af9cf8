import { UsageError } from "../../command";
import { text } from "../../google/json";
import type { Dataset, GoogleProject } from "../../googleProject/GoogleProject";
import type { Setup } from "../adoption";

/** Where Segment works, and what is elsewhere although it has to be there. */
export interface InferredLocation {
  readonly location: string;
  readonly elsewhere: readonly string[];
}

/**
 * The location named, else that of the state dataset, else that of all sources: a query reads and writes in one location,
 * so whatever is in another one cannot take part.
 *
 * @throws UsageError where none can be told
 */
export function inferLocation(
  google: GoogleProject,
  stateDataset: Dataset | undefined,
  sources: Setup["sources"],
  named: string | undefined,
): InferredLocation {
  const located = google.datasets.filter(
    (dataset) =>
      dataset === stateDataset ||
      sources.some(
        (source) => source.project === dataset.project && (source.dataset ?? dataset.id) === dataset.id,
      ),
  );
  const locations = [...new Set(located.flatMap((dataset) => locationOf(dataset) ?? []))];
  const location = named ?? (stateDataset && locationOf(stateDataset)) ?? only(locations);
  if (location === undefined) throw new UsageError(unclear(google.project, locations));
  const same = (one: string | undefined): boolean => one?.toUpperCase() === location.toUpperCase();
  return {
    location,
    elsewhere: located
      .filter((dataset) => locationOf(dataset) !== undefined && !same(locationOf(dataset)))
      .map(
        (dataset) =>
          `${dataset === stateDataset ? "State dataset" : "Source"} ${dataset.project}.${dataset.id} is in ${locationOf(dataset)}, and Segment works in ${location}: no query can use both. Move it, leave it out, or give another --location.`,
      ),
  };
}

function locationOf({ resource }: Dataset): string | undefined {
  return text(resource["location"]);
}

function only(locations: readonly string[]): string | undefined {
  return locations.length === 1 ? locations[0] : undefined;
}

function unclear(project: string, locations: readonly string[]): string {
  return locations.length === 0
    ? `The location of the data of project ${project} is unknown: there is no state dataset, and no source that can be read. Give --location, the one entered in Segment as Data Location.`
    : `The sources are in several locations (${locations.join(", ")}), and Segment works in one. Give --location.`;
}
