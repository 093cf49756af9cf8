import { expect } from "chai";
import fc from "fast-check";
import { make, messages, type TestResource, unknown } from "../../support";

const cnrm = (kind: string) => `kubernetes:iam.cnrm.cloud.google.com/v1beta1:${kind}`;

const types = [
  "gcp:projects/iAMMember:IAMMember",
  "gcp:projects/iAMBinding:IAMBinding",
  "gcp:projects/iAMPolicy:IAMPolicy",
  "gcp:folder/iAMMember:IAMMember",
  "gcp:organizations/iAMPolicy:IAMPolicy",
  "gcp:serviceaccount/account:Account",
  "gcp:serviceaccount/iAMMember:IAMMember",
  "gcp:serviceAccount/iAMBinding:IAMBinding",
  "gcp:serviceaccount/iAMPolicy:IAMPolicy",
  "gcp:bigquery/dataset:Dataset",
  "gcp:bigquery/datasetAccess:DatasetAccess",
  "gcp:bigquery/datasetIamPolicy:DatasetIamPolicy",
  "gcp:bigquery/iamMember:IamMember",
  "gcp:bigquery/routineIamMember:RoutineIamMember",
  "gcp:bigquery/rowAccessPolicy:RowAccessPolicy",
  "gcp:bigquery/job:Job",
  "gcp:bigquery/dataTransferConfig:DataTransferConfig",
  "gcp:bigquery/routine:Routine",
  "gcp:dataplex/zoneIamMember:ZoneIamMember",
  "gcp:privilegedaccessmanager/entitlement:entitlement",
  "gcp:iam/workloadIdentityPool:WorkloadIdentityPool",
  "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider",
  "gcp:projects/iAMCustomRole:IAMCustomRole",
  "gcp:cloudidentity/groupMembership:GroupMembership",
  "command:local:Command",
  "pulumi-nodejs:dynamic:Resource",
  "google-native:cloudresourcemanager/v1:ProjectIamPolicy",
  "google-native:bigquery/v2:Dataset",
  "google:index/projectIamMember:ProjectIamMember",
  cnrm("IAMPolicyMember"),
  cnrm("IAMPartialPolicy"),
  cnrm("IAMServiceAccount"),
];

const words = [
  make.member,
  make.email,
  `projects/-/serviceAccounts/${make.email}`,
  "roles/iam.serviceAccountTokenCreator",
  "roles/owner",
  "allUsers",
  "group:data@acme.com",
  "projectOwner:acme",
  "acme",
  "Project",
  "__proto__",
  "constructor",
  "",
  "\u001b[2J\u202e",
  unknown,
  "[secret]",
  '{"bindings":[{"role":"roles/owner","members":null},null,7]}',
  `GRANT \`roles/owner\` ON SCHEMA x TO '${make.member}'`,
  `gcloud projects add-iam-policy-binding acme --member=${make.member} --role=$R`,
];

const names = [
  ...["project", "role", "member", "members", "policyData", "bindings", "condition", "expression", "folder"],
  ...["orgId", "serviceAccountId", "accountId", "email", "datasetId", "tableId", "routineId", "accesses"],
  ...["access", "userByEmail", "grantees", "query", "params", "definitionBody", "create", "update"],
  ...["environment", "eligibleUsers", "principals", "privilegedAccess", "gcpIamAccess", "roleBindings"],
  ...["permissions", "group", "preferredMemberKey", "id", "spec", "metadata", "resourceRef", "kind", "name"],
  ...["external", "memberFrom", "serviceAccountRef", "attributeCondition", "workloadIdentityPoolId"],
];

const leaf = fc.oneof(
  fc.constantFrom<unknown>(...words),
  fc.constantFrom<unknown>(null, true, false, 0, -1, 1e21),
  fc.string(),
);

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie("value"), { maxKeys: 4 }),
  ),
}));

const props = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 8 });

const stack = fc.array(fc.record({ type: fc.constantFrom(...types), props }), { maxLength: 6 });

/** Resources that come from one another, so that dependencies are followed wherever a value is not known. */
function linked(all: readonly { type: string; props: object }[]): TestResource[] {
  return all.map(({ type, props: own }, i) => ({
    type,
    name: `r${i}`,
    props: own as Record<string, unknown>,
    from: Object.fromEntries(Object.keys(own).map((property, k) => [property, [`r${(i + k) % all.length}`]])),
  }));
}

describe("hostile stacks", () => {
  it("accepts whatever stands in a resource without failing in any rule", () => {
    fc.assert(
      fc.property(stack, (all) => {
        const found = messages([make.account(), ...linked(all)], { sources: ["acme.crm"] });
        expect(found.filter((one) => one.includes("could not be applied"))).to.deep.equal([]);
        expect(found.filter((one) => one.includes("\u001b"))).to.deep.equal([]);
      }),
      { numRuns: 300 },
    );
  });

  it("accepts resources in any order alike", () => {
    fc.assert(
      fc.property(stack, (all) => {
        const resources = [make.account(), ...linked(all)];
        expect(messages([...resources].reverse())).to.deep.equal(messages(resources));
      }),
      { numRuns: 100 },
    );
  });

  it("reads a policy of 150,000 members", () => {
    const members = Array.from({ length: 150_000 }, (_, i) => `user:u${i}@acme.com`);
    const policyData = JSON.stringify({
      bindings: [{ role: "roles/owner", members: [...members, make.member] }],
    });
    const policy = {
      type: "gcp:projects/iAMPolicy:IAMPolicy",
      name: "p",
      props: { project: "acme", policyData },
    };
    expect(messages([policy], { sources: [] }).map((one) => /\[(.*)\]$/.exec(one)?.[1])).to.deep.equal([
      "excess-permissions",
      "impersonates-others",
      "privilege-escalation",
    ]);
  });

  for (const [what, text] of [
    ["tools", "gcloud ".repeat(40_000)],
    ["quotes", "'gcloud \"iam ".repeat(5_000)],
    ["addresses", `iam ${"a".repeat(150_000)}@${"b.".repeat(60_000)}`],
    ["grants", "GRANT `r` ON SCHEMA s TO 'x'; ".repeat(8_000)],
  ] as const)
    it(`reads a quarter of a megabyte of ${what} within ten seconds`, () => {
      const start = Date.now();
      messages([
        make.projectMember("user", "roles/bigquery.user"),
        { type: "pulumi-nodejs:dynamic:Resource", name: "d", props: { text, list: [text, "iam"] } },
        { type: "command:local:Command", name: "c", props: { create: text } },
        { type: "gcp:bigquery/job:Job", name: "j", props: { query: { query: text } } },
      ]);
      expect(Date.now() - start).to.be.below(10_000);
    });
});
