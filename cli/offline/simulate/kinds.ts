/** What a provider's preview adds to a kind of resource beyond its inputs. */
export interface Kind {
  /** Outputs that exist only after creation. */
  computed: readonly string[];
  /** Of these, the confidential ones. */
  secret?: readonly string[];
  /** Whether `project` falls back to the provider's. */
  project?: true;
}

const projectBinding: Kind = { computed: ["etag"] };
const datasetBinding: Kind = { computed: ["etag"], project: true };
const randomText: Kind = { computed: ["result"] };

/**
 * Google's and random's kinds that matter for access to BigQuery, by type token.
 *
 * Output names as in @pulumi/gcp 9.37 and @pulumi/random 4.21; an account's email and member are derived elsewhere.
 * A kind that is missing here shows its inputs; all its other outputs stay unknown to the program either way.
 */
export const kinds: Readonly<Record<string, Kind>> = {
  "gcp:serviceaccount/account:Account": { computed: ["name", "uniqueId"], project: true },
  "gcp:serviceaccount/key:Key": {
    computed: ["name", "privateKey", "publicKey", "validAfter", "validBefore"],
    secret: ["privateKey"],
  },
  "gcp:serviceaccount/iAMMember:IAMMember": projectBinding,
  "gcp:serviceaccount/iAMBinding:IAMBinding": projectBinding,
  "gcp:serviceaccount/iAMPolicy:IAMPolicy": projectBinding,
  "gcp:projects/iAMCustomRole:IAMCustomRole": { computed: ["deleted", "name"], project: true },
  "gcp:organizations/iAMCustomRole:IAMCustomRole": { computed: ["deleted", "name"] },
  "gcp:projects/iAMMember:IAMMember": projectBinding,
  "gcp:projects/iAMBinding:IAMBinding": projectBinding,
  "gcp:projects/iAMPolicy:IAMPolicy": projectBinding,
  "gcp:folder/iAMMember:IAMMember": projectBinding,
  "gcp:folder/iAMBinding:IAMBinding": projectBinding,
  "gcp:folder/iAMPolicy:IAMPolicy": projectBinding,
  "gcp:organizations/iAMMember:IAMMember": projectBinding,
  "gcp:organizations/iAMBinding:IAMBinding": projectBinding,
  "gcp:organizations/iAMPolicy:IAMPolicy": projectBinding,
  "gcp:projects/service:Service": { computed: [], project: true },
  "gcp:bigquery/dataset:Dataset": {
    computed: ["creationTime", "etag", "lastModifiedTime", "selfLink"],
    project: true,
  },
  "gcp:bigquery/datasetAccess:DatasetAccess": { computed: ["apiUpdatedMember"], project: true },
  "gcp:bigquery/datasetIamMember:DatasetIamMember": datasetBinding,
  "gcp:bigquery/datasetIamBinding:DatasetIamBinding": datasetBinding,
  "gcp:bigquery/datasetIamPolicy:DatasetIamPolicy": datasetBinding,
  "gcp:bigquery/table:Table": {
    computed: ["creationTime", "etag", "expirationTime", "lastModifiedTime", "location", "selfLink", "type"],
    project: true,
  },
  "gcp:bigquery/iamMember:IamMember": datasetBinding,
  "gcp:bigquery/iamBinding:IamBinding": datasetBinding,
  "gcp:bigquery/iamPolicy:IamPolicy": datasetBinding,
  "gcp:secretmanager/secret:Secret": { computed: ["createTime", "name"], project: true },
  "gcp:secretmanager/secretVersion:SecretVersion": {
    computed: ["createTime", "destroyTime", "name", "version"],
  },
  "gcp:secretmanager/secretIamMember:SecretIamMember": datasetBinding,
  "gcp:secretmanager/secretIamBinding:SecretIamBinding": datasetBinding,
  "gcp:secretmanager/secretIamPolicy:SecretIamPolicy": datasetBinding,
  "random:index/randomId:RandomId": { computed: ["b64Std", "b64Url", "dec", "hex"] },
  "random:index/randomString:RandomString": randomText,
  "random:index/randomInteger:RandomInteger": randomText,
  "random:index/randomUuid:RandomUuid": randomText,
  "random:index/randomPassword:RandomPassword": {
    computed: ["bcryptHash", "result"],
    secret: ["bcryptHash", "result"],
  },
};
