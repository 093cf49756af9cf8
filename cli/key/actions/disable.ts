import type { Arguments } from "../../arguments";
import { switchKey } from "../google/keys";
import { amongOthers } from "../lastValid";
import { NotDone, type Outcome } from "../outcome";
import { keyOf } from "../options";
import type { Tools } from "../Tools";

/** Disables the old key of a rotation, which Google allows to be taken back. */
export async function disable(args: Arguments, tools: Tools): Promise<Outcome> {
  const wanted = keyOf(args);
  args.end(1);
  const { name, account } = wanted;
  const { key, otherValid } = await amongOthers(tools, wanted);
  if (!key.disabled && otherValid.length === 0 && !args.is("force"))
    throw new NotDone(`${name} is the last valid key of ${account.email}: without it, Segment stops.`, [
      "Rotate first: set keyStep to add-b or add-a.",
      `If it has leaked: segment-bigquery key revoke ${name}`,
      "If Segment is to stop: the same with --force.",
    ]);
  if (!key.disabled) await switchKey(tools, wanted, "disable");
  return {
    code: 0,
    lines: [
      key.disabled
        ? `${name} was disabled already.`
        : `Disabled ${name}. It takes minutes to reach everywhere, and tokens live for up to an hour.`,
    ],
    next: [
      "Wait until every sync of Segment has run.",
      `If one fails: segment-bigquery key enable ${name}`,
      "If none does, set keyStep to the next step (only-b after use-b, only-a after use-a): the stack deletes the key.",
    ],
    data: {
      key: name,
      disabled: true,
      changed: !key.disabled,
      otherValid: otherValid.map((one) => one.name),
    },
  };
}
