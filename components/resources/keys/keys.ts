import type { Account } from "@pulumi/gcp/serviceaccount/account";
import * as pulumi from "@pulumi/pulumi";
import type { SegmentBigQueryArgs } from "../../args";
import { KeyMode, KeySlot, RotationStep } from "../../enums";
import type { KeyArgs } from "../../keyArgs";
import { rotation, slotsAt, type SlotState } from "../../plan/rotation";
import type { Children } from "../children";
import { jsonOf, makeAccountKey } from "./accountKey";
import { GoogleSecret } from "./googleSecret";
import { makeSinks } from "./sinks";

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
}

/** Makes the keys of the step that the rotation is at, and keeps them in every secrets manager asked for. */
export function keepKeys(
  children: Children,
  { project, key: args = {} }: SegmentBigQueryArgs,
  account: Account,
  dependsOn: pulumi.Resource[],
): KeptKeys {
  if (args.mode === KeyMode.None) return { secretName: pulumi.output(""), keys: [] };
  const { step = RotationStep.OnlyA, secret = {}, googleSecretManager = true, sinks = {} } = args;
  const google = googleSecretManager
    ? new GoogleSecret(children, secret, secretPlace(project, account, args), dependsOn)
    : undefined;
  const all = [...(google ? [google] : []), ...makeSinks(children, sinks)];
  const keys = slotsAt(step).map((slot): KeptKey => {
    const state = rotation[step].slots[slot] as SlotState;
    const incident = args.replaceNow?.slot === slot ? args.replaceNow.incident : undefined;
    const protect = (args.protect ?? true) && state !== "retiring" && incident === undefined;
    const publicKey = args.mode === KeyMode.Uploaded ? publicKeyOf(args, slot) : undefined;
    const made = makeAccountKey(children, { slot, account, publicKey, protect, incident }, dependsOn);
    const uploaded = args.mode === KeyMode.Uploaded;
    const places = uploaded ? [] : all.map((sink) => sink.keep({ slot, json: jsonOf(made), protect }));
    const secretVersionName = google?.versions.get(slot) ?? pulumi.output("");
    return { slot, state, name: made.name, secretVersionName, places };
  });
  return { secretName: google?.name ?? pulumi.output(""), keys };
}

function secretPlace(project: pulumi.Input<string>, account: Account, { secret = {} }: KeyArgs) {
  return {
    project: secret.project ?? project,
    secretId: secret.secretId ?? pulumi.interpolate`${account.accountId}-key`,
  };
}

function publicKeyOf({ publicKeyA, publicKeyB }: KeyArgs, slot: KeySlot): pulumi.Input<string> | undefined {
  return slot === KeySlot.A ? publicKeyA : publicKeyB;
}
