import { expect } from "chai";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { policySettings } from "../../../cli/judgement/policySettings";
import { UsageError } from "../../../cli/command";

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
    expect(policySettings(undefined).access.config).to.deep.equal({});
  });

  it("accepts settings by policy and one level for all", () => {
    const settings = read({
      all: "advisory",
      "segment-access": { enforcementLevel: "mandatory", sources: ["acme.crm"] },
      "segment-keys": { maxKeyAgeDays: 30 },
    });
    expect(settings.access.level).to.equal("mandatory");
    expect(settings.keys.level).to.equal("advisory");
    expect(settings.keys.config).to.have.property("maxKeyAgeDays", 30);
    expect(settings.hygiene).to.deep.equal({ level: "advisory", config: {} });
  });

  it("rejects everything that is wrong at once", () => {
    expect(() =>
      read({ "segment-acess": {}, all: "loud", "segment-access": { source: ["x"], sources: "x" } }),
    ).to.throw(
      UsageError,
      /there is no policy "segment-acess"; there are segment-access, segment-keys, segment-hygiene and "all"; all: "loud" is no level; allowed are mandatory, advisory, disabled; segment-access: there is no setting "source"; segment-access: sources must be of type array, not string\.$/,
    );
  });
});
