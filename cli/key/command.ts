import { Arguments, HelpRequest } from "../arguments";
import { choose } from "../commandList";
import { type Command, type CommandIo, EXIT_FAILED, UsageError } from "../command";
import { GoogleRefusal, NoAnswer } from "../google/errors";
import { Redactor } from "../google/Redactor";
import type { RetryPolicy } from "../google/retry";
import { type ActionName, actionSyntax, actionSyntaxes, keySyntax } from "./options";
import { constraintIn, waysOut } from "./google/constraint";
import { ActionRefused, jsonOutcome, jsonRefused, type Outcome, printOutcome, printRefused } from "./outcome";
import { KeyContext } from "./KeyContext";
import { disable, disableAccount, enable, enableAccount, revoke } from "./actions/switch";
import { finish } from "./actions/finish";
import { deleteOne } from "./actions/delete";
import { list } from "./actions/list";
import { make } from "./actions/make";
import { upload } from "./actions/upload";

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

/** Does one thing, once its arguments are read. */
type Action = (args: Arguments, context: KeyContext) => Promise<Outcome>;

/** All actions by name. */
const actions: Readonly<Record<ActionName, Action>> = {
  make,
  upload,
  complete: finish,
  list,
  disable,
  enable,
  delete: deleteOne,
  revoke,
  "disable-account": disableAccount,
  "enable-account": enableAccount,
};
