import { expect } from "chai";
import type { PreviewResult } from "../../../cli/preview/previewResult";
import { directoryOf, programOf, removeDirectories } from "../../support/hosts/projectDirectory";
import { previewJson } from "../../support/hosts/runPreview";
import { showingPack, shownBy, type Shown } from "../../support/hosts/showingPack";

const program = `
const config = new pulumi.Config();
const labels = (name, value) => new gcp.bigquery.Dataset(name, { datasetId: name, location: "EU", labels: { value } });
labels("number", config.requireSecretNumber("days").apply((days) => String(days * 2)));
labels("object", config.requireSecretObject("database").apply((settings) => settings.dataset));
labels("part", config.requireSecretObject("mixed").host);
labels("known-part", String(config.requireObject("mixed").size));
const project = gcp.organizations.getProject({});
labels("answered", project.then((p) => "segment@" + p.projectId));
labels("unanswered", project.then((p) => "service-" + p.number + "@x"));
labels("interpolated", pulumi.interpolate\`service-\${project.then((p) => p.number)}\`);
const output = gcp.organizations.getProjectOutput({ projectId: "other" });
labels("output-answered", output.apply((p) => "segment@" + p.projectId));
labels("output-unanswered", output.apply((p) => "service-" + p.number));
labels("lifted", output.projectId);
labels("client", gcp.organizations.getClientConfigOutput().apply((c) => c.project + "/" + c.region));
const other = new pulumi.StackReference("base", { name: "acme/base/prod" });
labels("given", other.getOutput("projectId"));
labels("not-given", other.getOutput("folder"));
labels("given-plain", other.getOutputDetails("projectId").then((details) => details.value));
module.exports = { settled: project.then((p) => p.number) };
`;

const stackFile = `
config:
  gcp:project: acme
  gcp:region: europe-west1
  shop:days: { secure: AAAA }
  shop:database: { secure: AAAA }
  shop:mixed: { host: { secure: AAAA }, size: 3 }
`;

describe("what cannot be known offline, inside a program", function () {
  this.timeout(240_000);
  let result: PreviewResult;
  let shown: Record<string, Shown>;

  before(async () => {
    const directory = programOf(program, { "Pulumi.dev.yaml": stackFile });
    const given = directoryOf({
      "values.yaml": "stackReferences: { acme/base/prod: { projectId: base-project } }\n",
    });
    const argv = [directory, "--policy-pack", showingPack(), "--values", `${given}/values.yaml`];
    ({ result } = await previewJson(argv));
    shown = shownBy(result);
  });
  after(removeDirectories);

  const label = (name: string): unknown => (shown[name]?.props["labels"] as { value: unknown }).value;

  it("stays unknown in a secret setting, whatever its type, and never becomes a number or text", () => {
    expect(["number", "object", "part"].map(label)).to.deep.equal(["<unknown>", "<unknown>", "<unknown>"]);
    expect(label("known-part")).to.equal("3");
  });

  it("leaves what of a function's result follows from its arguments and its provider", () => {
    expect(["answered", "output-answered", "lifted", "client"].map(label)).to.deep.equal([
      ...["segment@acme", "segment@other", "other", "acme/europe-west1"],
    ]);
  });

  it("makes the rest of a function's result unknown where it goes, as a promise and as an Output", () => {
    expect(["unanswered", "interpolated", "output-unanswered"].map(label)).to.deep.equal([
      ...["<unknown>", "<unknown>", "<unknown>"],
    ]);
  });

  it("takes outputs of another stack that are given, and leaves the others unknown", () => {
    expect(["given", "given-plain", "not-given"].map(label)).to.deep.equal([
      ...["base-project", "base-project", "<unknown>"],
    ]);
  });

  it("is followed: labels concern nobody, so that it takes no verdict away", () => {
    // The promise among the stack's outputs ends in no resource, so nobody knows what else it would have done.
    expect(result.incomplete).to.deep.equal([
      {
        subject: "function gcp:organizations/getProject:getProject",
        reason:
          "a provider would have to be asked for number; the program wants its plain value at index.js:" +
          `${program.split("\n").findIndex((line) => line.includes("settled:")) + 3}, so what is made of it counts as unknown`,
      },
    ]);
    expect(result.unknown.map(({ subject }) => subject)).to.include.members([
      ...["configuration shop:days", "configuration shop:database", "configuration shop:mixed"],
      "function gcp:organizations/getClientConfig:getClientConfig",
    ]);
  });

  it("is written down as a file of values to fill in", () => {
    expect(result.valuesTemplate).to.match(/^config:\n {2}shop:database: FILL IN\n {2}shop:days: FILL IN\n/);
    expect(result.valuesTemplate).to.contain("stackReferences:\n  acme/base/prod:\n    folder: FILL IN\n");
    expect(result.valuesTemplate).to.contain(
      "  - token: gcp:organizations/getProject:getProject\n    result:\n      number: FILL IN\n",
    );
  });
});

describe("a program that needs a plain value", function () {
  this.timeout(240_000);
  after(removeDirectories);

  const owner =
    'new gcp.projects.IAMMember("grant", { project: "acme", role: "roles/owner", member: "user:a@x.org" });';

  it("stops there, and is told which, where, and how to give it", async () => {
    const source = `module.exports = async () => {\n${owner}
      const { value } = await new pulumi.StackReference("base", { name: "acme/base/prod" }).getOutputDetails("projectId");
      new gcp.bigquery.Dataset("data", { datasetId: value.slice(0, 4), location: "EU" });
    };`;
    const { code, result } = await previewJson([programOf(source), "--policy-pack", showingPack()]);
    expect([code, result.verdict, result.messages]).to.deep.equal([1, "incomplete", []]);
    expect(result.incomplete).to.deep.equal([
      {
        subject: "output projectId of stack acme/base/prod",
        reason: "it is not here; the program wants its plain value at index.js:5 and stopped there",
      },
    ]);
    expect(result.unknown).to.deep.equal([]);
    expect(result.valuesTemplate).to.equal("stackReferences:\n  acme/base/prod:\n    projectId: FILL IN\n");
  });

  it("still shows a mandatory finding about what it had registered", async () => {
    const source = `new gcp.serviceaccount.Account("segment", { accountId: "segment", project: "acme" });
      new gcp.projects.IAMMember("grant", { project: "acme", role: "roles/owner",
        member: "serviceAccount:segment@acme.iam.gserviceaccount.com" });
      setTimeout(() => new pulumi.Config().require("token"), 2000);`;
    const directory = programOf(source, { "Pulumi.dev.yaml": "config: { shop:token: { secure: AAAA } }" });
    const { code, result } = await previewJson([directory]);
    expect([code, result.verdict]).to.deep.equal([1, "rejected"]);
    expect(result.incomplete).to.deep.equal([
      {
        subject: "configuration shop:token",
        reason:
          "it is encrypted and cannot be read offline; the program wants its plain value at index.js:6 and stopped there",
      },
    ]);
  });

  it("says once what it stopped for, and of nothing that it has no bearing on Segment", async () => {
    const source = `module.exports = async () => {
      const alerts = await gcp.organizations.getProject({ projectId: "alerts" });
      new gcp.bigquery.Dataset("data", { datasetId: alerts.number, location: "EU" });
    };`;
    const directory = programOf(source, { "Pulumi.dev.yaml": "config: { shop:token: { secure: AAAA } }" });
    const { result } = await previewJson([directory]);
    expect(result.incomplete).to.deep.equal([
      {
        subject: "configuration shop:token",
        reason: "it is encrypted and cannot be read offline, so it counts as unknown",
      },
      {
        subject: "function gcp:organizations/getProject:getProject",
        reason:
          "a provider would have to be asked for number; the program wants its plain value at index.js:5 and stopped there",
      },
    ]);
    expect(result.unknown).to.deep.equal([]);
  });

  it("goes on with the values given, which stay secret", async () => {
    const source = `const project = gcp.organizations.getProject({ projectId: "acme" });
      module.exports = async () => {
        console.log("number " + (await project).number);
        console.log("token " + new pulumi.Config().require("token"));
        new gcp.bigquery.Dataset("data", { datasetId: "crm", location: "EU" });
      };`;
    const directory = programOf(source, { "Pulumi.dev.yaml": "config: { shop:token: { secure: AAAA } }" });
    const given = directoryOf({
      "values.yaml":
        "config: { shop:token: hunter2-hunter2 }\n" +
        "functions: [{ token: gcp:organizations/getProject:getProject, args: { projectId: acme }, result: { number: '42' } }]\n",
    });
    const argv = [directory, "--policy-pack", showingPack(), "--values", `${given}/values.yaml`];
    const { code, result } = await previewJson(argv);
    expect([code, result.verdict, result.incomplete]).to.deep.equal([0, "accepted", []]);
    expect(result.output).to.contain("number 42\n").and.to.contain("token [secret]");
  });

  it("names the environments of Pulumi ESC, and the settings that it looks for there", async () => {
    const source = `const project = new pulumi.Config("gcp").require("project");
      new gcp.bigquery.Dataset("data", { datasetId: "crm", project, location: new pulumi.Config().get("location") ?? "EU" });`;
    const directory = programOf(source, { "Pulumi.dev.yaml": "environment: [acme/gcp-dev]" });
    const { code, result } = await previewJson([directory, "--policy-pack", showingPack()]);
    expect([code, result.verdict]).to.deep.equal([1, "incomplete"]);
    expect(result.incomplete.map(({ subject, reason }) => `${subject}: ${reason}`)).to.deep.equal([
      "configuration gcp:project: the stack does not set it, though its environment may; " +
        "the program wants its plain value at index.js:3 and stopped there",
      "environment acme/gcp-dev of stack dev: only the Pulumi service can open it, so what it sets is missing here; " +
        "the program asks for gcp:project",
    ]);
    expect(result.valuesTemplate).to.equal("config:\n  gcp:project: FILL IN\n");
    const given = directoryOf({ "opened.json": '{ "pulumiConfig": { "gcp:project": "acme" } }' });
    const again = await previewJson([
      ...[directory, "--policy-pack", showingPack(), "--values", `${given}/opened.json`],
    ]);
    expect([again.code, again.result.verdict]).to.deep.equal([0, "accepted"]);
  });
});
