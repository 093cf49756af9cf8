import { parseArgs, type ParseArgsConfig } from "node:util";
import { UsageError } from "../command";
import { accountNamed, keyNamed, type AccountName, type KeyName } from "./names";

/** An action's arguments, read one by one; what is wrong is told at the end, all at once. */
export class Arguments {
  private readonly problems: string[] = [];
  private readonly values: Record<string, unknown>;
  private readonly positionals: string[];

  constructor(argv: string[], options: NonNullable<ParseArgsConfig["options"]>) {
    const parsed = parseArgs({
      args: argv,
      options: { ...options, json: { type: "boolean" } },
      allowPositionals: true,
    });
    this.values = parsed.values;
    this.positionals = parsed.positionals;
  }

  is(option: string): boolean {
    return this.values[option] === true;
  }

  /** A text of a certain shape; empty where it is bad, which `end` reports. */
  text(option: string, shape: RegExp, wanted: string): string {
    const value = this.optionalText(option, shape, wanted);
    if (value === undefined) this.problems.push(`--${option} is missing: give ${wanted}.`);
    return value ?? "";
  }

  optionalText(option: string, shape: RegExp, wanted: string): string | undefined {
    const value = this.values[option];
    if (typeof value !== "string") return undefined;
    if (shape.test(value)) return value;
    this.problems.push(`--${option} is ${shown(value)}: give ${wanted}.`);
    return "";
  }

  /** A file's name; a shell's "$(cat key.json)" hands over the content, which no message may repeat. */
  file(option: string): string {
    return this.text(option, /^[^\p{Cc}{]{1,1024}$/u, "the name of a file");
  }

  texts(option: string): string[] {
    const value = this.values[option];
    return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
  }

  /** A whole number within limits. */
  number(option: string, standard: number, least: number, most: number): number {
    const value = this.values[option];
    const number = value === undefined ? standard : Number(value);
    if (!Number.isInteger(number) || number < least || number > most)
      this.problems.push(
        `--${option} is ${shown(String(value))}: give a whole number from ${least} to ${most}.`,
      );
    return number;
  }

  /** The account that the action is about. */
  account(): AccountName {
    const account = accountNamed(this.only("a service account's email"));
    if (account) return account;
    this.complain("service account", "ID@PROJECT.iam.gserviceaccount.com, an account of a project of yours");
    return { email: "", id: "", project: "" };
  }

  /** The key that the action is about. */
  key(): KeyName {
    const key = keyNamed(this.only("a key's full name"));
    if (key) return key;
    this.complain(
      "key",
      "projects/PROJECT/serviceAccounts/EMAIL/keys/ID, as the stack's outputs keys and nextStep have it",
    );
    return { name: "", account: { email: "", id: "", project: "" }, id: "" };
  }

  /** Keys given by id or full name. */
  keyIds(option: string): string[] {
    return this.texts(option).map((given) => {
      const id = keyNamed(given)?.id ?? given;
      if (!/^[0-9a-zA-Z]{8,64}$/.test(id))
        this.problems.push(`--${option} is ${shown(given)}: give a key's id or full name.`);
      return id;
    });
  }

  complainOf(problem: string): void {
    this.problems.push(problem);
  }

  /** To be called when everything is read, before anything is done. @throws UsageError */
  end(positionals = 0): void {
    for (const extra of this.positionals.slice(positionals))
      this.problems.push(`There is an argument too many: ${shown(extra)}.`);
    if (this.problems.length > 0) throw new UsageError(this.problems.join("\n"));
  }

  private only(what: string): string {
    if (this.positionals.length === 0) this.problems.push(`Name ${what} after the action.`);
    return this.positionals[0] ?? "";
  }

  private complain(what: string, wanted: string): void {
    const [given] = this.positionals;
    if (given !== undefined) this.problems.push(`The ${what} is ${shown(given)}: give ${wanted}.`);
  }
}

/** What was given, unless it looks like more than a name: it could be a key pasted by mistake. */
function shown(value: string): string {
  return value.length > 200 || /\p{Cc}|\{|PRIVATE|[A-Za-z0-9+/]{65}/u.test(value)
    ? "something that looks like no name"
    : `"${value}"`;
}
