import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import {
  KeyMode,
  type Key,
  RotationStep,
  SegmentBigQuery,
  type SegmentBigQueryArgs,
} from "../../../components/index";
import { MockEngine, plantedKey, settle, value } from "../../support/mocks";
import { rsa2048 } from "./certificates";

const acme = { project: "acme-analytics", location: "EU" };
const bothKeys = RotationStep.AddB;

/** A provider as a program would pass it, without its SDK. */
function provider(name: string): pulumi.ProviderResource {
  return new (class extends pulumi.ProviderResource {})(name, name, {});
}

async function make(key: Key, providers: string[] = [], args: Partial<SegmentBigQueryArgs> = {}) {
  const engine = await new MockEngine().start();
  const segment = new SegmentBigQuery("s", { ...acme, ...args, key }, { providers: providers.map(provider) });
  await settle();
  return { engine, segment };
}

describe("sink Google Secret Manager", () => {
  it("takes every setting of a secret", async () => {
    const { engine } = await make({
      secret: {
        annotations: { runbook: "key-life" },
        expireTime: "2027-12-31T00:00:00Z",
        topics: ["projects/acme-analytics/topics/keys"],
        rotationPeriod: "7776000s",
        nextRotationTime: "2027-01-31T00:00:00Z",
        versionAliases: { entered: "1" },
        versionDestroyTtl: "86400s",
      },
    });
    expect(engine.get("s-key-secret").inputs).to.deep.equal({
      project: "acme-analytics",
      secretId: "segment-bigquery-key",
      replication: { auto: {} },
      annotations: { runbook: "key-life" },
      expireTime: "2027-12-31T00:00:00Z",
      topics: [{ name: "projects/acme-analytics/topics/keys" }],
      rotation: { rotationPeriod: "7776000s", nextRotationTime: "2027-01-31T00:00:00Z" },
      versionAliases: { entered: "1" },
      versionDestroyTtl: "86400s",
    });
  });

  it("can be left out where there is another", async () => {
    const { engine, segment } = await make(
      { googleSecretManager: false, sinks: { vault: { mount: "secret" } } },
      ["vault"],
    );
    expect(engine.registered.filter(({ type }) => type.startsWith("gcp:secretmanager"))).to.deep.equal([]);
    expect([await value(segment.secretName), await value(segment.secretVersionName)]).to.deep.equal(["", ""]);
  });
});

describe("sink AWS Secrets Manager", () => {
  it("keeps one secret, with a version for each key", async () => {
    const { engine } = await make(
      {
        step: bothKeys,
        sinks: { aws: { name: "segment/key", region: "eu-west-1", kmsKeyId: "alias/k", tags: { a: "b" } } },
      },
      ["aws"],
    );
    const secret = engine.get("s-key-aws-secret");
    expect([secret.type, secret.version]).to.deep.equal(["aws:secretsmanager/secret:Secret", "7.48.0"]);
    expect(secret.inputs).to.deep.equal({
      name: "segment/key",
      region: "eu-west-1",
      description: "Key of Twilio Segment's service account for BigQuery. Managed by Pulumi.",
      kmsKeyId: "alias/k",
      tags: { a: "b" },
    });
    for (const slot of ["a", "b"]) {
      const version = engine.get(`s-key-${slot}-aws-version`);
      expect([version.type, version.version]).to.deep.equal([
        "aws:secretsmanager/secretVersion:SecretVersion",
        "7.48.0",
      ]);
      expect(version.inputs).to.deep.equal({
        secretId: "s-key-aws-secret-id",
        region: "eu-west-1",
        secretString: plantedKey,
      });
      expect([version.secrets, version.secretOutputs]).to.deep.equal([["secretString"], ["secretString"]]);
      expect(version.provider).to.match(/::aws::aws-id$/);
    }
  });
});

describe("sink Azure Key Vault", () => {
  it("keeps a secret for each key, and leaves it in the vault when the key is gone", async () => {
    const { engine } = await make(
      {
        step: bothKeys,
        sinks: { azure: { resourceGroupName: "rg", vaultName: "kv", pluginVersion: "3.27.0" } },
      },
      ["azure-native"],
    );
    for (const slot of ["a", "b"]) {
      const secret = engine.get(`s-key-${slot}-azure-secret`);
      expect([secret.type, secret.version]).to.deep.equal(["azure-native:keyvault:Secret", "3.27.0"]);
      expect(secret.inputs).to.deep.equal({
        resourceGroupName: "rg",
        vaultName: "kv",
        secretName: `segment-bigquery-key-${slot}`,
        properties: { value: plantedKey, contentType: "application/json" },
      });
      expect([secret.secrets, secret.retainOnDelete]).to.deep.equal([["properties"], true]);
      expect(secret.provider).to.match(/::azure-native::azure-native-id$/);
    }
  });
});

describe("sink HashiCorp Vault", () => {
  it("keeps a KV version 2 secret for each key", async () => {
    const { engine } = await make(
      { step: bothKeys, sinks: { vault: { mount: "kv", path: "team/segment", namespace: "data" } } },
      ["vault"],
    );
    for (const slot of ["a", "b"]) {
      const secret = engine.get(`s-key-${slot}-vault-secret`);
      expect([secret.type, secret.version]).to.deep.equal(["vault:kv/secretV2:SecretV2", "7.8.0"]);
      expect(secret.inputs).to.deep.equal({
        mount: "kv",
        name: `team/segment-${slot}`,
        namespace: "data",
        dataJson: JSON.stringify({ credentials: plantedKey }),
      });
      expect(secret.secrets).to.deep.equal(["dataJson"]);
    }
  });
});

describe("sink Pulumi ESC", () => {
  it("keeps an environment for each key, the JSON as a secret in it", async () => {
    const { engine } = await make({
      step: bothKeys,
      sinks: { esc: { organization: "acme", project: "segment" } },
    });
    for (const slot of ["a", "b"]) {
      const environment = engine.get(`s-key-${slot}-esc-environment`);
      expect([environment.type, environment.version]).to.deep.equal([
        "pulumiservice:index:Environment",
        "1.3.0",
      ]);
      const { yaml, ...rest } = environment.inputs;
      expect(rest).to.deep.equal({
        organization: "acme",
        project: "segment",
        name: `segment-bigquery-key-${slot}`,
      });
      const { text } = yaml as { text: string };
      expect(JSON.parse(text)).to.deep.equal({
        values: { segment: { credentials: { "fn::secret": plantedKey } } },
      });
      expect(environment.secrets).to.deep.equal(["yaml"]);
    }
  });
});

describe("sinks of any other kind", () => {
  it("are resources by type token, told apart by slot", async () => {
    const { engine } = await make({
      step: bothKeys,
      sinks: {
        others: [
          {
            name: "doppler",
            type: "doppler:index/secret:Secret",
            properties: { project: "segment", config: "prd", name: pulumi.output("KEY_{slot}") },
            keyProperty: "value",
            pluginVersion: "0.10.0",
            pluginDownloadUrl: "github://api.github.com/example",
          },
        ],
      },
    });
    for (const slot of ["a", "b"]) {
      const secret = engine.get(`s-key-${slot}-doppler`);
      expect([secret.type, secret.version, secret.pluginUrl]).to.deep.equal([
        "doppler:index/secret:Secret",
        "0.10.0",
        "github://api.github.com/example",
      ]);
      expect(secret.inputs).to.deep.equal({
        project: "segment",
        config: "prd",
        name: `KEY_${slot}`,
        value: plantedKey,
      });
      expect([secret.secrets, secret.secretOutputs]).to.deep.equal([["value"], ["value"]]);
    }
  });
});

describe("all sinks together", () => {
  const sinks = {
    aws: { region: "eu-west-1" },
    azure: { resourceGroupName: "rg", vaultName: "kv" },
    vault: { mount: "kv" },
    esc: { organization: "acme" },
  };

  it("say where the JSON is, and nothing of it", async () => {
    const { segment } = await make({ sinks }, ["azure-native", "vault"]);
    const [key] = await value(segment.keys);
    expect(key?.places).to.have.length(5);
    expect(key?.places.slice(2)).to.deep.equal([
      "secret segment-bigquery-key-a of Azure Key Vault kv",
      "field credentials of Vault secret kv/segment-bigquery-key-a",
      "segment.credentials of Pulumi ESC environment acme/default/segment-bigquery-key-a",
    ]);
  });

  it("hold the key in secret inputs only: no output, name or plain input has a piece of it", async () => {
    const { engine, segment } = await make({ step: bothKeys, sinks }, ["azure-native", "vault"]);
    const pieces = keyPieces();
    const found = (text: string) => pieces.filter((piece) => text.includes(piece));
    for (const { name, inputs, secrets } of engine.registered) {
      const open = Object.fromEntries(Object.entries(inputs).filter(([key]) => !secrets.includes(key)));
      expect(found(JSON.stringify(open)), name).to.deep.equal([]);
    }
    for (const outputs of engine.outputs.values()) expect(found(JSON.stringify(outputs))).to.deep.equal([]);
    for (const part of Object.values(segment))
      if (pulumi.Output.isInstance(part)) expect(found(JSON.stringify(await value(part)))).to.deep.equal([]);
  });

  it("are protected with their key", async () => {
    const { engine } = await make({ step: RotationStep.UseB, sinks }, ["azure-native", "vault"]);
    for (const { name, protect } of engine.registered.filter(({ name }) => /^s-key-[ab]/.test(name)))
      expect(protect, name).to.equal(name.startsWith("s-key-b"));
  });
});

describe("upload mode", () => {
  it("gives Google the certificate, and has no private key anywhere", async () => {
    const { engine, segment } = await make({ mode: KeyMode.Uploaded, publicKeyA: rsa2048 });
    expect(engine.get("s-key-a").inputs.publicKeyData).to.equal(Buffer.from(rsa2048).toString("base64"));
    expect(engine.ofType("gcp:secretmanager/secret:Secret")).to.have.length(1);
    expect(engine.registered.flatMap(({ secrets }) => secrets)).to.deep.equal([]);
    const [key] = await value(segment.keys);
    expect(key).to.deep.include({ slot: "a", state: "inUse", secretVersionName: "", places: [] });
    expect((await value(segment.segmentForm)).credentials).to.equal(
      `the JSON made outside of this stack for key ${String(key?.name)}`,
    );
  });

  it("passes on a certificate that is in base64 already", async () => {
    const publicKeyA = Buffer.from(rsa2048).toString("base64");
    const { engine } = await make({ mode: KeyMode.Uploaded, publicKeyA });
    expect(engine.get("s-key-a").inputs.publicKeyData).to.equal(publicKeyA);
  });
});

/** 20-character pieces of the planted key, plain and in base64, as they could turn up. */
function keyPieces(): string[] {
  const texts = [plantedKey, JSON.stringify(plantedKey), Buffer.from(plantedKey).toString("base64")];
  const secretPart = texts.map((text) =>
    text.slice(text.indexOf("private-key-material") > 0 ? text.indexOf("private-key-material") - 30 : 60),
  );
  return secretPart.flatMap((text) =>
    Array.from({ length: Math.max(0, text.length - 20) }, (_, i) => text.slice(i, i + 20)),
  );
}
