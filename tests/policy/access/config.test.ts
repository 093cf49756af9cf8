import { expect } from "chai";
import { packConfig } from "../../../policy/access/config";
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
});
