import type { Account } from "@pulumi/gcp/serviceaccount/account";
import { Key } from "@pulumi/gcp/serviceaccount/key";
import * as pulumi from "@pulumi/pulumi";
import type { KeySlot } from "../../enums";
import { slotPart } from "../../plan/parts";
import type { Children } from "../children";

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
export function makeAccountKey(children: Children, request: KeyRequest, dependsOn: pulumi.Resource[]): Key {
  const { slot, account, publicKey, protect, incident } = request;
  const part = slotPart(slot);
  return new Key(
    children.nameOf(part),
    {
      serviceAccountId: account.name,
      publicKeyData: publicKey === undefined ? undefined : pulumi.output(publicKey).apply(base64OfPem),
      keepers: incident === undefined ? undefined : { incident },
    },
    children.options(part, {
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
export function jsonOf(key: Key): pulumi.Output<string> {
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
