import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { settingNames } from "../../components/stackConfig";
import { previewJson } from "../support/hosts/runPreview";

const root = join(__dirname, "..", "..");

/** Resources other than the stack, its component and providers. */
function children(resources: readonly { name: string; type: string }[]): string[] {
  return resources
    .filter(({ type }) => !type.startsWith("pulumi:") && !type.startsWith("segment-bigquery:"))
    .map(({ name }) => name)
    .sort();
}

// What Pulumi.yaml and the stack files become is seen where it counts: through the real hosts, judged by the pack.
describe("the program", function () {
  this.timeout(120_000);

  it("makes stack dev as its file says, and the policy pack accepts it", async () => {
    const { code, result } = await previewJson([root, "--stack", "dev"]);
    expect([code, result.verdict]).to.deep.equal([0, "accepted"]);
    expect(children(result.resources)).to.deep.equal([
      "segment-account",
      "segment-account-suffix",
      "segment-api-bigquery",
      "segment-api-cloudresourcemanager",
      "segment-api-iam",
      "segment-api-secretmanager",
      "segment-bigquery-job-user",
      "segment-bigquery-metadata-viewer",
      "segment-bigquery-user",
      "segment-data-editor-on-dataset-__segment_reverse_etl",
      "segment-data-viewer-on-dataset-crm",
      "segment-key-a",
      "segment-key-a-version",
      "segment-key-secret",
      "segment-key-secret-accessor-group:segment-admins@example.com",
      "segment-state-dataset",
    ]);
  });

  it("makes stack staging as its file says, and the policy pack accepts it", async () => {
    const { code, result } = await previewJson([root, "--stack", "staging"]);
    expect([code, result.verdict]).to.deep.equal([0, "accepted"]);
    expect(
      children(result.resources).filter((name) => name.startsWith("segment-data-viewer-on-")),
    ).to.deep.equal(["segment-data-viewer-on-dataset-crm", "segment-data-viewer-on-table-web.page_views"]);
  });

  it("makes stack prod as its file says, and the policy pack accepts it", async () => {
    const { code, result } = await previewJson([root, "--stack", "prod"]);
    expect([code, result.verdict]).to.deep.equal([0, "accepted"]);
    expect(children(result.resources).filter((name) => !/-role(-suffix)?$/.test(name))).to.deep.equal([
      "segment-account",
      "segment-key-a",
      "segment-key-a-version",
      "segment-key-secret",
      "segment-key-secret-accessor-group:segment-admins@example.com",
      "segment-model-user-on-dataset-ml",
      "segment-run-queries",
      "segment-source-reader-on-dataset-acme-lake.profiles_sync",
      "segment-source-reader-on-dataset-crm",
      "segment-source-reader-on-table-web.page_views",
      "segment-source-reader-on-table-web.sessions",
      "segment-state-dataset",
      "segment-state-writer-on-dataset-__segment_reverse_etl",
      "segment-table-lister-on-dataset-web",
    ]);
  });

  it("shows in examples/too-broad what the policy pack rejects", async () => {
    const { code, result } = await previewJson([join(root, "examples/too-broad"), "--stack", "dev"]);
    expect([code, result.verdict]).to.deep.equal([1, "rejected"]);
    const mandatory = result.violations.filter(({ level }) => level === "mandatory");
    expect(new Set(mandatory.map(({ urn }) => urn.slice(urn.lastIndexOf("::") + 2)))).to.deep.equal(
      new Set(["segment-just-make-it-work", "segment-write-crm"]),
    );
  });

  it("reads every key that Pulumi.yaml declares or names, and no stack sets another", () => {
    const keys = (file: string, pattern: RegExp) =>
      [...readFileSync(join(root, file), "utf8").matchAll(pattern)].map(([, key]) => key as string);
    const declared = keys("Pulumi.yaml", /^ {2}(\w+):\n {4}type:/gm);
    const named = keys("Pulumi.yaml", /^ {2}# - (\w+):/gm);
    expect([...declared, ...named].sort()).to.deep.equal([...settingNames].sort());
    for (const stack of ["dev", "staging", "prod"])
      expect(settingNames).to.include.members(keys(`Pulumi.${stack}.yaml`, /^ {2}segment-bigquery:(\w+):/gm));
  });
});
