import { expect } from "chai";
import { describeEngine } from "./describeEngine";
import type { Run } from "./Sandbox";
import { Sandbox } from "./Sandbox";

const member = "serviceAccount:segment-bigquery@acme-analytics-dev.iam.gserviceaccount.com";

describeEngine("pulumi preview --policy-pack policy", () => {
  let sandbox: Sandbox | undefined;

  before(() => {
    sandbox = new Sandbox();
  });
  after(() => sandbox?.dispose());

  async function preview(stack: string): Promise<Run> {
    if (!sandbox) throw new Error("The sandbox was not made");
    await sandbox.succeed("stack", "init", stack, "--no-select");
    return sandbox.pulumi("preview", "--stack", stack, "--policy-pack", "policy");
  }

  for (const stack of ["dev", "staging", "prod"]) {
    it(`accepts the stack ${stack}`, async () => {
      const { code, output, violations } = await preview(stack);
      expect(violations.filter(({ enforcementLevel }) => enforcementLevel === "mandatory")).to.deep.equal([]);
      expect(code, output).to.equal(0);
    });
  }

  it("rejects the stack too-broad and names the surplus", async () => {
    const { code, violations } = await preview("too-broad");
    expect(code).to.not.equal(0);
    const mandatory = violations.filter(({ enforcementLevel }) => enforcementLevel === "mandatory");
    for (const surplus of [
      `${member} holds roles/bigquery.admin on project acme-analytics-dev, which also allows bigquery.tables.delete`,
      `${member} holds roles/bigquery.dataEditor on dataset acme-analytics-dev.crm, which also allows bigquery.tables.delete`,
    ]) {
      expect(mandatory.filter(({ message }) => message.startsWith(surplus))).to.have.length(1);
    }
  });
});
