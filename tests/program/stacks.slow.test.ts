import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { settingNames } from "../../components/stackConfig";
import { directoryOf, removeDirectories } from "../support/hosts/projectDirectory";
import { previewJson, runPreview } from "../support/hosts/runPreview";

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
  after(removeDirectories);

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
    expect(children(result.resources)).to.deep.equal([
      "segment-account",
      "segment-bigquery-user",
      "segment-data-editor-on-dataset-__segment_reverse_etl",
      "segment-data-viewer-on-dataset-crm",
      "segment-data-viewer-on-table-web.page_views",
      "segment-key-a",
      "segment-key-a-version",
      "segment-key-secret",
      "segment-key-secret-accessor-group:segment-admins@example.com",
      "segment-state-dataset",
    ]);
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

  it("makes stack warehouse as its file says, and the policy pack accepts it", async () => {
    const { code, result } = await previewJson([root, "--stack", "warehouse"]);
    expect([code, result.verdict]).to.deep.equal([0, "accepted"]);
    expect(children(result.resources)).to.deep.equal([
      "segment-account",
      "segment-destination-profiles",
      "segment-destination-website",
      "segment-destination-writer-on-dataset-mobile_app",
      "segment-destination-writer-on-dataset-profiles",
      "segment-destination-writer-on-dataset-website",
      "segment-key-a",
      "segment-key-a-version",
      "segment-key-secret",
      "segment-key-secret-accessor-group:segment-admins@example.com",
      "segment-run-queries",
      "segment-run-queries-role",
      "segment-run-queries-role-suffix",
      "segment-write-destinations-role",
      "segment-write-destinations-role-suffix",
    ]);
  });

  it("refuses a key that there is not, with the nearest right one", async () => {
    const copy = directoryOf({
      "package.json": '{ "name": "segment-bigquery" }',
      "Pulumi.yaml": readFileSync(join(root, "Pulumi.yaml"), "utf8"),
      "tsconfig.build.json": readFileSync(join(root, "tsconfig.build.json"), "utf8").replace(
        "./tsconfig.json",
        join(root, "tsconfig.json"),
      ),
      "index.ts": `export * from ${JSON.stringify(join(root, "index.ts"))};\n`,
      "Pulumi.dev.yaml":
        "config:\n  segment-bigquery:project: acme-analytics\n  segment-bigquery:location: EU\n  segment-bigquery:souces: [acme-analytics.crm]\n",
    });
    const { code, stderr } = await runPreview([copy, "--stack", "dev"]);
    expect(code).to.equal(2);
    expect(stderr).to.match(
      /The configuration of stack dev cannot be used:\n {2}segment-bigquery:souces in Pulumi\.dev\.yaml is not a setting; did you mean sources\? There are project, /,
    );
  });

  it("shows in examples/too-broad what the policy pack rejects", async () => {
    const { code, result } = await previewJson([join(root, "examples/too-broad"), "--stack", "dev"]);
    expect([code, result.verdict]).to.deep.equal([1, "rejected"]);
    const mandatory = result.violations.filter(({ level }) => level === "mandatory");
    expect(new Set(mandatory.map(({ urn }) => urn.slice(urn.lastIndexOf("::") + 2)))).to.deep.equal(
      new Set(["segment-just-make-it-work", "segment-write-crm"]),
    );
    expect(new Set(mandatory.map(({ place }) => `${place?.file}:${place?.line}`))).to.deep.equal(
      new Set(["examples/too-broad/index.ts:17", "examples/too-broad/index.ts:18"]),
    );
  });

  it("reads every key that Pulumi.yaml declares or names, and no stack sets another", () => {
    const keys = (file: string, pattern: RegExp) =>
      [...readFileSync(join(root, file), "utf8").matchAll(pattern)].map(([, key]) => key as string);
    const declared = keys("Pulumi.yaml", /^ {2}(\w+):\n {4}type:/gm);
    const named = keys("Pulumi.yaml", /^ {2}# - (\w+):/gm);
    expect([...declared, ...named].sort()).to.deep.equal([...settingNames].sort());
    for (const stack of ["dev", "staging", "prod", "warehouse"])
      expect(settingNames).to.include.members(keys(`Pulumi.${stack}.yaml`, /^ {2}segment-bigquery:(\w+):/gm));
  });
});
