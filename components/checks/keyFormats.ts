import { X509Certificate } from "node:crypto";
import { constraintNames, expiryConstraint, expiryHours } from "../../policy/knowledge/keyConstraints";
import { type Format, text } from "./formats";

/** Shortest RSA key that Google takes. */
const leastBits = 2048;

const certificateAllowed = `an X.509 certificate with an RSA public key of ${leastBits} bits or more, as PEM or base64 of it, and never a private key (segment-bigquery key make)`;

/**
 * A certificate to upload.
 *
 * https://cloud.google.com/iam/docs/keys-upload
 */
export const certificate: Format = (value) => {
  if (typeof value !== "string") return certificateAllowed;
  const pem = value.startsWith("-----BEGIN") ? value : Buffer.from(value, "base64").toString("latin1");
  if (pem.includes("PRIVATE KEY") || !pem.startsWith("-----BEGIN CERTIFICATE-----"))
    return certificateAllowed;
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = new X509Certificate(pem).publicKey;
    const bits = asymmetricKeyType === "rsa" ? (asymmetricKeyDetails?.modulusLength ?? 0) : 0;
    return bits >= leastBits ? undefined : certificateAllowed;
  } catch {
    return certificateAllowed;
  }
};

/** A constraint of organisation policy on accounts and keys; a limit on a key's life with its hours. */
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
