import { Secret, type SecretArgs as GoogleSecretArgs } from "@pulumi/gcp/secretmanager/secret";
import { SecretIamMember } from "@pulumi/gcp/secretmanager/secretIamMember";
import type * as pulumi from "@pulumi/pulumi";
import type { SecretArgs } from "../keyArgs";
import { accessorPart, parts } from "../plan/parts";
import type { Children } from "./children";

/** The secret that holds the key's JSON, and who may read it. */
export function makeSecret(
  children: Children,
  args: SecretArgs,
  { project, secretId }: { project: pulumi.Input<string>; secretId: pulumi.Input<string> },
  dependsOn: pulumi.Resource[],
): Secret {
  const secret = new Secret(
    children.nameOf(parts.keySecret),
    { project, secretId, replication: replication(args), labels: args.labels },
    children.options(parts.keySecret, { dependsOn }),
  );
  for (const accessor of args.accessors ?? []) {
    const part = accessorPart(accessor);
    new SecretIamMember(
      children.nameOf(part),
      {
        project: secret.project,
        secretId: secret.secretId,
        role: "roles/secretmanager.secretAccessor",
        member: accessor.member,
      },
      children.options(part, { dependsOn }),
    );
  }
  return secret;
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
