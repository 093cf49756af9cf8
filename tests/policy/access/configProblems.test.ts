import { expect } from "chai";
import { configProblems } from "../../../policy/access/configProblems";
import { toPlain } from "../../../policy/stack/plain";

const problems = (config: object) =>
  configProblems(toPlain(config), ["excess-permissions", "key-leak"]).map(
    ({ key, problem, fix }) => `${key}: ${problem}; ${fix}`,
  );

const anAccount = "write the account's address, a pattern with * or its unique id";

const allOfIt = "write all of it, or its beginning with * at the end, or remove the key";

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
      'stateDataset: "acme.state.table" is not a dataset; write dataset or project.dataset',
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
        `exemptions[0].scope: "${scope}" does not say of what kind it is, and matches nothing; write it as the finding does, such as "dataset acme.crm" or "project acme"`,
      ]));

  for (const written of [
    "segment",
    "bob@gmail.com",
    "segment@acme.iam.gserviceacount.com",
    "user:bob@example.com",
    "segment@acme .iam.gserviceaccount.com",
    "*@gmail.com",
    "user:*",
    "segment *",
    "x123456789012345678901",
    "123456789012345678901x",
    "12345678901234567890123456",
  ])
    it(`rejects the account ${written}`, () =>
      expect(problems({ serviceAccounts: [written], accounts: [{ account: written }] })).to.deep.equal([
        `serviceAccounts[0]: "${written}" matches no service account; ${anAccount}`,
        `accounts[0].account: "${written}" matches no service account; ${anAccount}`,
      ]));

  it("rejects a second entry for an account, however it is spelled", () => {
    const accounts = [
      { account },
      { account: "other@acme.iam.gserviceaccount.com" },
      { account: ` ${account.toUpperCase()}` },
    ];
    expect(problems({ accounts })).to.deep.equal([
      `accounts[2].account: " ${account.toUpperCase()}" is the account of accounts[0] already, so this entry has no effect; write one entry for each account`,
    ]);
  });

  it("rejects a key that a model does not have", () => {
    expect(problems({ models: [{ dataset: "ml", operation: ["create"] }] })).to.deep.equal([
      "models[0].operation: there is no such key, so it has no effect; write operations, or remove it",
    ]);
  });

  it("rejects a secrets manager that is not a type token", () => {
    const secretsManagers = [
      "vault:kv/secretV2:SecretV2",
      "pulumiservice:index:Environment",
      "acme:safe:Secret",
    ];
    expect(problems({ secretsManagers })).to.deep.equal([]);
    expect(
      problems({ secretsManagers: ["HashiCorp Vault", "*", "vault:*:Secret", " a:b:C", "a:b:C d"] }),
    ).to.deep.equal([
      'secretsManagers[0]: "HashiCorp Vault" is not a type token, and matches no resource; write the type in full, such as vault:kv/secretV2:SecretV2',
      'secretsManagers[1]: "*" is not a type token, and matches no resource; write the type in full, such as vault:kv/secretV2:SecretV2',
      'secretsManagers[2]: "vault:*:Secret" is not a type token, and matches no resource; write the type in full, such as vault:kv/secretV2:SecretV2',
      'secretsManagers[3]: " a:b:C" is not a type token, and matches no resource; write the type in full, such as vault:kv/secretV2:SecretV2',
      'secretsManagers[4]: "a:b:C d" is not a type token, and matches no resource; write the type in full, such as vault:kv/secretV2:SecretV2',
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
      `exemptions[0].resource: "" matches nothing; ${allOfIt}`,
      `exemptions[0].account: what is there matches nothing; ${allOfIt}`,
      `exemptions[0].role: what is there matches nothing; ${allOfIt}`,
      `exemptions[0].scope: "dataset *.crm" matches nothing; ${allOfIt}`,
      `exemptions[0].permission: "*" matches nothing; ${allOfIt}`,
    ]);
    const noDates: readonly (readonly [until: unknown, shown: string])[] = [
      [20991231, "20991231"],
      ["2026-02-30", "2026-02-30"],
      ["2027-1-1", "2027-1-1"],
      ["on 2027-01-01", "on 2027-01-01"],
      ["2027-01-01 or so", "2027-01-01 or so"],
      [{}, "{}"],
      [null, "null"],
    ];
    for (const [until, shown] of noDates)
      expect(problems({ exemptions: [{ ...exemption, until }] })).to.deep.equal([
        `exemptions[0].until: "${shown}" is not a date; write YYYY-MM-DD`,
      ]);
    expect(problems({ exemptions: [{ ...exemption, until: "2028-02-29" }] })).to.deep.equal([]);
  });

  it("accepts nothing at all, and what is null", () => {
    for (const config of [null, "x", [], {}]) expect(configProblems(config, [])).to.deep.equal([]);
    expect(problems({ source: null, products: ["warehouse"], readApi: null })).to.deep.equal([]);
  });

  it("accepts what is of another type, which the schema rejects", () => {
    const entries = [5, null, ["x"]];
    const config = {
      serviceAccounts: entries,
      accounts: entries,
      allowedSources: entries,
      sources: entries,
      models: entries,
      stateDataset: 5,
      destinations: entries,
      connections: entries,
      exportBuckets: entries,
      secretsManagers: entries,
      projectNumbers: "x",
      levels: "x",
      exemptions: entries,
    };
    expect(problems(config)).to.deep.equal([]);
    expect(problems({ models: {}, sources: "x", products: "warehouse" })).to.deep.equal([]);
  });

  it("rejects keys that nobody reads, wherever they stand, and names the nearest", () => {
    const config = {
      source: ["acme.crm"],
      accounts: [{ account, sourcs: ["acme.crm"], models: [{ dataset: "ml", operation: [] }] }],
      levels: { "key-leaks": "advisory" },
      exemptions: [{ rule: "key-leak", ressource: "x", reason: "ticket 12, until March" }],
    };
    const none = "there is no such key, so it has no effect";
    expect(problems(config)).to.deep.equal([
      `source: ${none}; write sources, or remove it`,
      `accounts[0].sourcs: ${none}; write sources, or remove it`,
      `accounts[0].models[0].operation: ${none}; write operations, or remove it`,
      `levels.key-leaks: ${none}; write key-leak, or remove it`,
      `exemptions[0].ressource: ${none}; write resource, or remove it`,
    ]);
  });

  it("rejects an entry without an account", () => {
    expect(problems({ accounts: [{ profile: "minimal" }, { account: 5 }] })).to.deep.equal([
      `accounts[0].account: "" matches no service account; ${anAccount}`,
    ]);
  });

  it("rejects BigQuery's older spelling of datasets, wherever they stand", () => {
    const stated = {
      sources: ["acme:crm"],
      stateDataset: " acme:state",
      models: [{ dataset: "acme:ml" }, { dataset: "example.com:acme.ml" }, {}],
    };
    const older = (key: string, written: string) =>
      `${key}: "${written}" is BigQuery's older spelling, which matches nothing here; write "${written.trim().replace(":", ".")}"`;
    expect(problems({ ...stated, allowedSources: ["acme:crm", "acme.crm", "*"] })).to.deep.equal([
      older("sources[0]", "acme:crm"),
      older("stateDataset", " acme:state"),
      older("models[0].dataset", "acme:ml"),
      older("allowedSources[0]", "acme:crm"),
    ]);
    expect(problems({ accounts: [{ account, ...stated }] })).to.deep.equal([
      older("accounts[0].sources[0]", "acme:crm"),
      older("accounts[0].stateDataset", " acme:state"),
      older("accounts[0].models[0].dataset", "acme:ml"),
    ]);
  });

  it("rejects a source that names nothing", () => {
    const namesNothing = (key: string, written: string) =>
      `${key}: "${written}" names nothing; write project, project.dataset or project.dataset.table`;
    expect(problems({ sources: ["acme", " acme.crm ", "example.com:acme.crm.users"] })).to.deep.equal([]);
    expect(problems({ sources: ["", "acme.", "acme.crm.users.id"] })).to.deep.equal([
      namesNothing("sources[0]", ""),
      namesNothing("sources[1]", "acme."),
      namesNothing("sources[2]", "acme.crm.users.id"),
    ]);
  });

  it("rejects a project's number that is none", () => {
    expect(problems({ projectNumbers: { "123456789012": "acme", x1: "acme", "1x": "acme" } })).to.deep.equal(
      ["x1", "1x"].map(
        (key) =>
          `projectNumbers.${key}: it is not the number of a project; write the number as the key and the id as the value: "123456789012": acme-data`,
      ),
    );
  });

  it("rejects an exemption of no rule or without a reason", () => {
    const reason = "ticket 12, until March";
    const without = (index: number) =>
      `exemptions[${index}].reason: there is no reason; say why, in ten characters or more`;
    const rule = "key-leak";
    const exemptions = [
      { rule: "key-leaks", reason },
      { reason },
      { rule },
      { rule, reason: 1234567890 },
      { rule, reason: "  ticket 12  " },
      { rule, reason: "ticket 123" },
    ];
    expect(problems({ exemptions })).to.deep.equal([
      'exemptions[0].rule: there is no rule "key-leaks"; write key-leak',
      without(2),
      without(3),
      without(4),
    ]);
  });

  it("rejects a dataset, a connection and a bucket that can be none", () => {
    const fine = {
      stateDataset: " acme.state ",
      models: [{ dataset: " ml" }, { dataset: "acme.ml" }],
      destinations: ["web", " acme.web ", "example.com:acme.web"],
      connections: ["eu.vertex", " acme.eu.vertex ", "example.com:acme.eu.vertex"],
      exportBuckets: [" acme-models ", "acme.models_1"],
    };
    expect(problems(fine)).to.deep.equal([]);
    const wrong = {
      stateDataset: "acme.state.x",
      models: [{ dataset: "acme.ml.x" }, { dataset: "" }],
      destinations: ["acme:web", "acme.web.users", ""],
      connections: ["vertex", "a.b.c.d", "acme..vertex"],
      exportBuckets: ["gs://acme-models/path", ""],
    };
    expect(problems(wrong)).to.deep.equal([
      'stateDataset: "acme.state.x" is not a dataset; write dataset or project.dataset',
      'destinations[0]: "acme:web" is BigQuery\'s older spelling, which matches nothing here; write "acme.web"',
      'destinations[1]: "acme.web.users" is not a dataset; write dataset or project.dataset',
      'destinations[2]: "" is not a dataset; write dataset or project.dataset',
      'connections[0]: "vertex" is not a connection; write location.connection or project.location.connection',
      'connections[1]: "a.b.c.d" is not a connection; write location.connection or project.location.connection',
      'connections[2]: "acme..vertex" is not a connection; write location.connection or project.location.connection',
      'exportBuckets[0]: "gs://acme-models/path" is not a bucket; write the bucket\'s name, without gs:// and a path',
      'exportBuckets[1]: "" is not a bucket; write the bucket\'s name, without gs:// and a path',
      'models[0].dataset: "acme.ml.x" is not a dataset; write dataset or project.dataset',
      'models[1].dataset: "" is not a dataset; write dataset or project.dataset',
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
    const readers = "reverse-etl, linked-events, data-graph";
    const writing = { destinations: ["web"], segmentCreatesDestinations: true };
    expect(problems({ ...reading, ...writing, products: [] })).to.deep.equal([]);
    expect(problems({ ...reading, products: ["crm", "reverse-etl"] })).to.deep.equal([]);
    expect(problems({ ...reading, ...writing })).to.deep.equal([]);
    expect(problems({ ...reading, ...writing, products: ["reverse-etl", "warehouse"] })).to.deep.equal([]);
    expect(problems({ ...writing, products: ["linked-events"] })).to.deep.equal(
      Object.keys(writing).map(
        (key) =>
          `${key}: none of the products writes datasets; remove it, or add profiles-sync, warehouse to products as it applies`,
      ),
    );
    expect(problems({ accounts: [{ account, ...reading, products: ["profiles-sync"] }] })).to.deep.equal(
      Object.keys(reading).map(
        (key) =>
          `accounts[0].${key}: none of the products reads sources and keeps state; remove it, or add ${readers} to accounts[0].products as it applies`,
      ),
    );
  });
});
