import { expect } from "chai";
import { configProblems } from "../../../policy/access/configProblems";
import { toPlain } from "../../../policy/stack/plain";

const problems = (config: object) =>
  configProblems(toPlain(config), ["excess-permissions", "key-leak"]).map(
    ({ key, problem }) => `${key}: ${problem}`,
  );

describe("the config's problems", () => {
  const account = "segment@acme.iam.gserviceaccount.com";

  for (const written of [
    account,
    ` serviceAccount:${account.toUpperCase()} `,
    `projects/acme/serviceAccounts/${account}`,
    "123456789012345678901",
    "1-compute@developer.gserviceaccount.com",
    "*",
    "segment-*",
    "segment-*@acme.iam.gserviceaccount.com",
    "segment@*.iam.gserviceaccount.com",
    "*account.com",
  ])
    it(`accepts the account ${written}`, () =>
      expect(problems({ serviceAccounts: [written] })).to.deep.equal([]));

  it("rejects a state dataset that is none, and accepts one", () => {
    expect(problems({ stateDataset: "acme.__segment_reverse_etl" })).to.deep.equal([]);
    expect(problems({ stateDataset: "acme.state.table" })).to.deep.equal([
      'stateDataset: "acme.state.table" is not a dataset',
    ]);
  });

  const exempt = (scope: string) =>
    problems({ exemptions: [{ rule: "key-leak", scope, reason: "moved in ticket 12" }] });

  for (const scope of [
    "dataset acme.crm",
    "service account a@acme.iam.gserviceaccount.com",
    "secrets projects/acme/secrets/s",
    "acme*",
  ])
    it(`accepts the exempted scope ${scope}`, () => expect(exempt(scope)).to.deep.equal([]));

  for (const scope of ["acme.crm", "acme", "projects/acme/datasets/crm"])
    it(`rejects the exempted scope ${scope}, which no finding has`, () =>
      expect(exempt(scope)).to.deep.equal([
        `exemptions[0].scope: "${scope}" does not say of what kind it is, and matches nothing`,
      ]));

  for (const written of [
    "segment",
    "bob@gmail.com",
    "segment@acme.iam.gserviceacount.com",
    "user:bob@example.com",
    "segment@acme .iam.gserviceaccount.com",
    "*@gmail.com",
  ])
    it(`rejects the account ${written}`, () =>
      expect(problems({ serviceAccounts: [written], accounts: [{ account: written }] })).to.deep.equal([
        `serviceAccounts[0]: "${written}" matches no service account`,
        `accounts[0].account: "${written}" matches no service account`,
      ]));

  it("rejects a second entry for an account, however it is spelled", () => {
    const accounts = [
      { account },
      { account: "other@acme.iam.gserviceaccount.com" },
      { account: ` ${account.toUpperCase()}` },
    ];
    expect(problems({ accounts })).to.deep.equal([
      `accounts[2].account: " ${account.toUpperCase()}" is the account of accounts[0] already, so this entry has no effect`,
    ]);
  });

  it("rejects a key that a model does not have", () => {
    expect(problems({ models: [{ dataset: "ml", operation: ["create"] }] })).to.deep.equal([
      "models[0].operation: there is no such key, so it has no effect",
    ]);
  });

  it("rejects a secrets manager that is not a type token", () => {
    const secretsManagers = [
      "vault:kv/secretV2:SecretV2",
      "pulumiservice:index:Environment",
      "acme:safe:Secret",
    ];
    expect(problems({ secretsManagers })).to.deep.equal([]);
    expect(problems({ secretsManagers: ["HashiCorp Vault", "*", "vault:*:Secret"] })).to.deep.equal([
      'secretsManagers[0]: "HashiCorp Vault" is not a type token, and matches no resource',
      'secretsManagers[1]: "*" is not a type token, and matches no resource',
      'secretsManagers[2]: "vault:*:Secret" is not a type token, and matches no resource',
    ]);
  });

  it("rejects an exemption's field that matches nothing", () => {
    const exemption = { rule: "key-leak", reason: "ticket 12, until March" };
    expect(
      problems({ exemptions: [{ ...exemption, resource: "x", scope: "dataset acme.*" }] }),
    ).to.deep.equal([]);
    const wrong = {
      ...exemption,
      resource: "",
      account: null,
      role: 5,
      scope: "dataset *.crm",
      permission: "*",
    };
    expect(problems({ exemptions: [wrong] })).to.deep.equal([
      'exemptions[0].resource: "" matches nothing',
      "exemptions[0].account: what is there matches nothing",
      "exemptions[0].role: what is there matches nothing",
      'exemptions[0].scope: "dataset *.crm" matches nothing',
      'exemptions[0].permission: "*" matches nothing',
    ]);
    for (const until of [20991231, "2026-02-30", "2027-1-1", {}])
      expect(problems({ exemptions: [{ ...exemption, until }] })).to.have.length(1);
    expect(problems({ exemptions: [{ ...exemption, until: "2028-02-29" }] })).to.deep.equal([]);
  });

  it("rejects a destination, a connection and a bucket that can be none", () => {
    const fine = {
      destinations: ["web", "acme.web", "example.com:acme.web"],
      connections: ["eu.vertex", "acme.eu.vertex", "example.com:acme.eu.vertex"],
      exportBuckets: ["acme-models", "acme.models_1"],
    };
    expect(problems(fine)).to.deep.equal([]);
    const wrong = {
      destinations: ["acme:web", "acme.web.users", ""],
      connections: ["vertex", "a.b.c.d", "acme..vertex"],
      exportBuckets: ["gs://acme-models/path", ""],
    };
    expect(problems(wrong)).to.deep.equal([
      'destinations[0]: "acme:web" is BigQuery\'s older spelling, which matches nothing here',
      'destinations[1]: "acme.web.users" is not a dataset',
      'destinations[2]: "" is not a dataset',
      'connections[0]: "vertex" is not a connection',
      'connections[1]: "a.b.c.d" is not a connection',
      'connections[2]: "acme..vertex" is not a connection',
      'exportBuckets[0]: "gs://acme-models/path" is not a bucket',
      'exportBuckets[1]: "" is not a bucket',
    ]);
  });

  it("rejects what none of the stated products does, at the top and by account", () => {
    const reading = {
      sources: ["acme.crm"],
      models: [],
      stateDataset: "state",
      segmentCreatesStateDataset: false,
      readApi: "REST",
      connections: [],
      exportBuckets: [],
    };
    const writing = { destinations: ["web"], segmentCreatesDestinations: true };
    expect(problems({ ...reading, ...writing })).to.deep.equal([]);
    expect(problems({ ...reading, ...writing, products: ["reverse-etl", "warehouse"] })).to.deep.equal([]);
    expect(problems({ ...writing, products: ["linked-events"] })).to.deep.equal(
      Object.keys(writing).map((key) => `${key}: none of the products writes datasets`),
    );
    expect(problems({ accounts: [{ account, ...reading, products: ["profiles-sync"] }] })).to.deep.equal(
      Object.keys(reading).map(
        (key) => `accounts[0].${key}: none of the products reads sources and keeps state`,
      ),
    );
    expect(
      configProblems(toPlain({ products: ["warehouse"], readApi: "REST" }), []).map(({ fix }) => fix),
    ).to.deep.equal(["remove it, or add reverse-etl, linked-events, data-graph to products as it applies"]);
  });
});
