import { defaults } from "../args/defaults";
import * as pulumi from "@pulumi/pulumi";
import type { SegmentBigQueryArgs } from "../args/args";
import { apiChild, childNames } from "../plan/parts";
import type { Children } from "./children";
import { Service } from "@pulumi/gcp/projects/service";
import { Account } from "@pulumi/gcp/serviceaccount/account";
import { RandomId } from "@pulumi/random/randomId";

/** The service account that Segment signs in as. */
export function makeAccount(
  children: Children,
  args: SegmentBigQueryArgs,
  dependsOn: pulumi.Resource[],
): Account {
  const { project, disabled } = args;
  const accountId = args.accountId ?? defaults.accountId;
  return new Account(
    children.nameOf(childNames.account),
    {
      project,
      accountId: args.randomAccountId ? withSuffix(children, accountId, project) : accountId,
      displayName: args.displayName ?? defaults.displayName,
      description: args.description ?? defaults.description,
      disabled: disabled ?? defaults.disabled,
    },
    children.options(childNames.account, { dependsOn }),
  );
}

function withSuffix(
  children: Children,
  accountId: pulumi.Input<string>,
  project: pulumi.Input<string>,
): pulumi.Output<string> {
  const suffix = new RandomId(
    children.nameOf(childNames.accountSuffix),
    { byteLength: 3, keepers: { project, accountId } },
    children.options(childNames.accountSuffix),
  );
  return pulumi.interpolate`${accountId}-${suffix.hex}`;
}

/**
 * Enables services in the project, and leaves them enabled when the stack goes: others may have come to use them.
 *
 * https://cloud.google.com/service-usage/docs/enable-disable
 */
export function enableApis(
  children: Children,
  project: pulumi.Input<string>,
  services: readonly string[],
): pulumi.Resource[] {
  return services.map((service) => {
    const childName = apiChild(service);
    return new Service(
      children.nameOf(childName),
      { project, service, disableOnDestroy: false },
      children.options(childName),
    );
  });
}
