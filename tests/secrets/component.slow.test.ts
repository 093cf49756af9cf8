import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { KeyMode, RotationStep, SegmentBigQuery, type Key } from "../../components/index";
import { failuresOf } from "../support/failures";
import { MockEngine, plantedKey, settle } from "../support/mocks";
import { captured, everythingOf } from "./captured";
import { LeakFinder } from "./LeakFinder";
import { Planted } from "./Planted";

const base = { project: "acme-analytics", location: "EU" };
// The body of the key that the stand-in for Google makes.
const finder = new LeakFinder([
  /-\n(.+)\n-/.exec((JSON.parse(plantedKey) as { private_key: string }).private_key)?.[1] ?? "",
]);

const everySink: Key["sinks"] = {
  aws: {},
  azure: { resourceGroupName: "keys", vaultName: "segment" },
  vault: { mount: "secret" },
  esc: { organization: "acme" },
  others: [
    {
      name: "doppler",
      type: "doppler:index/secret:Secret",
      properties: { project: "segment", name: "KEY_{slot}" },
      keyProperty: "value",
      pluginVersion: "0.10.0",
    },
  ],
};

function provider(name: string): pulumi.ProviderResource {
  return new (class extends pulumi.ProviderResource {})(name, name, {});
}

async function make(key: Key, preview = false) {
  const engine = await new MockEngine(preview).start();
  const printed = await captured(async () => {
    const providers = ["aws", "azure-native", "vault", "pulumiservice", "doppler"].map(provider);
    new SegmentBigQuery("s", { ...base, key }, { providers });
    await settle();
  });
  return { engine, printed };
}

describe("where secrets could leak: the component", () => {
  for (const step of Object.values(RotationStep)) {
    it(`a made key, every sink, step ${step}: only in inputs that are secret`, async () => {
      const { engine, printed } = await make({ step, sinks: everySink });
      const holders = new Set<string>();
      for (const { inputs, secrets, ...rest } of engine.registered) {
        for (const [property, held] of Object.entries(inputs)) {
          const leaks = finder.find(JSON.stringify(held) ?? "");
          if (leaks.length > 0)
            holders.add(`${rest.type} ${property} ${secrets.includes(property) ? "secret" : "OPEN"}`);
        }
        expect(finder.find(JSON.stringify(rest))).to.deep.equal([]);
      }
      // The key does arrive where it is to arrive: the search sees it there.
      expect([...holders].sort()).to.deep.equal([
        "aws:secretsmanager/secretVersion:SecretVersion secretString secret",
        "azure-native:keyvault:Secret properties secret",
        "doppler:index/secret:Secret value secret",
        "gcp:secretmanager/secretVersion:SecretVersion secretData secret",
        "pulumiservice:index:Environment yaml secret",
        "vault:kv/secretV2:SecretV2 dataJson secret",
      ]);
      expect(engine.outputs.size).to.be.above(0);
      expect(finder.find(JSON.stringify([...engine.outputs]))).to.deep.equal([]);
      expect(finder.find(printed)).to.deep.equal([]);
    });
  }

  it("a made key, in a preview", async () => {
    const { engine, printed } = await make({ sinks: everySink }, true);
    expect(finder.find(JSON.stringify([engine.registered, [...engine.outputs]]) + printed)).to.deep.equal([]);
  });

  describe("a private key given where a certificate belongs", () => {
    const planted = new Planted();
    const pem = new LeakFinder(planted.privateLines);
    const given: [string, string][] = [
      ["as PEM", planted.pem],
      ["as base64 of the PEM", Buffer.from(planted.pem).toString("base64")],
      ["as a key file", planted.file("segment@acme.iam.gserviceaccount.com")],
    ];
    for (const [how, publicKeyA] of given) {
      for (const [when, value] of [
        ["at once", publicKeyA],
        ["later", pulumi.output(publicKeyA)],
        ["as a secret", pulumi.secret(publicKeyA)],
      ] as const) {
        it(`is refused without being repeated: ${how}, ${when}`, async () => {
          await new MockEngine().start();
          const failures: unknown[] = [];
          const printed = await captured(async () => {
            failures.push(
              ...(await failuresOf(async () => {
                new SegmentBigQuery("s", { ...base, key: { mode: KeyMode.Uploaded, publicKeyA: value } });
                await settle();
              })),
            );
          });
          expect(failures).to.not.be.empty;
          expect(String(failures[0])).to.include("publicKeyA");
          expect(pem.find(failures.map(everythingOf).join() + printed)).to.deep.equal([]);
        });
      }
    }
  });

  it("a private key in any other argument of the key is refused without being repeated", async () => {
    const planted = new Planted();
    const pem = new LeakFinder(planted.privateLines);
    await new MockEngine().start();
    const key = {
      mode: planted.pem,
      step: planted.pem,
      constraints: [planted.pem],
      secret: { secretId: planted.pem, labels: { a: planted.pem }, accessors: [{ member: planted.pem }] },
      sinks: { others: [{ name: planted.pem, type: planted.pem, properties: {}, keyProperty: planted.pem }] },
      replaceNow: { slot: planted.pem, incident: planted.pem },
    } as unknown as Key;
    const failures = await failuresOf(async () => {
      new SegmentBigQuery("s", { ...base, key });
      await settle();
    });
    expect(failures).to.not.be.empty;
    expect(pem.find(failures.map(everythingOf).join())).to.deep.equal([]);
  });
});
