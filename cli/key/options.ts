import { Arguments, collect, syntaxOf, type Syntax } from "../arguments";
import { listSyntax, type ListEntry } from "../commandList";
import { shown } from "../keyGuard";
import { sharedOptions } from "../sharedOptions";
import { accountNamed, keyNamed, type AccountName, type KeyName } from "./names";

const description = `The life of the service account's key, in all that a stack cannot do. No action prints a private key.`;

const after = `
KEY is projects/P/serviceAccounts/EMAIL/keys/ID, as the stack's outputs have it.

Your own credentials are used: GOOGLE_OAUTH_ACCESS_TOKEN, or gcloud auth application-default login.

Exit codes:
  0   done
  1   not done or something found, for a reason given
  2   the arguments cannot be run, Google refused, or did not answer`;

/** An action and its arguments. */
export interface ActionSyntax extends ListEntry {
  /** Adds the action's own options. */
  readonly add: (syntax: Syntax) => Syntax;
}

const draftFile = "the file that key make has written";
const email = (syntax: Syntax): Syntax => syntax.argument("<email>", "the service account");
const key = (syntax: Syntax): Syntax =>
  syntax.argument("<key>", "projects/P/serviceAccounts/EMAIL/keys/ID, as the stack's outputs have it");
const states = (syntax: Syntax): Syntax =>
  syntax.option(
    "--state <file>",
    "an exported state: what pulumi stack export prints; - reads standard input; repeat for more",
    collect,
  );
const force = (syntax: Syntax, description: string): Syntax => syntax.option("--force", description);

/** In the order of a key's life. */
export const actionSyntaxes = [
  {
    name: "make",
    summary: "make an RSA pair whose private half Google never sees (key.mode uploaded)",
    add: (syntax) =>
      syntax
        .addOption(sharedOptions.serviceAccount("the account that the key is for"))
        .option("--slot <slot>", "a or b, the component's slot for the key")
        .option(
          "--file <file>",
          "holds the private half, readable by you alone; FILE.crt holds the certificate for the stack (key.publicKeyA or B)",
        )
        .option("--days <number>", "until the certificate and with it the key ends (default: 120)")
        .option("--bits <number>", "length of the key (default: 2048)"),
  },
  {
    name: "upload",
    summary: "upload a pair's certificate without a stack (key.mode none)",
    add: (syntax) => syntax.option("--file <file>", draftFile),
  },
  {
    name: "complete",
    summary:
      "when Google has the certificate: complete the JSON key, store it in Secret Manager, remove the file",
    add: (syntax) =>
      syntax
        .option("--file <file>", draftFile)
        .option(
          "--key-secret <name>",
          "projects/P/secrets/S in Secret Manager (default: the secret ACCOUNT-key of the account's project)",
        )
        .option("--key-id <key>", "the key's id or full name (default: found by its public half)"),
  },
  {
    name: "list",
    summary: "compare the keys at Google with those of stacks",
    add: (syntax) =>
      states(email(syntax)).option(
        "--known <key>",
        "id or full name of a key that is expected; repeat for more",
        collect,
      ),
  },
  {
    name: "disable",
    summary: "disable the old key, once Segment has the new one",
    add: (syntax) =>
      force(key(syntax), "even when it is the last valid key").option(
        "--key-secret <name>",
        "the secret whose version of an uploaded key is disabled with it (default: ACCOUNT-key)",
      ),
  },
  { name: "enable", summary: "enable a disabled key again", add: key },
  {
    name: "delete",
    summary: "delete an orphan for good",
    add: (syntax) =>
      force(states(key(syntax)), "even when it is enabled, may belong to a stack, or no other key is valid"),
  },
  { name: "revoke", summary: "disable a leaked key at once, and say what to do next", add: key },
  { name: "disable-account", summary: "put the account out of use, with its keys and tokens", add: email },
  { name: "enable-account", summary: "put the account into use again", add: email },
] as const satisfies readonly ActionSyntax[];

export type ActionName = (typeof actionSyntaxes)[number]["name"];

export function keySyntax(): Syntax {
  return listSyntax("key", description, actionSyntaxes).addHelpText("after", after);
}

/** The syntax of one action. */
export function actionSyntax({ name, summary, add }: ActionSyntax): Syntax {
  return add(syntaxOf(`key ${name}`, `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`)).addOption(
    sharedOptions.json("print one JSON object"),
  );
}

/** The account that the action is about. */
export function accountOf(args: Arguments): AccountName {
  const [given] = args.positionals;
  const account = accountNamed(given ?? "");
  if (account) return account;
  if (given === undefined) args.complain("Name a service account's email after the action.");
  else
    args.complain(
      `The service account is ${shown(given)}: give ID@PROJECT.iam.gserviceaccount.com, an account of a project of yours.`,
    );
  return { email: "", id: "", project: "" };
}

/** The key that the action is about. */
export function keyOf(args: Arguments): KeyName {
  const [given] = args.positionals;
  const named = keyNamed(given ?? "");
  if (named) return named;
  if (given === undefined) args.complain("Name a key's full name after the action.");
  else
    args.complain(
      `The key is ${shown(given)}: give projects/PROJECT/serviceAccounts/EMAIL/keys/ID, as the stack's outputs keys and nextStep have it.`,
    );
  return { name: "", account: { email: "", id: "", project: "" }, id: "" };
}

/** The id of a key that is given by id or full name. */
export function keyIdOf(args: Arguments, option: string, given: string): string {
  const id = keyNamed(given)?.id ?? given;
  if (!/^[0-9a-zA-Z]{8,64}$/.test(id)) args.complainOf(option, given, "a key's id or full name");
  return id;
}
