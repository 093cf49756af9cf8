import { Secret, type SecretArgs as GoogleSecretArgs } from "@pulumi/gcp/secretmanager/secret";
import { SecretIamMember } from "@pulumi/gcp/secretmanager/secretIamMember";
import { SecretVersion } from "@pulumi/gcp/secretmanager/secretVersion";
import type * as pulumi from "@pulumi/pulumi";
import { accessorPart, parts, slotPart } from "../../plan/parts";
import type { SecretArgs } from "../../secretArgs";
import type { Children } from "../children";
import type { Sink, SlotKey } from "./sink";

/** A secret in Google Secret Manager, who may read it, and a version of it for each key. */
export class GoogleSecret implements Sink {
  /** Full name of the secret. */
  readonly name: pulumi.Output<string>;
  /** Full name of each slot's version. */
  readonly versions = new Map<SlotKey["slot"], pulumi.Output<string>>();
  private readonly secret: Secret;

  constructor(
    private readonly children: Children,
    args: SecretArgs,
    place: { readonly project: pulumi.Input<string>; readonly secretId: pulumi.Input<string> },
    private readonly dependsOn: pulumi.Resource[],
  ) {
    this.secret = new Secret(
      children.nameOf(parts.keySecret),
      { ...place, ...secretSettings(args) },
      children.options(parts.keySecret, { dependsOn }),
    );
    this.name = this.secret.name;
    for (const accessor of args.accessors ?? []) {
      const part = accessorPart(accessor);
      new SecretIamMember(
        children.nameOf(part),
        {
          project: this.secret.project,
          secretId: this.secret.secretId,
          role: "roles/secretmanager.secretAccessor",
          member: accessor.member,
        },
        children.options(part, { dependsOn }),
      );
    }
  }

  keep({ slot, json, protect }: SlotKey): pulumi.Output<string> {
    const part = slotPart(slot, "version");
    const version = new SecretVersion(
      this.children.nameOf(part),
      // Disabled, not destroyed: a rotation taken too far can be taken back.
      { secret: this.secret.id, secretData: json, deletionPolicy: "DISABLE" },
      this.children.options(part, { dependsOn: this.dependsOn, protect: protect ? true : undefined }),
    );
    this.versions.set(slot, version.name);
    return version.name.apply((name) => `secret version ${name}`);
  }
}

function secretSettings(args: SecretArgs): Omit<GoogleSecretArgs, "project" | "secretId"> {
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
function replication({
  locations = [],
  kmsKeyName,
  kmsKeyNames,
}: SecretArgs): GoogleSecretArgs["replication"] {
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
