import { createHash, X509Certificate } from "node:crypto";
import { rsaKey } from "../../support/rsaKeys";
import { apiError, constraintViolated } from "./errors";
import { page, projectOf, requirePermission, route, text, type Call, type Route } from "./router";
import { accountResource } from "./accountResource";
import { accountOf } from "./serviceAccounts";
import {
  nextId,
  now,
  timestamp,
  type AccountState,
  type GoogleState,
  type Json,
  type KeyState,
} from "./state";

const iam = "iam.googleapis.com";
const keys = "/v1/projects/{project}/serviceAccounts/{account}/keys";
const forever = Date.parse("9999-12-31T23:59:59Z");

/** Keys: https://cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts.keys */
export const keyRoutes: Route[] = [
  route("GET", keys, iam, (call) => {
    const account = keyAccount(call, "iam.serviceAccountKeys.list");
    const types = call.query.getAll("keyTypes");
    const all = [...account.keys.values()].filter((key) => types.length === 0 || types.includes(key.type));
    return { keys: page(call, all).items.map((key) => resource(account, key)) };
  }),
  route("POST", keys, iam, (call) => {
    const account = keyAccount(call, "iam.serviceAccountKeys.create");
    refuse(
      call,
      account,
      "iam.disableServiceAccountKeyCreation",
      "Key creation is not allowed on this service account.",
    );
    const made = makeKey(call.state, account);
    return {
      ...resource(account, made.key),
      privateKeyType: "TYPE_GOOGLE_CREDENTIALS_FILE",
      privateKeyData: Buffer.from(made.file).toString("base64"),
    };
  }),
  route("POST", `${keys}:upload`, iam, upload),
  route("GET", `${keys}/{key}`, iam, (call) => {
    const account = keyAccount(call, "iam.serviceAccountKeys.get");
    const key = keyOf(call, account);
    const pem = key.publicKey.export({ type: "spki", format: "pem" });
    return {
      ...resource(account, key),
      ...(call.query.has("publicKeyType") && { publicKeyData: Buffer.from(pem).toString("base64") }),
    };
  }),
  route("DELETE", `${keys}/{key}`, iam, (call) => {
    const account = keyAccount(call, "iam.serviceAccountKeys.delete");
    account.keys.delete(keyOf(call, account).id);
    return {};
  }),
  route("POST", `${keys}/{key}:disable`, iam, (call) => {
    keyOf(call, keyAccount(call, "iam.serviceAccountKeys.disable")).disabled = true;
    return {};
  }),
  route("POST", `${keys}/{key}:enable`, iam, (call) => {
    keyOf(call, keyAccount(call, "iam.serviceAccountKeys.enable")).disabled = false;
    return {};
  }),
];

/** How many keys each Google has made: those of one are distinct, those of two need not be. */
const madeKeys = new WeakMap<GoogleState, number>();

/** Makes a key; the file holds the private half, which the fake itself does not keep. */
export function makeKey(state: GoogleState, account: AccountState): { key: KeyState; file: string } {
  const made = madeKeys.get(state) ?? 0;
  madeKeys.set(state, made + 1);
  const { publicKey, privateKey } = rsaKey(made);
  const id = createHash("sha1")
    .update(`${account.uniqueId}/${nextId(state)}`)
    .digest("hex");
  const key: KeyState = {
    id,
    publicKey,
    origin: "GOOGLE_PROVIDED",
    type: "USER_MANAGED",
    validAfter: now(state),
    validBefore: forever,
    disabled: false,
  };
  addKey(account, key);
  const file = JSON.stringify(
    {
      type: "service_account",
      project_id: account.project,
      private_key_id: id,
      private_key: privateKey.export({ type: "pkcs8", format: "pem" }),
      client_email: account.email,
      client_id: account.uniqueId,
      auth_uri: "https://accounts.google.com/o/oauth2/auth",
      token_uri: "https://oauth2.googleapis.com/token",
      auth_provider_x509_cert_url: "https://www.googleapis.com/oauth2/v1/certs",
      client_x509_cert_url: `https://www.googleapis.com/robot/v1/metadata/x509/${encodeURIComponent(account.email)}`,
      universe_domain: "googleapis.com",
    },
    null,
    2,
  );
  return { key, file };
}

/** Ten user-managed keys an account: https://cloud.google.com/iam/quotas */
function addKey(account: AccountState, key: KeyState): void {
  const held = [...account.keys.values()].filter((one) => one.type === "USER_MANAGED").length;
  if (held >= 10) throw apiError(429, "Maximum number of keys on account reached.");
  account.keys.set(key.id, key);
}

/** A certificate in PEM, base64: https://cloud.google.com/iam/docs/keys-upload */
function upload(call: Call): Json {
  const account = keyAccount(call, "iam.serviceAccountKeys.create");
  refuse(
    call,
    account,
    "iam.disableServiceAccountKeyUpload",
    "Key upload is not allowed on this service account.",
  );
  const certificate = readCertificate(text(call.body, "publicKeyData") ?? "");
  const key: KeyState = {
    id: createHash("sha1").update(certificate.raw).digest("hex"),
    publicKey: certificate.publicKey,
    origin: "USER_PROVIDED",
    type: "USER_MANAGED",
    validAfter: Date.parse(certificate.validFrom),
    validBefore: Date.parse(certificate.validTo),
    disabled: false,
  };
  addKey(account, key);
  return resource(account, key);
}

function readCertificate(data: string): X509Certificate {
  try {
    const certificate = new X509Certificate(Buffer.from(data, "base64"));
    const bits = certificate.publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
    if (certificate.publicKey.asymmetricKeyType === "rsa" && bits >= 1024) return certificate;
  } catch {
    // answered below, as any other thing that is no certificate
  }
  throw apiError(
    400,
    "Public key data must be a base64-encoded X.509 certificate in PEM that holds an RSA key.",
  );
}

function keyAccount(call: Call, permission: string): AccountState {
  const account = accountOf(call);
  const what = `projects/${account.project}/serviceAccounts/${account.email}`;
  requirePermission(call, permission, accountResource(call.state, account), what);
  return account;
}

function keyOf(call: Call, account: AccountState): KeyState {
  const key = account.keys.get(call.params["key"] ?? "");
  if (!key) throw apiError(404, `Service account key ${call.params["key"]} does not exist.`);
  return key;
}

function refuse(call: Call, account: AccountState, constraint: string, description: string): void {
  const constraints = projectOf(call, iam, account.project).constraints;
  const named = [`constraints/${constraint}`, `constraints/${constraint.replace("iam.", "iam.managed.")}`];
  const hit = named.find((name) => constraints.has(name));
  if (hit)
    throw constraintViolated(
      hit,
      `projects/${account.project}/serviceAccounts/${account.email}`,
      description,
    );
}

function resource(account: AccountState, key: KeyState): Json {
  return {
    name: `projects/${account.project}/serviceAccounts/${account.email}/keys/${key.id}`,
    validAfterTime: timestamp(key.validAfter),
    validBeforeTime: timestamp(key.validBefore),
    keyAlgorithm: "KEY_ALG_RSA_2048",
    keyOrigin: key.origin,
    keyType: key.type,
    ...(key.disabled && { disabled: true }),
  };
}
