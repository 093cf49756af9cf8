import { isModelOperation, type ModelOperationName } from "../facts/modelOperations";
import { defaultProducts, isProduct, type ProductName, products, productsSaid } from "../facts/products";
import { stateDatasetId } from "../facts/roles";
import { isList, isObject, type Plain, type PlainObject, text, UNKNOWN } from "../stack/plain";
import { knownText } from "../stack/references";
import { isNumber } from "../stack/stack";
import { type AccountConfig, entryFor, type PackConfig } from "./config";
import type {
  ConnectionRef,
  DatasetRef,
  Declaration,
  ModelsRef,
  ProfileName,
  ReadApiName,
  SourceRef,
} from "./declaration";

/** Whose needs are read. */
export interface Declaring {
  readonly identity: string;
  /** The number that Google gives to the account. */
  readonly uniqueId?: string;
  /** The account's project. */
  readonly home: string;
  /** The account's id, display name and description. */
  readonly says?: string;
  /** Whether another of Segment's accounts is at home in a project. @default - none is */
  readonly isHomeOfAnother?: (project: string) => boolean;
  /** A project's id by its number. @default - as written */
  readonly projectId?: (written: string) => string;
}

/**
 * What is declared for one account: what the organization configures for it, or for all, else what the component has
 * registered.
 *
 * Sources configured for all, in a project that is home to another of the accounts, are that account's: two environments
 * under one config do not read each other.
 *
 * @param component the outputs of the account's `SegmentBigQuery`, where it has one
 */
export function declarationOf(
  component: PlainObject | undefined,
  all: PackConfig,
  { identity, uniqueId, home, isHomeOfAnother, projectId = asWritten, says = "" }: Declaring,
): Declaration {
  const own = entryFor(all, { identity, uniqueId });
  const located = <Ref extends { readonly project: string }>(ref: Ref): Ref => ({
    ...ref,
    project: projectId(ref.project),
  });
  const read = (written: string) => {
    const source = sourceFrom(written);
    return source === undefined ? [] : [located(source)];
  };
  const shared = all.sources?.filter((source) => !read(source).some((one) => isHomeOfAnother?.(one.project)));
  const config: AccountConfig = own ?? { ...all, sources: shared };
  const props = component ?? {};
  const project = knownText(props, "project") ?? home;
  const said = component === undefined ? productsSaid(says) : [];
  const names =
    config.products ?? componentProducts(props["products"]) ?? (said.length > 0 ? said : defaultProducts);
  const destinations =
    config.destinations?.map((written) => datasetFrom(written, project)) ??
    componentDatasets(props["destinations"], project);
  return {
    products: names,
    project,
    profile: config.profile ?? profileOf(props["profile"]) ?? "documented",
    readApi: config.readApi ?? readApiOf(props["readApi"]) ?? "REST",
    sources:
      config.sources === undefined
        ? componentSources(props["sources"], project)
        : allKnown(config.sources.flatMap(read)),
    models:
      config.models?.map(({ dataset, operations }) => ({
        ...located(datasetFrom(dataset, project)),
        operations,
      })) ?? componentModels(props["models"], project),
    stateDataset:
      config.stateDataset === undefined
        ? componentState(props["stateDataset"], project)
        : atHome(located(datasetFrom(config.stateDataset, project)), project),
    segmentCreatesStateDataset:
      config.segmentCreatesStateDataset ?? props["segmentCreatesStateDataset"] === true,
    destinations,
    connections:
      config.connections?.flatMap((written) => connectionFrom(written, project) ?? []) ??
      componentConnections(props["connections"], project),
    exportBuckets: config.exportBuckets ?? componentBuckets(props["exportBuckets"]),
    segmentCreatesDestinations:
      config.segmentCreatesDestinations ??
      booleanOf(props["segmentCreatesDestinations"]) ??
      (destinations.length === 0 && names.some((name) => products[name].writes)),
  };
}

/**
 * Reads `project`, `project.dataset` or `project.dataset.table`.
 *
 * A domain-scoped project (`example.com:analytics`) may hold dots before its colon.
 */
export function sourceFrom(written: string): SourceRef | undefined {
  const colon = written.indexOf(":");
  const [first, dataset, table, ...rest] = written.slice(colon + 1).split(".");
  if (first === undefined || first === "" || dataset === "" || table === "" || rest.length > 0)
    return undefined;
  return { project: written.slice(0, colon + 1) + first, dataset, table };
}

/** Reads a dataset id, or `project.dataset`. */
export function datasetFrom(written: string, home: string): DatasetRef {
  const source = sourceFrom(written);
  if (source?.dataset === undefined) return { project: home, dataset: written };
  return { project: source.project, dataset: source.dataset };
}

/** Undefined where the number of a project is not explained: then nothing can be ruled out. */
function allKnown(sources: SourceRef[]): SourceRef[] | undefined {
  return sources.some(({ project }) => isNumber(project)) ? undefined : sources;
}

/** The dataset of a project whose number nothing explains is looked for in the account's own. */
function atHome(
  { project, dataset }: Declaration["stateDataset"],
  home: string,
): Declaration["stateDataset"] {
  return { project: isNumber(project) ? home : project, dataset };
}

function asWritten(project: string): string {
  return project;
}

/** Reads `location.connection` or `project.location.connection`, as SQL names a connection. */
export function connectionFrom(written: string, home: string): ConnectionRef | undefined {
  const colon = written.indexOf(":");
  const parts = written.slice(colon + 1).split(".");
  if (parts.length < 2 || parts.length > 3 || parts.includes("")) return undefined;
  const [connection, location, project] = parts.reverse() as [string, string, string?];
  return {
    project: project === undefined ? home : written.slice(0, colon + 1) + project,
    location: location.toLowerCase(),
    connection,
  };
}

function profileOf(value: Plain | undefined): ProfileName | undefined {
  return value === "documented" || value === "minimal" ? value : undefined;
}

function readApiOf(value: Plain | undefined): ReadApiName | undefined {
  return value === "REST" || value === "STORAGE" ? value : undefined;
}

function booleanOf(value: Plain | undefined): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

function componentProducts(value: Plain | undefined): ProductName[] | undefined {
  if (!isList(value)) return undefined;
  const named = value.filter((word): word is ProductName => isProduct(word));
  return named.length > 0 ? named : undefined;
}

/** Undefined where the component has not said, or where a part is not known yet: then nothing can be ruled out. */
function componentSources(value: Plain | undefined, project: string): SourceRef[] | undefined {
  if (!isList(value)) return undefined;
  const sources = value.map((entry) => (isObject(entry) ? componentSource(entry, project) : undefined));
  return sources.every((source) => source !== undefined) ? sources : undefined;
}

function componentSource(entry: PlainObject, home: string): SourceRef | undefined {
  const parts = ["project", "dataset", "table"].map((part) => text(entry[part]));
  if (parts.includes(UNKNOWN)) return undefined;
  const [project = home, dataset, table] = parts as (string | undefined)[];
  return { project, dataset, table };
}

/** A dataset that is not known yet is left out: nothing can be missing on it, and what is granted there is undetermined. */
function componentDatasets(value: Plain | undefined, home: string): DatasetRef[] {
  if (!isList(value)) return [];
  return value.filter(isObject).flatMap((entry) => {
    const dataset = knownText(entry, "dataset");
    return dataset === undefined ? [] : [{ project: knownText(entry, "project") ?? home, dataset }];
  });
}

function componentConnections(value: Plain | undefined, home: string): ConnectionRef[] {
  if (!isList(value)) return [];
  return value.filter(isObject).flatMap((entry) => {
    const [location, connection] = [knownText(entry, "location"), knownText(entry, "connection")];
    if (location === undefined || connection === undefined) return [];
    return [{ project: knownText(entry, "project") ?? home, location: location.toLowerCase(), connection }];
  });
}

function componentBuckets(value: Plain | undefined): string[] {
  return isList(value) ? value.filter((name): name is string => typeof name === "string") : [];
}

function componentModels(value: Plain | undefined, home: string): ModelsRef[] {
  if (!isList(value)) return [];
  return value.filter(isObject).flatMap((entry) => {
    const dataset = knownText(entry, "dataset");
    if (dataset === undefined) return [];
    const written = entry["operations"];
    const operations = isList(written)
      ? written.filter(
          (word): word is ModelOperationName => typeof word === "string" && isModelOperation(word),
        )
      : [];
    return [{ project: knownText(entry, "project") ?? home, dataset, operations }];
  });
}

function componentState(value: Plain | undefined, home: string): DatasetRef {
  const state = isObject(value) ? value : {};
  return {
    project: knownText(state, "project") ?? home,
    dataset: knownText(state, "dataset") ?? stateDatasetId,
  };
}
