import { isList, isObject, type Plain, text, UNKNOWN } from "../../stack/plain";
import type { Resource } from "../../stack/resource";
import type { Stack } from "../../stack/stack";
import { readCommandGrants } from "../commands/readCommandGrants";
import type { CustomRoles } from "../role";
import type { Grants } from "./grant";
import { openScript, type Script, scriptGrants } from "./scriptGrants";

/** What a Command or a dynamic resource grants by what it runs, whenever it does. */
export function commandGrants(stack: Stack, roles: CustomRoles, resource: Resource): Grants {
  const script = (property: string): Script => ({ stack, roles, resource, property, shape: "command" });
  const byProperty = new Map<string, Grants[]>();
  for (const one of commandTexts(resource)) {
    const found = grantsIn(script(one.property), one);
    const same = byProperty.get(one.property);
    if (same) same.push(found);
    else byProperty.set(one.property, [found]);
  }
  const open = isCommand(resource.type)
    ? run
        .filter((property) => text(resource.props[property]) === UNKNOWN)
        .flatMap((property) => openScript(script(property)) ?? [])
    : [];
  return together([
    ...[...byProperty.values()].map(together).map(withOneNote),
    { grants: [], unreadable: open },
  ]);
}

const nothing: Grants = { grants: [], unreadable: [] };

function grantsIn(script: Script, { command, environment }: CommandText): Grants {
  // Nearly every command holds none of these words, and is not worth reading.
  if (!/iam|acl|policy|grant|binding|--source/i.test(command)) return nothing;
  return scriptGrants(script, command, readCommandGrants(command, environment));
}

function together(all: readonly Grants[]): Grants {
  return {
    grants: all.flatMap(({ grants }) => grants),
    unreadable: all.flatMap(({ unreadable }) => unreadable),
  };
}

/** One note for all commands of a property, with the addresses of all. */
function withOneNote({ grants, unreadable }: Grants): Grants {
  // What may name anybody counts for all.
  const first = unreadable.find(({ names }) => names === undefined) ?? unreadable[0];
  if (first?.names === undefined) return { grants, unreadable: first ? [first] : [] };
  const names = unreadable.flatMap((one) => one.names ?? []);
  return { grants, unreadable: [{ ...first, names: [...new Set(names)] }] };
}

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
 * next to them as text.
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
