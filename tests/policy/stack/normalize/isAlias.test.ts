import { expect } from "chai";
import { normalize, isAlias } from "../../../../policy/stack/normalize";
import { cnrm, made } from "./support";

describe("isAlias", () => {
  const table: readonly [type: string, normalized: boolean][] = [
    ["gcp:serviceAccount/account:Account", true],
    ["gcp:serviceAccount/key:Key", true],
    ["gcp:serviceAccount/iAMMember:IAMMember", true],
    ["gcp:serviceAccount/iAMBinding:IAMBinding", true],
    ["gcp:serviceAccount/iAMPolicy:IAMPolicy", true],
    ["gcp:serviceaccount/account:Account", false],
    ["gcp:serviceAccount/getAccount:getAccount", false],
    ["google-native:bigquery/v2:Dataset", true],
    ["google-natively:bigquery/v2:Dataset", false],
    ["xgoogle-native:bigquery/v2:Dataset", false],
    ["google:index/bigqueryDataset:BigqueryDataset", true],
    ["google-beta:index/bigqueryDataset:BigqueryDataset", true],
    ["google-alpha:index/bigqueryDataset:BigqueryDataset", false],
    ["my-google:index/bigqueryDataset:BigqueryDataset", false],
    ["pulumi:providers:google", false],
    [cnrm("iam", "IAMPolicyMember"), true],
    [cnrm("iam2", "IAMPolicyMember", "v1alpha1"), true],
    [`x${cnrm("iam", "IAMPolicyMember")}`, false],
    [`${cnrm("iam", "IAMPolicyMember")}List:x`, false],
    ["kubernetes:iam.example.com/v1beta1:IAMPolicyMember", false],
    ["kubernetes:.cnrm.cloud.google.com/v1beta1:IAMPolicyMember", false],
    ["kubernetes:iam.cnrm.cloud.google.com/v1beta1:", false],
    ["kubernetes:iam.cnrm.cloud.google.com/:IAMPolicyMember", false],
    ["kubernetes:core/v1:Namespace", false],
    ["", false],
  ];
  for (const [type, normalized] of table)
    it(`${normalized ? "accepts" : "rejects"} ${JSON.stringify(type)}`, () => {
      expect(isAlias(type)).to.equal(normalized);
    });
});

describe("normalize", () => {
  it("keeps the order of resources of many spellings, and respells each of the same type", () => {
    const given = [
      made("google:index/projectIamMember:ProjectIamMember", {}, "a"),
      made("gcp:projects/iAMMember:IAMMember", {}, "b"),
      made("google:index/projectIamMember:ProjectIamMember", {}, "c"),
      made("gcp:serviceAccount/key:Key", {}, "d"),
      made("google-native:cloudresourcemanager/v1:ProjectIamMember", {}, "e"),
      made(cnrm("iam", "IAMServiceAccountKey"), {}, "f"),
      made("gcp:projects/iAMMember:IAMMember", {}, "g"),
      made(cnrm("storage", "StorageBucket"), {}, "h"),
      made(cnrm("iam", "toString"), {}, "i"),
    ];
    expect(normalize(given).map(({ name, type }) => [name, type])).to.deep.equal([
      ["a", "gcp:projects/iAMMember:IAMMember"],
      ["b", "gcp:projects/iAMMember:IAMMember"],
      ["c", "gcp:projects/iAMMember:IAMMember"],
      ["d", "gcp:serviceaccount/key:Key"],
      ["e", "gcp:projects/iAMMember:IAMMember"],
      ["f", "gcp:serviceaccount/key:Key"],
      ["g", "gcp:projects/iAMMember:IAMMember"],
      ["h", cnrm("storage", "StorageBucket")],
      ["i", cnrm("iam", "toString")],
    ]);
  });

  it("changes nothing of an alias but its type", () => {
    const given = made("gcp:serviceAccount/account:Account", { accountId: "segment" });
    const [found] = normalize([given]);
    expect(found?.type).to.equal("gcp:serviceaccount/account:Account");
    expect(found?.props).to.equal(given.props);
    expect(found?.propertyDependencies).to.equal(given.propertyDependencies);
  });
});
