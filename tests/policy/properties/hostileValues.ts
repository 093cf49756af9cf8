import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { unknown } from "../support";

const body = Array.from({ length: 6 }, (_, i) =>
  createHash("sha512").update(`key ${i}`).digest("base64"),
).join("");
/** The characters of a key: begun as all are, random from there on. */
export const planted = `MIIEvQIBADANBgkqhkiG9w0BAQEFAASC${body.replace(/[^A-Za-z0-9]/g, "")}`;
export const plantedKey = `-----BEGIN PRIVATE KEY-----\n${planted}\n-----END PRIVATE KEY-----\n`;
/** A piece of it that no message may hold. */
export const piece = planted.slice(60, 76);

/** Types that the pack reads: grants of every family, accounts, keys, datasets, scripts and places of secrets. */
export const readTypes = [
  "gcp:serviceaccount/account:Account",
  "gcp:serviceaccount/key:Key",
  "gcp:serviceAccount/key:Key",
  "gcp:projects/iAMMember:IAMMember",
  "gcp:projects/iAMBinding:IAMBinding",
  "gcp:projects/iAMPolicy:IAMPolicy",
  "gcp:projects/iAMCustomRole:IAMCustomRole",
  "gcp:organizations/iAMCustomRole:IAMCustomRole",
  "gcp:organizations/iAMMember:IAMMember",
  "gcp:organizations/project:Project",
  "gcp:folder/iAMBinding:IAMBinding",
  "gcp:bigquery/dataset:Dataset",
  "gcp:bigquery/datasetAccess:DatasetAccess",
  "gcp:bigquery/datasetIamMember:DatasetIamMember",
  "gcp:bigquery/datasetIamPolicy:DatasetIamPolicy",
  "gcp:bigquery/iamMember:IamMember",
  "gcp:bigquery/connectionIamMember:ConnectionIamMember",
  "gcp:bigquery/table:Table",
  "gcp:bigquery/routine:Routine",
  "gcp:bigquery/rowAccessPolicy:RowAccessPolicy",
  "gcp:bigquery/job:Job",
  "gcp:bigquery/dataTransferConfig:DataTransferConfig",
  "gcp:serviceaccount/iAMMember:IAMMember",
  "gcp:storage/bucketIAMBinding:BucketIAMBinding",
  "gcp:storage/bucketObject:BucketObject",
  "gcp:storage/hmacKey:HmacKey",
  "gcp:projects/apiKey:ApiKey",
  "gcp:secretmanager/secret:Secret",
  "gcp:secretmanager/secretVersion:SecretVersion",
  "gcp:secretmanager/secretIamMember:SecretIamMember",
  "gcp:cloudidentity/group:Group",
  "gcp:cloudidentity/groupMembership:GroupMembership",
  "gcp:iam/workloadIdentityPool:WorkloadIdentityPool",
  "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider",
  "gcp:privilegedaccessmanager/entitlement:entitlement",
  "gcp:compute/instance:Instance",
  "google-native:cloudresourcemanager/v1:ProjectIamPolicy",
  "google-native:bigquery/v2:Dataset",
  "google-native:iam/v1:Key",
  "kubernetes:core/v1:ConfigMap",
  "kubernetes:iam.cnrm.cloud.google.com/v1beta1:IAMPolicyMember",
  "kubernetes:iam.cnrm.cloud.google.com/v1beta1:IAMPartialPolicy",
  "command:local:Command",
  "pulumi-nodejs:dynamic:Resource",
  "pulumi:pulumi:Stack",
  "segment-bigquery:index:SegmentBigQuery",
  "google:index/projectIamMember:ProjectIamMember",
] as const;

/** Properties that the pack reads, of any type. */
export const readProperties = [
  ...[
    "project",
    "role",
    "member",
    "members",
    "condition",
    "conditions",
    "policyData",
    "bindings",
    "accesses",
  ],
  ...["datasetId", "tableId", "routineId", "connectionId", "serviceAccountId", "folder", "orgId", "email"],
  ...["accountId", "displayName", "description", "uniqueId", "permissions", "name", "roleId", "stage"],
  ...["query", "params", "definitionBody", "create", "update", "delete", "environment", "stdin", "triggers"],
  ...[
    "group",
    "groupKey",
    "preferredMemberKey",
    "memberKey",
    "eligibleUsers",
    "privilegedAccess",
    "grantees",
  ],
  ...["spec", "metadata", "data", "stringData", "secretData", "secretId", "privateKey", "publicKeyData"],
  ...["validAfter", "validBefore", "keepers", "schema", "view", "access", "filterPredicate", "location"],
  ...["sources", "models", "stateDataset", "profile", "readApi", "attributeCondition", "number", "projectId"],
  ...["defaultTableExpirationMs", "deleteContentsOnDestroy", "userByEmail", "groupByEmail", "specialGroup"],
] as const;

const beforeSurrogates = 0xd800;
const surrogates = 0x800;

/** Any character of Unicode. What fast-check has for this makes a table of all of them, which takes a second. */
const characters = fc.nat(0x10ffff - surrogates).map(
  (at) => String.fromCodePoint(at < beforeSurrogates ? at : at + surrogates),
  (value) => {
    const code = String(value).codePointAt(0) ?? NaN;
    if (value !== String.fromCodePoint(code)) throw new Error("It is not one character.");
    return code < beforeSurrogates ? code : code - surrogates;
  },
);

const strings = fc.oneof(
  fc.constantFrom(
    unknown,
    "[secret]",
    "",
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "\u001b[31mred\u001b[0m\u0007\r\n\u2028\u202e",
    "serviceAccount:\u001b]0;title\u0007@acme.iam.gserviceaccount.com",
    "serviceAccount:segment@acme.iam.gserviceaccount.com",
    "segment@acme.iam.gserviceaccount.com",
    "roles/bigquery.admin\u001b[2J",
    "roles/owner",
    "projects/acme/roles/constructor",
    '{"bindings":[{"role":"roles/owner","members":["serviceAccount:segment@acme.iam.gserviceaccount.com"]}]}',
    '{"bindings":[null,{"role":{},"members":"x"},[]]}',
    '{"__proto__":{"bindings":[]}}',
    "{",
    "GRANT `roles/owner` ON SCHEMA a TO 'serviceAccount:segment@acme.iam.gserviceaccount.com",
    "gcloud projects add-iam-policy-binding acme --role=roles/owner --member=serviceAccount:segment@acme.iam.gserviceaccount.com",
    "\ud800",
    "9999-99-99T99:99:99Z",
    "x".repeat(100_000),
    "(".repeat(5_000),
    "projects/acme/serviceAccounts/segment@acme.iam.gserviceaccount.com",
  ),
  fc.string({ unit: characters, maxLength: 40 }),
);

const numbers = fc.constantFrom(0, -1, 1e308, NaN, Infinity, 3.5, 2 ** 53);
const keys = fc.oneof(
  fc.constantFrom<string>(
    "__proto__",
    "constructor",
    "toString",
    "role",
    "members",
    "id",
    "expression",
    "\u001b[31m",
  ),
  fc.constantFrom<string>(...readProperties),
);

/** JSON of any kind, and what is none: holes, functions, big numbers, dates. */
export const hostileValues: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    strings,
    numbers,
    fc.constantFrom(null, undefined, true, false, 10n, Symbol("s"), () => "f", new Date(NaN)),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.array(fc.tuple(keys, tie("value")), { maxLength: 4 }).map((entries) => withOwn(entries)),
  ),
})).value;

/** An object with these as its own properties, `__proto__` included, as JSON.parse makes it. */
export function withOwn(entries: readonly (readonly [string, unknown])[]): object {
  const made = {};
  for (const [name, value] of entries)
    Object.defineProperty(made, name, { value, enumerable: true, configurable: true, writable: true });
  return made;
}
