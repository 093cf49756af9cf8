import { Arguments, HelpRequest } from "../arguments";
import { choose } from "../commandList";
import { EXIT_FAILED, UsageError, type Command, type CommandIo } from "../command";
import { GoogleRefusal, NoAnswer } from "../google/errors";
import { Redactor } from "../google/Redactor";
import type { RetryPolicy } from "../google/retry";
import { actions } from "./actions";
import { actionSyntax, actionSyntaxes, keySyntax } from "./options";
import { constraintIn, waysOut } from "./google/constraint";
import { ActionRefused } from "./outcome";
import { jsonRefused, jsonOutcome, printRefused, printOutcome } from "./print";
import { KeyContext } from "./KeyContext";

export const command: Command = {
  name: "key",
  summary: "make, complete, compare, disable and revoke keys: what a stack cannot do for them",
  syntax: keySyntax,
  run: (argv, io) => key(argv, io),
};

/**
 * Runs one action.
 *
 * @param patience how long to wait between tries; tests have none
 */
export async function key(
  argv: string[],
  io: CommandIo,
  patience: Partial<RetryPolicy> = {},
): Promise<number> {
  const redactor = new Redactor();
  const json = argv.includes("--json");
  const say = (text: string): unknown => io.stdout.write(redactor.clean(text));
  const complain = (text: string): unknown => io.stderr.write(redactor.clean(text));
  let action = "";
  try {
    const { entry, rest } = choose(keySyntax(), actionSyntaxes, argv);
    action = entry.name;
    const args = new Arguments(actionSyntax(entry), rest);
    const outcome = await actions[entry.name](args, new KeyContext(io, redactor, patience));
    say(json ? jsonOutcome(action, outcome) : printOutcome(outcome));
    return outcome.code;
  } catch (error) {
    if (error instanceof HelpRequest) throw error;
    const refused = error instanceof ActionRefused ? error : dueToConstraint(error);
    if (refused) {
      if (json) say(jsonRefused(action, refused, 1));
      else complain(printRefused(refused));
      return 1;
    }
    if (json) {
      say(jsonRefused(action, new ActionRefused(problemIn(error)), EXIT_FAILED));
      return EXIT_FAILED;
    }
    // The caller prints these with a hint at --help.
    if (error instanceof UsageError) throw new UsageError(redactor.clean(error.message), error.hint);
    complain(`${problemIn(error)}\n`);
    return EXIT_FAILED;
  }
}

/** A refusal by an organization's policy is for a reason that the caller can see to. */
function dueToConstraint(error: unknown): ActionRefused | undefined {
  if (!(error instanceof GoogleRefusal)) return undefined;
  const constraint = constraintIn(error.facts);
  if (constraint === undefined) return undefined;
  const [, project = "PROJECT"] = /\/projects\/([^/]+)\//.exec(error.request) ?? [];
  return new ActionRefused(
    `The organization's policy forbids it: constraint ${constraint}. Google says: ${error.facts.message}`,
    waysOut(constraint, project),
  );
}

/** An unforeseen error comes with where it happened, but cleaned as everything else. */
function problemIn(error: unknown): string {
  if ([GoogleRefusal, NoAnswer, UsageError].some((kind) => error instanceof kind))
    return (error as Error).message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
