import { Command as Syntax, CommanderError } from "commander";
import { shown } from "./keyGuard";
import { UsageError } from "./errors";

export { Syntax };

/** The help's width where no terminal has one, as in the documents. */
const helpWidth = 100;

/** `--help` was asked for. */
export class HelpRequest extends Error {
  override readonly name = "HelpRequest";
  constructor(private readonly syntax: Syntax) {
    super("help was asked for");
  }

  help(columns?: number): string {
    return helpText(this.syntax, columns);
  }
}

/** What `--help` prints for a syntax. */
export function helpText(syntax: Syntax, columns = helpWidth): string {
  let text = "";
  syntax
    .configureOutput({
      writeOut: (part) => (text += part),
      getOutHelpWidth: () => Math.min(Math.max(columns, 60), helpWidth),
    })
    .outputHelp();
  return text;
}

/**
 * The beginning of a command's syntax: options and arguments are added to it.
 *
 * @param command words after `segment-bigquery`
 */
export function syntaxOf(command: string, description: string): Syntax {
  return new Syntax(`segment-bigquery${command === "" ? "" : ` ${command}`}`)
    .description(description.replaceAll("\n", " "))
    .helpOption("-h, --help", "print this")
    .allowExcessArguments()
    .exitOverride()
    .configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
}

/** For an option that may be given several times. */
export function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

/** A command's arguments, read one by one; what is wrong is reported by `end`, all at once. */
export class Arguments {
  readonly #problems: string[] = [];

  /** @throws HelpRequest for `--help`, UsageError for options that there are not or that lack a value */
  constructor(
    private readonly syntax: Syntax,
    argv: readonly string[],
  ) {
    parse(syntax, argv);
  }

  get positionals(): readonly string[] {
    return this.syntax.args;
  }

  is(option: string): boolean {
    return this.#value(option) === true;
  }

  /** The value as it was given, whatever it is. */
  given(option: string): string | undefined {
    const value = this.#value(option);
    return typeof value === "string" ? value : undefined;
  }

  /** All values of an option that may be repeated. */
  texts(option: string): readonly string[] {
    const value = this.#value(option);
    return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
  }

  /** A text of a certain shape; empty where it is missing or bad, which `end` reports. */
  text(option: string, shape: RegExp, wanted: string): string {
    if (this.given(option) === undefined) this.complain(`--${option} is missing: give ${wanted}.`);
    return this.optionalText(option, shape, wanted) ?? "";
  }

  optionalText(option: string, shape: RegExp, wanted: string): string | undefined {
    const value = this.given(option);
    if (value === undefined || shape.test(value)) return value;
    this.complainOf(option, value, wanted);
    return "";
  }

  /** One of several words, in whatever case; undefined where it is missing or bad. */
  oneOf<T extends string>(option: string, words: readonly T[]): T | undefined {
    const value = this.given(option);
    const found = words.find((word) => word.toLowerCase() === value?.toLowerCase());
    if (value !== undefined && found === undefined) this.complainOf(option, value, words.join(" or "));
    return found;
  }

  /** A file's name. */
  file(option: string): string {
    return this.text(option, fileName, "the name of a file");
  }

  optionalFile(option: string): string | undefined {
    return this.optionalText(option, fileName, "the name of a file");
  }

  /** A whole number within limits. */
  number(option: string, standard: number, least: number, most?: number): number {
    const limits = most === undefined ? `from ${least}` : `from ${least} to ${most}`;
    return this.#numberIn(
      option,
      standard,
      `a whole number ${limits}`,
      (number) => Number.isInteger(number) && number >= least && number <= (most ?? Infinity),
    );
  }

  /** Seconds of patience. */
  seconds(option: string, standard: number, most: number): number {
    return this.#numberIn(
      option,
      standard,
      `seconds, above 0 and up to ${most}`,
      (number) => number > 0 && number <= most,
    );
  }

  /** Reports a bad value. */
  complainOf(option: string, value: string, wanted: string): void {
    this.complain(`--${option} is ${shown(value)}: give ${wanted}.`);
  }

  complain(problem: string): void {
    this.#problems.push(problem);
  }

  /**
   * To be called when everything is read, before anything is done.
   *
   * @param positionals how many may be given
   * @throws UsageError that names everything that is wrong
   */
  end(positionals = 0): void {
    for (const extra of this.positionals.slice(positionals))
      this.complain(`Unexpected argument ${shown(extra)}.`);
    if (this.#problems.length > 0)
      throw new UsageError(this.#problems.join("\n"), `${this.syntax.name()} --help`);
  }

  #numberIn(option: string, standard: number, wanted: string, good: (number: number) => boolean): number {
    const value = this.given(option);
    if (value === undefined) return standard;
    const number = value.trim() === "" ? NaN : Number(value);
    if (!good(number)) this.complainOf(option, value, wanted);
    return number;
  }

  #value(option: string): unknown {
    const declared = this.syntax.options.find(({ long }) => long === `--${option}`);
    if (!declared) throw new Error(`${this.syntax.name()} declares no --${option}.`);
    return this.syntax.getOptionValue(declared.attributeName());
  }
}

/** A shell's "$(cat key.json)" hands over a file's content. */
const fileName = /^[^\p{Cc}{]{1,4096}$/u;

/** @throws HelpRequest, UsageError */
export function parse(syntax: Syntax, argv: readonly string[]): void {
  try {
    syntax.parse(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === "commander.helpDisplayed") throw new HelpRequest(syntax);
    throw new UsageError(sentences(error.message), `${syntax.name()} --help`);
  }
}

/** Commander's message as sentences: `error: unknown option '--stak'\n(Did you mean --stack?)`. */
function sentences(message: string): string {
  const [first = "", ...more] = message.replace(/^error: /, "").split("\n");
  const said = first.charAt(0).toUpperCase() + first.slice(1);
  return [`${said}.`, ...more.map((line) => line.replace(/^\((.*)\)$/, "$1"))].join(" ");
}
