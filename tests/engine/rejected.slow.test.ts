import { expect } from "chai";
import type { FakeGoogle } from "../fakes/google";
import { describeEngine } from "./describeEngine";
import { environmentFor, startAcme } from "./fakeGoogle";
import { Sandbox } from "./Sandbox";

describeEngine("pulumi up of examples/too-broad, against an imitation of Google", () => {
  let google: FakeGoogle;
  let sandbox: Sandbox;

  before(async () => {
    google = await startAcme();
    sandbox = new Sandbox(environmentFor(google));
    await sandbox.succeed("stack", "init", "dev", "--no-select", "--cwd", "examples/too-broad");
  });
  after(async () => {
    sandbox?.dispose();
    await google?.stop();
  });

  it("rejects it in the preview, so that nothing is created", async () => {
    const { code, violations } = await sandbox.pulumi(
      ...["up", "--cwd", "examples/too-broad", "--stack", "dev", "--yes", "--policy-pack", "../../policy"],
    );

    expect(code).to.not.equal(0);
    expect(violations.map(({ enforcementLevel }) => enforcementLevel)).to.include("mandatory");
    expect(google.state.requests.filter(({ method }) => method !== "GET")).to.deep.equal([]);
    expect(google.state.projects.get("acme-analytics-dev")?.accounts.size).to.equal(0);
  });
});
