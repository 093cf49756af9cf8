import { X509Certificate } from "node:crypto";
import { NoAnswer } from "../../google/errors";
import type { Arguments } from "../../arguments";
import { findUploaded } from "../google/findUploaded";
import { isValid, listKeys, mostKeys, uploadKey } from "../google/keys";
import { fullName } from "../names";
import { NotDone, type Outcome } from "../outcome";
import { needDraft } from "../needDraft";
import type { Tools } from "../Tools";

/** Uploads a draft's certificate, where no stack does it (`key.mode` none). Doing it twice is doing it once. */
export async function upload(args: Arguments, tools: Tools): Promise<Outcome> {
  const file = args.file("file");
  args.end();
  const draft = await needDraft(file, tools);
  const { account, certificate } = draft;
  if (Date.parse(new X509Certificate(certificate).validTo) <= tools.now.getTime())
    throw new NotDone(`The certificate of ${file} has ended.`, ["Remove the file, and make another pair."]);
  const next = [`segment-bigquery key complete --file ${file}`];
  const there = await findUploaded(tools, draft);
  if (there) {
    return {
      code: 0,
      lines: [`Google has this certificate already, as ${there.name}.`],
      next,
      data: { key: there.name, uploadedNow: false },
    };
  }
  const held = await listKeys(tools, account);
  if (held.length >= mostKeys)
    throw new NotDone(
      `${account.email} has ${held.length} keys already, and Google allows ${mostKeys}.`,
      held
        .filter((key) => !isValid(key, tools.now))
        .map(({ name }) => `No longer valid: segment-bigquery key delete ${name}`),
    );
  const id = await uploadKey(tools, account, certificate).catch((error: unknown) => afterLoss(error, file));
  const name = fullName(account, id);
  return { code: 0, lines: [`Uploaded, as ${name}.`], next, data: { key: name, uploadedNow: true } };
}

function afterLoss(error: unknown, file: string): never {
  if (error instanceof NoAnswer)
    throw new NoAnswer(
      error.request,
      `${error.why}. Whether the key was uploaded is not known; run the same again: it looks first (${file} is kept)`,
    );
  throw error;
}
