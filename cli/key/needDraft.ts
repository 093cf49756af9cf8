import { readDraft, type Draft } from "./draft";
import { NotDone } from "./outcome";
import { privatePart } from "./privatePart";
import type { Tools } from "./Tools";

/** A draft that has to be there, kept out of every output from now on. */
export async function needDraft(file: string, { redactor }: Tools): Promise<Draft> {
  const draft = await readDraft(file);
  if (!draft)
    throw new NotDone(`There is no file ${file}.`, [
      "Make a pair: segment-bigquery key make. If it was completed before, its JSON is in Secret Manager, and nothing is left to do.",
    ]);
  redactor.add(privatePart(draft.privateKey));
  return draft;
}
