import {
  Secret as SecretResource,
  type SecretArgs as SecretResourceArgs,
} from "@pulumi/gcp/secretmanager/secret";
import { SecretIamMember } from "@pulumi/gcp/secretmanager/secretIamMember";
import { SecretVersion } from "@pulumi/gcp/secretmanager/secretVersion";
import type * as pulumi from "@pulumi/pulumi";
import { accessorChild, childNames, slotChild } from "../../plan/parts";
import type { Secret } from "../../args/secret";
import type { Children } from "../children";
import type { Sink, SlotKey } from "./bareResource";

/** A secret in Google Secret Manager, who may read it, and a version of it for each key. */
export class GoogleSecret implements Sink {
  /** Full name of the secret. */
  readonly name: pulumi.Output<string>;
  /** Full name of each slot's version. */
  readonly versions = new Map<SlotKey["slot"], pulumi.Output<string>>();
  private readonly secret: SecretResource;

  constructor(
    private readonly children: Children,
    args: Secret,
    place: { readonly project: pulumi.Input<string>; readonly secretId: pulumi.Input<string> },
    private readonly dependsOn: pulumi.Resource[],
  ) {
    this.secret = new SecretResource(
      children.nameOf(childNames.keySecret),
      { ...place, ...secretSettings(args) },
      children.options(childNames.keySecret, { dependsOn }),
    );
    this.name = this.secret.name;
    for (const accessor of args.accessors ?? []) {
      const childName = accessorChild(accessor);
      new SecretIamMember(
        children.nameOf(childName),
        {
          project: this.secret.project,
          secretId: this.secret.secretId,
          role: "roles/secretmanager.secretAccessor",
          member: accessor.member,
        },
        children.options(childName, { dependsOn }),
      );
    }
  }

  keep({ slot, json, protect }: SlotKey): pulumi.Output<string> {
    const childName = slotChild(slot, "version");
    const version = new SecretVersion(
      this.children.nameOf(childName),
      // Disabled, not destroyed: a rotation taken too far can be taken back.
      { secret: this.secret.id, secretData: json, deletionPolicy: "DISABLE" },
      this.children.options(childName, { dependsOn: this.dependsOn, protect: protect ? true : undefined }),
    );
    this.versions.set(slot, version.name);
    return version.name.apply((name) => `secret version ${name}`);
  }
}

function secretSettings(args: Secret): Omit<SecretResourceArgs, "project" | "secretId"> {
  const { labels, annotations, expireTime, topics, rotationPeriod, nextRotationTime } = args;
  const rotates = rotationPeriod !== undefined || nextRotationTime !== undefined;
  return {
    replication: replication(args),
    labels,
    annotations,
    expireTime,
    topics: topics?.map((name) => ({ name })),
    rotation: rotates ? { rotationPeriod, nextRotationTime } : undefined,
    versionAliases: args.versionAliases,
    versionDestroyTtl: args.versionDestroyTtl,
  };
}

/** https://cloud.google.com/secret-manager/docs/choosing-replication */
function replication({ locations = [], kmsKeyName, kmsKeyNames }: Secret): SecretResourceArgs["replication"] {
  if (locations.length === 0)
    return { auto: kmsKeyName === undefined ? {} : { customerManagedEncryption: { kmsKeyName } } };
  return {
    userManaged: {
      replicas: locations.map((location) => {
        const key = kmsKeyNames?.[location];
        return key === undefined
          ? { location }
          : { location, customerManagedEncryption: { kmsKeyName: key } };
      }),
    },
  };
}
