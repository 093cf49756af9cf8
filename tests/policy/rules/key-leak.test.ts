import { asset } from "@pulumi/pulumi";
import { expect } from "chai";
import { make, type TestResource, unknown } from "../support";
import { component, key, otherAccount, said } from "./keySupport";
import { rsaKey, rsaPem } from "../../support/rsaKeys";

const rules = ["key-leak"];

function keyPair(number: number) {
  const publicKey = rsaKey(number).publicKey.export({ type: "spki", format: "pem" }).toString();
  return { pem: rsaPem(number), publicKey };
}

const own = keyPair(0);

const others = keyPair(1);

function file(email: string, pem: string): string {
  return JSON.stringify(
    { type: "service_account", private_key_id: "1", private_key: pem, client_email: email },
    null,
    2,
  );
}

const json = file(make.email, own.pem);

const base64 = Buffer.from(json).toString("base64");

const made = key("key", { privateKey: base64 });

function configMap(data: unknown, more: Partial<TestResource> = {}): TestResource {
  return { type: "kubernetes:core/v1:ConfigMap", name: "settings", props: { data }, ...more };
}

function inStack(...resources: readonly TestResource[]): string[] {
  const found = said(rules, [make.account(), made, ...resources]);
  const body = own.pem.replace(/-----[^-]*-----|\s/g, "");
  // The public half, which ends within the first 400 characters, may be anywhere.
  for (let at = 400; at + 20 <= body.length; at += 20)
    expect(found.join()).to.not.contain(body.slice(at, at + 20));
  return found;
}

describe("rule key-leak", () => {
  it("rejects the key in a ConfigMap and names the place, the key and the account", () => {
    expect(inStack(configMap({ "key.json": json }))).to.deep.equal([
      'mandatory: data["key.json"] of kubernetes:core/v1:ConfigMap `settings` holds the private key (`key`) of Segment\'s account, whole or in part. Anyone who can read it there acts as the account. Fix: keep the key only in a secrets manager, name the secret here, and replace a key that has been here. [key-leak]',
    ]);
  });

  it("rejects the key in a stack output", () => {
    const outputs = { type: "pulumi:pulumi:Stack", name: "acme-prod", props: { credentials: base64 } };
    expect(inStack(outputs)).to.deep.equal([
      "mandatory: The stack output credentials holds the private key (`key`) of Segment's account, whole or in part. Anyone who can read it there acts as the account. Fix: keep the key only in a secrets manager, name the secret here, and replace a key that has been here. [key-leak]",
    ]);
  });

  const body = own.pem.replace(/-----[^-]*-----|\s/g, "");
  for (const [alias, text] of Object.entries({
    "as Google returns it": base64,
    decoded: json,
    "as PEM alone": own.pem,
    "as base64 of the PEM": Buffer.from(own.pem).toString("base64"),
    "in hexadecimal": Buffer.from(json).toString("hex"),
    "URL-encoded": encodeURIComponent(json),
    "as base64 of base64": Buffer.from(base64).toString("base64"),
    "in part": `…${body.slice(600, 640)}…`,
    "in another text": `export KEY='${json}'`,
  })) {
    it(`rejects the key ${alias}`, () => {
      expect(inStack(configMap({ key: text }))).to.have.length(1);
    });
  }

  for (const [place, type, props, path] of [
    ["a bucket object", "gcp:storage/bucketObject:BucketObject", { bucket: "b", content: json }, "content"],
    [
      "the environment of a function",
      "gcp:cloudfunctionsv2/function:Function",
      { serviceConfig: { environmentVariables: { KEY: base64 } } },
      "serviceConfig.environmentVariables.KEY",
    ],
    [
      "the environment of a run service",
      "gcp:cloudrunv2/service:Service",
      {
        template: {
          containers: [
            {
              envs: [
                { name: "A", value: "b" },
                { name: "KEY", value: base64 },
              ],
            },
          ],
        },
      },
      "template.containers[0].envs[1].value",
    ],
    [
      "an instance's metadata",
      "gcp:compute/instance:Instance",
      { metadataStartupScript: `echo '${json}' > /key.json` },
      "metadataStartupScript",
    ],
    ["a command", "command:local:Command", { environment: { KEY: json } }, "environment.KEY"],
    ["a provider's credentials", "pulumi:providers:gcp", { credentials: json }, "credentials"],
    ["a Kubernetes Secret", "kubernetes:core/v1:Secret", { stringData: { key: json } }, "stringData.key"],
    ["a secret's labels", "gcp:secretmanager/secret:Secret", { labels: { key: own.pem } }, "labels.key"],
    ["a plain parameter", "aws:ssm/parameter:Parameter", { type: "String", value: json }, "value"],
    [
      "SegmentBigQuery's outputs",
      "segment-bigquery:index:SegmentBigQuery",
      { privateKey: base64 },
      "privateKey",
    ],
    ["anything else", "acme:index:Thing", { deep: [[{ er: json }]] }, "deep[0][0].er"],
  ] as const) {
    it(`rejects the key in ${place}`, () => {
      const [found = "", ...rest] = inStack({ type, name: "place", props });
      expect(rest).to.deep.equal([]);
      const at = type.startsWith("pulumi:pulumi")
        ? `The stack output ${path}`
        : `${path} of ${type} \`place\``;
      expect(found).to.satisfy((text: string) =>
        text.startsWith(`mandatory: ${at} holds the private key (\`key\`)`),
      );
    });
  }

  for (const [manager, type, props] of [
    [
      "Google Secret Manager",
      "gcp:secretmanager/secretVersion:SecretVersion",
      { secret: "s", secretData: json },
    ],
    [
      "a regional secret",
      "gcp:secretmanager/regionalSecretVersion:RegionalSecretVersion",
      { secretData: json },
    ],
    ["AWS Secrets Manager", "aws:secretsmanager/secretVersion:SecretVersion", { secretString: json }],
    ["a secure parameter of AWS", "aws:ssm/parameter:Parameter", { type: "SecureString", value: json }],
    ["Azure Key Vault", "azure:keyvault/secret:Secret", { value: json }],
    ["azure-native's Key Vault", "azure-native:keyvault:Secret", { properties: { value: json } }],
    ["a version of azure-native", "azure-native:keyvault/v20230701:Secret", { properties: { value: json } }],
    ["HashiCorp Vault", "vault:kv/secretV2:SecretV2", { dataJson: JSON.stringify({ key: json }) }],
    ["Pulumi ESC", "pulumiservice:index:Environment", { yaml: `values:\n  key:\n    fn::secret: ${base64}` }],
  ] as const) {
    it(`accepts the key in ${manager}`, () => {
      expect(inStack({ type, name: "kept", props })).to.deep.equal([]);
      const planned = Object.fromEntries(Object.keys(props).map((name) => [name, unknown]));
      const from = {
        secretData: ["key"],
        secretString: ["key"],
        properties: ["key"],
        dataJson: ["key"],
        yaml: ["key"],
      };
      if (type !== "aws:ssm/parameter:Parameter" && type !== "azure:keyvault/secret:Secret")
        expect(inStack({ type, name: "kept", props: planned, from })).to.deep.equal([]);
    });
  }

  it("rejects what is not known yet and comes from the key", () => {
    const planned = key("key", { privateKey: unknown, validAfter: unknown });
    const stack = [make.account(), planned, configMap({ "key.json": unknown }, { from: { data: ["key"] } })];
    expect(said(rules, stack)).to.deep.equal([
      "mandatory: data of kubernetes:core/v1:ConfigMap `settings` takes its value from the private key (`key`) of Segment's account, and is unknown until the update. Anyone who can read it there acts as the account. Fix: keep the key only in a secrets manager, name the secret here, and replace a key that has been here. [key-leak]",
    ]);
  });

  it("rejects an asset whose text comes from the key, and accepts one whose text does not", () => {
    const source = new asset.StringAsset(json);
    const object = { type: "gcp:storage/bucketObject:BucketObject", name: "object", props: { source } };
    expect(inStack({ ...object, from: { source: ["key"] } })).to.have.length(1);
    expect(inStack({ ...object, from: { source: ["segment"] } })).to.deep.equal([]);
    const file = {
      ...object,
      props: { source: new asset.FileAsset("page.html") },
      from: { source: ["key"] },
    };
    expect(inStack(file)).to.deep.equal([]);
  });

  it("accepts what comes from the key and is known to hold nothing of it", () => {
    const named = configMap({ id: "projects/acme/serviceAccounts/x/keys/1" }, { from: { data: ["key"] } });
    expect(inStack(named)).to.deep.equal([]);
  });

  it("accepts what is not known yet and comes from the secret, the account, or an uploaded key", () => {
    const secret = { type: "gcp:secretmanager/secretVersion:SecretVersion", name: "version", props: {} };
    const uploaded = key("uploaded", { publicKeyData: own.publicKey, privateKey: unknown });
    const near = ["version", "segment", "uploaded"].map((source) =>
      configMap({ name: unknown }, { name: `from-${source}`, from: { data: [source] } }),
    );
    expect(inStack(secret, uploaded, ...near)).to.deep.equal([]);
  });

  it("rejects a key file of Segment's account that was made elsewhere", () => {
    const elsewhere = file(make.email, others.pem);
    expect(said(rules, [make.account(), configMap({ "key.json": elsewhere })])).to.deep.equal([
      'mandatory: data["key.json"] of kubernetes:core/v1:ConfigMap `settings` holds a private key of Segment\'s account. Anyone who can read it there acts as the account. Fix: keep the key only in a secrets manager, name the secret here, and replace a key that has been here. [key-leak]',
    ]);
  });

  it("rejects a PEM key beside the address of Segment's account", () => {
    const stack = [make.account(), configMap({ email: make.email, key: others.pem })];
    expect(said(rules, stack)).to.have.length(1);
  });

  it("rejects the private half of an uploaded key", () => {
    const uploaded = key("key", { publicKeyData: Buffer.from(own.publicKey).toString("base64") });
    const held = (pem: string) => said(rules, [make.account(), uploaded, configMap({ key: pem })]);
    expect(held(own.pem)).to.have.length(1);
    expect(held(others.pem)).to.deep.equal([]);
  });

  it("takes a PEM key in the open for the one whose halves are both not known, and no other", () => {
    const hidden = key("key", { privateKey: "[secret]" });
    expect(said(rules, [make.account(), hidden, configMap({ key: others.pem })])).to.have.length(1);
    const tls = {
      type: "tls:index/privateKey:PrivateKey",
      name: "tls",
      props: { privateKeyPem: others.pem },
    };
    expect(said(rules, [make.account(), hidden, tls])).to.deep.equal([]);
  });

  it("accepts other people's keys, and finds Segment's beside them", () => {
    const theirs = file("billing@acme.iam.gserviceaccount.com", others.pem);
    const theirKey = key("theirs", {
      serviceAccountId: "billing@acme.iam.gserviceaccount.com",
      privateKey: Buffer.from(theirs).toString("base64"),
    });
    const near = [otherAccount(), theirKey, configMap({ "billing.json": theirs, tls: others.pem })];
    expect(inStack(...near)).to.deep.equal([]);
    const [found = "", ...rest] = inStack(configMap({ "a.json": theirs, "b.json": json }));
    expect(rest).to.deep.equal([]);
    expect(found).to.contain(
      'data["b.json"] of kubernetes:core/v1:ConfigMap `settings` holds the private key (`key`) of Segment\'s account, whole or in part',
    );
  });

  it("accepts a secrets manager that is known or configured, also under a SegmentBigQuery, and rejects any other place there", () => {
    const whole = { ...component(), name: "component" };
    const vault = {
      type: "onepassword:index:Item",
      name: "kept",
      props: { password: json },
      parent: "component",
    };
    expect(inStack(whole, vault)).to.deep.equal([]);
    expect(inStack(whole, { ...vault, type: "acme:index:Note" })).to.have.length(1);
    expect(inStack(whole, { ...configMap({ key: json }), parent: "component" })).to.have.length(1);
  });

  it("accepts the key in a secret of Pulumi ESC, and rejects it elsewhere in the definition", () => {
    const environment = (yaml: unknown) => ({
      type: "pulumiservice:index:Environment",
      name: "esc",
      props: { yaml },
    });
    const base64 = Buffer.from(json).toString("base64");
    for (const secret of [
      `values:\n  a:\n    fn::secret: ${base64}\n  b: 1\n`,
      `values:\n  a:\n    fn::secret: |\n      ${json.replaceAll("\n", "\n      ")}\n\n  b: 1\n`,
      `values: { a: { fn::secret: ${base64} } }`,
    ])
      expect(inStack(environment(secret)), secret.slice(0, 30)).to.deep.equal([]);
    for (const open of [
      `values:\n  a: ${base64}\n`,
      `values:\n  b:\n    fn::secret: 1\n  a: ${base64}\n`,
      { text: `values:\n  a: ${base64}\n` },
    ])
      expect(inStack(environment(open))).to.have.length(1);
  });

  it("rejects the key in what decides when another is made again, and accepts it in the key itself", () => {
    const keepers = { old: json };
    expect(inStack({ ...key("other", { keepers }), name: "other" })).to.have.length(1);
  });

  it("accepts public halves, key ids and the names of secrets", () => {
    const near = {
      public: own.publicKey,
      id: "projects/acme/serviceAccounts/x/keys/1",
      secret: "projects/acme/secrets/segment-key/versions/1",
      placeholder: "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----\n",
    };
    expect(inStack(configMap(near), component())).to.deep.equal([]);
  });

  it("rejects a key that a Kubernetes object creates", () => {
    const object: TestResource = {
      type: "kubernetes:iam.cnrm.cloud.google.com/v1beta1:IAMServiceAccountKey",
      name: "key",
      props: { metadata: { name: "key" }, spec: { serviceAccountRef: { external: make.email } } },
    };
    const [found = "", ...others] = said(rules, [make.account(), object]);
    expect(others).to.deep.equal([]);
    expect(found).to.contain(
      "The key `key` of Segment's account is created by a Kubernetes object. Its private part is in a Kubernetes Secret, where anyone who may read the namespace's secrets has it. Fix: ",
    );
  });

  it("never prints a name that is the key", () => {
    const [found = ""] = inStack(configMap({ [own.pem]: "x" }));
    expect(found).to.contain(
      "data[…] of kubernetes:core/v1:ConfigMap `settings` holds the private key (`key`) of Segment's account, whole or in part",
    );
  });

  it("rejects the key of an account that only the key names", () => {
    expect(said(rules, [made, configMap({ "key.json": json })])).to.have.length(1);
  });

  for (const privateKey of [null, 5, "", {}, ["x"], "short", "[secret]"]) {
    it(`says nothing of a key whose privateKey is ${JSON.stringify(privateKey)}`, () => {
      const stack = [
        make.account(),
        key("key", { privateKey }),
        configMap({ a: "short", b: null, c: 5, d: "" }),
      ];
      expect(said(rules, stack)).to.deep.equal([]);
    });
  }
});
