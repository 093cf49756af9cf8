import { expect } from "chai";
import { policySettings } from "../../../cli/offline/policies/policyConfig";
import { loadOwnPack } from "../../../cli/preview/ownPack";

const { pack } = loadOwnPack(() => 1);

/** What is wrong with a config of this package's own policy. */
function problems(config: unknown): string {
  try {
    policySettings(pack, { "segment-bigquery": config }, "config.json");
    return "";
  } catch (error) {
    return (error as Error).message.replace(/^config\.json: (?:segment-bigquery: )?/, "");
  }
}

describe("the config of this package's policy", () => {
  const reason = "asked for by the data team";

  for (const [what, config] of [
    ["nothing", {}],
    ["a level alone", "advisory"],
    ["sources of every form", { sources: ["acme", "acme.crm", "acme.crm.orders", "example.com:acme.crm"] }],
    [
      "accounts and their needs",
      { accounts: [{ account: "segment-*@acme.iam.gserviceaccount.com", readApi: "REST" }] },
    ],
    ["a model with its operations", { models: [{ dataset: "crm", operations: ["predict"] }] }],
    ["a level by rule", { levels: { "key-age": "disabled" } }],
    ["an exemption until a date", { exemptions: [{ rule: "key-age", reason, until: "2027-01-31" }] }],
    ["an age", { maxKeyAgeDays: 90 }],
    ["a level beside settings", { enforcementLevel: "mandatory", uploadedKeys: "allow" }],
  ] as [string, unknown][]) {
    it(`accepts ${what}`, () => expect(problems(config)).to.equal(""));
  }

  for (const [what, config, message] of [
    ["a mistyped key", { source: ["acme.crm"] }, 'there is no setting "source"; did you mean "sources"?.'],
    [
      "another one",
      { serviceAccount: [] },
      'there is no setting "serviceAccount"; did you mean "serviceAccounts"?.',
    ],
    [
      "a third one",
      { allowedSource: [] },
      'there is no setting "allowedSource"; did you mean "allowedSources"?.',
    ],
    [
      "a source in backticks with colons",
      { sources: ["a:b:c"] },
      /^sources\[0\] is "a:b:c"; it must match pattern/,
    ],
    ["a value of a wrong type", { sources: "acme.crm" }, "sources must be of type array, not string."],
    ["an item of a wrong type", { sources: [7] }, "sources[0] must be of type string, not number."],
    ["a value that is not allowed", { readApi: "GRPC" }, 'readApi is "GRPC"; allowed are "REST", "STORAGE".'],
    ["a number below its least", { maxKeyAgeDays: 0 }, "maxKeyAgeDays is 0; it must be >= 1."],
    [
      "a level that is none",
      { levels: { "key-age": "loud" } },
      /^levels\.key-age is "loud"; allowed are "mandatory"/,
    ],
    [
      "a rule that is none",
      { levels: { "key-ages": "disabled" } },
      'levels has no field "key-ages"; did you mean "key-age"?.',
    ],
    [
      "an exemption without a reason",
      { exemptions: [{ rule: "key-age" }] },
      "exemptions[0].reason is missing.",
    ],
    [
      "an exemption whose end is misspelt, so that it never ends",
      { exemptions: [{ rule: "key-age", reason, untill: "2027-01-31" }] },
      'exemptions[0] has no field "untill"; did you mean "until"?.',
    ],
    [
      "an exemption until what is not a date",
      { exemptions: [{ rule: "key-age", reason, until: "never" }] },
      /^exemptions\[0\]\.until is "never"; it must match pattern/,
    ],
    [
      "a reason that gives none",
      { exemptions: [{ rule: "key-age", reason: "ok" }] },
      /^exemptions\[0\]\.reason is "ok"; it must NOT have fewer than 10 characters\.$/,
    ],
    [
      "an account without its address",
      { accounts: [{ readApi: "REST" }] },
      "accounts[0].account is missing.",
    ],
    [
      "an operation that is none",
      { models: [{ dataset: "crm", operations: ["guess"] }] },
      /^models\[0\]\.operations\[0\] is "guess"; allowed are /,
    ],
    ["a level that is none for all", { enforcementLevel: "loud" }, /"loud" is no enforcement level/],
  ] as [string, unknown, string | RegExp][]) {
    it(`rejects ${what}`, () => {
      if (typeof message === "string") expect(problems(config)).to.equal(message);
      else expect(problems(config)).to.match(message);
    });
  }

  it("rejects everything at once", () => {
    expect(problems({ source: [], readApi: "GRPC", exemptions: [{}] })).to.equal(
      'there is no setting "source"; did you mean "sources"?; ' +
        'segment-bigquery: readApi is "GRPC"; allowed are "REST", "STORAGE"; ' +
        "segment-bigquery: exemptions[0].rule is missing; segment-bigquery: exemptions[0].reason is missing.",
    );
  });
});
