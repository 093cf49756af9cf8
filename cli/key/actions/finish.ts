import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { RotationStep } from "../../../components/args/enums";
import { GoogleRefusal, NoAnswer } from "../../google/errors";
import type { Arguments } from "../../arguments";
import { type Draft, readDraft, removeDraft, requireDraft } from "../draft";
import {
  findUploaded,
  isValid,
  listKeys,
  type LiveKey,
  publicKeyOf,
  uniqueIdOf,
  type Uploaded,
} from "../google/keys";
import { addVersion, keyFile, type StoredKey, versionsWith } from "../google/secretVersions";
import { shellWord } from "../../text";
import { ActionRefused } from "../../errors";
import type { Outcome } from "../outcome";
import { keyIdOf } from "../options";
import type { KeyContext } from "../KeyContext";
import { type AccountName, accountNamed } from "../names";

/**
 * Completes a draft with the key's id, stores it in Secret Manager, and removes it from the disk.
 *
 * Interrupted anywhere, it can be run again: the file goes last, and a version stored before is found.
 */
export async function finish(args: Arguments, context: KeyContext): Promise<Outcome> {
  const file = args.file("file");
  const shape = /^projects\/[a-z0-9:.-]+\/secrets\/[A-Za-z0-9_-]{1,255}$/;
  const given = args.optionalText("key-secret", shape, "a secret's full name, projects/P/secrets/S");
  const givenId = args.given("key-id");
  const id = givenId === undefined ? undefined : keyIdOf(args, "key-id", givenId);
  args.end();
  const left = (await readDraft(file)) === undefined ? await readCertificate(file) : undefined;
  if (left) return finishedBefore(context, left, file, given);
  const draft = await requireDraft(file, context);
  const { account } = draft;
  const secret = given ?? secretOf(account);

  const key = usable(await identify(context, draft, file, id), context);
  const wanted = { id: key.id, privateKey: draft.privateKey };
  const found = await look(context, secret, wanted).catch((error: unknown) => noSecret(error, secret));
  const stored = found !== undefined && found !== "unknown";
  const version = stored ? found : await store(context, secret, draft, key.id, file);
  // Whatever could not be read back was stored all the same: Google has answered with the version's name.
  const back = stored ? version : await look(context, secret, wanted).catch(notReadBack);
  if (back === undefined)
    throw new ActionRefused(
      `${version} was stored, but does not hold the key when read back. ${file} is kept.`,
      ["Look at the secret's versions, then run the same again."],
    );
  await removeDraft(file);
  return told(draft, key, version, { file, stored, readBack: back !== "unknown" });
}

/** The version that holds the key whole. */
async function look(
  context: KeyContext,
  secret: string,
  { id, privateKey }: StoredKey,
): Promise<string | undefined> {
  const versions = await versionsWith(
    context,
    secret,
    (stored) => stored.id === id && stored.privateKey === privateKey,
  );
  return versions === "unknown" ? "unknown" : versions[0];
}

/** The key at Google that is the draft's. */
async function identify(
  context: KeyContext,
  draft: Draft,
  file: string,
  id: string | undefined,
): Promise<LiveKey> {
  if (id === undefined) {
    const key = await findUploaded(context, draft);
    if (key) return key;
    throw new ActionRefused(`Google has no key of ${draft.account.email} with the certificate of ${file}.`, [
      `Upload it with the stack (key.publicKey${draft.slot.toUpperCase()}, pulumi up), or segment-bigquery key upload --file ${shellWord(file)}. What was uploaded a moment ago can take a minute to be seen.`,
    ]);
  }
  const key = (await listKeys(context, draft.account)).find((one) => one.id === id);
  if (!key) throw new ActionRefused(`${draft.account.email} has no key ${id}.`);
  const { publicKey } = new X509Certificate(draft.certificate);
  if (!(await publicKeyOf(context, draft.account, id)).equals(publicKey))
    throw new ActionRefused(`Key ${id} is not the one of ${file}: their public halves differ.`, [
      "Leave --key-id out, and the key is found by its public half.",
    ]);
  return key;
}

function notReadBack(error: unknown): "unknown" {
  if (error instanceof GoogleRefusal || error instanceof NoAnswer) return "unknown";
  throw error;
}

function usable(key: LiveKey, { now }: KeyContext): LiveKey {
  if (isValid(key, now)) return key;
  throw new ActionRefused(
    `${key.name} is ${key.disabled ? "disabled" : `no longer valid since ${key.expires}`}: nothing was stored.`,
    key.disabled ? [`segment-bigquery key enable ${key.name}`] : ["Make another pair."],
  );
}

async function store(
  context: KeyContext,
  secret: string,
  draft: Draft,
  id: string,
  file: string,
): Promise<string> {
  const clientId = await uniqueIdOf(context, draft.account);
  const content = keyFile(draft.account, { id, clientId, privateKey: draft.privateKey });
  // As it is sent, in case that an error quotes it.
  context.redactor.add(Buffer.from(content).toString("base64"));
  try {
    return await addVersion(context, secret, content);
  } catch (error) {
    if (error instanceof NoAnswer)
      throw new NoAnswer(
        error.request,
        `${error.why}. Whether a version was stored is unknown; run the same again: it looks first (${file} is kept)`,
      );
    return noSecret(error, secret);
  }
}

function noSecret(error: unknown, secret: string): never {
  if (error instanceof GoogleRefusal && error.facts.status === 404)
    throw new ActionRefused(`There is no secret ${secret}.`, [
      "The stack makes it (key.googleSecretManager), by default as ACCOUNT-key; name another with --key-secret.",
    ]);
  throw error;
}

function told(
  { account, slot }: Draft,
  key: LiveKey,
  version: string,
  { file, stored, readBack }: { file: string; stored: boolean; readBack: boolean },
): Outcome {
  const use = slot === "a" ? RotationStep.UseA : RotationStep.UseB;
  return {
    code: 0,
    lines: [
      `Key:     ${key.name}${key.expires === undefined ? "" : `, ends ${key.expires}`}`,
      stored
        ? `Stored:  ${version} held it already, from an earlier run`
        : `Stored:  ${version}${readBack ? ", and read back" : " (not read back: you may not read it)"}`,
      `Removed: ${file}; the private half is in Secret Manager alone. ${file}.crt may stay, it is public.`,
    ],
    next: [
      `Try it: segment-bigquery check --key-secret ${version} --project ${account.project} --location LOCATION`,
      `Hand it over to Segment: segment-bigquery connect --key-secret ${version} --project ${account.project} --location LOCATION`,
      `In a rotation, then set keyStep ${use}: pulumi up`,
    ],
    data: {
      key: key.name,
      expires: key.expires,
      secretVersion: version,
      storedNow: !stored,
      readBack,
      removed: file,
    },
  };
}

/** The secret that the stack makes for an account's key, unless told otherwise. */
export function secretOf({ project, id }: AccountName): string {
  return `projects/${project}/secrets/${id}-key`;
}

/** The certificate that `key make` has left next to a draft, with the account that it is for. */
async function readCertificate(file: string): Promise<Uploaded | undefined> {
  const certificate = await readFile(`${file}.crt`, "utf8").catch(() => undefined);
  if (certificate === undefined) return undefined;
  try {
    const { subject } = new X509Certificate(certificate);
    const part = (name: string): string => new RegExp(`^${name}=(.+)$`, "m").exec(subject)?.[1] ?? "";
    const [project = "", domain] = part("O").split(":").reverse();
    const account = accountNamed(
      `${part("CN")}@${project}${domain === undefined ? "" : `.${domain}`}.iam.gserviceaccount.com`,
    );
    return account && { account, certificate };
  } catch {
    return undefined;
  }
}

/**
 * What `key complete` says when it is run again after all is done: it looks whether all is done.
 *
 * @throws ActionRefused where the private half is nowhere to be found
 */
async function finishedBefore(
  context: KeyContext,
  left: Uploaded,
  file: string,
  given: string | undefined,
): Promise<Outcome> {
  const secret = given ?? secretOf(left.account);
  const certificate = new X509Certificate(left.certificate);
  const key = await findUploaded(context, left);
  const versions = key
    ? await versionsWith(
        context,
        secret,
        ({ id, privateKey }) => id === key.id && isPairOf(certificate, privateKey),
      )
    : [];
  const [version] = versions === "unknown" ? [] : versions;
  if (key === undefined || version === undefined) {
    const why =
      versions === "unknown"
        ? `whether ${secret} holds its key is unknown, because you may not read it`
        : `${secret} holds no key of its certificate`;
    throw new ActionRefused(`There is no file ${file}, and ${why}.`, [
      "Look for the file where key make was run; if it is lost, make another pair: segment-bigquery key make.",
    ]);
  }
  return {
    code: 0,
    lines: [`${file} was completed before: ${version} holds ${key.name}. Nothing is left to do.`],
    next: [],
    data: { key: key.name, expires: key.expires, secretVersion: version, storedNow: false, readBack: true },
  };
}

function isPairOf(certificate: X509Certificate, privateKey: string): boolean {
  try {
    return certificate.checkPrivateKey(createPrivateKey(privateKey));
  } catch {
    return false;
  }
}
