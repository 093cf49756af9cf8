import { defaults } from "../args/defaults";
import { KeyMode, KeySlot } from "../args/enums";
import type { Key } from "../args/key";
import type { Accessor } from "../args/secret";
import { type Id, Ids } from "./places";
import { childNames, type PlannedRole, slotChild } from "./plan";
import { rotation, slotsAt, type SlotState } from "./rotation";

/** A secrets manager that holds keys. */
export interface Holder {
  readonly kind: "google" | "aws" | "azure" | "vault" | "esc" | "other";
  /** The child that all keys share. */
  readonly shared?: string;
  /** What the name of the child for one key ends in. */
  readonly what: string;
}

/** A key, and what holds its JSON. */
export interface PlannedKey {
  readonly slot: KeySlot;
  readonly state: SlotState;
  readonly childName: string;
  /** Whether Pulumi refuses to delete it. */
  readonly protect: boolean;
  /** The incident for which it is replaced. */
  readonly incident?: string;
  /** The certificate that is uploaded; undefined where Google creates the key. */
  readonly publicKey?: Id;
  readonly kept: readonly { readonly holder: Holder; readonly childName: string }[];
}

/** Somebody who may read the secret in Google Secret Manager. */
export interface PlannedAccessor {
  readonly childName: string;
  /** What the child was called up to 2026-11-22, if that was another name. */
  readonly formerName?: string;
  readonly member: Id;
  /** A custom role of its own, where the member is an output. */
  readonly role?: PlannedRole;
}

/** Every key, and everything that holds one. */
export interface KeysPlan {
  readonly holders: readonly Holder[];
  readonly accessors: readonly PlannedAccessor[];
  readonly slots: readonly PlannedKey[];
}

/** What follows from `key`; `project` is the component's. */
export function planKeys(key: Key, project: Id): KeysPlan {
  const { mode = defaults.key.mode, step = defaults.key.step, replaceNow } = key;
  if (mode === KeyMode.None) return { holders: [], accessors: [], slots: [] };
  const uploaded = mode === KeyMode.Uploaded;
  const holders = holdersOf(key);
  const slots = slotsAt(step).map((slot): PlannedKey => {
    const state = rotation[step].slots[slot] as SlotState;
    const incident = replaceNow?.slot === slot ? replaceNow.incident : undefined;
    const publicKey = slot === KeySlot.A ? key.publicKeyA : key.publicKeyB;
    return {
      slot,
      state,
      childName: slotChild(slot),
      protect: (key.protect ?? defaults.key.protect) && state !== "retiring" && incident === undefined,
      ...(incident === undefined ? {} : { incident }),
      ...(uploaded && publicKey !== undefined ? { publicKey } : {}),
      kept: uploaded ? [] : holders.map((holder) => ({ holder, childName: slotChild(slot, holder.what) })),
    };
  });
  const inGoogle = holders.some(({ kind }) => kind === "google");
  const accessors = inGoogle ? accessorsOf(key.secret?.accessors ?? [], key.secret?.project ?? project) : [];
  return { holders, accessors, slots };
}

function holdersOf({ googleSecretManager, sinks = {} }: Key): Holder[] {
  const google = googleSecretManager ?? defaults.key.googleSecretManager;
  const { aws, azure, vault, esc, others = [] } = sinks;
  return [
    ...(google ? [{ kind: "google", shared: childNames.keySecret, what: "version" } as const] : []),
    ...(aws ? [{ kind: "aws", shared: childNames.awsSecret, what: "aws-version" } as const] : []),
    ...(azure ? [{ kind: "azure", what: "azure-secret" } as const] : []),
    ...(vault ? [{ kind: "vault", what: "vault-secret" } as const] : []),
    ...(esc ? [{ kind: "esc", what: "esc-environment" } as const] : []),
    ...others.map(({ name }) => ({ kind: "other", what: name }) as const),
  ];
}

/** Each member once: IAM takes no notice of the letter case of an address. */
function accessorsOf(accessors: readonly Accessor[], project: Id): PlannedAccessor[] {
  const ids = new Ids();
  const byMember = new Map<string, PlannedAccessor>();
  for (const { name, member } of accessors) {
    const known = typeof member === "string" ? oneCase(member) : member;
    const former = name ?? (typeof member === "string" ? member : "");
    const planned =
      typeof known === "string"
        ? { ...accessorTo(known), formerName: `key-secret-reader-${former}` }
        : ofOwnRole(known, name ?? "", project);
    const before = byMember.get(ids.key(known));
    if (before === undefined || planned.childName < before.childName) byMember.set(ids.key(known), planned);
  }
  return [...byMember.values()];
}

/** A member in the one letter case in which names compare it. */
export function oneCase(member: string): string {
  return /^(user|group|serviceAccount):/.test(member)
    ? member.replace(/:.*/, (address) => address.toLowerCase())
    : member;
}

/** The grant to one member whom the arguments name. */
export function accessorTo(member: string): PlannedAccessor {
  return { childName: `key-secret-accessor-${oneCase(member)}`, member };
}

function ofOwnRole(member: Id, name: string, project: Id): PlannedAccessor {
  const childName = `own-secret-accessor-${name}`;
  const role: PlannedRole = {
    childName: `${childName}-role`,
    project: { id: project, home: false, label: undefined },
    idPrefix: "segment_read_key",
    title: "Segment: read the key's secret",
    permissions: ["secretmanager.versions.access"],
  };
  return { childName, member, role };
}
