import type { SourceRef } from "../../policy/access/declaration";
import type { EffectiveGrant } from "../../policy/access/effectiveGrants";
import { sourceScope } from "../../policy/access/needs";
import { reaches, type Scope, scopeKey, scopeText } from "../../policy/iam/scope";
import { UsageError } from "../errors";
import { text } from "../google/json";
import type { Dataset, GoogleProject } from "../googleProject/GoogleProject";
import type { Setup } from "./adoption";

/** Where the account reads today, as sources. */
interface InferredSources {
  readonly sources: readonly SourceRef[];
  readonly notes: readonly string[];
}

/**
 * Tells from the grants what Segment is meant to read: each dataset and table whose rows it may read, the state dataset
 * left out; a whole project only where nothing narrower is granted, since a project-wide role is mostly an oversight.
 */
export function inferSources(effectiveGrants: readonly EffectiveGrant[], state: Scope): InferredSources {
  const readable = new Map<string, Scope>();
  const broad = new Map<string, string>();
  for (const { grant, via, at } of effectiveGrants) {
    const reads = grant.role.kind === "known" && grant.role.permissions.includes("bigquery.tables.getData");
    if (!reads || via.through === "allUsers" || via.through === "allAuthenticatedUsers") continue;
    for (const scope of at) {
      if (reaches(state, scope)) continue;
      readable.set(scopeKey(scope), scope);
      if (grant.role.kind === "known" && !readers.test(grant.role.name))
        broad.set(scopeKey(scope), grant.role.name);
    }
  }
  const scopes = [...readable.values()];
  const narrow = widest(scopes.filter(({ kind }) => kind === "dataset" || kind === "table"));
  const projects = scopes.filter(({ kind }) => kind === "project");
  const above = scopes.filter(({ kind }) => kind === "folder" || kind === "organization");
  const chosen = narrow.length > 0 ? narrow : projects;
  return {
    sources: chosen.flatMap((scope) => sourceOf(scope) ?? []),
    notes: [
      ...above.map(
        (scope) => `It may read everything below ${scopeText(scope)}; that is not a source, but in excess.`,
      ),
      ...(narrow.length > 0
        ? projects.map(
            (scope) =>
              `It may read all of ${scopeText(scope)}, and single datasets or tables as well: those are taken as the sources, and the project-wide grant as excess. Otherwise name the project with --source.`,
          )
        : projects.map(
            (scope) =>
              `It may read all of ${scopeText(scope)} and nothing narrower, so the whole project is taken as a source. Name the datasets that Segment really reads with --source, and all others become excess.`,
          )),
      ...narrow.flatMap((scope) => {
        const role = broad.get(scopeKey(scope));
        return role === undefined
          ? []
          : [
              `It may read ${scopeText(scope)} by ${role}, which allows more than reading; it still counts as a source. If Segment should not read there, name the others with --source.`,
            ];
      }),
      ...(scopes.length === 0
        ? ["It may read nothing, so there are no sources; name them with --source."]
        : []),
    ],
  };
}

/** Roles that are granted for reading; custom ones are read by what they allow. */
const readers = /^roles\/bigquery\.(?:dataViewer|filteredDataViewer)$|\/roles\//;

/** The scopes that no other of them contains. */
function widest(scopes: readonly Scope[]): Scope[] {
  return scopes.filter((scope) => !scopes.some((other) => other !== scope && reaches(other, scope)));
}

function sourceOf(scope: Scope): SourceRef | undefined {
  if (scope.kind === "project") return { project: scope.project };
  if (scope.kind === "dataset") return { project: scope.project, dataset: scope.dataset };
  if (scope.kind === "table") return { project: scope.project, dataset: scope.dataset, table: scope.table };
  return undefined;
}

/** `project`, `project.dataset` or `project.dataset.table`. */
export function sourceText(source: SourceRef): string {
  const scope = sourceScope(source);
  return scopeText(scope).slice(scope.kind.length + 1);
}

/** Where Segment works, and what must be there but is elsewhere. */
interface InferredLocation {
  readonly location: string;
  readonly elsewhere: readonly string[];
}

/**
 * The location named, else that of the state dataset, else that of all sources: a query reads and writes in one location,
 * so whatever is in another one cannot take part.
 *
 * @throws UsageError where none can be determined
 */
export function inferLocation(
  google: GoogleProject,
  { stateDataset, sources, destinations }: Located,
  named: string | undefined,
): InferredLocation {
  const kindOf = (dataset: Dataset): string | undefined => {
    if (dataset === stateDataset) return "State dataset";
    if (destinations.some((one) => one.project === dataset.project && one.dataset === dataset.id))
      return "Destination";
    const isSource = sources.some(
      (source) => source.project === dataset.project && (source.dataset ?? dataset.id) === dataset.id,
    );
    return isSource ? "Source" : undefined;
  };
  const located = google.datasets.filter((dataset) => kindOf(dataset) !== undefined);
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
          `${kindOf(dataset) ?? ""} ${dataset.project}.${dataset.id} is in ${locationOf(dataset)}, and Segment works in ${location}: no query can use both. Move it, leave it out, or give another --location.`,
      ),
  };
}

/** What must be in one location. */
interface Located {
  readonly stateDataset?: Dataset;
  readonly sources: Setup["sources"];
  readonly destinations: readonly { readonly project: string; readonly dataset: string }[];
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
