import { Arguments } from "../arguments";
import { choose } from "../commandList";
import { EXIT_FAILED, UsageError, type Command, type CommandIo } from "../command";
import { GoogleRefusal, NoAnswer } from "../google/errors";
import { Redactor } from "../google/Redactor";
import type { RetryPolicy } from "../google/retry";
import { actions } from "./actions";
import { actionSyntax, actionSyntaxes, keySyntax } from "./options";
import { constraintIn, waysOut } from "./google/constraint";
import { NotDone } from "./outcome";
import { jsonNotDone, jsonOutcome, printNotDone, printOutcome } from "./print";
import { Tools } from "./Tools";

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
  const { entry, rest } = choose(keySyntax(), actionSyntaxes, argv);
  const { name } = entry;
  const args = new Arguments(actionSyntax(entry), rest);
  const json = args.is("json");
  const redactor = new Redactor();
  const say = (text: string): unknown => io.stdout.write(redactor.clean(text));
  const complain = (text: string): unknown => io.stderr.write(redactor.clean(text));
  try {
    const outcome = await actions[name](args, new Tools(io, redactor, patience));
    say(json ? jsonOutcome(name, outcome) : printOutcome(outcome));
    return outcome.code;
  } catch (error) {
    const stopped = error instanceof NotDone ? error : dueToConstraint(error);
    if (stopped) {
      if (json) say(jsonNotDone(name, stopped));
      else complain(printNotDone(stopped));
      return 1;
    }
    // The caller prints these with a hint at --help.
    if (error instanceof UsageError) throw new UsageError(redactor.clean(error.message), error.hint);
    complain(`${wordsFor(error)}\n`);
    return EXIT_FAILED;
  }
}

/** A refusal by an organisation's policy lies in the state of things. */
function dueToConstraint(error: unknown): NotDone | undefined {
  if (!(error instanceof GoogleRefusal)) return undefined;
  const constraint = constraintIn(error.facts);
  if (constraint === undefined) return undefined;
  const [, project = "PROJECT"] = /\/projects\/([^/]+)\//.exec(error.request) ?? [];
  return new NotDone(
    `The organisation's policy forbids it: constraint ${constraint}. Google says: ${error.facts.message}`,
    waysOut(constraint, project),
  );
}

/** An unforeseen error is told with where it happened, but cleaned as all else. */
function wordsFor(error: unknown): string {
  if (error instanceof GoogleRefusal || error instanceof NoAnswer) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
