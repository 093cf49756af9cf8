import { expect } from "chai";
import { normalize } from "../../../../policy/stack/normalize";
import { UNKNOWN } from "../../../../policy/stack/plain";
import { expectSpelling, made } from "./support";

const bridged = (name: string, provider = "google") =>
  `${provider}:index/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;

describe("bridgedGoogle: types", () => {
  const table: readonly [name: string, type: string][] = [
    ["ServiceAccount", "gcp:serviceaccount/account:Account"],
    ["ServiceAccountKey", "gcp:serviceaccount/key:Key"],
    ["ProjectIamCustomRole", "gcp:projects/iAMCustomRole:IAMCustomRole"],
    ["OrganizationIamCustomRole", "gcp:organizations/iAMCustomRole:IAMCustomRole"],
    ["Project", "gcp:organizations/project:Project"],
    ["BigqueryDataset", "gcp:bigquery/dataset:Dataset"],
    ["BigqueryDatasetAccess", "gcp:bigquery/datasetAccess:DatasetAccess"],
    ["BigqueryTable", "gcp:bigquery/table:Table"],
    ["BigqueryRoutine", "gcp:bigquery/routine:Routine"],
    ["BigqueryJob", "gcp:bigquery/job:Job"],
    ["BigqueryDataTransferConfig", "gcp:bigquery/dataTransferConfig:DataTransferConfig"],
    ["BigqueryRowAccessPolicy", "gcp:bigquery/rowAccessPolicy:RowAccessPolicy"],
    ["CloudIdentityGroup", "gcp:cloudidentity/group:Group"],
    ["CloudIdentityGroupMembership", "gcp:cloudidentity/groupMembership:GroupMembership"],
    ["IamWorkloadIdentityPool", "gcp:iam/workloadIdentityPool:WorkloadIdentityPool"],
    ["IamWorkloadIdentityPoolProvider", "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider"],
    ["PrivilegedAccessManagerEntitlement", "gcp:privilegedaccessmanager/entitlement:entitlement"],
    ["StorageBucketObject", "gcp:storage/bucketObject:BucketObject"],
    ["StorageHmacKey", "gcp:storage/hmacKey:HmacKey"],
    ["ApikeysKey", "gcp:projects/apiKey:ApiKey"],
    ["SecretManagerSecret", "gcp:secretmanager/secret:Secret"],
    ["SecretManagerSecretVersion", "gcp:secretmanager/secretVersion:SecretVersion"],
    ["ProjectIamMember", "gcp:projects/iAMMember:IAMMember"],
    ["ProjectIamBinding", "gcp:projects/iAMBinding:IAMBinding"],
    ["ProjectIamPolicy", "gcp:projects/iAMPolicy:IAMPolicy"],
    ["FolderIamMember", "gcp:folder/iAMMember:IAMMember"],
    ["OrganizationIamBinding", "gcp:organizations/iAMBinding:IAMBinding"],
    ["ServiceAccountIamPolicy", "gcp:serviceaccount/iAMPolicy:IAMPolicy"],
    ["BigqueryDatasetIamMember", "gcp:bigquery/datasetIamMember:DatasetIamMember"],
    ["BigqueryTableIamMember", "gcp:bigquery/iamMember:IamMember"],
    ["BigqueryRoutineIamMember", "gcp:bigquery/routineIamMember:RoutineIamMember"],
    ["BigqueryConnectionIamMember", "gcp:bigquery/connectionIamMember:ConnectionIamMember"],
    ["PubsubTopicIamMember", "gcp:other/pubsubTopicIamMember:PubsubTopicIamMember"],
    ["ToStringIamMember", "gcp:other/toStringIamMember:ToStringIamMember"],
  ];
  for (const provider of ["google", "google-beta"])
    for (const [name, type] of table)
      it(`reads ${provider}'s ${name}`, () => {
        expectSpelling(made(bridged(name, provider), { project: "acme", role: "roles/viewer" }), type, {});
      });

  it("reads an IAM resource on what is named like a method of every object as one on something else", () => {
    expectSpelling(
      made("google:index/x:constructorIamMember", {}),
      "gcp:other/constructorIamMember:constructorIamMember",
      {},
    );
  });

  for (const type of [
    "google:index/storageBucket:StorageBucket",
    "google:index/x:constructor",
    "google:index/projectIamMembership:ProjectIamMembership",
    "google:index/projectIamMemberRemove:ProjectIamMemberRemove",
    "google:index/projectIamAuditConfig:ProjectIamAuditConfig",
    "google:index/projectIamMember:ProjectIamMember:x",
    "google:index/project-iam:x-ProjectIamMember",
    "google:storage/projectIamMember:ProjectIamMember",
    "google-gamma:index/projectIamMember:ProjectIamMember",
    "xgoogle:index/projectIamMember:ProjectIamMember",
    "google:",
  ])
    it(`leaves ${type} as it is`, () => {
      const one = made(type, { dataset_id: "crm" });
      expect(normalize([one])[0]).to.equal(one);
    });
});

describe("bridgedGoogle: properties", () => {
  const read = (name: string, props: object) => {
    const [found] = normalize([made(bridged(name), props)]);
    return { props: found?.props, from: found?.propertyDependencies };
  };

  it("reads snake case, at every depth, and lets dependencies follow", () => {
    expect(
      read("BigqueryTable", {
        dataset_id: "crm",
        table_id: UNKNOWN,
        view: [{ use_legacy_sql: false, query: "SELECT a_b" }],
        encryption_configuration: { kms_key_name: null },
      }),
    ).to.deep.equal({
      props: {
        datasetId: "crm",
        tableId: UNKNOWN,
        view: [{ useLegacySql: false, query: "SELECT a_b" }],
        encryptionConfiguration: { kmsKeyName: null },
      },
      from: {
        datasetId: ["urn:dataset_id"],
        tableId: ["urn:table_id"],
        view: ["urn:view"],
        encryptionConfiguration: ["urn:encryption_configuration"],
      },
    });
  });

  it("reads snake case also where only an inner name has it", () => {
    expect(read("BigqueryDatasetAccess", { view: [{ project_id: "acme", k9_x: 1 }] }).props).to.deep.equal({
      view: [{ projectId: "acme", k9X: 1 }],
    });
  });

  it("takes an underline that joins no words for part of the name", () => {
    expect(read("BigqueryTable", { __pulumi: 1, _a: 2, b_: 3, c__d: 4, e_F: 5, f_1: 6 }).props).to.deep.equal(
      {
        __pulumi: 1,
        _a: 2,
        b_: 3,
        c__d: 4,
        e_F: 5,
        f1: 6,
      },
    );
  });

  it("reads a dataset's access blocks as its accesses", () => {
    const access = [{ role: "READER", user_by_email: "segment@acme.iam.gserviceaccount.com" }];
    const accesses = [{ role: "READER", userByEmail: "segment@acme.iam.gserviceaccount.com" }];
    expect(read("BigqueryDataset", { access })).to.deep.equal({
      props: { access: accesses, accesses },
      from: { access: ["urn:access"], accesses: ["urn:access"] },
    });
  });

  it("reads a dataset's accesses before its access blocks", () => {
    const accesses = [{ role: "READER", domain: "acme.com" }];
    const read = made(bridged("BigqueryDataset"), { accesses, access: [] });
    expectSpelling(read, "gcp:bigquery/dataset:Dataset", { accesses: [accesses, "accesses"] });
  });

  it("gives a dataset without access blocks no accesses", () => {
    expectSpelling(made(bridged("BigqueryDataset"), { project: "acme" }), "gcp:bigquery/dataset:Dataset", {});
  });
});
