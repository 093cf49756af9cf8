import { expect } from "chai";
import type { FakeGoogle } from "../fakes/google";
import { connectionOf } from "./connectionOf";
import { describeEngine } from "./describeEngine";
import { environmentFor, startAcme } from "./fakeGoogle";
import { Sandbox, type Run } from "./Sandbox";

const stack = ["--stack", "dev"];
const keyType = "gcp:serviceaccount/key:Key";

/** Each test goes on from the state that the one before it left. */
describeEngine("rotation of the key in the stack dev, against an imitation of Google", () => {
  let google: FakeGoogle;
  let sandbox: Sandbox;

  before(async () => {
    google = await startAcme();
    sandbox = new Sandbox(environmentFor(google));
    await sandbox.succeed("stack", "init", "dev", "--no-select");
  });
  after(async () => {
    sandbox?.dispose();
    await google?.stop();
  });

  async function up(step: string): Promise<Run> {
    await sandbox.succeed("config", "set", ...stack, "segment-bigquery:keyStep", step);
    return sandbox.pulumi("up", ...stack, "--yes", "--policy-pack", "policy");
  }

  /** What a step did to keys, as `op name`. */
  function keysOf({ steps }: Run): string[] {
    const changed = steps.filter(({ type, op }) => type === keyType && /create|delete|replace/.test(op));
    return changed.map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`);
  }

  /** Ids of the keys that the account holds at Google. */
  function held(): string[] {
    const [account] = google.state.projects.get("acme-analytics-dev")?.accounts.values() ?? [];
    return [...(account?.keys.values() ?? [])]
      .filter(({ type }) => type === "USER_MANAGED")
      .map(({ id }) => id);
  }

  function accepted(): Promise<string[]> {
    return connectionOf(sandbox, google, "dev", "documented");
  }

  it("begins with key A", async () => {
    const run = await up("only-a");
    expect(run.code, run.output).to.equal(0);
    expect(keysOf(run)).to.deep.equal(["create segment-key-a"]);
    expect(await accepted()).to.deep.equal([]);
  });

  it("makes key B beside key A, which still works", async () => {
    const before = held();
    const run = await up("add-b");
    expect(run.code, run.output).to.equal(0);
    expect(keysOf(run)).to.deep.equal(["create segment-key-b"]);
    expect(held()).to.have.length(2).and.to.include.members(before);
    expect(await accepted()).to.deep.equal([]);
  });

  it("refuses a jump that would delete key A while it is in use", async () => {
    const before = held();
    const run = await up("only-b");
    expect(run.code).to.not.equal(0);
    expect(run.output).to.contain("segment-key-a").and.to.contain("protected");
    expect(held()).to.deep.equal(before);
  });

  it("deletes key A two steps later, and key B works", async () => {
    const using = await up("use-b");
    expect(using.code, using.output).to.equal(0);
    expect(keysOf(using)).to.deep.equal([]);
    expect(held()).to.have.length(2);

    const run = await up("only-b");
    expect(run.code, run.output).to.equal(0);
    expect(keysOf(run)).to.deep.equal(["delete segment-key-a"]);
    expect(held()).to.have.length(1);
    expect(await accepted()).to.deep.equal([]);
  });
});
