import { expect } from "chai";
import type { PreviewResult } from "../../cli/preview/previewResult";
import { describeEngine } from "./describeEngine";
import { isNoProvider } from "./readEvents";
import { runCli } from "./runCli";
import { Sandbox, type Run } from "./Sandbox";

const accepted = ["dev", "staging", "prod"];
const rejected = "examples/too-broad";
describeEngine("pulumi preview --policy-pack policy", () => {
  let sandbox: Sandbox;
  const previews = new Map<string, Run>();

  before(() => {
    sandbox = new Sandbox();
  });
  after(() => sandbox?.dispose());

  /** Previews a stack of the root, or stack dev of the project in a directory. */
  async function preview(of: string): Promise<Run> {
    const before = previews.get(of);
    if (before) return before;
    const { stack, directory, pack } = placeOf(of);
    await sandbox.succeed("stack", "init", stack, "--no-select", "--cwd", directory);
    const run = await sandbox.pulumi("preview", "--cwd", directory, "--stack", stack, "--policy-pack", pack);
    previews.set(of, run);
    return run;
  }

  for (const stack of accepted) {
    it(`accepts the stack ${stack}, with nothing to say`, async () => {
      const { code, output, violations } = await preview(stack);
      expect(violations).to.deep.equal([]);
      expect(code, output).to.equal(0);
      // Neither Pulumi nor the provider, which misses a project in the stack's config.
      expect(output).to.not.match(/warning/i);
    });
  }

  it(`rejects ${rejected} and names the excess`, async () => {
    const { code, violations } = await preview(rejected);
    expect(code).to.not.equal(0);
    const mandatory = violations.filter(({ enforcementLevel }) => enforcementLevel === "mandatory");
    for (const excessive of [
      "roles/bigquery.admin on project acme-analytics-dev. There ",
      "roles/bigquery.dataEditor on dataset acme-analytics-dev.crm. There ",
    ]) {
      expect(
        mandatory.filter(
          ({ message }) =>
            message.includes(excessive) && message.includes("in excess (bigquery.tables.delete"),
        ),
      ).to.have.length(1);
    }
  });

  for (const stack of [...accepted, rejected]) {
    it(`sees in ${stack} what the offline preview sees`, async () => {
      const real = await preview(stack);
      const offline = (await runCli(offlineArgs(stack))) as PreviewResult;

      const listed = offline.resources.filter(isNoProvider).map(({ urn }) => urn);
      expect(listed.sort()).to.deep.equal(real.steps.map(({ urn }) => urn).sort());

      expect(
        offline.violations.map(({ level, message }) => `${level}: ${message.trim()}`).sort(),
      ).to.deep.equal(
        real.violations
          .map(({ enforcementLevel, message }) => `${enforcementLevel}: ${message.trim()}`)
          .sort(),
      );
      expect(offline.verdict).to.equal(real.code === 0 ? "accepted" : "rejected");
    });
  }
});

function placeOf(of: string): { stack: string; directory: string; pack: string } {
  return of.includes("/")
    ? { stack: "dev", directory: of, pack: "../../policy" }
    : { stack: of, directory: ".", pack: "policy" };
}

function offlineArgs(of: string): string[] {
  const { stack, directory } = placeOf(of);
  return ["preview", directory, "--stack", stack];
}
