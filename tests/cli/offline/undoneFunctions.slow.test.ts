import { expect } from "chai";
import { programOf, directoryOf, removeDirectories } from "../../support/hosts/projectDirectory";
import { previewJson, runPreview } from "../../support/hosts/runPreview";
import { showingPack, shownBy } from "../../support/hosts/showingPack";

const encrypted = (...keys: string[]): Record<string, string> => ({
  "Pulumi.dev.yaml": `config:\n${keys.map((key) => `  shop:${key}: { secure: AAAA }\n`).join("")}`,
});
const segment =
  'const account = new gcp.serviceaccount.Account("segment", { accountId: "segment", project: "acme" });\n';
const owner = (member: string): string =>
  `new gcp.projects.IAMMember("grant", { project: "acme", role: "roles/owner", member: ${member} })`;

/** What a preview could not judge, a line each. */
async function openIn(source: string, files: Record<string, string>): Promise<string[]> {
  const { result } = await previewJson([programOf(source, files)]);
  return result.incomplete.map(({ subject, reason }) => `${subject}: ${reason}`);
}

describe("a function for a value that is unknown offline", function () {
  this.timeout(240_000);
  after(removeDirectories);

  it("leaves the preview incomplete where it declares resources itself", async () => {
    const source = `${segment}const secret = new pulumi.Config().requireSecret("token");
      pulumi.all([secret, account.email]).apply(([, email]) => ${owner("`serviceAccount:${email}`")});`;
    expect(await openIn(source, encrypted("token"))).to.deep.equal([
      "configuration shop:token: it is encrypted and cannot be read offline, so it counts as unknown; " +
        "what the program makes of it at index.js:5 is missing here",
    ]);
  });

  it("leaves it incomplete where it has others do something, and its value goes nowhere", async () => {
    const source = `${segment}const grantTo = (member) => ${owner("member")};
      new pulumi.Config().requireSecretObject("members").apply((list) => list.forEach((one) => grantTo(one)));
      new gcp.bigquery.Dataset("d", { datasetId: "crm", location: "EU", friendlyName:
        new pulumi.Config().requireSecret("name").apply((name) => String(name).trim()) });`;
    expect(await openIn(source, encrypted("members", "name"))).to.deep.equal([
      "configuration shop:members: it is encrypted and cannot be read offline, so it counts as unknown; " +
        "what the program makes of it at index.js:5 is missing here",
    ]);
  });

  it("concerns nobody where it computes a value that only the stack's outputs hold", async () => {
    const source = `${segment}const config = new pulumi.Config();
      exports.size = config.requireSecret("token").apply((text) => text.length);
      exports.number = gcp.organizations.getProjectOutput({}).apply((project) => project.number);
      exports.role = new pulumi.StackReference("acme/base/prod").outputs.apply(({ role }) => role);`;
    expect(await openIn(source, encrypted("token"))).to.deep.equal([]);
  });

  it("is named where the program waits for it", async () => {
    const source = `module.exports = async () => {
      const base = new pulumi.StackReference("acme/base/prod");
      const id = await new Promise((resolve) => base.getOutput("projectId").apply(resolve));
      new gcp.bigquery.Dataset("d", { datasetId: id, location: "EU" });
    };`;
    const { code, result } = await previewJson([programOf(source)]);
    expect([code, result.verdict]).to.deep.equal([1, "incomplete"]);
    expect(result.incomplete.map(({ subject, reason }) => `${subject}: ${reason}`)).to.deep.equal([
      "the rest of the program: it waits at index.js:5 for a value that is unknown offline, and never goes on",
      "urn:pulumi:dev::shop::pulumi:pulumi:StackReference::acme/base/prod: " +
        "it reads output projectId of stack acme/base/prod, which is not here, so it counts as unknown",
    ]);
  });
});

describe("what is known of a value that is unknown in part", function () {
  this.timeout(240_000);
  after(removeDirectories);

  it("reaches a program that reads it from a secret object", async () => {
    const source = `const db = new pulumi.Config().requireSecretObject("db");
      new gcp.bigquery.Dataset("one", { datasetId: db.apply(({ dataset }) => dataset), location: db.location });
      new gcp.bigquery.Dataset("two", { datasetId: db.apply(({ password }) => password), location: "EU" });`;
    const directory = programOf(source, {
      "Pulumi.dev.yaml":
        "config: { shop:db: { dataset: crm, location: northeurope, password: { secure: AAAA } } }",
    });
    const { result } = await previewJson([directory, "--policy-pack", showingPack()]);
    const shown = shownBy(result);
    expect(shown["two"]?.props["datasetId"]).to.equal("<unknown>");
    // Both are secret, because the setting is.
    expect([shown["one"]?.props["datasetId"], shown["one"]?.props["location"]]).to.not.include("<unknown>");
  });

  it("is asked for by name where a program reads a stack's outputs as a whole", async () => {
    const source = `const { outputs } = new pulumi.StackReference("acme/base/prod");
      const labels = { a: outputs.lifted, b: outputs.apply((all) => all.applied), c: pulumi.interpolate\`\${outputs.deep.part}\`,
        d: outputs.apply((all) => all.given), e: outputs.given };
      new gcp.bigquery.Dataset("d", { datasetId: "crm", location: "EU", labels });`;
    const given = directoryOf({ "values.yaml": "stackReferences: { acme/base/prod: { given: known } }" });
    const argv = ["--policy-pack", showingPack(), "--values", `${given}/values.yaml`];
    const { result } = await previewJson([programOf(source), ...argv]);
    expect(shownBy(result)["d"]?.props["labels"]).to.deep.equal({
      ...{ a: "<unknown>", b: "<unknown>", c: "<unknown>", d: "known", e: "known" },
    });
    expect(result.valuesTemplate).to.equal(
      "stackReferences:\n  acme/base/prod:\n    applied: FILL IN\n    deep: FILL IN\n    lifted: FILL IN\n",
    );
  });

  it("is followed where it is the project of a provider", async () => {
    const source =
      'new gcp.serviceaccount.Account("segment", { accountId: "segment", displayName: "Segment" });';
    const files = { "Pulumi.dev.yaml": "config: { gcp:project: { secure: AAAA } }" };
    expect(await openIn(source, files)).to.deep.equal([
      "configuration gcp:project: it is encrypted and cannot be read offline, so it counts as unknown",
    ]);
  });
});

describe("a program that fails for want of a value", function () {
  this.timeout(120_000);
  after(removeDirectories);

  it("is told which environment may set it, and how to give it, without the preview's own stack frames", async () => {
    const source = 'if (!new pulumi.Config().get("project")) throw new Error("no project");';
    const run = await runPreview([programOf(source, { "Pulumi.dev.yaml": "environment: [acme/dev]" })]);
    expect([run.code, run.stdout]).to.deep.equal([2, ""]);
    expect(run.stderr).to.contain("Error: no project\n").and.not.to.contain("data:text/javascript");
    expect(run.stderr).to.match(
      /\nThe program failed \(exit code 32\)\.\nThe stack takes settings from environment acme\/dev, which only the Pulumi service can open\.\nValues that are unknown offline may be why\. To give them, fill in and pass as --values FILE:\n {2}config:\n {4}shop:project: FILL IN\nNothing was judged\.\n$/,
    );
  });
});
