import { expect } from "chai";
import { accountAddress, entryFor, packConfig } from "../../../policy/access/config";
import { toPlain } from "../../../policy/stack/plain";

describe("the config", () => {
  it("counts as not set what is of another type, and leaves out exemptions that would match more for it", () => {
    const wrong = {
      serviceAccounts: "segment@acme",
      sources: { a: 1 },
      allowedSources: 7,
      models: "ml",
      stateDataset: "",
      segmentCreatesStateDataset: "true",
      profile: "broad",
      readApi: "SOAP",
      location: 5,
      checkMissing: 1,
      maxKeyAgeDays: "30",
      uploadedKeys: "yes",
      levels: { excess: "fatal", missing: "advisory", "key-age": "mandatory", "key-leak": "disabled" },
      exemptions: [
        {},
        "x",
        { rule: "excess-permissions", role: "a", scope: 5, reason: "r", until: "2027-01-01" },
        { rule: "excess-permissions", role: "", reason: "r" },
        { rule: "excess-permissions", scope: "dataset *.crm", reason: "r" },
        { rule: "excess-permissions", role: "a", reason: "r", until: 5 },
        { rule: "excess-permissions", role: "a*", reason: "r", until: "2027" },
      ],
    };
    const noFields = {
      resource: undefined,
      account: undefined,
      role: undefined,
      scope: undefined,
      permission: undefined,
    };
    expect(packConfig(toPlain(wrong))).to.deep.equal({
      ...packConfig({}),
      written: toPlain(wrong),
      levels: { missing: "advisory", "key-age": "mandatory", "key-leak": "disabled" },
      exemptions: [
        { ...noFields, rule: "", reason: "", until: undefined },
        { ...noFields, rule: "excess-permissions", role: "a*", reason: "r", until: "2027" },
      ],
    });
    expect(packConfig({}).maxKeyAgeDays).to.equal(90);
    expect(packConfig(null)).to.deep.equal({ ...packConfig({}), written: null });
    expect(packConfig(toPlain({ levels: "x" })).levels).to.deep.equal({});
  });

  it("reads what is set", () => {
    const { serviceAccounts, models, uploadedKeys, maxKeyAgeDays } = packConfig(
      toPlain({
        serviceAccounts: ["Segment@Acme"],
        models: [{ dataset: "ml", operations: ["x", "predict"] }, {}],
        uploadedKeys: "allow",
        maxKeyAgeDays: 0,
      }),
    );
    expect(serviceAccounts).to.deep.equal(["segment@acme"]);
    expect(models?.map(({ dataset }) => dataset)).to.deep.equal(["ml", ""]);
    expect(models?.map(({ operations }) => operations)).to.deep.equal([["predict"], []]);
    expect([uploadedKeys, maxKeyAgeDays]).to.deep.equal(["allow", 0]);
  });

  it("leaves out the parts of lists and tables that are of another type", () => {
    const { sources, projectNumbers, accounts, secretsManagers } = packConfig(
      toPlain({
        sources: ["acme.crm", 5, null],
        projectNumbers: { "1": "acme", "2": 5, "3": null },
        accounts: [{ products: ["warehouse", "crm", 5] }, "x"],
        secretsManagers: [5, "vault:kv/secretV2:SecretV2"],
      }),
    );
    expect(sources).to.deep.equal(["acme.crm"]);
    expect(projectNumbers).to.deep.equal({ "1": "acme" });
    expect(accounts?.map(({ account, products }) => [account, products])).to.deep.equal([
      ["", ["warehouse"]],
    ]);
    expect(secretsManagers).to.deep.equal(["vault:kv/secretV2:SecretV2"]);
  });

  it("takes no notice of blanks around a name", () => {
    const written = {
      sources: [" acme.crm "],
      models: [{ dataset: " acme.ml " }],
      stateDataset: " acme.state ",
      destinations: [" web "],
      connections: [" eu.vertex "],
      exportBuckets: [" acme-models "],
    };
    const read = {
      sources: ["acme.crm"],
      models: [{ dataset: "acme.ml", operations: [] }],
      stateDataset: "acme.state",
      destinations: ["web"],
      connections: ["eu.vertex"],
      exportBuckets: ["acme-models"],
    };
    expect(packConfig(toPlain(written))).to.deep.include(read);
    expect(packConfig(toPlain({ allowedSources: [" acme.* "] })).allowedSources).to.deep.equal(["acme.*"]);
  });

  it("reads an account in every spelling", () => {
    const written = [
      "Segment@Acme.iam.gserviceaccount.com",
      " serviceAccount: segment@acme.iam.gserviceaccount.com ",
      "SERVICEACCOUNT:segment@acme.iam.gserviceaccount.com",
      "projects/acme/serviceAccounts/segment@acme.iam.gserviceaccount.com",
      "//iam.googleapis.com/projects/-/serviceAccounts/segment@acme.iam.gserviceaccount.com",
    ];
    for (const one of written)
      expect(accountAddress(one), one).to.equal("segment@acme.iam.gserviceaccount.com");
    expect(accountAddress("deleted:serviceAccount:segment@acme")).to.equal(
      "deleted:serviceaccount:segment@acme",
    );
    const exemption = { rule: "key-leak", reason: "r", account: "Segment@Acme" };
    expect(packConfig(toPlain({ exemptions: [exemption] })).exemptions[0]?.account).to.equal("segment@acme");
  });

  it("finds an account's entry by its address, by a pattern and by its unique id, the first that fits", () => {
    const config = packConfig(
      toPlain({
        accounts: [
          { account: "a@acme.iam.gserviceaccount.com", location: "by address" },
          { account: "123456789012345678901", location: "by id" },
          { account: "*@acme.iam.gserviceaccount.com", location: "by pattern" },
        ],
      }),
    );
    const entry = (id: string, uniqueId?: string) =>
      entryFor(config, { identity: `${id}.iam.gserviceaccount.com`, uniqueId })?.location;
    expect(entry("a@acme", "123456789012345678901")).to.equal("by address");
    expect(entry("b@other", "123456789012345678901")).to.equal("by id");
    expect(entry("b@acme", "223456789012345678901")).to.equal("by pattern");
    expect(entry("b@other")).to.equal(undefined);
    expect(entryFor(packConfig({}), { identity: "a" })).to.equal(undefined);
  });
});
