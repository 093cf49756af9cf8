import { Service } from "@pulumi/gcp/projects/service";
import { Account } from "@pulumi/gcp/serviceaccount/account";
import * as pulumi from "@pulumi/pulumi";
import { RandomId } from "@pulumi/random/randomId";
import type { SegmentBigQueryArgs } from "../args/args";
import { defaults } from "../args/defaults";
import { apiChild, childNames } from "../plan/plan";
import { holdBack } from "../validate/outputs";
import type { Children } from "./children";
import { changesOf } from "./fixed";

/** The service account that Segment signs in as. Its values fail where the arguments would make another one of it. */
export interface MadeAccount {
  readonly project: pulumi.Output<string>;
  readonly accountId: pulumi.Output<string>;
  readonly name: pulumi.Output<string>;
  readonly email: pulumi.Output<string>;
  readonly member: pulumi.Output<string>;
}

const wayOn =
  "an account that is moved or renamed is another one, and every key of this one would be deleted. Set it back. For another account make a second SegmentBigQuery, hand its key to Segment, and then remove this one";

/**
 * Creates the service account, protected wherever a key may depend on it: one that was made elsewhere is deleted with it
 * as well.
 */
export function makeAccount(
  children: Children,
  args: SegmentBigQueryArgs,
  dependsOn: pulumi.Resource[],
): MadeAccount {
  const { project, disabled } = args;
  const given = args.accountId ?? defaults.accountId;
  const random = args.randomAccountId ?? defaults.randomAccountId;
  const accountId = random ? withSuffix(children, given) : given;
  const protect = args.key?.protect ?? defaults.key.protect;
  const made = new Account(
    children.nameOf(childNames.account),
    {
      project,
      accountId,
      displayName: args.displayName ?? defaults.displayName,
      description: args.description ?? defaults.description,
      disabled: disabled ?? defaults.disabled,
    },
    children.options(childNames.account, {
      importId: (inputs) =>
        `projects/${inputs.project}/serviceAccounts/${inputs.accountId}@${inputs.project}.iam.gserviceaccount.com`,
      dependsOn,
      protect: protect ? true : undefined,
      ignoreChanges: ["project", "accountId"],
    }),
  );
  const holder = "Segment's service account";
  const hold = holdBack(
    children.component,
    changesOf([
      { property: "project", holder, actual: made.project, wanted: project, wayOn },
      {
        property: "accountId",
        holder,
        actual: made.accountId,
        // The digits of a suffix that is new are not known in a preview, but that there are some is.
        wanted: random ? pulumi.interpolate`${given}-??????` : given,
        same: (actual, wanted) =>
          random
            ? /-[0-9a-f]{6}$/.test(String(actual)) &&
              String(actual).slice(0, -6) === String(wanted).slice(0, -6)
            : actual === wanted,
        wayOn,
      },
    ]),
  );
  return {
    project: hold(pulumi.output(project)),
    accountId: hold(made.accountId),
    name: hold(made.name),
    email: hold(made.email),
    member: hold(made.member),
  };
}

function withSuffix(children: Children, accountId: pulumi.Input<string>): pulumi.Output<string> {
  const suffix = new RandomId(
    children.nameOf(childNames.accountSuffix),
    { byteLength: 3 },
    // Up to 2026-11-22 it had keepers, by which other digits would have made another account.
    children.options(childNames.accountSuffix, { ignoreChanges: ["keepers"] }),
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
