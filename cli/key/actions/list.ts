import type { Arguments } from "../../arguments";
import { shellWord } from "../../text";
import { isValid, listKeys, mostKeys, type LiveKey } from "../google/keys";
import { keysInStates } from "../knownKeys";
import { fullName } from "../names";
import type { Outcome } from "../outcome";
import { accountOf, keyIdOf } from "../options";
import type { KeyContext } from "../KeyContext";

/** What a comparison says of one key. */
type Standing = "known" | "orphan" | "not compared";

/** Lists an account's keys at Google, and compares them with those that stacks know. */
export async function list(args: Arguments, context: KeyContext): Promise<Outcome> {
  const account = accountOf(args);
  const states = args.texts("state");
  const known = args.texts("known").map((given) => keyIdOf(args, "known", given));
  args.end(1);
  const compared = states.length > 0 || known.length > 0;
  const inStates = await keysInStates(states, context.io);
  // Keys of other accounts in the same state are none of this one's business.
  const ofAccount = inStates.keys.filter((key) => key.account.email === account.email);
  const all = new Set([...ofAccount.map(({ id }) => id), ...known]);

  const keys = await listKeys(context, account);
  const standing = ({ id }: LiveKey): Standing =>
    compared ? (all.has(id) ? "known" : "orphan") : "not compared";
  const orphans = keys.filter((key) => standing(key) === "orphan");
  const held = new Set(keys.map(({ id }) => id));
  const gone = [...all].filter((id) => !held.has(id)).map((id) => fullName(account, id));
  const full = keys.length >= mostKeys;
  const stateOptions = states.map((state) => ` --state ${shellWord(state)}`).join("");
  return {
    code: orphans.length + gone.length > 0 ? 1 : 0,
    lines: [
      ...table(keys, standing, context.now),
      `${keys.length} of at most ${mostKeys} keys${full ? ": no other one can be made or uploaded" : ""}.`,
      ...(compared
        ? []
        : ["Not compared with a stack: give --state FILE (pulumi stack export), or --known KEY."]),
      ...orphans.map(({ name }) => `Orphan: ${name} is known to no stack that was given.`),
      ...gone.map((name) => `Gone: ${name} is known to a stack, but Google no longer has it.`),
      ...inStates.doubts.map((doubt) => `Doubtful: ${doubt}.`),
    ],
    next: [
      ...orphans.map((key) =>
        key.disabled
          ? `segment-bigquery key delete ${key.name}${stateOptions}`
          : `If nobody uses it: segment-bigquery key disable ${key.name}, and some days later key delete`,
      ),
      ...(gone.length > 0
        ? [
            "Find out who deleted the key. The stack refuses every other step after a refresh: set key.replaceNow {slot, incident} and run pulumi up.",
            "Hand the new key over: segment-bigquery connect --stack STACK. Then remove key.replaceNow.",
          ]
        : []),
    ],
    data: {
      account: account.email,
      compared,
      keys: keys.map((key) => ({ ...key, valid: isValid(key, context.now), standing: standing(key) })),
      orphans: orphans.map(({ name }) => name),
      gone,
      doubts: inStates.doubts,
      limit: mostKeys,
    },
  };
}

function table(keys: readonly LiveKey[], standing: (key: LiveKey) => Standing, now: Date): string[] {
  const rows = keys.map((key) => [
    key.id,
    key.origin,
    key.created,
    key.expires ?? "never",
    key.disabled ? "disabled" : isValid(key, now) ? "valid" : "ended",
    standing(key),
  ]);
  const head = ["key", "origin", "created", "ends", "state", "stack"];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  return [head, ...rows].map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
