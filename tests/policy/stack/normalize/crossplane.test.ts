import { expect } from "chai";
import { normalize } from "../../../../policy/stack/normalize";
import { UNKNOWN } from "../../../../policy/stack/plain";
import { made } from "./support";

const read = (group: string, kind: string, spec: object, metadata: object = { name: "x" }) =>
  normalize([made(`kubernetes:${group}.upbound.io/v1beta1:${kind}`, { metadata, spec })])[0];

describe("crossplane", () => {
  const table: readonly [group: string, kind: string, type: string][] = [
    ["cloudplatform.gcp", "ProjectIAMMember", "gcp:projects/iAMMember:IAMMember"],
    ["cloudplatform.gcp.m", "FolderIAMBinding", "gcp:folder/iAMBinding:IAMBinding"],
    ["cloudplatform.gcp", "ServiceAccountIAMPolicy", "gcp:serviceaccount/iAMPolicy:IAMPolicy"],
    ["cloudplatform.gcp", "ServiceAccount", "gcp:serviceaccount/account:Account"],
    ["cloudplatform.gcp", "ServiceAccountKey", "gcp:serviceaccount/key:Key"],
    ["cloudplatform.gcp", "ProjectIAMCustomRole", "gcp:projects/iAMCustomRole:IAMCustomRole"],
    ["bigquery.gcp", "DatasetIAMMember", "gcp:bigquery/datasetIamMember:DatasetIamMember"],
    ["bigquery.gcp", "DatasetAccess", "gcp:bigquery/datasetAccess:DatasetAccess"],
    ["secretmanager.gcp", "SecretIAMMember", "gcp:secretmanager/secretIamMember:SecretIamMember"],
    ["secretmanager.gcp", "SecretIAMMemberPatch", "gcp:secretmanager/secretIamMember:SecretIamMember"],
    ["pubsub.gcp", "TopicIAMMember", "gcp:other/pubsubTopicIamMember:PubsubTopicIamMember"],
  ];
  for (const [group, kind, type] of table)
    it(`reads ${kind} of ${group}`, () => {
      expect(read(group, kind, { forProvider: {} })?.type).to.equal(type);
    });

  it("reads what the provider is to set up, at first and later, with where it comes from", () => {
    const found = read("cloudplatform.gcp", "ProjectIAMMember", {
      initProvider: { project: "early", role: "roles/viewer" },
      forProvider: { project: "acme", member: UNKNOWN, condition: [{ expression: "true" }] },
    });
    expect(found?.props).to.include({ project: "acme", role: "roles/viewer", member: UNKNOWN });
    expect(found?.props["condition"]).to.deep.equal({ expression: "true" });
    expect(found?.propertyDependencies["member"]).to.deep.equal(["urn:spec"]);
  });

  it("reads what Google has told of it, and blocks that older versions write as lists", () => {
    const [found] = normalize([
      made("kubernetes:cloudidentity.gcp.upbound.io/v1beta1:GroupMembership", {
        metadata: { name: "x" },
        spec: {
          forProvider: { preferredMemberKey: [{ id: "a@b" }], memberKey: [], groupKey: [{ id: "g@b" }] },
        },
        status: { atProvider: { name: "groups/1/memberships/2" } },
      }),
    ]);
    expect(found?.type).to.equal("gcp:cloudidentity/groupMembership:GroupMembership");
    expect(found?.props).to.deep.include({
      name: "groups/1/memberships/2",
      preferredMemberKey: { id: "a@b" },
      memberKey: null,
      groupKey: { id: "g@b" },
    });
  });

  it("takes the id from the object's external name, else from its name", () => {
    const named = { name: "x", annotations: { "crossplane.io/external-name": "crm" } };
    expect(read("bigquery.gcp", "Dataset", {}, named)?.props["datasetId"]).to.equal("crm");
    expect(read("bigquery.gcp", "Dataset", {})?.props["datasetId"]).to.equal("x");
    expect(read("bigquery.gcp", "Dataset", {}, {})?.props).to.not.have.property("datasetId");
    expect(read("bigquery.gcp", "Dataset", { forProvider: { datasetId: "y" } })?.props["datasetId"]).to.equal(
      "y",
    );
  });

  it("leaves other kinds and other providers alone", () => {
    for (const type of [
      "kubernetes:compute.gcp.upbound.io/v1beta1:Instance",
      "kubernetes:iam.aws.upbound.io/v1beta1:RolePolicy",
    ]) {
      const given = made(type, { spec: {} });
      expect(normalize([given])).to.deep.equal([given]);
    }
  });
});
