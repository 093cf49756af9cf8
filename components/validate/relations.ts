import { fingerprint } from "./certificate";
import { defaults } from "../args/defaults";
import { forbidAccounts, forbidKeyCreation, forbidKeyUpload } from "../../policy/facts/keyConstraints";
import type { SegmentBigQueryArgs } from "../args/args";
import type { Connection, ExportBucket, Models, Source } from "../args/data";
import { KeyMode, KeySlot, RotationStep, StateDatasetMode } from "../args/enums";
import type { Key } from "../args/key";
import type { Accessor, Secret } from "../args/secret";
import { slotsAt } from "../plan/rotation";
import { isOutput } from "./formats";
import { productProblems } from "./products";
import { type Problem, shown } from "./problem";

/** What is wrong between arguments that are right each by itself. */
export function relationProblems(args: SegmentBigQueryArgs): Problem[] {
  return [
    ...(args.sources ?? []).flatMap((source, i) => sourceProblems(source, `sources[${i}]`)),
    ...(args.models ?? []).flatMap((models, i) =>
      missingName(models, `models[${i}]`, ["project", "dataset"]),
    ),
    ...(args.connections ?? []).flatMap((connection, i) =>
      missingName({ location: args.location, ...connection }, `connections[${i}]`, [
        "project",
        "location",
        "connection",
      ]),
    ),
    ...(args.exportBuckets ?? []).flatMap((bucket, i) =>
      missingName(bucket, `exportBuckets[${i}]`, ["project", "bucket"]),
    ),
    ...productProblems(args),
    ...stateProblems(args),
    ...keyProblems(args.key ?? {}),
  ];
}

function sourceProblems(source: Source, at: string): Problem[] {
  const { project, dataset, table } = source;
  const problems = missingName(source, at, ["project", "dataset", "table"]);
  if (project === undefined && dataset === undefined && table === undefined)
    problems.push({
      property: at,
      reason:
        "names nothing; give a project (the component's own, for the whole of it), a dataset or a table",
    });
  else if (table !== undefined && dataset === undefined)
    problems.push({
      property: `${at}.dataset`,
      reason: `is missing; give the dataset of table ${shownInput(table)}`,
    });
  return problems;
}

function stateProblems({ stateDataset = {} }: SegmentBigQueryArgs): Problem[] {
  const { mode = defaults.stateDataset.mode } = stateDataset;
  if (mode === StateDatasetMode.Created) return [];
  const given = (["kmsKeyName", "labels", "protect"] as const).filter(
    (part) => stateDataset[part] !== undefined,
  );
  return given.map((part) => ({
    property: `stateDataset.${part}`,
    reason: `has no effect, because mode is ${shown(mode)} and the dataset is not made here; leave it out, or set mode to "created"`,
  }));
}

function shownInput(value: unknown): string {
  return isOutput(value) ? "that is given" : shown(value);
}

/** The name of a child says its purpose, and a name must be known from the start. */
export function missingName(
  entry: Source | Models | Connection | ExportBucket | Accessor,
  at: string,
  parts: readonly string[],
): Problem[] {
  const values = entry as unknown as Readonly<Record<string, unknown>>;
  const later = parts.filter((part) => isOutput(values[part]));
  if (later.length === 0 || entry.name !== undefined) return [];
  const what = later.length === 1 ? "is another resource's output" : "are other resources' outputs";
  const reason = `is missing; give one, because ${later.join(" and ")} ${what} and the grant's name is made of it`;
  return [{ property: `${at}.name`, reason }];
}

/** What is wrong between the arguments of a secret in Google Secret Manager. */
export function secretProblems(secret: Secret, at: string): Problem[] {
  const { locations = [], kmsKeyName, kmsKeyNames, accessors = [], topics = [] } = secret;
  const problems = accessors.flatMap((accessor, i) =>
    missingName(accessor, `${at}.accessors[${i}]`, ["member"]),
  );
  if (locations.length > 0 && kmsKeyName !== undefined)
    problems.push({
      property: `${at}.kmsKeyName`,
      reason:
        "is for automatic replication, but locations are given; give kmsKeyNames, a key for each location",
    });
  if (kmsKeyNames !== undefined)
    problems.push(...keyNameProblems(kmsKeyNames, locations, `${at}.kmsKeyNames`));
  const rotates = (["rotationPeriod", "nextRotationTime"] as const).filter(
    (name) => secret[name] !== undefined,
  );
  if (rotates.length > 0 && topics.length === 0)
    problems.push({
      property: `${at}.topics`,
      reason: `is missing, and nobody hears of ${rotates.join(" and ")} without a topic; give one`,
    });
  if (secret.rotationPeriod !== undefined && secret.nextRotationTime === undefined)
    problems.push({
      property: `${at}.nextRotationTime`,
      reason: "is missing, and rotationPeriod counts from it; give the first time",
    });
  return problems;
}

function keyNameProblems(names: object, locations: readonly string[], property: string): Problem[] {
  if (locations.length === 0)
    return [
      { property, reason: "is for given locations, but there are none; give locations, or kmsKeyName" },
    ];
  const missing = locations.filter((location) => !Object.hasOwn(names, location));
  const others = Object.keys(names).filter((location) => !locations.includes(location));
  const wrong = [
    ...(missing.length > 0 ? [`lacks ${missing.join(", ")}`] : []),
    ...(others.length > 0 ? [`names ${others.join(", ")}, where the secret is not kept`] : []),
  ];
  if (wrong.length === 0) return [];
  return [{ property, reason: `${wrong.join(" and ")}; give one key for each of ${locations.join(", ")}` }];
}

/** What is wrong between the arguments of `key`. */
export function keyProblems(key: Key): Problem[] {
  const { mode = defaults.key.mode, step = defaults.key.step, secret = {}, replaceNow } = key;
  const problems = constraintProblems(key.constraints ?? [], mode);
  if (mode === KeyMode.None)
    return [
      ...problems,
      ...ineffective(
        key,
        ["publicKeyA", "publicKeyB", "googleSecretManager", "secret", "sinks", "replaceNow"],
        mode,
      ),
    ];
  if (mode === KeyMode.GoogleManaged) problems.push(...ineffective(key, ["publicKeyA", "publicKeyB"], mode));
  else problems.push(...uploadProblems(key, step));
  if (key.googleSecretManager === false) {
    problems.push(...ineffective(key, ["secret"], mode, "key.googleSecretManager is false"));
    if (
      mode === KeyMode.GoogleManaged &&
      key.protect !== false &&
      Object.values(key.sinks ?? {}).every((sink) => sink === undefined || isEmpty(sink))
    )
      problems.push({
        property: "key.googleSecretManager",
        reason:
          "is false and there is no other sink, so the key would be kept nowhere but in the state; give one of key.sinks, or leave it out",
      });
  }
  if (replaceNow !== undefined && !slotsAt(step).includes(replaceNow.slot))
    problems.push({
      property: "key.replaceNow.slot",
      reason: `is "${replaceNow.slot}", but at step ${step} that slot holds no key; give the slot of the leaked key, or leave replaceNow out`,
    });
  for (const [i, { properties }] of (key.sinks?.others ?? []).entries())
    if (!Object.values(properties).some((value) => isOutput(value) || (value as string).includes("{slot}")))
      problems.push({
        property: `key.sinks.others[${i}].properties`,
        reason:
          "has {slot} in no value, so a second key would overwrite the first; give it where the secret is named",
      });
  return [...problems, ...secretProblems(secret, "key.secret")];
}

/** Arguments that are given though they have no effect. */
function ineffective(
  key: Key,
  names: readonly (keyof Key)[],
  mode: KeyMode,
  why = `key.mode is "${mode}"`,
): Problem[] {
  const given = names.filter((name) => key[name] !== undefined && !isEmpty(key[name]));
  return given.map((name) => ({
    property: `key.${name}`,
    reason: `has no effect, because ${why}; leave it out`,
  }));
}

/** Whether an object or list holds nothing that is given. */
function isEmpty(value: unknown): boolean {
  if (typeof value !== "object" || value === null || isOutput(value)) return false;
  return Object.values(value).every(
    (item) => item === undefined || (Array.isArray(item) && item.length === 0),
  );
}

/** Whether two certificates are known and the same. */
function sameCertificate(one: unknown, other: unknown): boolean {
  return typeof one === "string" && typeof other === "string" && fingerprint(one) === fingerprint(other);
}

function uploadProblems(key: Key, step: RotationStep): Problem[] {
  const needed = slotsAt(step).map((slot) => (slot === KeySlot.A ? "publicKeyA" : "publicKeyB"));
  const missing = needed.filter((name) => key[name] === undefined);
  const problems: Problem[] = missing.map((name) => ({
    property: `key.${name}`,
    reason: `is missing, but key.mode is "uploaded" and step ${step} has that key; give its certificate`,
  }));
  const { publicKeyA, publicKeyB } = key;
  if (sameCertificate(publicKeyA, publicKeyB))
    problems.push({
      property: "key.publicKeyB",
      reason: "is the same certificate as key.publicKeyA; give each key a pair of its own",
    });
  return [
    ...problems,
    ...ineffective(
      key,
      ["sinks"],
      KeyMode.Uploaded,
      'key.mode is "uploaded" and the JSON is never in the stack',
    ),
  ];
}

/** What the organization forbids, and the ways out. */
function constraintProblems(constraints: readonly string[], mode: KeyMode): Problem[] {
  const exemption =
    "or have the organization's policy administrator exempt this project from the constraint (a tag on the project and a condition on the policy)";
  const found = (names: readonly string[]) => constraints.find((name) => names.includes(name));
  const [creation, upload, accounts] = [forbidKeyCreation, forbidKeyUpload, forbidAccounts].map(found);
  const problems: Problem[] = [];
  const add = (property: string, reason: string) => problems.push({ property, reason });
  if (accounts !== undefined)
    add(
      "key.constraints",
      `holds ${accounts}, by which no service account can be made; make it elsewhere and import it (imports), ${exemption}`,
    );
  if (creation !== undefined && mode === KeyMode.GoogleManaged)
    add(
      "key.mode",
      `is "google-managed", but ${creation} forbids Google to make keys; ${upload === undefined ? 'give "uploaded", or "none" and bring a key' : 'give "none" and bring a key'}, ${exemption}`,
    );
  if (upload !== undefined && mode === KeyMode.Uploaded)
    add(
      "key.mode",
      `is "uploaded", but ${upload} forbids uploading keys; ${creation === undefined ? 'give "google-managed", or "none" and bring a key' : 'give "none" and bring a key'}, ${exemption}`,
    );
  return problems;
}
