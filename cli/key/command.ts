import {
  expiryConstraint,
  forbidAccounts,
  forbidKeyCreation,
  forbidKeyUpload,
} from "../../policy/facts/keyConstraints";
import { Arguments, HelpRequest } from "../arguments";
import { type Command, type CommandIo, EXIT_FAILED } from "../command";
import { ActionRefused, UsageError, jsonRefused, printRefused } from "../errors";
import { choose } from "../commandList";
import { Redactor } from "../google/Redactor";
import { type ErrorFacts, GoogleRefusal, NoAnswer } from "../google/errors";
import type { RetryPolicy } from "../google/http";
import { KeyContext } from "./KeyContext";
import { deleteOne } from "./actions/delete";
import { finish } from "./actions/finish";
import { list } from "./actions/list";
import { make } from "./actions/make";
import { disable, disableAccount, enable, enableAccount, revoke } from "./actions/switch";
import { upload } from "./actions/upload";
import { type ActionName, actionSyntax, actionSyntaxes, keySyntax } from "./options";
import { jsonOutcome, type Outcome, printOutcome } from "./outcome";

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
      if (json) say(jsonRefused(refused, 1, { action }));
      else complain(printRefused(refused));
      return 1;
    }
    if (json) {
      say(jsonRefused(new ActionRefused(problemIn(error)), EXIT_FAILED, { action }));
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

/** The constraint of the organization's policy that a refusal is due to, without `constraints/`, if any. */
export function constraintIn({ message, violations, metadata }: ErrorFacts): string | undefined {
  const places = [
    ...violations.flatMap(({ type, description }) => [type, description]),
    ...Object.values(metadata),
    message,
  ];
  for (const place of places) {
    const [, named] = /(?:constraints\/|\b)(iam\.(?:managed\.)?[a-z]+[A-Z][A-Za-z]+)/.exec(place) ?? [];
    if (named !== undefined && (known.has(named) || place.includes("constraints/"))) return named;
  }
  return undefined;
}

const known = new Set([...forbidKeyCreation, ...forbidKeyUpload, ...forbidAccounts, expiryConstraint]);

/** What can be done about a constraint. */
export function waysOut(constraint: string, project: string): string[] {
  const exempt = constraint.startsWith("iam.managed.")
    ? `Exempt the project, for this one account if possible: somebody with roles/orgpolicy.policyAdmin sets a policy for ${constraint} on project ${project} that does not enforce it.`
    : `Exempt the project: gcloud resource-manager org-policies disable-enforce ${constraint} --project=${project} (needs roles/orgpolicy.policyAdmin).`;
  if (forbidKeyUpload.includes(constraint))
    return [exempt, "Or let Google make the key, if that is not forbidden as well: key.mode google-managed."];
  if (forbidKeyCreation.includes(constraint))
    return [exempt, "Or upload a certificate, if that is not forbidden as well: key.mode uploaded."];
  if (constraint === expiryConstraint)
    return [
      "Make a pair whose certificate ends sooner (key make --days), and rotate before.",
      `Or have ${constraint} relaxed for project ${project}.`,
    ];
  return [exempt];
}
