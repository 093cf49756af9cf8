import type { IncompleteList } from "../incomplete";
import { UNKNOWN, type WireObject } from "../wire/wireValue";
import { getIamPolicy } from "./getIamPolicy";

/** Functions that can be answered exactly with nothing but their arguments. */
const exact: Readonly<Record<string, (args: WireObject) => WireObject | Error>> = {
  "gcp:organizations/getIAMPolicy:getIAMPolicy": getIamPolicy,
};

/**
 * Answers a provider's function, or names it as incomplete.
 *
 * One unknown property makes the whole result unknown for a program that asks by `…Output`; one that awaits the plain
 * form sees its properties as undefined, and there is no answer that would not mislead it.
 */
export function answerInvoke(
  token: string,
  args: WireObject,
  incomplete: IncompleteList,
): WireObject | Error {
  const answer = exact[token];
  if (answer) return answer(args);
  incomplete.add(`function ${token}`, "a provider would have to be asked, so its result counts as unknown");
  return { id: UNKNOWN };
}
