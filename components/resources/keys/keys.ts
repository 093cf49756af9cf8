import { defaults } from "../../args/defaults";
import * as pulumi from "@pulumi/pulumi";
import type { SegmentBigQueryArgs } from "../../args/args";
import { KeyMode, KeySlot } from "../../args/enums";
import type { Key } from "../../args/key";
import { slotChild } from "../../plan/parts";
import { type SlotState, rotation, slotsAt } from "../../plan/rotation";
import type { Children } from "../children";
import { GoogleSecret } from "./googleSecret";
import { makeSinks } from "./sinks";
import type { Account } from "@pulumi/gcp/serviceaccount/account";
import { Key as AccountKey } from "@pulumi/gcp/serviceaccount/key";

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
  const {
    step = defaults.key.step,
    secret = {},
    googleSecretManager = defaults.key.googleSecretManager,
    sinks = {},
  } = args;
  const google = googleSecretManager
    ? new GoogleSecret(children, secret, secretPlace(project, account, args), dependsOn)
    : undefined;
  const all = [...(google ? [google] : []), ...makeSinks(children, sinks)];
  const keys = slotsAt(step).map((slot): KeptKey => {
    const state = rotation[step].slots[slot] as SlotState;
    const incident = args.replaceNow?.slot === slot ? args.replaceNow.incident : undefined;
    const protect = (args.protect ?? defaults.key.protect) && state !== "retiring" && incident === undefined;
    const publicKey = args.mode === KeyMode.Uploaded ? publicKeyOf(args, slot) : undefined;
    const made = makeAccountKey(children, { slot, account, publicKey, protect, incident }, dependsOn);
    const uploaded = args.mode === KeyMode.Uploaded;
    const places = uploaded ? [] : all.map((sink) => sink.keep({ slot, json: jsonOf(made), protect }));
    const secretVersionName = google?.versions.get(slot) ?? pulumi.output("");
    return { slot, state, name: made.name, secretVersionName, places };
  });
  return { secretName: google?.name ?? pulumi.output(""), keys };
}

function secretPlace(project: pulumi.Input<string>, account: Account, { secret = {} }: Key) {
  return {
    project: secret.project ?? project,
    secretId: secret.secretId ?? pulumi.interpolate`${account.accountId}-key`,
  };
}

function publicKeyOf({ publicKeyA, publicKeyB }: Key, slot: KeySlot): pulumi.Input<string> | undefined {
  return slot === KeySlot.A ? publicKeyA : publicKeyB;
}

/** A key to make. */
export interface KeyRequest {
  readonly slot: KeySlot;
  readonly account: Account;
  /** PEM certificate, or base64 of it; Google makes the pair where there is none. */
  readonly publicKey?: pulumi.Input<string>;
  /** Whether Pulumi is to refuse to delete or replace it. */
  readonly protect: boolean;
  /** The incident for which it is replaced. */
  readonly incident?: string;
}

/** The key in a slot. */
export function makeAccountKey(
  children: Children,
  request: KeyRequest,
  dependsOn: pulumi.Resource[],
): AccountKey {
  const { slot, account, publicKey, protect, incident } = request;
  const childName = slotChild(slot);
  return new AccountKey(
    children.nameOf(childName),
    {
      serviceAccountId: account.name,
      publicKeyData: publicKey === undefined ? undefined : pulumi.output(publicKey).apply(base64OfPem),
      keepers: incident === undefined ? undefined : { incident },
    },
    children.options(childName, {
      dependsOn,
      protect: protect ? true : undefined,
      // Taking the incident's name away again must not replace the key once more.
      ignoreChanges: incident === undefined ? ["keepers"] : undefined,
    }),
  );
}

/** The most that Secret Manager holds, the least of all secrets managers' limits that a key could meet. */
const mostBytes = 64 * 1024;

/** The JSON key file, which Google returns in base64. */
export function jsonOf(key: AccountKey): pulumi.Output<string> {
  return pulumi.secret(
    key.privateKey.apply((encoded) => {
      const json = Buffer.from(encoded, "base64");
      if (json.length > mostBytes)
        throw new Error(`The key has ${json.length} bytes; Secret Manager holds at most ${mostBytes}.`);
      return json.toString("utf8");
    }),
  );
}

/** Google takes the certificate's PEM in base64; people have the PEM. */
function base64OfPem(text: string): string {
  return text.startsWith("-----BEGIN") ? Buffer.from(text).toString("base64") : text;
}
