import { expect } from "chai";
import { checkArgs } from "../../../components/validate/validate";
import type { ProviderEnvironment } from "../../../components/validate/providers";
import { ec256, rsa1024, rsa2048 } from "./certificates";

const good = { project: "acme-analytics", location: "EU" };
const bare: ProviderEnvironment = { hasProvider: () => false, hasConfig: () => false, environment: {} };

function problems(key: object, around?: ProviderEnvironment): string[] {
  return checkArgs({ ...good, key }, around).problems.map(({ property, reason }) => `${property}: ${reason}`);
}

const uploaded = { mode: "uploaded" };
const other = {
  name: "d",
  type: "d:i:S",
  properties: { n: "{slot}" },
  keyProperty: "v",
  pluginVersion: "1.0.0",
};

describe("arguments of the key", () => {
  const cases: readonly (readonly [string, object, string | RegExp])[] = [
    [
      "a step that there is not",
      { step: "both" },
      'key.step: is "both"; give one of only-a, add-b, use-b, only-b, add-a, use-a',
    ],
    [
      "no certificate in upload mode",
      uploaded,
      'key.publicKeyA: is missing, but key.mode is "uploaded" and step only-a has that key; give its certificate',
    ],
    [
      "one certificate for two keys",
      { ...uploaded, step: "add-b", publicKeyA: rsa2048 },
      /^key\.publicKeyB: is missing/,
    ],
    [
      "the same certificate twice",
      { ...uploaded, step: "add-b", publicKeyA: rsa2048, publicKeyB: rsa2048 },
      /^key\.publicKeyB: is the same certificate as key\.publicKeyA/,
    ],
    [
      "a short key",
      { ...uploaded, publicKeyA: rsa1024 },
      /^key\.publicKeyA: is not of the right form; give an X\.509 certificate with an RSA public key of 2048 bits or more/,
    ],
    [
      "a key that is not RSA",
      { ...uploaded, publicKeyA: ec256 },
      /^key\.publicKeyA: is not of the right form/,
    ],
    [
      "a certificate where Google makes the key",
      { publicKeyA: rsa2048 },
      'key.publicKeyA: has no effect, because key.mode is "google-managed"; leave it out',
    ],
    [
      "sinks in upload mode",
      { ...uploaded, publicKeyA: rsa2048, sinks: { esc: { organization: "acme" } } },
      /^key\.sinks: has no effect, because key\.mode is "uploaded" and the JSON is never in the stack/,
    ],
    [
      "a key kept nowhere",
      { googleSecretManager: false },
      /^key\.googleSecretManager: is false and there is no other sink/,
    ],
    [
      "settings of a secret that is not made",
      { googleSecretManager: false, secret: { secretId: "s" }, sinks: { esc: { organization: "acme" } } },
      "key.secret: has no effect, because key.googleSecretManager is false; leave it out",
    ],
    [
      "an emergency in an empty slot",
      { replaceNow: { slot: "b", incident: "one" } },
      /^key\.replaceNow\.slot: is "b", but at step only-a that slot holds no key/,
    ],
    [
      "an emergency without a name",
      { replaceNow: { slot: "a" } },
      /^key\.replaceNow\.incident: is missing; give a short name/,
    ],
    [
      "a constraint that is not known",
      { constraints: ["iam.disableKeys"] },
      /^key\.constraints\[0\]: is "iam\.disableKeys"; give one of iam\.disableServiceAccountKeyCreation, /,
    ],
    [
      "a limit that Google does not have",
      { constraints: ["iam.serviceAccountKeyExpiryHours=100"] },
      /^key\.constraints\[0\]: .* HOURS one of 1, 8, 24, 168, 336, 720, 1440, 2160$/,
    ],
    [
      "rotation notices for nobody",
      { secret: { rotationPeriod: "3600s", nextRotationTime: "2027-01-31T00:00:00Z" } },
      /^key\.secret\.topics: is missing, and nobody hears of rotationPeriod and nextRotationTime without a topic/,
    ],
    [
      "a rotation period without a beginning",
      { secret: { rotationPeriod: "3600s", topics: ["projects/p/topics/t"] } },
      /^key\.secret\.nextRotationTime: is missing/,
    ],
    [
      "a rotation period under an hour",
      { secret: { rotationPeriod: "60s" } },
      /^key\.secret\.rotationPeriod: is "60s"; give seconds followed by s, 3600s or more$|topics/,
    ],
    [
      "a time without a zone",
      { secret: { expireTime: "2027-01-31" } },
      'key.secret.expireTime: is "2027-01-31"; give a time such as 2027-01-31T00:00:00Z',
    ],
    [
      "a topic by its short name",
      { secret: { topics: ["keys"] } },
      /^key\.secret\.topics\[0\]: is "keys"; give a topic's full name/,
    ],
    [
      "another sink that overwrites one key with the other",
      { sinks: { others: [{ ...other, properties: { n: "KEY" } }] } },
      /^key\.sinks\.others\[0\]\.properties: has \{slot\} in no value/,
    ],
    [
      "another sink of no type",
      { sinks: { others: [{ ...other, type: "Secret" }] } },
      /^key\.sinks\.others\[0\]\.type: is "Secret"; give a resource's type token/,
    ],
    [
      "a plugin's version range",
      { sinks: { aws: { pluginVersion: "^7" } } },
      /^key\.sinks\.aws\.pluginVersion: is "\^7"; give a plugin's exact version/,
    ],
  ];
  for (const [what, key, expected] of cases)
    it(`rejects ${what}`, () => {
      const found = problems(key);
      expect(found.length).to.be.greaterThan(0);
      if (typeof expected === "string") expect(found).to.deep.equal([expected]);
      else expect(found[0]).to.match(expected);
    });

  it("accepts a certificate as PEM and in base64", () => {
    for (const publicKeyA of [rsa2048, Buffer.from(rsa2048).toString("base64")])
      expect(problems({ ...uploaded, publicKeyA })).to.deep.equal([]);
  });

  it("rejects a private key in place of a certificate, and does not show it", () => {
    const pem = "-----BEGIN PRIVATE KEY-----\nplanted-private-key-material\n-----END PRIVATE KEY-----\n";
    for (const publicKeyA of [pem, Buffer.from(pem).toString("base64"), rsa2048 + pem]) {
      const [found] = problems({ ...uploaded, publicKeyA });
      expect(found).to.match(/^key\.publicKeyA: is not of the right form; .* never a private key/);
      expect(found).not.to.contain("planted");
      expect(found).not.to.contain(publicKeyA.slice(0, 30));
    }
  });

  it("accepts what has no effect but says nothing: an empty secret, a step, where no key is made", () => {
    expect(problems({ mode: "none", step: "only-a", secret: {}, sinks: {} })).to.deep.equal([]);
  });
});

describe("constraints of the organization", () => {
  it("name the constraint and the ways out where Google may not make keys", () => {
    expect(problems({ constraints: ["iam.disableServiceAccountKeyCreation"] })).to.deep.equal([
      'key.mode: is "google-managed", but iam.disableServiceAccountKeyCreation forbids Google to make keys; give "uploaded", or "none" and bring a key, or have the organization\'s policy administrator exempt this project from the constraint (a tag on the project and a condition on the policy)',
    ]);
  });

  it("do not offer what they forbid too", () => {
    const constraints = [
      "iam.managed.disableServiceAccountKeyCreation",
      "iam.managed.disableServiceAccountKeyUpload",
    ];
    for (const key of [{ constraints }, { ...uploaded, publicKeyA: rsa2048, constraints }]) {
      const [found, ...rest] = problems(key);
      expect(rest).to.deep.equal([]);
      expect(found).to.match(/; give "none" and bring a key, or have/);
    }
  });

  it("let through what they do not forbid", () => {
    expect(problems({ constraints: ["iam.disableServiceAccountKeyUpload"] })).to.deep.equal([]);
    expect(problems({ constraints: ["iam.serviceAccountKeyExpiryHours=24"] })).to.deep.equal([]);
    expect(problems({ mode: "none", constraints: ["iam.disableServiceAccountKeyCreation"] })).to.deep.equal(
      [],
    );
  });

  it("stop an account that may not be made", () => {
    expect(problems({ constraints: ["iam.disableServiceAccountCreation"] })[0]).to.match(
      /^key\.constraints: holds iam\.disableServiceAccountCreation, by which no service account can be made; make it elsewhere and import it/,
    );
  });
});

describe("providers of sinks", () => {
  const sinks = { aws: {}, azure: { resourceGroupName: "rg", vaultName: "kv" }, vault: { mount: "kv" } };

  it("are asked for by name where nobody has configured them", () => {
    expect(problems({ sinks }, bare)).to.deep.equal([
      "key.sinks.aws: needs the provider aws, which nobody has configured; pass one to the component (providers), or give stack config aws:region, or set AWS_REGION or AWS_DEFAULT_REGION",
      "key.sinks.azure: needs the provider azure-native, which nobody has configured; pass one to the component (providers), or give stack config azure-native:subscriptionId, azure-native:useMsi, azure-native:useOidc, azure-native:clientId, or set ARM_SUBSCRIPTION_ID or ARM_USE_MSI or ARM_USE_OIDC or ARM_CLIENT_ID",
      "key.sinks.vault: needs the provider vault, which nobody has configured; pass one to the component (providers), or give stack config vault:address, or set VAULT_ADDR",
    ]);
  });

  it("may be passed, configured in the stack, or in the environment", () => {
    expect(problems({ sinks }, { ...bare, hasProvider: () => true })).to.deep.equal([]);
    expect(
      problems({ sinks }, { ...bare, hasConfig: (_, key) => ["region", "useOidc", "address"].includes(key) }),
    ).to.deep.equal([]);
    const environment = {
      AWS_REGION: "eu-west-1",
      ARM_CLIENT_ID: "x",
      VAULT_ADDR: "https://vault.example.com",
    };
    expect(problems({ sinks }, { ...bare, environment })).to.deep.equal([]);
    expect(problems({ sinks: { aws: { region: "eu-west-1" } } }, bare)).to.deep.equal([]);
  });
});
