import type { Account } from "@pulumi/gcp/serviceaccount/account";
import * as pulumi from "@pulumi/pulumi";
import type { SegmentBigQueryArgs } from "../args";
import { KeyMode } from "../enums";
import type { Children } from "./children";
import { makeKey } from "./key";
import { makeSecret } from "./secret";

/** Where the key is kept: names only. */
export interface KeptKey {
  readonly secretName: pulumi.Output<string>;
  readonly secretVersionName: pulumi.Output<string>;
}

/** Makes the key, unless none is wanted, and keeps it in Secret Manager. */
export function keepKey(
  children: Children,
  { project, key = {} }: SegmentBigQueryArgs,
  account: Account,
  dependsOn: pulumi.Resource[],
): KeptKey {
  if (key.mode === KeyMode.None)
    return { secretName: pulumi.output(""), secretVersionName: pulumi.output("") };
  const { secret: args = {} } = key;
  const place = {
    project: args.project ?? project,
    secretId: args.secretId ?? pulumi.interpolate`${account.accountId}-key`,
  };
  const secret = makeSecret(children, args, place, dependsOn);
  const version = makeKey(children, key, { account, secret }, dependsOn);
  return { secretName: secret.name, secretVersionName: version.name };
}
