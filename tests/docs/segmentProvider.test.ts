import { expect } from "chai";
import { load } from "js-yaml";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { bigQuerySource } from "../../cli/segment/api";

interface Example {
  packages: { segment: { parameters: string[] } };
  resources: { source: { type: string; properties: { metadata: { id: string }; settings: object } } };
}
const file = resolve(__dirname, "../../examples/segment-provider/Pulumi.yaml");

describe("examples/segment-provider", () => {
  const { packages, resources } = load(readFileSync(file, "utf8")) as Example;

  it("hands the key over in a secret value, and guesses no setting's name", () => {
    expect(resources.source.properties.settings).to.deep.equal({
      "fn::secret": {
        "fn::toJSON": { location: "EU", CREDENTIALS_SETTING: "${key.secretData}" },
      },
    });
  });

  it("makes a BigQuery source by the provider whose traps the documents name", () => {
    expect(resources.source.type).to.equal("segment:Source");
    expect(resources.source.properties.metadata.id).to.equal(bigQuerySource);
    expect(packages.segment.parameters).to.deep.equal(["segmentio/segment", "1.6.0"]);
  });
});
