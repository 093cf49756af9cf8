import { expect } from "chai";
import { normalize } from "../../../../policy/stack/normalize";
import { type PlainObject, toPlain, UNKNOWN } from "../../../../policy/stack/plain";
import type { Resource } from "../../../../policy/stack/resource";

const email = "segment@acme.iam.gserviceaccount.com";

const member = `serviceAccount:${email}`;

const cnrm = (group: string, kind: string) => `kubernetes:${group}.cnrm.cloud.google.com/v1beta1:${kind}`;

const inAcme = { annotations: { "cnrm.cloud.google.com/project-id": "acme" } };

function resource(type: string, props: unknown, from: Record<string, string[]> = {}, name = "x"): Resource {
  return {
    urn: `urn:pulumi:test::stack::${type}::${name}`,
    type,
    name,
    props: toPlain(props) as PlainObject,
    propertyDependencies: from,
    dependencies: [],
  };
}

/** The first resource in its new spelling; the others are only there to be referred to. */
function normalized(type: string, props: unknown, ...others: Resource[]): Resource {
  return normalize([resource(type, props), ...others])[0] as Resource;
}

describe("canonical", () => {
  it("keeps URN and name, and lets dependencies follow the renamed property", () => {
    const from = { access: ["urn:a"], datasetReference: ["urn:d"] };
    const original = resource(
      "google-native:bigquery/v2:Dataset",
      { access: [], datasetReference: { datasetId: "crm" } },
      from,
    );
    const [found] = normalize([original]);
    expect(found?.urn).to.equal(original.urn);
    expect(found?.name).to.equal("x");
    expect(found?.propertyDependencies).to.deep.include({ accesses: ["urn:a"], datasetId: ["urn:d"] });
  });

  it("lets what a Config Connector object grants depend on what its spec depends on", () => {
    const spec = {
      role: "roles/viewer",
      memberFrom: { serviceAccountRef: { name: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" } },
    };
    const [found] = normalize([
      resource(
        cnrm("iam", "IAMPolicyMember"),
        { spec: { ...spec, resourceRef: { kind: "Project", external: "acme" } } },
        { spec: ["urn:account"] },
      ),
    ]);
    expect(found?.props["member"]).to.equal(UNKNOWN);
    expect(found?.propertyDependencies).to.deep.include({ member: ["urn:account"], role: ["urn:account"] });
  });

  it("finds the account that memberFrom refers to, with its own project", () => {
    const account = resource(
      cnrm("iam", "IAMServiceAccount"),
      {
        metadata: {
          name: "segment",
          namespace: "ns",
          annotations: { "cnrm.cloud.google.com/project-id": "beta" },
        },
        spec: { resourceID: "seg" },
      },
      {},
      "account",
    );
    const found = normalized(
      cnrm("iam", "IAMPolicyMember"),
      {
        metadata: { namespace: "ns" },
        spec: {
          role: "roles/viewer",
          memberFrom: { serviceAccountRef: { name: "segment" } },
          resourceRef: { kind: "Project", external: "acme" },
        },
      },
      account,
    );
    expect(found.props["member"]).to.equal("serviceAccount:seg@beta.iam.gserviceaccount.com");
  });

  it("takes the project from the namespace's annotation, else from the namespace's name", () => {
    const role = { metadata: { name: "r", namespace: "team" }, spec: { permissions: [] } };
    const annotated = resource(
      "kubernetes:core/v1:Namespace",
      { metadata: { name: "team", ...inAcme } },
      {},
      "ns",
    );
    expect(normalized(cnrm("iam", "IAMCustomRole"), role, annotated).props["project"]).to.equal("acme");
    expect(normalized(cnrm("iam", "IAMCustomRole"), role).props["project"]).to.equal("team");
  });

  it("finds a dataset that a reference names by its object", () => {
    const dataset = resource(
      cnrm("bigquery", "BigQueryDataset"),
      { metadata: { name: "data", ...inAcme }, spec: { resourceID: "crm" } },
      {},
      "d",
    );
    const spec = { member, role: "roles/viewer", resourceRef: { kind: "BigQueryDataset", name: "data" } };
    const found = normalized(cnrm("iam", "IAMPolicyMember"), { metadata: {}, spec }, dataset);
    expect(found.props).to.deep.include({ project: "acme", datasetId: "crm" });
  });

  it("passes every other resource on as it is", () => {
    for (const type of [
      "gcp:projects/iAMMember:IAMMember",
      "kubernetes:core/v1:ConfigMap",
      "google-native:storage/v1:Bucket",
      "google:index/storageBucket:StorageBucket",
      "google:index/toString:toString",
      "aws:s3/bucket:Bucket",
      "",
      ":",
      "google-native",
    ]) {
      const one = resource(type, {});
      expect(normalize([one])[0]).to.equal(one);
    }
  });

  const written = [
    cnrm("iam", "IAMPolicyMember"),
    cnrm("iam", "IAMPolicy"),
    cnrm("iam", "IAMPartialPolicy"),
    cnrm("iam", "IAMServiceAccount"),
    cnrm("iam", "IAMServiceAccountKey"),
    cnrm("iam", "IAMCustomRole"),
    cnrm("iam", "IAMWorkloadIdentityPoolProvider"),
    cnrm("bigquery", "BigQueryDataset"),
    cnrm("bigquery", "BigQueryTable"),
    "google-native:cloudresourcemanager/v1:ProjectIamPolicy",
    "google-native:bigquery/v2:Dataset",
    "google-native:bigquery/v2:TableIamPolicy",
    "google-native:iam/v1:ServiceAccountIamMember",
    "google:index/projectIamMember:ProjectIamMember",
    "google:index/bigqueryDataset:BigqueryDataset",
  ];
  const odd: readonly unknown[] = [
    {},
    { spec: null, metadata: null, name: null },
    { spec: UNKNOWN, metadata: UNKNOWN, name: UNKNOWN, access: UNKNOWN },
    { spec: [], metadata: "text", name: [], access: 7 },
    { spec: { resourceRef: null, bindings: {}, memberFrom: [], member: {} } },
    {
      spec: {
        resourceRef: UNKNOWN,
        bindings: [null, UNKNOWN, "x", { members: [null, UNKNOWN, {}] }],
        memberFrom: UNKNOWN,
      },
    },
    { spec: { resourceRef: { kind: "__proto__", name: "constructor", external: 4 }, role: {} } },
    { dataset_id: null, __proto__: null, _: 1, a__b_: [{ c_d: null }] },
  ];
  for (const type of written)
    it(`takes ${type} with missing, unknown and wrongly typed properties`, () => {
      for (const props of odd) expect(() => normalized(type, props)).not.to.throw();
    });
});
