import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { findMissing } from "./findMissing";

const gcp = { name: "gcp", version: "9.37.0" };

describe("findMissing", () => {
  let directory: string;
  let env: NodeJS.ProcessEnv;

  beforeEach(() => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), "segment-bigquery-"));
    env = { PATH: path.join(directory, "bin"), PULUMI_HOME: path.join(directory, "home") };
  });
  afterEach(() => fs.rmSync(directory, { recursive: true }));

  function install(file: string, mode = 0o755): void {
    const target = path.join(directory, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, "", { mode });
  }

  it("names every part where nothing is installed", () => {
    expect(findMissing([gcp], env)).to.deep.equal([
      "pulumi is not on the PATH",
      "pulumi-language-nodejs is not on the PATH",
      "the provider plugin gcp 9.37.0 is not installed",
    ]);
  });

  it("accepts a plugin in the engine's own directory", () => {
    [
      "bin/pulumi",
      "bin/pulumi-language-nodejs",
      "home/plugins/resource-gcp-v9.37.0/pulumi-resource-gcp",
    ].forEach((file) => install(file));
    expect(findMissing([gcp], env)).to.deep.equal([]);
  });

  it("accepts a plugin on the PATH", () => {
    ["bin/pulumi", "bin/pulumi-language-nodejs", "bin/pulumi-resource-gcp"].forEach((file) => install(file));
    expect(findMissing([gcp], env)).to.deep.equal([]);
  });

  it("rejects another version of the plugin, and a file that cannot be executed", () => {
    install("bin/pulumi", 0o644);
    install("bin/pulumi-language-nodejs");
    install("home/plugins/resource-gcp-v9.36.0/pulumi-resource-gcp");
    expect(findMissing([gcp], env)).to.deep.equal([
      "pulumi is not on the PATH",
      "the provider plugin gcp 9.37.0 is not installed",
    ]);
  });
});
