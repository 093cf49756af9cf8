import { readCommandGrants } from "../commands";
import { text, UNKNOWN } from "../plain";
import type { Resource } from "../resource";
import type { CustomRoles } from "../roles";
import type { Stack } from "../stack";
import { commandTexts, isCommand, run, type CommandText } from "./commandTexts";
import type { Grants } from "./grant";
import { openScript, scriptGrants, type Script } from "./scriptGrants";

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
function withOneNote({ grants, unreadable }: Grants): Grants {
  const [first] = unreadable;
  if (first === undefined) return { grants, unreadable: [] };
  const names = unreadable.flatMap((one) => one.names ?? []);
  return { grants, unreadable: [{ ...first, names: [...new Set(names)] }] };
}
