import { RunError } from "@pulumi/pulumi";
import { expect } from "chai";
import { argsFromConfig, settingNames } from "../../components/stackConfig";
import { checkArgs } from "../../components/validate/validate";

const required = { "segment-bigquery:project": "acme", "segment-bigquery:location": "EU" };
const place = { namespace: "segment-bigquery", stack: "prod" };

/** The arguments by a stack's settings; what is not text is written as JSON. */
function read(settings: Readonly<Record<string, unknown>>) {
  const values = Object.entries(settings).map(([key, value]) => [
    `segment-bigquery:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return argsFromConfig({ ...required, ...(Object.fromEntries(values) as Record<string, string>) }, place);
}

/** What is wrong, one line a problem, without the head line. */
function problems(values: Readonly<Record<string, string>>): string[] {
  try {
    argsFromConfig(values, place);
  } catch (error) {
    expect(RunError.isInstance(error)).to.equal(true);
    const [head, ...lines] = (error as Error).message.split("\n  ");
    expect(head).to.equal("The configuration of stack prod cannot be used:");
    for (const line of lines) expect(line).to.contain(" in Pulumi.prod.yaml ");
    return lines.map((line) => line.replace(" in Pulumi.prod.yaml", ""));
  }
  throw new Error("nothing is wrong");
}

describe("the configuration of a stack", () => {
  it("becomes arguments: text, switches, lists and objects", () => {
    const args = read({
      accountId: "segment-eu",
      randomAccountId: true,
      products: ["reverse-etl", "warehouse"],
      profile: "minimal",
      readApi: "STORAGE",
      destinations: ["events", { dataset: "orders", mode: "existing" }],
      segmentCreatesDestinations: false,
      models: [{ dataset: "acme.ml", operations: ["predict"] }],
      connections: ["eu.vertex", "lake.us.vertex", { connection: "vertex" }],
      exportBuckets: ["exports", { bucket: "lake", project: "lake" }],
      stateDataset: { labels: { owner: "growth" } },
      disabled: false,
      enableApis: true,
    });
    expect(args).to.deep.equal({
      project: "acme",
      location: "EU",
      accountId: "segment-eu",
      randomAccountId: true,
      products: ["reverse-etl", "warehouse"],
      profile: "minimal",
      readApi: "STORAGE",
      destinations: [{ dataset: "events" }, { dataset: "orders", mode: "existing" }],
      segmentCreatesDestinations: false,
      models: [{ project: "acme", dataset: "ml", operations: ["predict"] }],
      connections: [
        { project: undefined, location: "eu", connection: "vertex" },
        { project: "lake", location: "us", connection: "vertex" },
        { connection: "vertex" },
      ],
      exportBuckets: [{ bucket: "exports" }, { bucket: "lake", project: "lake" }],
      stateDataset: { labels: { owner: "growth" } },
      disabled: false,
      enableApis: true,
      key: { mode: undefined, step: undefined },
    });
  });

  it("puts keyMode and keyStep into the key, whose own outrank them", () => {
    expect(
      read({ keyMode: "none", keyStep: "add-b", key: { mode: "uploaded", protect: false } }).key,
    ).to.deep.equal({
      mode: "uploaded",
      step: "add-b",
      protect: false,
    });
  });

  it("takes no notice of another project's settings", () => {
    const gcp = { "gcp:disableGlobalProjectWarning": "true", "segment:sources": "[]" };
    expect(argsFromConfig({ ...required, ...gcp }, place)).to.deep.equal({
      project: "acme",
      location: "EU",
      key: { mode: undefined, step: undefined },
    });
  });

  const sources = [
    ["acme", { project: "acme", dataset: undefined, table: undefined }],
    ["acme.crm", { project: "acme", dataset: "crm", table: undefined }],
    ["acme.crm.users", { project: "acme", dataset: "crm", table: "users" }],
    ["example.com:acme", { project: "example.com:acme", dataset: undefined, table: undefined }],
    ["example.com:acme.crm.New users", { project: "example.com:acme", dataset: "crm", table: "New users" }],
  ] as const;
  for (const [text, source] of sources)
    it(`reads the source ${text}`, () => expect(read({ sources: [text] }).sources).to.deep.equal([source]));

  for (const text of ["", ".", "acme.", ".crm", "acme..users", "acme.crm.users.id"])
    it(`rejects the source ${JSON.stringify(text)} and names its place`, () => {
      const values = { ...required, "segment-bigquery:sources": JSON.stringify(["acme", text]) };
      expect(problems(values)).to.deep.equal([
        `segment-bigquery:sources[1] is ${JSON.stringify(text)}; give project, project.dataset or project.dataset.table`,
      ]);
    });

  for (const dataset of ["acme", "acme.ml.model", ""])
    it(`rejects models in ${JSON.stringify(dataset)}`, () => {
      const models = JSON.stringify([{ dataset, operations: ["predict"] }]);
      const reason =
        dataset === ""
          ? 'segment-bigquery:models[0].dataset is ""; give project, project.dataset or project.dataset.table'
          : `segment-bigquery:models[0].dataset is ${JSON.stringify(dataset)}; give project.dataset`;
      expect(problems({ ...required, "segment-bigquery:models": models })).to.deep.equal([reason]);
    });

  it("rejects everything at once: unknown and missing settings, wrong forms", () => {
    expect(
      problems({
        "segment-bigquery:locaton": "EU",
        "segment-bigquery:randomAccountId": "yes",
        "segment-bigquery:stateDataset": "{",
        "segment-bigquery:connections": '["vertex"]',
        "segment-bigquery:project": "acme",
      }),
    ).to.deep.equal([
      `segment-bigquery:locaton is not a setting; did you mean location? There are ${settingNames.join(", ")}`,
      'segment-bigquery:randomAccountId is "yes"; give true or false',
      'segment-bigquery:stateDataset is "{"; give a list or an object',
      'segment-bigquery:connections[0] is "vertex"; give location.connection or project.location.connection',
      "segment-bigquery:location is missing; set it: pulumi config set location LOCATION",
    ]);
  });

  it("says what the component would say of the values in the same round, by the names of the settings", () => {
    const values = {
      ...{ "segment-bigquery:project": "acme-analytics", "segment-bigquery:locaton": "EU" },
      ...{ "segment-bigquery:profile": "wide", "segment-bigquery:keyMode": "paper" },
      "segment-bigquery:accountId": "hush hush",
    };
    const secrets = ["segment-bigquery:accountId"];
    const lines = (): unknown =>
      argsFromConfig(values, { ...place, secrets }, (args) => checkArgs(args).problems);
    expect(lines).to.throw(
      new RegExp(
        [
          "^The configuration of stack prod cannot be used:",
          "segment-bigquery:locaton in Pulumi\\.prod\\.yaml is not a setting; did you mean location\\? There are .*",
          "segment-bigquery:location in Pulumi\\.prod\\.yaml is missing; set it: pulumi config set location LOCATION",
          "segment-bigquery:accountId in Pulumi\\.prod\\.yaml is a secret that is not allowed there",
          'segment-bigquery:profile in Pulumi\\.prod\\.yaml is "wide"; .*',
          'segment-bigquery:keyMode in Pulumi\\.prod\\.yaml is "paper"; .*$',
        ].join("\n  "),
      ),
    );
  });

  it("shows no value that is a secret", () => {
    const values = { ...required, "segment-bigquery:sources": '["a.b.c.hush"]' };
    expect(() => argsFromConfig(values, { ...place, secrets: ["segment-bigquery:sources"] })).to.throw(
      /^The configuration .*\n {2}segment-bigquery:sources\[0\] in Pulumi\.prod\.yaml is a secret that cannot be read$/,
    );
  });

  it("leaves values of a wrong form to the component, which says what is wrong with them", () => {
    expect(read({ sources: [3], models: ["acme.ml"], key: ["k"], destinations: {} })).to.deep.equal({
      project: "acme",
      location: "EU",
      sources: [3],
      models: ["acme.ml"],
      destinations: {},
      key: ["k"],
    });
  });
});
