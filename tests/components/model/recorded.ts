import type { Registered } from "../../support/mocks";
import { after, decide, deletions, type Existing, type Operation, operationText, Refused } from "./engine";

/** What an update of a recorded program does. */
export interface RecordedUpdate {
  /** Why the engine refuses; nothing was done then. */
  refused?: string;
  operations: string[];
  state: Existing[];
}

/**
 * An update of a program that was recorded, previewed first: what a preview refuses is not begun.
 *
 * With `stopAfter`, it is interrupted after so many operations.
 */
export function update(
  state: readonly Existing[],
  program: readonly Registered[],
  stopAfter = Infinity,
): RecordedUpdate {
  try {
    const operations = operationsOf(state, program);
    const done = operations.slice(0, stopAfter);
    return {
      operations: done.map(operationText).filter((text) => text !== undefined),
      state: done.reduce<readonly Existing[]>(after, state) as Existing[],
    };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { refused: error.message, operations: [], state: [...state] };
  }
}

function operationsOf(state: readonly Existing[], program: readonly Registered[]): Operation[] {
  const operations: Operation[] = [];
  const registered = new Set<Existing>();
  let now = state;
  for (const one of program) {
    const decision = decide(now, withKeysData(one, now), (inputs) => inputs);
    operations.push(...decision.operations);
    now = decision.operations.reduce<readonly Existing[]>(after, now);
    registered.add(decision.made);
  }
  for (const deletion of deletions(now, registered)) {
    if (deletion.kind === "delete" && deletion.old.protect && !deletion.old.replaced)
      throw new Refused(`${deletion.old.name} is protected and would be deleted`);
    operations.push(deletion);
  }
  return operations;
}

/** A version's data is its key's JSON, which a recording shows the same for every key. */
function withKeysData(registered: Registered, state: readonly Existing[]): Registered {
  if (!registered.type.endsWith(":SecretVersion")) return registered;
  const key = state.find(
    ({ type, name, replaced }) =>
      !replaced &&
      type.endsWith("/key:Key") &&
      registered.dependencies.some((urn) => urn.endsWith(`::${name}`)),
  );
  return {
    ...registered,
    inputs: { ...registered.inputs, secretData: `the JSON of key ${key?.generation}` },
  };
}
