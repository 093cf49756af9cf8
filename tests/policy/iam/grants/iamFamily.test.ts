import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { iamType } from "../../../../policy/iam/grants/iamScope";

/** Every type token of the installed @pulumi/gcp, read as text: loading the package takes seconds. */
function tokensOfGcp(): string[] {
  const root = dirname(require.resolve("@pulumi/gcp/package.json"));
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "node_modules")
    .flatMap(({ name }) =>
      readdirSync(join(root, name))
        .filter((file) => file.endsWith(".js"))
        .flatMap((file) => {
          const found = /__pulumiType = '([^']+)'/.exec(readFileSync(join(root, name, file), "utf8"));
          return found?.[1] === undefined ? [] : [found[1]];
        }),
    );
}

describe("iamType", () => {
  const tokens = tokensOfGcp();
  const iam = tokens.filter((token) => /i(?:am)(?:member|binding|policy)$/i.test(token));

  it("recognises every IAM member, binding and policy of @pulumi/gcp", () => {
    expect(iam.length).to.be.above(400);
    expect(iam.filter((token) => iamType(token) === undefined)).to.deep.equal([]);
  });

  it("tells what they grant on, three ways each", () => {
    const shapes = new Map<string, string[]>();
    for (const token of iam) {
      const { target, shape } = iamType(token) ?? { target: "", shape: "" };
      shapes.set(target, [...(shapes.get(target) ?? []), shape].sort());
    }
    for (const [target, found] of shapes)
      expect(found, target).to.deep.equal(["binding", "member", "policy"]);
    expect([...shapes.keys()]).to.include.members([
      "projects/",
      "folder/",
      "organizations/",
      "serviceaccount/",
      "bigquery/",
      "bigquery/Dataset",
      "bigquery/Routine",
      "bigquery/Connection",
      "bigquerydatapolicy/DataPolicy",
      "bigquery/Datapolicyv2DataPolicy",
      "bigqueryanalyticshub/DataExchange",
      "bigqueryanalyticshub/Listing",
      "datacatalog/PolicyTag",
      "datacatalog/Taxonomy",
      "dataplex/Lake",
      "dataplex/Zone",
      "dataplex/Asset",
      "storage/Bucket",
      "pubsub/Topic",
      "secretmanager/Secret",
    ]);
  });

  it("takes nothing else for a grant", () => {
    const others = tokens.filter((token) => !iam.includes(token));
    expect(others.length).to.be.above(1000);
    expect(others.filter((token) => iamType(token) !== undefined)).to.deep.equal([]);
    for (const token of [
      "gcp:projects/iamMemberRemove:IamMemberRemove",
      "gcp:projects/iAMAuditConfig:IAMAuditConfig",
      "gcp:iam/projectsPolicyBinding:ProjectsPolicyBinding",
      "aws:projects/iAMMember:IAMMember",
      "gcp:projects/iAMMember:IAMMember2",
      "gcp:projects/iAMMember",
      "",
    ])
      expect(iamType(token), token).to.equal(undefined);
  });
});
