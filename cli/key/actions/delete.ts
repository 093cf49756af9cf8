import type { Arguments } from "../../arguments";
import { shellWord } from "../../text";
import { amongOthers, deleteKey, isSystemManaged } from "../google/keys";
import type { KeyContext } from "../KeyContext";
import { keysInStates } from "../knownKeys";
import type { KeyName } from "../names";
import { keyOf } from "../options";
import { ActionRefused } from "../../errors";
import type { Outcome } from "../outcome";

/** Deletes a key for good: an orphan, since a stack deletes its own ones. Running it twice does no harm. */
export async function deleteOne(args: Arguments, context: KeyContext): Promise<Outcome> {
  const wanted = keyOf(args);
  const states = args.texts("state");
  args.end(1);
  const { name, account } = wanted;
  const stacks = await keysInStates(states, context.io);
  const found = await amongOthers(context, wanted).catch((error: unknown) => absent(error, context, wanted));
  if (found === undefined)
    return outcome(wanted, states, [`${name} does not exist (any more): nothing was deleted.`], {
      deleted: false,
    });
  const { key, otherValid } = found;
  const reasons = [
    ...(states.length === 0
      ? ["whether a stack holds it is unknown (give --state FILE, as pulumi stack export prints it)"]
      : []),
    ...(stacks.keys.some((one) => one.name === name)
      ? ["it belongs to a stack, which deletes it when keyStep moves on"]
      : []),
    ...stacks.doubts.map((doubt) => `${doubt}, so whether the stack holds it is unknown`),
    ...(key.disabled
      ? []
      : ["it is not disabled: anything that still uses it would stop (key disable first)"]),
    ...(otherValid.length > 0 ? [] : [`${account.email} has no other valid key`]),
  ];
  if (reasons.length > 0 && !args.is("force"))
    throw new ActionRefused(`${name} is not deleted: ${reasons.join("; and ")}.`, [
      "A deleted key cannot be restored. To delete it anyway: --force.",
    ]);
  await deleteKey(context, wanted);
  const forced = reasons.map((reason) => `Deleted by force, although ${reason}.`);
  return outcome(wanted, states, [`Deleted ${name}. It cannot be restored.`, ...forced], {
    deleted: true,
    forced: reasons.length > 0,
    otherValid: otherValid.map((one) => one.name),
  });
}

/** A key that is gone was perhaps deleted by an earlier run; one that Google keeps for itself never can be. */
async function absent(error: unknown, context: KeyContext, { account, id }: KeyName): Promise<undefined> {
  if (!(error instanceof ActionRefused) || (await isSystemManaged(context, account, id))) throw error;
  return undefined;
}

function outcome(
  { name, account }: KeyName,
  states: readonly string[],
  lines: string[],
  data: Outcome["data"],
): Outcome {
  const compared =
    states.length > 0 ? states.map((state) => ` --state ${shellWord(state)}`).join("") : " --state FILE";
  return {
    code: 0,
    lines,
    next: [`Compare once more: segment-bigquery key list ${account.email}${compared}`],
    data: { key: name, ...data },
  };
}
