import { isModelOperation, type ModelOperationName } from "../facts/modelOperations";
import { isProduct, type ProductName } from "../facts/products";
import { isList, isObject, type Plain, type PlainObject } from "../stack/plain";
import { glob } from "../stack/text";
import type { ProfileName, ReadApiName, SourceRef } from "./declaration";

/** How severe a rule's findings are. */
export type Level = "mandatory" | "advisory" | "disabled";

/** Findings that the organization has accepted, why, and until when: those that match in every field that is stated. */
export interface Exemption {
  readonly rule: string;
  /** The Pulumi name or the URN of the resource; in this and the other fields `*` at the end stands for any rest. */
  readonly resource?: string;
  readonly account?: string;
  readonly role?: string;
  /** As in messages, such as `dataset acme.crm`. */
  readonly scope?: string;
  /** Matches where it matches every permission of the finding. */
  readonly permission?: string;
  readonly reason: string;
  /** A date, `YYYY-MM-DD`; from the day after, the exemption no longer counts. */
  readonly until?: string;
}

/** Models by dataset, as configured: `project.dataset`, or a dataset of the account's project. */
export interface ConfiguredModels {
  readonly dataset: string;
  readonly operations: readonly ModelOperationName[];
}

/** What one account of Segment's needs. Undefined means not set: then the component's own declaration counts. */
export interface AccountConfig {
  readonly products?: readonly ProductName[];
  readonly sources?: readonly string[];
  readonly models?: readonly ConfiguredModels[];
  readonly stateDataset?: string;
  readonly segmentCreatesStateDataset?: boolean;
  readonly destinations?: readonly string[];
  readonly segmentCreatesDestinations?: boolean;
  readonly connections?: readonly string[];
  readonly exportBuckets?: readonly string[];
  readonly profile?: ProfileName;
  readonly readApi?: ReadApiName;
  readonly location?: string;
}

/** What the organization configures; what stands at the top counts for the accounts that no entry of `accounts` names. */
export interface PackConfig extends AccountConfig {
  readonly serviceAccounts?: readonly string[];
  /** Needs by account: an address or a pattern. */
  readonly accounts?: readonly (AccountConfig & { readonly account: string })[];
  readonly allowedSources?: readonly string[];
  /** Ids of projects by number, for those that the stack does not tell. */
  readonly projectNumbers: Readonly<Record<string, string>>;
  readonly checkMissing?: boolean;
  /** Type tokens that may hold a secret, next to those that the pack knows. */
  readonly secretsManagers: readonly string[];
  readonly maxKeyAgeDays: number;
  readonly uploadedKeys: "allow" | "reject";
  readonly levels: Readonly<Record<string, Level>>;
  readonly exemptions: readonly Exemption[];
  /** As written, for what is wrong with it. */
  readonly written: Plain;
}

/** The entry of `accounts` that names an account by its address, by a pattern or by its unique id. */
export function entryFor(
  { accounts }: PackConfig,
  { identity, uniqueId }: { readonly identity: string; readonly uniqueId?: string },
): AccountConfig | undefined {
  return accounts?.find(({ account }) => account === uniqueId || glob(account)(identity));
}

/** Reads the pack's configuration; the schema has checked it, so what is of another type counts as not set. */
export function packConfig(config: Plain): PackConfig {
  const values = isObject(config) ? config : {};
  return {
    ...accountConfig(values),
    serviceAccounts: strings(values["serviceAccounts"])?.map(accountAddress),
    accounts: objects(values["accounts"])?.map((entry) => ({
      ...accountConfig(entry),
      account: accountAddress(string(entry["account"]) ?? ""),
    })),
    allowedSources: names(values["allowedSources"]),
    projectNumbers: texts(values["projectNumbers"]),
    checkMissing: boolean(values["checkMissing"]),
    secretsManagers: strings(values["secretsManagers"]) ?? [],
    maxKeyAgeDays:
      typeof values["maxKeyAgeDays"] === "number" ? values["maxKeyAgeDays"] : defaultMaxKeyAgeDays,
    uploadedKeys: values["uploadedKeys"] === "allow" ? "allow" : "reject",
    levels: levels(values["levels"]),
    exemptions: (objects(values["exemptions"]) ?? []).filter(isWhole).map((entry) => ({
      rule: string(entry["rule"]) ?? "",
      resource: string(entry["resource"]),
      account: string(entry["account"])?.toLowerCase(),
      role: string(entry["role"]),
      scope: string(entry["scope"]),
      permission: string(entry["permission"]),
      reason: string(entry["reason"]) ?? "",
      until: string(entry["until"]),
    })),
    written: config,
  };
}

/** The fields by which an exemption matches. */
export const exemptedFields = ["resource", "account", "role", "scope", "permission"] as const;

/** A whole text, or its beginning and `*`. */
export const exemptedField = /^[^*]+\*?$/;

/** An exemption with a field that matches nothing accepts nothing: without the field it would accept everything. */
function isWhole(entry: PlainObject): boolean {
  const isSound = (value: Plain | undefined, form: RegExp) =>
    value === undefined || (typeof value === "string" && form.test(value));
  return (
    isSound(entry["until"], /./) && exemptedFields.every((field) => isSound(entry[field], exemptedField))
  );
}

function accountConfig(values: PlainObject): AccountConfig {
  const profile = values["profile"];
  const readApi = values["readApi"];
  return {
    products: strings(values["products"])?.filter(isProduct),
    sources: names(values["sources"]),
    models: objects(values["models"])?.map((entry) => ({
      dataset: string(entry["dataset"])?.trim() ?? "",
      operations: (strings(entry["operations"]) ?? []).filter(isModelOperation),
    })),
    stateDataset: string(values["stateDataset"])?.trim(),
    segmentCreatesStateDataset: boolean(values["segmentCreatesStateDataset"]),
    destinations: names(values["destinations"]),
    segmentCreatesDestinations: boolean(values["segmentCreatesDestinations"]),
    connections: names(values["connections"]),
    exportBuckets: names(values["exportBuckets"]),
    profile: profile === "documented" || profile === "minimal" ? profile : undefined,
    readApi: readApi === "REST" || readApi === "STORAGE" ? readApi : undefined,
    location: string(values["location"]),
  };
}

/** An account as people write it: with `serviceAccount:` before it, blanks around it, in capitals, or as a path. */
export function accountAddress(written: string): string {
  const bare = written
    .trim()
    .replace(/^serviceAccount:/i, "")
    .trim();
  return bare.slice(bare.lastIndexOf("/") + 1).toLowerCase();
}

/** CIS Google Cloud benchmark 1.7: rotate keys within 90 days. */
export const defaultMaxKeyAgeDays = 90;

function string(value: Plain | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function boolean(value: Plain | undefined): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

function strings(value: Plain | undefined): string[] | undefined {
  return isList(value) ? value.filter((item): item is string => typeof item === "string") : undefined;
}

/** Blanks around a name mean nothing. */
function names(value: Plain | undefined): string[] | undefined {
  return strings(value)?.map((name) => name.trim());
}

function texts(value: Plain | undefined): Record<string, string> {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

function objects(value: Plain | undefined) {
  return isList(value) ? value.filter(isObject) : undefined;
}

function levels(value: Plain | undefined): Record<string, Level> {
  const known: Record<string, Level> = {};
  if (!isObject(value)) return known;
  for (const rule of Object.keys(value)) {
    const level = value[rule];
    if (level === "mandatory" || level === "advisory" || level === "disabled") known[rule] = level;
  }
  return known;
}

/** Tells what the organization allows to be declared. A pattern allows what it matches, and everything in it. */
export function allowedTest({
  allowedSources,
}: Pick<PackConfig, "allowedSources">): (source: SourceRef) => boolean {
  const tests = allowedSources?.flatMap((pattern) => [glob(pattern), glob(`${pattern}.*`)]);
  return (source) => tests === undefined || tests.some((test) => test(sourceText(source)));
}

export function sourceText({ project, dataset, table }: SourceRef): string {
  return [project, dataset, table].filter((part) => part !== undefined).join(".");
}
