import { expect } from "chai";
import { grantsAnything, grantsOf } from "../../../../policy/iam/grants";
import { customRoles } from "../../../../policy/iam/role";
import { fromPolicyResource } from "../../../../policy/stack/fromPulumi";
import { stackOf } from "../../../../policy/stack/stack";
import { asPolicyResources, make } from "../../support";
import { only, told } from "./support";

const granting = [
  "gcp:bigquery/dataset:Dataset",
  "gcp:bigquery/datasetAccess:DatasetAccess",
  "gcp:bigquery/rowAccessPolicy:RowAccessPolicy",
  "gcp:bigquery/job:Job",
  "gcp:bigquery/dataTransferConfig:DataTransferConfig",
  "gcp:bigquery/routine:Routine",
  "gcp:privilegedaccessmanager/entitlement:entitlement",
  "command:local:Command",
  "command:remote:Command",
  "pulumi-nodejs:dynamic:Resource",
  "pulumi-nodejs:dynamic/acme:Grant",
  "pulumi-python:dynamic:Resource",
  "gcp:projects/iAMMember:IAMMember",
  "gcp:storage/bucketIAMBinding:BucketIAMBinding",
  "gcp:serviceAccount/iAMPolicy:IAMPolicy",
  "google-native:bigquery/v2:Dataset",
  "google:index/projectIamMember:ProjectIamMember",
  "google-beta:index/projectIamMember:ProjectIamMember",
  "kubernetes:iam.cnrm.cloud.google.com/v1beta1:IAMPolicyMember",
];

const others = [
  "",
  "gcp:bigquery/table:Table",
  "gcp:bigquery/job:Job2",
  "gcp:serviceaccount/account:Account",
  "gcp:projects/iAMCustomRole:IAMCustomRole",
  "command:local:Command2",
  "command:local/run:run",
  "pulumi-nodejs:dynamics:Resource",
  "pulumi-nodejs:dynamic",
  "pulumi-:dynamic:Resource",
  "pulumi:dynamic:Resource",
  "not-pulumi-nodejs:dynamic:Resource",
  "pulumi:pulumi:Stack",
  "kubernetes:core/v1:ConfigMap",
  "toString",
];

describe("grantsAnything", () => {
  for (const type of granting)
    it(`is true of ${type}`, () => {
      expect(grantsAnything(type)).to.equal(true);
    });
  for (const type of others)
    it(`is false of ${type === "" ? "nothing" : type}`, () => {
      expect(grantsAnything(type)).to.equal(false);
    });
});

describe("grantsOf", () => {
  it("is undefined of a resource that grants nothing, and a list of one that may", () => {
    const [account, dataset] = asPolicyResources([
      make.account(),
      { type: "gcp:bigquery/dataset:Dataset", name: "crm", props: { datasetId: "crm" } },
    ]).map(fromPolicyResource);
    const stack = stackOf([]);
    const found = [account, dataset].map((one) => one && grantsOf(stack, customRoles(stack), one));
    expect(found).to.deep.equal([undefined, { grants: [], unreadable: [] }]);
  });
});

describe("allGrants", () => {
  it("tells every grant by the URN of its resource, and what it cannot read beside them", () => {
    const role = "roles/browser";
    const policy = {
      type: "gcp:projects/iAMPolicy:IAMPolicy",
      name: "a",
      props: { project: "acme", policyData: "?" },
    };
    const named = (name: string) => ({
      type: "google:index/projectIamMember:ProjectIamMember",
      name,
      props: { project: "acme", role, member: `user:${name}@acme.com` },
    });
    const as = (name: string) => ({
      shape: "member",
      scope: { kind: "project" as const, project: "acme" },
      role,
      member: `user:${name}@acme.com`,
    });
    expect(told(named("b"), policy, make.account(), named("a"))).to.deep.equal({
      grants: [as("a"), as("b")],
      unreadable: [
        {
          property: "policyData",
          why: "it is not the JSON of an IAM policy",
          unknown: false,
          accounts: [],
        },
      ],
    });
    expect(told(make.account())).to.deep.equal(only());
  });
});
