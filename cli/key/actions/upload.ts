import { X509Certificate } from "node:crypto";
import { NoAnswer } from "../../google/errors";
import type { Arguments } from "../../arguments";
import { shellWord } from "../../text";
import { findUploaded, isValid, listKeys, mostKeys, uploadKey } from "../google/keys";
import { fullName } from "../names";
import { ActionRefused } from "../../errors";
import type { Outcome } from "../outcome";
import { requireDraft } from "../draft";
import type { KeyContext } from "../KeyContext";

/** Uploads a draft's certificate, where no stack does it (`key.mode` none). Running it twice does no harm. */
export async function upload(args: Arguments, context: KeyContext): Promise<Outcome> {
  const file = args.file("file");
  args.end();
  const draft = await requireDraft(file, context);
  const { account, certificate } = draft;
  if (Date.parse(new X509Certificate(certificate).validTo) <= context.now.getTime())
    throw new ActionRefused(`The certificate of ${file} has ended.`, [
      "Remove the file, and make another pair.",
    ]);
  const next = [`segment-bigquery key complete --file ${shellWord(file)}`];
  const there = await findUploaded(context, draft);
  if (there) {
    return {
      code: 0,
      lines: [`Google has this certificate already, as ${there.name}.`],
      next,
      data: { key: there.name, uploadedNow: false },
    };
  }
  const held = await listKeys(context, account);
  if (held.length >= mostKeys)
    throw new ActionRefused(
      `${account.email} has ${held.length} keys already, and Google allows ${mostKeys}.`,
      held
        .filter((key) => !isValid(key, context.now))
        .map(({ name }) => `No longer valid: segment-bigquery key delete ${name}`),
    );
  const id = await uploadKey(context, account, certificate).catch((error: unknown) => afterLoss(error, file));
  const name = fullName(account, id);
  return { code: 0, lines: [`Uploaded, as ${name}.`], next, data: { key: name, uploadedNow: true } };
}

function afterLoss(error: unknown, file: string): never {
  if (error instanceof NoAnswer)
    throw new NoAnswer(
      error.request,
      `${error.why}. Whether the key was uploaded is unknown; run the same again: it looks first (${file} is kept)`,
    );
  throw error;
}
