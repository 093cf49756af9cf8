import { readCommandGrants } from "../commands";
import { isList, isObject, text, UNKNOWN, type Plain } from "../plain";
import type { Resource } from "../resource";
import type { CustomRoles } from "../roles";
import type { Stack } from "../stack";
import type { Grants, Unreadable } from "./grant";
import { openScript, scriptGrants, type Script } from "./scriptGrants";

/** The inputs of a Command that are run. */
const run = ["create", "update", "delete", "stdin"];

/** What a `command:local:Command` or `command:remote:Command` grants, whenever it is run. */
export function commandGrants(stack: Stack, roles: CustomRoles, resource: Resource): Grants {
  const environment = environmentOf(resource.props["environment"]);
  return together(
    run.map((property) => {
      const script: Script = { stack, roles, resource, property, shape: "command" };
      const command = text(resource.props[property]);
      if (command === UNKNOWN) {
        const open = openScript(script);
        return { grants: [], unreadable: open ? [open] : [] };
      }
      return command === undefined ? nothing : ofText(script, command, environment);
    }),
  );
}

/**
 * What a dynamic resource grants: its inputs are looked through for commands, and so is the provider's code, which Pulumi
 * keeps beside them as text.
 */
export function dynamicGrants(stack: Stack, roles: CustomRoles, resource: Resource): Grants {
  return together(
    Object.keys(resource.props).map((property) => {
      const script: Script = { stack, roles, resource, property, shape: "command" };
      const found = together(
        [...textsIn(resource.props[property])]
          .flatMap((text) => [...commandsIn(text)])
          .map((command) => ofText(script, command, {})),
      );
      return { grants: found.grants, unreadable: asOne(found.unreadable) };
    }),
  );
}

const nothing: Grants = { grants: [], unreadable: [] };

function ofText(script: Script, command: string, environment: Readonly<Record<string, string>>): Grants {
  // Nearly every command holds none of these words, and is not worth reading.
  if (!/iam|acl|policy|grant|binding/i.test(command)) return nothing;
  return scriptGrants(script, command, readCommandGrants(command, environment));
}

function together(all: readonly Grants[]): Grants {
  return {
    grants: all.flatMap(({ grants }) => grants),
    unreadable: all.flatMap(({ unreadable }) => unreadable),
  };
}

/** One note for all commands of a property, with the addresses of all. */
function asOne([first, ...others]: readonly Unreadable[]): Unreadable[] {
  if (first === undefined) return [];
  const names = [first, ...others].flatMap((one) => one.names ?? []);
  return [{ ...first, names: [...new Set(names)] }];
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
