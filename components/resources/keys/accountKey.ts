import { Key as AccountKey } from "@pulumi/gcp/serviceaccount/key";
import * as pulumi from "@pulumi/pulumi";
import { KeyMode } from "../../args/enums";
import type { PlannedKey } from "../../plan/keys";
import { certificateData, fingerprint } from "../../validate/certificate";
import type { Children } from "../children";
import type { Fixed } from "../fixed";

/**
 * The key in a slot.
 *
 * It is created and deleted, and replaced for an incident alone: at Google a replacement deletes the key that it
 * replaces, even while Segment uses it.
 */
export function makeAccountKey(
  children: Children,
  { childName, publicKey, protect, incident }: PlannedKey,
  accountName: pulumi.Input<string>,
  dependsOn: pulumi.Resource[],
): AccountKey {
  return new AccountKey(
    children.nameOf(childName),
    {
      serviceAccountId: accountName,
      publicKeyData: publicKey === undefined ? undefined : pulumi.output(publicKey).apply(certificateData),
      keepers: incident === undefined ? undefined : { incident },
    },
    children.options(childName, {
      dependsOn,
      protect: protect ? true : undefined,
      // Removing the incident again must not replace the key once more.
      ...(incident === undefined ? { ignoreChanges: ["keepers", "publicKeyData"] } : {}),
    }),
  );
}

/** What the arguments cannot change of a key. */
export function fixedOfKey({ slot, publicKey, incident }: PlannedKey, made: AccountKey): Fixed[] {
  if (incident !== undefined) return [];
  const holder = `slot ${slot}`;
  const actual = pulumi.output(made.publicKeyData).apply((data) => fingerprint(data ?? ""));
  const wanted = pulumi.output(publicKey).apply((text) => fingerprint(text ?? ""));
  const modeOf = (print: string) => (print === "" ? KeyMode.GoogleManaged : KeyMode.Uploaded);
  return [
    {
      property: "key.mode",
      holder,
      actual: actual.apply(modeOf),
      wanted: publicKey === undefined ? KeyMode.GoogleManaged : KeyMode.Uploaded,
      wayOn:
        "the key would be deleted and another one made. Set it back. For the other mode make a second SegmentBigQuery, hand its key to Segment, and then remove this one",
    },
    {
      property: `key.publicKey${slot.toUpperCase()}`,
      holder,
      actual,
      wanted,
      same: (one, other) => one === "" || other === "" || one === other,
      wayOn:
        "(fingerprints of the certificates) a key is never replaced, because Segment may be using it. Give its certificate again; a new pair goes into the other slot, by rotation",
    },
  ];
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
