import { readDraft, type Draft } from "./draft";
import { ActionRefused } from "./outcome";
import { privatePart } from "./privatePart";
import type { KeyContext } from "./KeyContext";

/** A draft that has to be there, kept out of every output from now on. */
export async function requireDraft(file: string, { redactor }: KeyContext): Promise<Draft> {
  const draft = await readDraft(file);
  if (!draft)
    throw new ActionRefused(`There is no file ${file}.`, [
      "Make a pair: segment-bigquery key make. If it was completed before, its JSON is in Secret Manager, and nothing is left to do.",
    ]);
  redactor.add(privatePart(draft.privateKey));
  return draft;
}
