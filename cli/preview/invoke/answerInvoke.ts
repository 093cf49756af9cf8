import type { IncompleteList } from "../incomplete";
import { UNKNOWN, type WireObject } from "../wire/wireValue";
import { getIamPolicy } from "./getIamPolicy";
import { resultNames } from "./resultNames";

/** Functions that can be answered exactly with nothing but their arguments. */
const exact: Readonly<Record<string, (args: WireObject) => WireObject | Error>> = {
  "gcp:organizations/getIAMPolicy:getIAMPolicy": getIamPolicy,
};

/**
 * Answers a provider's function, or names it as incomplete.
 *
 * Each property that the function is known to return is unknown then.
 */
export function answerInvoke(
  token: string,
  args: WireObject,
  programDirectory: string,
  incomplete: IncompleteList,
): WireObject | Error {
  const answer = exact[token];
  if (answer) return answer(args);
  incomplete.add(`function ${token}`, "a provider would have to be asked, so its result counts as unknown");
  // `id` stands in where no declaration is found: one unknown part makes the whole unknown to an apply.
  const names = ["id", ...resultNames(token, programDirectory)];
  return Object.fromEntries(names.map((name) => [name, UNKNOWN]));
}
