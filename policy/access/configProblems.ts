import { isProduct, type ProductName, productNames, products } from "../facts/products";
import { isList, isObject, type Plain, type PlainObject } from "../stack/plain";
import { nearest, printable } from "../stack/text";
import { accountAddress, exemptedField, exemptedFields } from "./config";
import {
  accountProblem,
  bucketProblem,
  type ConfigProblem,
  connectionProblem,
  datasetProblem,
  isDate,
  quoted,
  sourceProblem,
  spelling,
  tokenProblem,
} from "./configValues";

const accountKeys = [
  "products",
  "sources",
  "models",
  "stateDataset",
  "segmentCreatesStateDataset",
  "destinations",
  "segmentCreatesDestinations",
  "connections",
  "exportBuckets",
  "profile",
  "readApi",
  "location",
];

/** The keys of the config; the schema describes the same. */
export const configKeys: readonly string[] = [
  ...accountKeys,
  "serviceAccounts",
  "accounts",
  "allowedSources",
  "projectNumbers",
  "checkMissing",
  "maxKeyAgeDays",
  "secretsManagers",
  "uploadedKeys",
  "levels",
  "exemptions",
];

const exemptionKeys = ["rule", ...exemptedFields, "reason", "until"];

/**
 * What is wrong with the config: keys that nobody reads, which the engine passes on in silence, and values that can match
 * nothing.
 *
 * @param ruleIds the rules that `levels` and `exemptions` may name
 */
export function configProblems(config: Plain, ruleIds: readonly string[]): ConfigProblem[] {
  if (!isObject(config)) return [];
  return [
    ...unknownKeys(config, configKeys, ""),
    ...declarationProblems(config, ""),
    ...listOf(config, "serviceAccounts").flatMap(([key, value]) => accountProblem(value, key)),
    ...listOf(config, "allowedSources").flatMap(([key, value]) => spelling(value, key)),
    ...listOf(config, "accounts").flatMap(([key, entry]) =>
      isObject(entry)
        ? [
            ...unknownKeys(entry, ["account", ...accountKeys], `${key}.`),
            ...accountProblem(entry["account"] ?? "", `${key}.account`),
            ...declarationProblems(entry, `${key}.`),
          ]
        : [],
    ),
    ...repeatedAccounts(config),
    ...listOf(config, "secretsManagers").flatMap(([key, value]) => tokenProblem(value, key)),
    ...numberProblems(config["projectNumbers"] ?? null),
    ...(isObject(config["levels"]) ? unknownKeys(config["levels"], ruleIds, "levels.") : []),
    ...listOf(config, "exemptions").flatMap(([key, entry]) =>
      isObject(entry) ? exemptionProblems(entry, key, ruleIds) : [],
    ),
  ];
}

function listOf(config: PlainObject, name: string): [key: string, value: Plain][] {
  const value = config[name];
  return isList(value) ? value.map((item, index) => [`${name}[${index}]`, item]) : [];
}

function unknownKeys(config: PlainObject, known: readonly string[], before: string): ConfigProblem[] {
  return Object.keys(config)
    .filter((key) => !known.includes(key) && config[key] !== null)
    .map((key) => ({
      key: `${before}${key}`,
      problem: "there is no such key, so it has no effect",
      fix: `write ${nearest(key, known)}, or remove it`,
    }));
}

function declarationProblems(config: PlainObject, before: string): ConfigProblem[] {
  const models = listOf(config, "models").flatMap(([key, entry]) =>
    isObject(entry)
      ? [
          ...unknownKeys(entry, ["dataset", "operations"], `${before}${key}.`),
          ...datasetProblem(entry["dataset"], `${before}${key}.dataset`),
        ]
      : [],
  );
  return [
    ...listOf(config, "sources").flatMap(([key, value]) => sourceProblem(value, `${before}${key}`)),
    ...datasetProblem(config["stateDataset"], `${before}stateDataset`),
    ...listOf(config, "destinations").flatMap(([key, value]) => datasetProblem(value, `${before}${key}`)),
    ...listOf(config, "connections").flatMap(([key, value]) => connectionProblem(value, `${before}${key}`)),
    ...listOf(config, "exportBuckets").flatMap(([key, value]) => bucketProblem(value, `${before}${key}`)),
    ...unfitting(config, before),
    ...models,
  ];
}

/** Of two entries for one account only the first counts. */
function repeatedAccounts(config: PlainObject): ConfigProblem[] {
  const entries = listOf(config, "accounts").flatMap(([key, entry]) => {
    const written = isObject(entry) ? entry["account"] : undefined;
    return typeof written === "string" ? [{ key, written, address: accountAddress(written) }] : [];
  });
  return entries.flatMap((entry) => {
    const first = entries.find(({ address }) => address === entry.address) ?? entry;
    if (first === entry) return [];
    const problem = `${quoted(entry.written)} is the account of ${first.key} already, so this entry has no effect`;
    return [{ key: `${entry.key}.account`, problem, fix: "write one entry for each account" }];
  });
}

const ofReading = [
  "sources",
  "models",
  "stateDataset",
  "segmentCreatesStateDataset",
  "readApi",
  "connections",
  "exportBuckets",
];

const ofWriting = ["destinations", "segmentCreatesDestinations"];

/** What is stated and none of the products that are stated next to it does. */
function unfitting(config: PlainObject, before: string): ConfigProblem[] {
  const stated = config["products"];
  if (!isList(stated) || stated.length === 0) return [];
  const known = stated.filter((name): name is ProductName => isProduct(name));
  const without = (keys: readonly string[], does: "reads" | "writes"): ConfigProblem[] =>
    known.some((name) => products[name][does])
      ? []
      : keys
          .filter((key) => config[key] !== undefined && config[key] !== null)
          .map((key) => ({
            key: `${before}${key}`,
            problem: `none of the products ${does === "reads" ? "reads sources and keeps state" : "writes datasets"}`,
            fix: `remove it, or add ${productNames.filter((name) => products[name][does]).join(", ")} to ${before}products as it applies`,
          }));
  return [...without(ofReading, "reads"), ...without(ofWriting, "writes")];
}

function numberProblems(value: Plain): ConfigProblem[] {
  if (!isObject(value)) return [];
  return Object.keys(value)
    .filter((number) => !/^[0-9]+$/.test(number))
    .map((number) => ({
      key: `projectNumbers.${printable(number)}`,
      problem: "it is not the number of a project",
      fix: 'write the number as the key and the id as the value: "123456789012": acme-data',
    }));
}

/** As findings write a scope: its kind, a blank and its name. What ends at * may end anywhere in that. */
function isScopeText(scope: string): boolean {
  return scope.endsWith("*") || /^(?:service account|[a-zA-Z][\w/-]*) \S/.test(scope);
}

function exemptionProblems(entry: PlainObject, key: string, ruleIds: readonly string[]): ConfigProblem[] {
  const { rule, until, reason } = entry;
  const found = unknownKeys(entry, exemptionKeys, `${key}.`);
  for (const field of exemptedFields) {
    const value = entry[field];
    if (value !== undefined && (typeof value !== "string" || !exemptedField.test(value)))
      found.push({
        key: `${key}.${field}`,
        problem: `${typeof value === "string" ? quoted(value) : "what is there"} matches nothing`,
        fix: "write all of it, or its beginning with * at the end, or remove the key",
      });
  }
  const { scope } = entry;
  if (typeof scope === "string" && exemptedField.test(scope) && !isScopeText(scope))
    found.push({
      key: `${key}.scope`,
      problem: `${quoted(scope)} does not say of what kind it is, and matches nothing`,
      fix: `write it as the finding does, such as "dataset acme.crm" or "project acme"`,
    });
  if (typeof rule === "string" && !ruleIds.includes(rule))
    found.push({
      key: `${key}.rule`,
      problem: `there is no rule ${quoted(rule)}`,
      fix: `write ${nearest(rule, ruleIds)}`,
    });
  if (typeof reason !== "string" || reason.trim().length < 10)
    found.push({
      key: `${key}.reason`,
      problem: "there is no reason",
      fix: "say why, in ten characters or more",
    });
  if (until === undefined) return found;
  const day = typeof until === "string" ? until : JSON.stringify(until);
  if (!isDate(day))
    found.push({ key: `${key}.until`, problem: `${quoted(day)} is not a date`, fix: "write YYYY-MM-DD" });
  return found;
}
