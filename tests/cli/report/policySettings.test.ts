import { expect } from "chai";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { policySettings } from "../../../cli/judgement/policySettings";
import { UsageError } from "../../../cli/errors";

describe("report: the policy config", () => {
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), "policy-config-"))));
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  function read(content: unknown) {
    const file = join(directory, "policy.json");
    writeFileSync(file, JSON.stringify(content));
    return policySettings(file);
  }

  it("accepts no file", () => {
    expect(policySettings(undefined).config).to.deep.equal({});
  });

  it("accepts the policy's settings, and a level for all policies", () => {
    expect(
      read({ all: "advisory", "segment-bigquery": { enforcementLevel: "mandatory", maxKeyAgeDays: 30 } }),
    ).to.deep.equal({ level: "mandatory", config: { maxKeyAgeDays: 30 } });
    expect(read({ all: "advisory" })).to.deep.equal({ level: "advisory", config: {} });
    expect(read({ all: "remediate" })).to.deep.equal({ level: "remediate", config: {} });
  });

  it("rejects everything that is wrong at once", () => {
    expect(() =>
      read({ "segment-acess": {}, all: "loud", "segment-bigquery": { source: ["x"], sources: "x" } }),
    ).to.throw(
      UsageError,
      /pack segment-bigquery has no policy "segment-acess"; it has segment-bigquery; all: "loud" is not an enforcement level; allowed are advisory, mandatory, remediate, disabled; segment-bigquery: there is no setting "source"; did you mean "sources"\?; segment-bigquery: sources must be of type array, not string\.$/,
    );
  });
});
