import type { Registered } from "../../support/mocks";

/** A resource that exists. */
export interface Existing {
  name: string;
  type: string;
  inputs: Record<string, unknown>;
  protect: boolean;
  /** Tells a resource from one that had its name before. */
  generation: number;
}

/** One thing that an update does. */
type Operation =
  { kind: "create" | "replace" | "update"; wanted: Registered } | { kind: "delete"; old: Existing };

/** What happened. */
export interface Update {
  /** Why the engine refuses; nothing was done then. */
  refused?: string;
  operations: string[];
  state: Existing[];
}

/** Inputs whose change replaces a resource. */
const replacing: Record<string, readonly string[]> = {
  "gcp:serviceaccount/key:Key": ["keepers", "publicKeyData", "serviceAccountId"],
  "gcp:secretmanager/secretVersion:SecretVersion": ["secret"],
};

/**
 * The engine of Pulumi as far as keys are concerned, in a few rules: what a preview refuses is not begun; creations and
 * replacements come before deletions; a replaced resource's predecessor is deleted at the end; a deletion is refused
 * where the state has the resource protected, a replacement where both state and program have (read in pulumi/pulumi's
 * step generator, November 2026).
 *
 * With `stopAfter`, the update is interrupted after so many operations.
 */
export function update(
  state: readonly Existing[],
  program: readonly Registered[],
  stopAfter = Infinity,
): Update {
  const operations: Operation[] = [];
  const replaced = new Set<string>();
  for (const wanted of program) {
    const old = state.find(({ name }) => name === wanted.name);
    if (!old) operations.push({ kind: "create", wanted });
    else if (mustReplace(old, wanted, replaced)) {
      if (wanted.protect && old.protect)
        return refusal(state, `${wanted.name} is protected and would be replaced`);
      replaced.add(wanted.name);
      operations.push({ kind: "replace", wanted });
    } else operations.push({ kind: "update", wanted });
  }
  const gone = state.filter(
    ({ name }) => replaced.has(name) || !program.some((wanted) => wanted.name === name),
  );
  for (const old of [...gone].reverse()) {
    if (old.protect && !replaced.has(old.name))
      return refusal(state, `${old.name} is protected and would be deleted`);
    operations.push({ kind: "delete", old });
  }
  const done = operations.slice(0, stopAfter);
  return {
    operations: done.filter(({ kind }) => kind !== "update").map(operationText),
    state: done.reduce<readonly Existing[]>(apply, state) as Existing[],
  };
}

function refusal(state: readonly Existing[], refused: string): Update {
  return { refused, operations: [], state: [...state] };
}

function mustReplace(
  old: Existing,
  { type, inputs, ignoreChanges, dependencies }: Registered,
  replaced: ReadonlySet<string>,
) {
  // A version's data is the key's JSON: another where the key is replaced.
  const followsKey =
    type.endsWith(":SecretVersion") &&
    dependencies.some((urn) => replaced.has(urn.slice(urn.lastIndexOf("::") + 2)));
  return (
    followsKey ||
    (replacing[type] ?? []).some(
      (key) =>
        !ignoreChanges.includes(key) && JSON.stringify(old.inputs[key]) !== JSON.stringify(inputs[key]),
    )
  );
}

function operationText(operation: Operation): string {
  return operation.kind === "delete"
    ? `delete ${operation.old.name}`
    : `${operation.kind} ${operation.wanted.name}`;
}

let generations = 0;

function apply(state: readonly Existing[], operation: Operation): Existing[] {
  if (operation.kind === "delete")
    return state.filter(
      ({ name, generation }) => name !== operation.old.name || generation !== operation.old.generation,
    );
  const { name, type, inputs, protect, ignoreChanges } = operation.wanted;
  const old = state.find((one) => one.name === name);
  const kept = Object.fromEntries(
    ignoreChanges.flatMap((key) => (old && key in old.inputs ? [[key, old.inputs[key]]] : [])),
  );
  const made = { name, type, inputs: { ...inputs, ...kept }, protect };
  if (operation.kind === "update" && old)
    return state.map((one) => (one === old ? { ...made, generation: old.generation } : one));
  return [...state, { ...made, generation: ++generations }];
}
