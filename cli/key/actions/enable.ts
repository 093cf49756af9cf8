import type { Arguments } from "../../arguments";
import { isValid, switchKey } from "../google/keys";
import { amongOthers } from "../lastValid";
import type { Outcome } from "../outcome";
import { keyOf } from "../options";
import type { KeyContext } from "../KeyContext";

/** Takes a `disable` back. */
export async function enable(args: Arguments, context: KeyContext): Promise<Outcome> {
  const wanted = keyOf(args);
  args.end(1);
  const { name } = wanted;
  const { key } = await amongOthers(context, wanted);
  if (key.disabled) await switchKey(context, wanted, "enable");
  const ended = !isValid({ ...key, disabled: false }, context.now);
  return {
    code: ended ? 1 : 0,
    lines: [
      key.disabled ? `Enabled ${name}.` : `${name} was enabled already.`,
      ...(ended ? [`It ended on ${key.expires}, and is not valid for all that.`] : []),
    ],
    next: ended
      ? ["Rotate: set keyStep to add-b or add-a."]
      : ["If it had been disabled because it leaked, it is open again: rotate at once."],
    data: { key: name, disabled: false, changed: key.disabled, ended },
  };
}
