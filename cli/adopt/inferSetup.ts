import type { ProfileName, ReadApiName } from "../../policy/access/declaration";
import type { EffectiveGrant } from "../../policy/access/effectiveGrants";
import { type ModelOperationName, modelOperations } from "../../policy/facts/modelOperations";
import { permissionsOf } from "../../policy/facts/needs";
import { products as facts } from "../../policy/facts/products";
import { documentedProjectRoles, stateDatasetId } from "../../policy/facts/roles";
import type { Scope } from "../../policy/iam/scope";
import { type JsonRecord, record, records, text } from "../google/json";
import type { Account, Dataset, GoogleProject } from "../googleProject/GoogleProject";
import type { ModelsSetup, Setup } from "./adoption";
import type { AdoptOptions } from "./options";
import { destinationsOf, inferProducts } from "./inferProducts";
import { inferLocation, inferSources } from "./inferSources";
import { saysSegment } from "../../policy/facts/recognition";
import { UsageError } from "../errors";
import { accountsOf } from "../googleProject/readProject";

/**
 * Tells from what is there which set-up it is; what the options say outranks it.
 *
 * @throws UsageError where the location cannot be determined
 */
export function inferSetup(
  google: GoogleProject,
  account: Account,
  effectiveGrants: readonly EffectiveGrant[],
  options: AdoptOptions,
): Setup {
  const { project } = google;
  const stateId = options.stateDataset ?? stateDatasetId;
  const state: Scope = { kind: "dataset", project, dataset: stateId };
  const stateDataset = google.datasets.find((one) => one.project === project && one.id === stateId);
  const recognized = options.products
    ? { products: options.products, notes: [] }
    : inferProducts(account, effectiveGrants, stateDataset !== undefined, project);
  const { products } = recognized;
  const reads = products.some((name) => facts[name].reads);
  const inferred =
    options.sources !== undefined || !reads
      ? { sources: reads ? (options.sources ?? []) : [], notes: [] }
      : inferSources(effectiveGrants, state);
  const accountId = account.email.slice(0, account.email.indexOf("@"));
  const destinations = products.some((name) => facts[name].writes)
    ? destinationsOf(effectiveGrants, project, stateId)
    : [];
  return {
    project,
    ...inferLocation(
      google,
      {
        ...(reads && stateDataset && { stateDataset }),
        sources: inferred.sources,
        destinations: destinations.map((dataset) => ({ project, dataset })),
      },
      options.location,
    ),
    accountId,
    email: account.email,
    disabled: account.resource["disabled"] === true,
    products,
    profile: options.profile ?? profileOf(effectiveGrants, project),
    readApi: options.readApi ?? readApiOf(effectiveGrants),
    sources: inferred.sources,
    models: reads ? modelsOf(effectiveGrants) : [],
    destinations,
    ...(reads && {
      stateDataset: {
        datasetId: stateId,
        exists: stateDataset !== undefined,
        ...stateSettings(stateDataset),
      },
    }),
    secret: secretOf(google, accountId, account.email),
    notes: [...recognized.notes, ...inferred.notes, ...notRepeated(google, accountId)],
  };
}

/** Predefined roles on the project mean profile documented; custom roles instead mean minimal. */
function profileOf(effectiveGrants: readonly EffectiveGrant[], project: string): ProfileName {
  const onProject = effectiveGrants.filter(
    ({ grant }) => grant.scope.kind === "project" && grant.scope.project === project,
  );
  const documented = onProject.some(
    ({ grant }) => grant.role.kind === "known" && documentedProjectRoles.includes(grant.role.name),
  );
  const custom = onProject.some(({ grant }) => grant.role.kind === "known" && grant.role.origin === "custom");
  return custom && !documented ? "minimal" : "documented";
}

/** `roles/bigquery.user` opens read sessions too, so it says nothing; a role that does nothing else does. */
function readApiOf(effectiveGrants: readonly EffectiveGrant[]): ReadApiName {
  const storage = effectiveGrants.some(
    ({ grant: { role } }) =>
      role.kind === "known" &&
      (role.origin === "custom" || role.name === "roles/bigquery.readSessionUser") &&
      permissionsOf("open-read-sessions").every((permission) => role.permissions.includes(permission)),
  );
  return storage ? "STORAGE" : "REST";
}

/** Only a custom role on a dataset says that models are meant: predefined ones hold models' permissions by the way. */
function modelsOf(effectiveGrants: readonly EffectiveGrant[]): ModelsSetup[] {
  const held = new Map<string, { project: string; dataset: string; permissions: Set<string> }>();
  for (const { grant, at } of effectiveGrants) {
    if (grant.role.kind !== "known" || grant.role.origin !== "custom") continue;
    for (const scope of at) {
      if (scope.kind !== "dataset") continue;
      const key = JSON.stringify([scope.project, scope.dataset]);
      const found = held.get(key) ?? { ...scope, permissions: new Set<string>() };
      for (const permission of grant.role.permissions) found.permissions.add(permission);
      held.set(key, found);
    }
  }
  return [...held.values()].flatMap(({ project, dataset, permissions }) => {
    const operations = (Object.keys(modelOperations) as ModelOperationName[]).filter((name) =>
      modelOperations[name].permissions.every((permission) => permissions.has(permission)),
    );
    return operations.length === 0 ? [] : [{ project, dataset, operations }];
  });
}

/** What a stack has to repeat, for leaving it out would take it away, or make the dataset again. */
function stateSettings(dataset: Dataset | undefined): Partial<NonNullable<Setup["stateDataset"]>> {
  const { defaultEncryptionConfiguration: encryption, labels } = dataset?.resource ?? {};
  const kmsKeyName = text(record(encryption)["kmsKeyName"]);
  return { ...(kmsKeyName !== undefined && { kmsKeyName }), ...labelsIn(labels) };
}

function labelsIn(labels: unknown): { labels?: Record<string, string> } {
  const texts = Object.entries(record(labels)).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return texts.length > 0 ? { labels: Object.fromEntries(texts) } : {};
}

const accessorRole = "roles/secretmanager.secretAccessor";

/** The stack keeps the key in a secret named for the account; one of that name is taken over as it is. */
function secretOf(google: GoogleProject, accountId: string, email: string): Setup["secret"] {
  const id = `${accountId}-key`;
  const found = google.secrets.find((secret) => secret.id === id);
  if (!found) return { id, exists: false, locations: [], accessors: [] };
  const own = `serviceAccount:${email}`.toLowerCase();
  const accessors = found.bindings
    .filter(({ role, condition }) => role === accessorRole && condition === undefined)
    .flatMap(({ members }) => members)
    // Segment's account never reads its own key there: the pack rejects that, and the grant is removed.
    .filter((member) => !member.startsWith("deleted:") && member.toLowerCase() !== own);
  const replication = record(found.resource["replication"]);
  const replicas = records(record(replication["userManaged"])["replicas"]);
  const kmsKeyName = keyIn(record(replication["automatic"]));
  const kmsKeyNames = replicas.flatMap((replica): [string, string][] => {
    const [location, key] = [text(replica["location"]), keyIn(replica)];
    return location !== undefined && key !== undefined ? [[location, key]] : [];
  });
  return {
    id,
    exists: true,
    locations: replicas.flatMap(({ location }) => text(location) ?? []),
    accessors: [...new Set(accessors)].sort(),
    ...labelsIn(found.resource["labels"]),
    ...(kmsKeyName !== undefined && { kmsKeyName }),
    ...(kmsKeyNames.length > 0 && { kmsKeyNames: Object.fromEntries(kmsKeyNames) }),
  };
}

const otherSettings = [
  "annotations",
  "expireTime",
  "rotation",
  "topics",
  "versionAliases",
  "versionDestroyTtl",
];

/** Settings of the secret that the reader must add to the stack file: an update removes what the file leaves out. */
function notRepeated(google: GoogleProject, accountId: string): string[] {
  const id = `${accountId}-key`;
  const found = google.secrets.find((secret) => secret.id === id);
  const set = otherSettings.filter((name) => found?.resource[name] !== undefined);
  return set.length === 0
    ? []
    : [`Secret ${id} has ${set.join(", ")} set: repeat that under key.secret, or the update removes it.`];
}

/** https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets#Replication */
function keyIn(replication: JsonRecord): string | undefined {
  return text(record(replication["customerManagedEncryption"])["kmsKeyName"]);
}

/**
 * The account that is Segment's: the one named, else the only one whose id, name or description says so.
 *
 * @throws UsageError where there is none, or more than one
 */
export function findAccount(google: GoogleProject, named: string | undefined): Account {
  const { project, accounts, unread } = google;
  const refused = unread.find(({ subject }) => subject === accountsOf(project));
  if (refused) throw new UsageError(`Nothing to adopt: ${refused.subject}: ${refused.reason}`);
  if (named !== undefined) {
    const found = accounts.find(({ email }) => email.toLowerCase() === named.toLowerCase());
    if (found) return found;
    throw new UsageError(
      `Project ${project} has no service account ${named}${listed(accounts)}. An account of another project is adopted with that --project.`,
    );
  }
  const saying = accounts.filter(({ email, resource }) =>
    saysSegment(
      [email.slice(0, email.indexOf("@")), text(resource["displayName"]), text(resource["description"])]
        .filter(Boolean)
        .join("\n"),
    ),
  );
  const [only, ...others] = saying;
  if (only && others.length === 0) return only;
  throw new UsageError(
    saying.length === 0
      ? `No service account of project ${project} says in its id, name or description that it is Segment's${listed(accounts)}. Name it with --service-account.`
      : `Several service accounts of project ${project} may be Segment's: ${saying.map(({ email }) => email).join(", ")}. Name one with --service-account.`,
  );
}

function listed(accounts: readonly Account[]): string {
  return accounts.length === 0 ? "" : `; it has ${accounts.map(({ email }) => email).join(", ")}`;
}
