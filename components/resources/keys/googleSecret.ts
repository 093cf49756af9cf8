import {
  Secret as SecretResource,
  type SecretArgs as SecretResourceArgs,
} from "@pulumi/gcp/secretmanager/secret";
import { SecretIamMember } from "@pulumi/gcp/secretmanager/secretIamMember";
import { SecretVersion } from "@pulumi/gcp/secretmanager/secretVersion";
import * as pulumi from "@pulumi/pulumi";
import type { Secret } from "../../args/secret";
import type { PlannedAccessor } from "../../plan/keys";
import { childNames } from "../../plan/plan";
import type { Children } from "../children";
import type { Fixed } from "../fixed";
import { deletesFirst, makeCustomRole } from "../grants";
import { holderOptions, type KeptAt, type Sink, type SlotKey } from "./sinks";

/** A secret in Google Secret Manager to make. */
export interface SecretRequest {
  readonly args: Secret;
  readonly project: pulumi.Input<string>;
  readonly secretId: pulumi.Input<string>;
  readonly accessors: readonly PlannedAccessor[];
  /** Whether Pulumi refuses to delete it: it holds a key in use. */
  readonly protect: boolean;
}

/** A secret in Google Secret Manager, who may read it, and a version of it for each key. */
export class GoogleSecret implements Sink {
  /** Full name of the secret. */
  readonly name: pulumi.Output<string>;
  /** Full name of each slot's version. */
  readonly versions = new Map<SlotKey["slot"], pulumi.Output<string>>();
  private readonly secret: SecretResource;

  constructor(
    private readonly children: Children,
    private readonly request: SecretRequest,
    private readonly dependsOn: pulumi.Resource[],
  ) {
    const { project, secretId, args, protect, accessors } = request;
    this.secret = new SecretResource(
      children.nameOf(childNames.keySecret),
      { project, secretId, ...secretSettings(args) },
      children.options(childNames.keySecret, {
        dependsOn,
        protect: protect ? true : undefined,
        // A replacement would delete every version, and with it keys that the stack does not have.
        ignoreChanges: ["project", "secretId", "replication"],
      }),
    );
    this.name = this.secret.name;
    for (const accessor of accessors) this.letRead(accessor);
  }

  private letRead({ childName, formerName, member, role }: PlannedAccessor): void {
    const { children, dependsOn } = this;
    new SecretIamMember(
      children.nameOf(childName),
      {
        project: this.secret.project,
        secretId: this.secret.secretId,
        role: role ? makeCustomRole(children, role, dependsOn).name : "roles/secretmanager.secretAccessor",
        member,
      },
      children.options(childName, {
        dependsOn,
        formerName,
        deleteBeforeReplace: deletesFirst(role ? "name" : "scope"),
      }),
    );
  }

  keep(key: SlotKey): KeptAt {
    const version = new SecretVersion(
      this.children.nameOf(key.childName),
      // Disabled, not destroyed: a rotation that went too far can be undone.
      { secret: this.secret.id, secretData: key.json, deletionPolicy: "DISABLE" },
      this.children.options(key.childName, {
        dependsOn: this.dependsOn,
        ...holderOptions(key, "secretData"),
      }),
    );
    this.versions.set(key.slot, version.name);
    return {
      place: version.name.apply((name) => `secret version ${name}`),
      id: version.id,
      json: version.secretData.apply((json) => json ?? ""),
    };
  }

  /** What the arguments cannot change of the secret. */
  get fixed(): Fixed[] {
    const { args, project, secretId } = this.request;
    const holder = "the secret";
    const end: Fixed = {
      property: "key.secret.expireTime",
      holder,
      actual: this.secret.expireTime,
      wanted: args.expireTime,
      same: (actual, wanted) => !actual || wanted !== undefined,
      wayOn:
        "Secret Manager keeps that time when the argument is left out, and deletes the secret then, with the keys in it. Give a later time, such as 2100-01-01T00:00:00Z",
    };
    const wayOn =
      'a secret that is moved or renamed is deleted with every key in it. Set it back, or follow docs/updates.md, "Another secret"';
    return [
      end,
      { property: "key.secret.project", holder, actual: this.secret.project, wanted: project, wayOn },
      { property: "key.secret.secretId", holder, actual: this.secret.secretId, wanted: secretId, wayOn },
      {
        property: args.kmsKeyName || args.kmsKeyNames ? "key.secret.kmsKeyNames" : "key.secret.locations",
        holder,
        actual: this.secret.replication.apply(replicasText),
        wanted: pulumi.output(replication(args)).apply(replicasText),
        wayOn,
      },
    ];
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

interface Encryption {
  readonly customerManagedEncryption?: { readonly kmsKeyName: string };
}

/** Where a secret is replicated, as a text to compare. */
function replicasText(replicated: {
  readonly auto?: Encryption;
  readonly userManaged?: { readonly replicas: readonly (Encryption & { readonly location: string })[] };
}): string {
  const withKey = (location: string, { customerManagedEncryption }: Encryption) =>
    customerManagedEncryption ? `${location} with ${customerManagedEncryption.kmsKeyName}` : location;
  const replicas = replicated.userManaged?.replicas;
  if (!replicas) return withKey("automatic", replicated.auto ?? {});
  return replicas
    .map((replica) => withKey(replica.location, replica))
    .sort()
    .join(", ");
}
