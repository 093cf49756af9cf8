import { expect } from "chai";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { policySettings, readPolicyConfig } from "../../../cli/offline/policies/policyConfig";
import { UsageError } from "../../../cli/errors";
import { loadOwnPack } from "../../../cli/preview/ownPack";
import { policyConfigCases } from "./support/policyConfigs";

const { pack } = loadOwnPack(() => 1);
const cases = policyConfigCases();

describe("the config of this package's policy", () => {
  let directory: string;
  before(() => (directory = mkdtempSync(join(tmpdir(), "policy-config-"))));
  after(() => rmSync(directory, { recursive: true, force: true }));

  /** What the command line says about a file; empty where it takes it. */
  function said(text: string): string {
    const file = join(directory, "config.json");
    writeFileSync(file, text);
    try {
      policySettings(pack, readPolicyConfig(file), "FILE");
      return "";
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      return error.message.replace(file, "FILE");
    }
  }

  for (const { title, text, ours } of cases) {
    it(`${ours === undefined ? "accepts" : "rejects"} ${title}`, () => {
      if (ours?.endsWith("…"))
        expect(said(text)).to.satisfy((all: string) => all.startsWith(ours.slice(0, -1)));
      else expect(said(text)).to.equal(ours ?? "");
    });
  }

  it("rejects whatever the engine refuses, and nothing else but what the engine drops in silence", () => {
    expect(cases.filter(({ engine, ours }) => engine && ours === undefined)).to.deep.equal([]);
    const stricter = cases.flatMap(({ engine, ours }) => (engine === undefined && ours ? [ours] : []));
    const dropped = /there is no setting "|has no policy "|^FILE: all sets an enforcement level only/;
    expect(stricter.filter((message) => !dropped.test(message))).to.deep.equal([]);
    expect(stricter.length).to.be.greaterThan(0);
  });

  it("rejects a file that is not there", () => {
    const file = join(directory, "none.json");
    expect(() => readPolicyConfig(file)).to.throw(
      UsageError,
      /none\.json cannot be read: ENOENT.+\. Correct it and run again\.$/,
    );
    expect(readPolicyConfig(undefined)).to.deep.equal({});
  });
});
