import { expect } from "chai";
import { join, resolve } from "node:path";
import { rsa2048 } from "../components/keys/certificates";
import { directoryOf, removeDirectories } from "../support/hosts/projectDirectory";
import { previewJson, runPreview } from "../support/hosts/runPreview";

const root = resolve(__dirname, "../..");
const components = join(root, "components/index");

/** A TypeScript program of one component, run as the product's own. */
function programWith(args: object, before = ""): string {
  return directoryOf({
    "package.json": '{ "name": "keys" }',
    "Pulumi.yaml": `name: keys\nmain: index.ts\nruntime: { name: nodejs, options: { tsconfig: ${join(root, "tsconfig.build.json")} } }\n`,
    "index.ts": `import * as pulumi from "@pulumi/pulumi";
import { SegmentBigQuery } from ${JSON.stringify(components)};
${before}
new SegmentBigQuery("segment", ${JSON.stringify({ location: "EU", sources: [{ dataset: "crm" }], ...args }).replaceAll('"<project>"', "project")});
`,
  });
}

const acme = { project: "acme-analytics" };
const keysOf = (resources: readonly { name: string }[]) =>
  resources.map(({ name }) => name).filter((name) => name.startsWith("segment-key-"));

// Through the real hosts, as `pulumi preview` would run it, and judged by the product's own pack.
describe("keys in a preview", function () {
  this.timeout(120_000);
  after(removeDirectories);

  it("are accepted in the middle of a rotation, in every secrets manager", async () => {
    const sinks = {
      aws: { region: "eu-west-1" },
      esc: { organization: "acme" },
      others: [
        {
          name: "doppler",
          type: "doppler:index/secret:Secret",
          properties: { name: "KEY_{slot}" },
          keyProperty: "value",
          pluginVersion: "0.10.0",
        },
      ],
    };
    const { result } = await previewJson([programWith({ ...acme, key: { step: "add-b", sinks } })]);
    expect(result.violations.filter(({ level }) => level === "mandatory")).to.deep.equal([]);
    expect(keysOf(result.resources).sort()).to.deep.equal([
      "segment-key-a",
      "segment-key-a-aws-version",
      "segment-key-a-doppler",
      "segment-key-a-esc-environment",
      "segment-key-a-version",
      "segment-key-aws-secret",
      "segment-key-b",
      "segment-key-b-aws-version",
      "segment-key-b-doppler",
      "segment-key-b-esc-environment",
      "segment-key-b-version",
      "segment-key-secret",
    ]);
  });

  it("are accepted in upload mode", async () => {
    const { code, result } = await previewJson([
      programWith({ ...acme, key: { mode: "uploaded", publicKeyA: rsa2048 } }),
    ]);
    expect([code, result.verdict]).to.deep.equal([0, "accepted"]);
    expect(keysOf(result.resources).sort()).to.deep.equal(["segment-key-a", "segment-key-secret"]);
  });

  it("are refused before anything is made where a sink's provider is not configured", async () => {
    const program = programWith({ ...acme, key: { sinks: { vault: { mount: "kv" } } } });
    const { code, stderr } = await runPreview([program], { VAULT_ADDR: "" });
    expect(code).to.equal(2);
    expect(stderr).to.match(
      /key\.sinks\.vault: needs the provider vault, which nobody has configured; pass one/,
    );
  });
});

describe("bad arguments in a preview", function () {
  this.timeout(120_000);
  after(removeDirectories);

  it("are reported once, though they are outputs that many resources use", async () => {
    const program = programWith({ project: "<project>" }, 'const project = pulumi.output("ACME");');
    const { code, stderr } = await runPreview([program]);
    expect(code).to.equal(2);
    expect(stderr.match(/has 1 bad argument:\n {2}project: is "ACME"; give a project's id/g)).to.have.length(
      1,
    );
    expect(stderr).not.to.contain("error serializing");
  });
});
