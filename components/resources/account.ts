import { Account } from "@pulumi/gcp/serviceaccount/account";
import * as pulumi from "@pulumi/pulumi";
import { RandomId } from "@pulumi/random/randomId";
import type { SegmentBigQueryArgs } from "../args";
import { parts } from "../plan/parts";
import type { Children } from "./children";

/** The service account that Segment signs in as. */
export function makeAccount(
  children: Children,
  args: SegmentBigQueryArgs,
  dependsOn: pulumi.Resource[],
): Account {
  const { project, disabled } = args;
  const accountId = args.accountId ?? "segment-bigquery";
  return new Account(
    children.nameOf(parts.account),
    {
      project,
      accountId: args.randomAccountId ? withSuffix(children, accountId, project) : accountId,
      displayName: args.displayName ?? "Segment BigQuery",
      description: args.description ?? "Reads BigQuery for Twilio Segment. Managed by Pulumi.",
      disabled: disabled ?? false,
    },
    children.options(parts.account, { dependsOn }),
  );
}

function withSuffix(
  children: Children,
  accountId: pulumi.Input<string>,
  project: pulumi.Input<string>,
): pulumi.Output<string> {
  const suffix = new RandomId(
    children.nameOf(parts.accountSuffix),
    { byteLength: 3, keepers: { project, accountId } },
    children.options(parts.accountSuffix),
  );
  return pulumi.interpolate`${accountId}-${suffix.hex}`;
}
