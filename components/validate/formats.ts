import { misspelledStateDatasetIds, stateDatasetId } from "../../policy/facts/roles";
import { constraintNames, expiryConstraint, expiryHours } from "../../policy/facts/keyConstraints";
import { readCertificate } from "./certificate";

/** What is allowed, in words, where the value is not; nothing where it is. */
export type Format = (value: unknown) => string | undefined;

/** A text that matches the pattern. */
export function text(pattern: RegExp, allowed: string): Format {
  return (value) => (typeof value === "string" && pattern.test(value) ? undefined : allowed);
}

/** A text of so many bytes in UTF-8. */
function textOfBytes(most: number): Format {
  const allowed = `text of at most ${most} bytes`;
  return (value) => (typeof value === "string" && Buffer.byteLength(value) <= most ? undefined : allowed);
}

/** https://cloud.google.com/resource-manager/docs/creating-managing-projects */
export const projectId = text(
  /^([a-z0-9.-]+:)?[a-z][-a-z0-9]{4,28}[a-z0-9]$/,
  "a project's id (not its number or name): 6 to 30 lower-case letters, digits and hyphens, such as acme-analytics",
);

/** https://cloud.google.com/bigquery/docs/locations */
export const bigqueryLocation = text(
  /^(US|EU|us|eu|[a-z]+(-[a-z0-9]+)+)$/,
  "the location shown in BigQuery for your datasets: US, EU or a region such as europe-west3",
);

/** https://cloud.google.com/iam/docs/service-accounts-create */
export const accountId = text(
  /^[a-z](?=.{5,29}$)[-a-z0-9]*[a-z0-9]$/,
  "6 to 30 lower-case letters, digits and hyphens that begin with a letter and do not end in a hyphen",
);

/** An account id that leaves room for a hyphen and six digits. */
export const accountIdPrefix = text(
  /^[a-z](?=.{0,22}$)([-a-z0-9]*[a-z0-9])?$/,
  "1 to 23 lower-case letters, digits and hyphens that begin with a letter and do not end in a hyphen (7 more are added, because randomAccountId is set)",
);

export const displayName = textOfBytes(100);
export const description = textOfBytes(256);

/** https://cloud.google.com/bigquery/docs/datasets#dataset-naming */
export const datasetId = text(
  /^[A-Za-z0-9_]{1,1024}$/,
  "a dataset's id without its project: letters, digits and underscores",
);

/** The state dataset: any dataset's id but the misspellings that Segment's own pages use. */
export const stateDatasetIdFormat: Format = (value) =>
  misspelledStateDatasetIds.includes(value as string)
    ? `${stateDatasetId}, with two underscores in front: what Segment uses, though its pages misspell it`
    : datasetId(value);

/** https://cloud.google.com/bigquery/docs/tables#table_naming */
export const tableId: Format = (value) =>
  typeof value === "string" &&
  Buffer.byteLength(value) <= 1024 &&
  /^[\p{L}\p{M}\p{N}\p{Pc}\p{Pd}\p{Zs}]+$/u.test(value)
    ? undefined
    : "a table's or view's id without its dataset, wildcard or partition";

/** https://cloud.google.com/bigquery/docs/working-with-connections */
export const connectionId = text(
  /^[A-Za-z0-9_-]{1,1024}$/,
  "a connection's id without its project and location: letters, digits, hyphens and underscores",
);

/** https://cloud.google.com/storage/docs/buckets#naming */
export const bucketName = text(
  /^[a-z0-9](?=.{2,221}$)[a-z0-9._-]*[a-z0-9]$/,
  "a bucket's name without gs:// and folders: lower-case letters, digits, hyphens, underscores and dots",
);

/** https://cloud.google.com/secret-manager/docs/creating-and-accessing-secrets */
export const secretId = text(/^[A-Za-z0-9_-]{1,255}$/, "1 to 255 letters, digits, hyphens and underscores");

export const secretLocation = text(/^[a-z]+-[a-z]+[0-9]+$/, "a region of Google Cloud, such as europe-west3");

export const kmsKeyName = text(
  /^projects\/[^/\s]+\/locations\/[^/\s]+\/keyRings\/[^/\s]+\/cryptoKeys\/[^/\s]+$/,
  "a key's full name, projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/KEY, without a version",
);

/** Somebody in particular: a secret that everybody may read is none. */
export const accessor = text(
  /^((user|group|serviceAccount):[^\s:@]+@[^\s:@]+|principal(Set)?:\/\/\S+)$/,
  "one person, group, service account or federated identity: user:…@…, group:…@…, serviceAccount:…@…, principal://…; never everybody",
);

/** https://cloud.google.com/resource-manager/docs/labels-overview#requirements */
export const labels: Format = (value) => {
  const allowed =
    "at most 64 labels, keys of 1 to 63 and values of up to 63 lower-case letters, digits, hyphens and underscores; keys begin with a letter";
  if (!isRecord(value)) return allowed;
  const entries = Object.entries(value);
  const good = ([key, label]: [string, unknown]) =>
    /^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$/u.test(key) &&
    (typeof label !== "string" ? isOutput(label) : /^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u.test(label));
  return entries.length <= 64 && entries.every(good) ? undefined : allowed;
};

/** A map of texts; what is known later is passed over. */
export const stringMap: Format = (value) =>
  isRecord(value) && Object.values(value).every((item) => typeof item === "string" || isOutput(item))
    ? undefined
    : "a map of texts";

export const anyText: Format = (value) => (typeof value === "string" ? undefined : "text");

export const flag: Format = (value) => (typeof value === "boolean" ? undefined : "true or false");

/** What a child's name may end in. */
export const childName = text(/^[\w.@:-]+$/, "letters, digits and any of _ . @ : -");

/** One of an enum's values. */
export function oneOf(values: Readonly<Record<string, string>>): Format {
  const allowed = Object.values(values);
  return (value) => (allowed.includes(value as string) ? undefined : `one of ${allowed.join(", ")}`);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value may be known only later: an output or a promise. */
export function isOutput(value: unknown): value is PromiseLike<unknown> {
  return isRecord(value) && (typeof value.then === "function" || value.__pulumiOutput === true);
}

export const importId = text(/^\S+( \S+)*$/, "the id that the resource's documentation names under Import");

/** Shortest RSA key that Google takes. */
const leastBits = 2048;

const certificateAllowed = `an X.509 certificate with an RSA public key of ${leastBits} bits or more, as PEM or base64 of it, and never a private key (segment-bigquery key make)`;

/**
 * A certificate to upload.
 *
 * https://cloud.google.com/iam/docs/keys-upload
 */
export const certificate: Format = (value) => {
  const read = typeof value === "string" ? readCertificate(value)?.publicKey : undefined;
  const bits = read?.asymmetricKeyType === "rsa" ? (read.asymmetricKeyDetails?.modulusLength ?? 0) : 0;
  return bits >= leastBits ? undefined : certificateAllowed;
};

/** A constraint of organization policy on accounts and keys; a limit on a key's life with its hours. */
export const constraint: Format = (value) => {
  const allowed = `one of ${constraintNames.join(", ")}, or ${expiryConstraint}=HOURS with HOURS one of ${expiryHours.join(", ")}`;
  if (typeof value !== "string") return allowed;
  if (constraintNames.includes(value)) return undefined;
  const [name, hours, ...rest] = value.split("=");
  const good = name === expiryConstraint && rest.length === 0 && expiryHours.includes(Number(hours));
  return good && hours === String(Number(hours)) ? undefined : allowed;
};

export const topic = text(
  /^projects\/[^/\s]+\/topics\/[^/\s]+$/,
  "a topic's full name, projects/PROJECT/topics/TOPIC",
);

/** A duration in seconds as Google writes it. */
export function seconds(least: number): Format {
  const allowed = `seconds followed by s, ${least}s or more`;
  return (value) => {
    const digits = typeof value === "string" ? /^(\d{1,12})s$/.exec(value)?.[1] : undefined;
    return digits !== undefined && Number(digits) >= least ? undefined : allowed;
  };
}

export const timestamp: Format = (value) =>
  typeof value === "string" &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.test(value) &&
  !Number.isNaN(Date.parse(value))
    ? undefined
    : "a time such as 2027-01-31T00:00:00Z";

/** A version of a Pulumi plugin. */
export const pluginVersion = text(
  /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/,
  "a plugin's exact version, such as 7.48.0",
);

/** https://www.pulumi.com/docs/iac/concepts/resources/names/#types */
export const resourceType = text(
  /^[a-z][\w-]*:[\w/.-]+:\w+$/i,
  "a resource's type token, such as doppler:index/secret:Secret",
);

/** A text with something in it. */
export const someText = text(/\S/, "text");

export const incident = text(
  /^[\w.-]{1,63}$/,
  "a short name of letters, digits, dots, hyphens and underscores",
);

/** What the secret is called in AWS, Azure, Vault and ESC, whose forms differ: theirs to judge, beyond blanks. */
export const placeName = text(/^[\w/.+=@-]{1,512}$/, "letters, digits and any of / _ + = . @ -");
