import type { Registered } from "../../support/mocks";

/** A resource that exists, as the engine's state has it. */
export interface Existing {
  name: string;
  type: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
  protect: boolean;
  retainOnDelete: boolean;
  /** Name of the resource with which it is deleted. */
  deletedWith: string;
  /** Names of the resources that it depends on. */
  dependencies: readonly string[];
  /** Tells a resource from one that had its name before. */
  generation: number;
  /** Whether it has been replaced, and its deletion is still to come. */
  replaced: boolean;
}

/** One thing that an update does. */
export type Operation =
  | { kind: "create"; made: Existing }
  | { kind: "update"; made: Existing; old: Existing }
  /** `made` is created, `old` is deleted at the end. */
  | { kind: "replace"; made: Existing; old: Existing }
  | { kind: "delete"; old: Existing };

/** Why an update is not done, in the engine's manner. */
export class Refused extends Error {}

/** Inputs whose change replaces a resource. */
const replacing: Record<string, readonly string[]> = {
  "gcp:serviceaccount/account:Account": ["accountId", "project"],
  "gcp:serviceaccount/key:Key": ["keepers", "publicKeyData", "serviceAccountId"],
  "gcp:secretmanager/secret:Secret": ["project", "replication", "secretId"],
  "gcp:secretmanager/secretVersion:SecretVersion": ["secret", "secretData"],
  "gcp:secretmanager/secretIamMember:SecretIamMember": ["member", "project", "role", "secretId"],
  "gcp:bigquery/dataset:Dataset": ["datasetId", "location", "project"],
  "gcp:bigquery/datasetIamMember:DatasetIamMember": ["datasetId", "member", "project", "role"],
  "gcp:bigquery/iamMember:IamMember": ["datasetId", "member", "project", "role", "tableId"],
  "gcp:bigquery/connectionIamMember:ConnectionIamMember": [
    "connectionId",
    "location",
    "member",
    "project",
    "role",
  ],
  "gcp:storage/bucketIAMMember:BucketIAMMember": ["bucket", "member", "role"],
  "gcp:projects/iAMMember:IAMMember": ["member", "project", "role"],
  "gcp:projects/iAMCustomRole:IAMCustomRole": ["project", "roleId"],
  "gcp:projects/service:Service": ["project", "service"],
  "random:index/randomId:RandomId": ["byteLength", "keepers"],
};

/** What the provider recommends where the program leaves it open: members are deleted before they are replaced. */
function deletedFirst({ type, deleteBeforeReplace }: Registered): boolean {
  return deleteBeforeReplace ?? /IamMember$|IAMMember$/.test(type);
}

/** The resource of a state that a registered one is, by its name or by a former one. */
export function found(state: readonly Existing[], { type, name, aliases }: Registered): Existing | undefined {
  const named = (one: string) => state.find((old) => old.type === type && old.name === one && !old.replaced);
  const former = aliases.map((alias) => String((alias as { spec?: { name?: string } }).spec?.name ?? ""));
  return [name, ...former].map(named).find((old) => old !== undefined);
}

let generations = 0;

/** Registers a resource in a state: what the engine does, and the resource as it then is. */
export interface Decision {
  /** Nothing to Google, one operation, or the deletions before the creation of what is replaced. */
  readonly operations: readonly Operation[];
  readonly made: Existing;
}

/**
 * Read in pulumi/pulumi's step generator (November 2026): inputs that are to be ignored stay as they are in the state; a
 * replacement is refused where the program protects the resource, a deletion where the state does; with what is deleted
 * before it is replaced, what depends on it goes first.
 */
export function decide(
  state: readonly Existing[],
  registered: Registered,
  outputsOf: (inputs: Record<string, unknown>, generation: number) => Record<string, unknown>,
): Decision {
  const { type, name, protect, retainOnDelete, deletedWith, dependencies } = registered;
  const old = found(state, registered);
  const inputs = { ...registered.inputs };
  for (const key of old ? registered.ignoreChanges : [])
    if (old && key in old.inputs) inputs[key] = old.inputs[key];
    else delete inputs[key];
  const differs = (key: string) => JSON.stringify(old?.inputs[key]) !== JSON.stringify(inputs[key]);
  const replaces = old !== undefined && (replacing[type] ?? []).some(differs);
  const generation = old && !replaces ? old.generation : ++generations;
  const made: Existing = {
    ...{ name, type, inputs, protect, retainOnDelete, generation, replaced: false },
    deletedWith: nameIn(deletedWith),
    outputs: old && !replaces ? { ...old.outputs, ...inputs } : outputsOf(inputs, generation),
    dependencies: dependencies.map(nameIn),
  };
  if (!old) return { operations: [{ kind: "create", made }], made };
  if (!replaces) return { operations: [{ kind: "update", made, old }], made };
  if (protect) throw new Refused(`${name} is protected and would be replaced`);
  if (!deletedFirst(registered)) return { operations: [{ kind: "replace", made, old }], made };
  const together = dependentsFirst([old, ...state.filter((one) => one.dependencies.includes(old.name))]);
  const guarded = together.find((one) => one !== old && one.protect);
  if (guarded) throw new Refused(`${guarded.name} is protected and would be deleted with ${name}`);
  const deleted = together.map((one): Operation => ({ kind: "delete", old: one }));
  return { operations: [...deleted, { kind: "create", made }], made };
}

function nameIn(urn: string): string {
  return urn === "" ? "" : urn.slice(urn.lastIndexOf("::") + 2);
}

/** What is deleted after everything else was done: what is gone from the program, and what was replaced. */
export function deletions(state: readonly Existing[], registered: ReadonlySet<Existing>): Operation[] {
  const gone = state.filter((one) => one.replaced || !registered.has(one));
  return dependentsFirst(gone).map((old) => {
    const along = gone.some(({ name, replaced }) => name === old.deletedWith && !replaced);
    return { kind: "delete", old: along ? { ...old, retainOnDelete: true } : old };
  });
}

/** Deletions go against dependencies: what depends on another goes first. */
function dependentsFirst(gone: readonly Existing[]): Existing[] {
  const left = [...gone].reverse();
  const ordered: Existing[] = [];
  while (left.length > 0) {
    const at = left.findIndex(({ name }) => !left.some((other) => other.dependencies.includes(name)));
    ordered.push(...left.splice(Math.max(at, 0), 1));
  }
  return ordered;
}

/** The state after an operation. */
export function after(state: readonly Existing[], operation: Operation): Existing[] {
  switch (operation.kind) {
    case "create":
      return [...state, operation.made];
    case "update":
      return [...state.filter((one) => one !== operation.old), operation.made];
    case "replace":
      return [
        ...state.map((one) => (one === operation.old ? { ...one, replaced: true } : one)),
        operation.made,
      ];
    case "delete":
      return state.filter(
        ({ type, name, generation }) =>
          type !== operation.old.type ||
          name !== operation.old.name ||
          generation !== operation.old.generation,
      );
  }
}

/** The operation in words; nothing for one that changes nothing. */
export function operationText(operation: Operation): string | undefined {
  if (operation.kind === "delete") return `delete ${operation.old.name}`;
  if (operation.kind !== "update") return `${operation.kind} ${operation.made.name}`;
  const { made, old } = operation;
  const same = JSON.stringify(sorted(made.inputs)) === JSON.stringify(sorted(old.inputs));
  return same && made.name === old.name ? undefined : `update ${made.name}`;
}

function sorted(inputs: Record<string, unknown>): [string, unknown][] {
  return Object.entries(inputs).sort(([one], [other]) => (one < other ? -1 : 1));
}
