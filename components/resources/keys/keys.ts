import type { Key as AccountKey } from "@pulumi/gcp/serviceaccount/key";
import * as pulumi from "@pulumi/pulumi";
import type { SegmentBigQueryArgs } from "../../args/args";
import { defaults } from "../../args/defaults";
import type { KeySlot } from "../../args/enums";
import type { KeysPlan, PlannedKey } from "../../plan/keys";
import type { SlotState } from "../../plan/rotation";
import { resolve } from "../../validate/outputs";
import type { Problem } from "../../validate/problem";
import type { MadeAccount } from "../account";
import type { Children } from "../children";
import type { Fixed } from "../fixed";
import { fixedOfKey, jsonOf, makeAccountKey } from "./accountKey";
import { GoogleSecret } from "./googleSecret";
import { type KeptAt, makeSink, type Sink } from "./sinks";

/** One key as kept: names and places, nothing of the key. */
export interface KeptKey {
  readonly slot: KeySlot;
  readonly state: SlotState;
  /** Full name of the key, `projects/…/serviceAccounts/…/keys/…`. */
  readonly name: pulumi.Output<string>;
  /** Full name of the version in Google Secret Manager, empty where it is not kept there by the stack. */
  readonly secretVersionName: pulumi.Output<string>;
  /** Where the JSON is, in words. */
  readonly places: readonly pulumi.Output<string>[];
}

/** All keys, and the secret in Google Secret Manager. */
export interface KeptKeys {
  /** Empty where there is none. */
  readonly secretName: pulumi.Output<string>;
  readonly keys: readonly KeptKey[];
  /** What the arguments cannot change of keys and secret. */
  readonly fixed: readonly Fixed[];
  /** Keys that Google or the state has lost. */
  readonly lost: Promise<readonly Problem[]>;
}

/** Makes the keys of the step that the rotation is at, and keeps them in every secrets manager asked for. */
export function keepKeys(
  children: Children,
  plan: KeysPlan,
  args: Pick<SegmentBigQueryArgs, "key">,
  account: MadeAccount,
  dependsOn: pulumi.Resource[],
): KeptKeys {
  const { secret = {}, protect: wanted, sinks = {} } = args.key ?? {};
  const protect = wanted ?? defaults.key.protect;
  let google: GoogleSecret | undefined;
  const makers = new Map<string, Sink>();
  for (const holder of plan.holders) {
    if (holder.kind === "google")
      google = new GoogleSecret(
        children,
        {
          args: secret,
          project: secret.project ?? account.project,
          secretId: secret.secretId ?? pulumi.interpolate`${account.accountId}-key`,
          accessors: plan.accessors,
          protect,
        },
        dependsOn,
      );
    const sink = holder.kind === "google" ? google : makeSink(children, holder, sinks);
    if (sink) makers.set(holder.what, sink);
  }
  const made = plan.slots.map((planned) => {
    const key = makeAccountKey(children, planned, account.name, dependsOn);
    return { planned, key, kept: keptAt(planned, key, makers) };
  });
  return {
    secretName: google?.name ?? pulumi.output(""),
    keys: made.map(({ planned: { slot, state }, key, kept }) => ({
      slot,
      state,
      name: key.name,
      secretVersionName: google?.versions.get(slot) ?? pulumi.output(""),
      places: kept.map(({ place }) => place),
    })),
    fixed: [...(google?.fixed ?? []), ...made.flatMap(({ planned, key }) => fixedOfKey(planned, key))],
    lost: Promise.all(made.map(({ planned, key, kept }) => lostKey(planned, key, kept))).then((found) =>
      found.flat(),
    ),
  };
}

function keptAt(
  { slot, protect, incident, kept }: PlannedKey,
  key: AccountKey,
  makers: ReadonlyMap<string, Sink>,
): KeptAt[] {
  return kept.flatMap(({ holder, childName }) => {
    const sink = makers.get(holder.what);
    const json = jsonOf(key);
    return sink ? [sink.keep({ slot, childName, json, protect, replaced: incident !== undefined })] : [];
  });
}

/**
 * A key that a refresh did not find: what holds its JSON is there, the key would be made again, and nobody would have
 * the new one.
 */
async function lostKey({ slot, incident }: PlannedKey, key: AccountKey, kept: KeptAt[]): Promise<Problem[]> {
  if (incident !== undefined) return [];
  const name = await resolve(key.name);
  const json = await resolve(jsonOf(key));
  const lost = await Promise.all(
    kept.map(async (at) => {
      const id = await resolve(at.id);
      if (!name.known) return id.known;
      const held = await resolve(at.json);
      return json.known && typeof held.value === "string" && held.value !== json.value;
    }),
  );
  if (!lost.includes(true)) return [];
  return [
    {
      property: "key",
      reason: `in slot ${slot} is not the one that is kept: a refresh did not find the key at Google, because it was deleted or may not be read (403). Compare with segment-bigquery key list; then give key.replaceNow {slot: "${slot}", incident: "lost-key"}, which makes a new key and keeps it`,
    },
  ];
}
