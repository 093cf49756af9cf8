import { isList, isObject, text, type Plain } from "../plain";
import type { Resource } from "../resource";

/** A command that a resource runs, as far as its text is known. */
export interface CommandText {
  readonly property: string;
  readonly command: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** The inputs of a Command that are run. */
export const run: readonly string[] = ["create", "update", "delete", "stdin"];

export function isCommand(type: string): boolean {
  return type === "command:local:Command" || type === "command:remote:Command";
}

/** Whether resources of the type run commands of the stack's. */
export function runsCommands(type: string): boolean {
  return isCommand(type) || isDynamic(type);
}

function isDynamic(type: string): boolean {
  return /^pulumi-[a-z]+:dynamic[:/]/.test(type);
}

/**
 * The commands that a resource runs, whenever it does.
 *
 * The inputs of a dynamic resource are looked through for commands, and so is the provider's code, which Pulumi keeps
 * beside them as text.
 */
export function commandTexts({ type, props }: Resource): CommandText[] {
  if (isCommand(type)) {
    const environment = environmentOf(props["environment"]);
    return run.flatMap((property) => {
      const command = text(props[property]);
      return typeof command === "string" ? [{ property, command, environment }] : [];
    });
  }
  if (!isDynamic(type)) return [];
  return Object.keys(props).flatMap((property) =>
    [...textsIn(props[property])]
      .flatMap((code) => [...commandsIn(code)])
      .map((command) => ({ property, command, environment: {} })),
  );
}

function environmentOf(value: Plain | undefined): Record<string, string> {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, held]) => {
      const known = text(held);
      return typeof known === "string" ? [[name, known]] : [];
    }),
  );
}

/** Every text in a value, and a list of texts as the command that it may be the words of. */
function* textsIn(value: Plain | undefined): Iterable<string> {
  if (typeof value === "string") yield value;
  else if (isObject(value)) for (const part of Object.values(value)) yield* textsIn(part);
  else if (isList(value)) {
    const words = value.filter((word): word is string => typeof word === "string");
    if (words.some((word) => tool.test(word))) yield* words;
    else yield words.join(" ");
    for (const item of value) if (typeof item !== "string") yield* textsIn(item);
  }
}

const tool = /\b(?:gcloud|bq|gsutil)\s/;

/** The commands in a text, each from the tool's name to the end of the quotes, or of the line, that it stands in. */
function* commandsIn(code: string): Iterable<string> {
  const tools = new RegExp(tool, "g");
  for (let found = tools.exec(code); found; found = tools.exec(code)) {
    const { index } = found;
    const before = code.slice(Math.max(0, index - 200), index);
    const quote = /["'`](?=[^"'`\n]*$)/.exec(before)?.[0];
    const end = code.indexOf(quote ?? "\n", index);
    tools.lastIndex = end < 0 ? code.length : end;
    yield code.slice(index, tools.lastIndex);
  }
}
