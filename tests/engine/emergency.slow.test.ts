import { expect } from "chai";
import type { FakeGoogle } from "../fakes/google";
import { connectionOf } from "./connectionOf";
import { describeEngine } from "./describeEngine";
import { changes } from "./edits/EditedStack";
import { environmentFor, startAcme } from "./fakeGoogle";
import { Sandbox, type Run } from "./Sandbox";

const stack = ["--stack", "dev"];

/** Each test goes on from the state that the one before it left. */
describeEngine("the emergency switch of the stack dev, under the policy pack", () => {
  let google: FakeGoogle;
  let sandbox: Sandbox;

  before(async () => {
    google = await startAcme();
    sandbox = new Sandbox(environmentFor(google));
    await sandbox.succeed("stack", "init", "dev", "--no-select");
    await sandbox.succeed("up", ...stack, "--yes", "--skip-preview");
  });
  after(async () => {
    sandbox?.dispose();
    await google?.stop();
  });

  function up(): Promise<Run> {
    return sandbox.succeed("up", ...stack, "--yes", "--policy-pack", "policy");
  }

  function disabled(): boolean | undefined {
    const [account] = google.state.projects.get("acme-analytics-dev")?.accounts.values() ?? [];
    return account?.disabled;
  }

  function mandatory({ violations }: Run): string[] {
    return violations
      .filter(({ enforcementLevel }) => enforcementLevel === "mandatory")
      .map(({ message }) => message);
  }

  it("shuts Segment out, with no mandatory finding", async () => {
    await sandbox.succeed("config", "set", ...stack, "disabled", "true");
    const run = await up();

    expect(mandatory(run)).to.deep.equal([]);
    expect(changes(run.steps)).to.deep.equal(["update segment-account"]);
    expect(disabled()).to.equal(true);
    expect(await connectionOf(sandbox, google, "dev", "documented")).to.not.deep.equal([]);
  });

  it("lets the rotation go on meanwhile", async () => {
    await sandbox.succeed("config", "set", ...stack, "keyStep", "add-b");
    const run = await up();

    expect(mandatory(run)).to.deep.equal([]);
    expect(changes(run.steps)).to.include("create segment-key-b");
    expect(disabled()).to.equal(true);
  });

  it("lets Segment in again", async () => {
    await sandbox.succeed("config", "set", ...stack, "disabled", "false");
    const run = await up();

    expect(mandatory(run)).to.deep.equal([]);
    expect(changes(run.steps)).to.deep.equal(["update segment-account"]);
    expect(disabled()).to.equal(false);
    expect(await connectionOf(sandbox, google, "dev", "documented")).to.deep.equal([]);
  });
});
