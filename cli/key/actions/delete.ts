import type { Arguments } from "../../arguments";
import { deleteKey } from "../google/keys";
import { keysInStates } from "../knownKeys";
import { amongOthers } from "../lastValid";
import { NotDone, type Outcome } from "../outcome";
import { keyOf } from "../options";
import type { Tools } from "../Tools";

/** Deletes a key for good: an orphan, since a stack deletes its own ones. */
export async function deleteOne(args: Arguments, tools: Tools): Promise<Outcome> {
  const wanted = keyOf(args);
  const states = args.texts("state");
  args.end(1);
  const { name, account } = wanted;
  const stacks = await keysInStates(states, tools.io);
  const { key, otherValid } = await amongOthers(tools, wanted);
  const reasons = [
    ...(stacks.keys.some((one) => one.name === name)
      ? ["it belongs to a stack, which deletes it when keyStep moves on"]
      : []),
    ...(key.disabled
      ? []
      : ["it is not disabled: whoever uses it would notice too late (key disable first)"]),
    ...(otherValid.length > 0 ? [] : [`${account.email} has no other valid key`]),
  ];
  if (reasons.length > 0 && !args.is("force"))
    throw new NotDone(`${name} is not deleted: ${reasons.join("; and ")}.`, [
      "A deleted key cannot be had back. If it is to go all the same: --force.",
    ]);
  await deleteKey(tools, wanted);
  return {
    code: 0,
    lines: [`Deleted ${name}. It cannot be had back.`],
    next: [`Compare once more: segment-bigquery key list ${account.email} --state FILE`],
    data: {
      key: name,
      deleted: true,
      forced: reasons.length > 0,
      otherValid: otherValid.map((one) => one.name),
    },
  };
}
