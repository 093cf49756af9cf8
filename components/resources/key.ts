import type { Secret } from "@pulumi/gcp/secretmanager/secret";
import { SecretVersion } from "@pulumi/gcp/secretmanager/secretVersion";
import type { Account } from "@pulumi/gcp/serviceaccount/account";
import { Key } from "@pulumi/gcp/serviceaccount/key";
import * as pulumi from "@pulumi/pulumi";
import type { KeyArgs } from "../keyArgs";
import type { Children } from "./children";

/**
 * A key and the version of the secret that holds its JSON.
 *
 * Replacing the key would break whoever uses the old one in the same update, so Pulumi is told to refuse.
 */
export function makeKey(
  children: Children,
  { protect = true }: KeyArgs,
  { account, secret }: { account: Account; secret: Secret },
  dependsOn: pulumi.Resource[],
): SecretVersion {
  const key = new Key(
    children.nameOf("key-a"),
    { serviceAccountId: account.name },
    children.options("key-a", { dependsOn, protect: protect ? true : undefined }),
  );
  return new SecretVersion(
    children.nameOf("key-a-version"),
    { secret: secret.id, secretData: jsonOf(key), deletionPolicy: "DISABLE" },
    children.options("key-a-version", { dependsOn, protect: protect ? true : undefined }),
  );
}

/** The JSON key file, which Google returns in base64. */
function jsonOf(key: Key): pulumi.Output<string> {
  return pulumi.secret(key.privateKey.apply((encoded) => Buffer.from(encoded, "base64").toString("utf8")));
}
