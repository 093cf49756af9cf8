import { expect } from "chai";
import type { FakeGoogle } from "../fakes/google";
import { type AcmeStack, connectionOf } from "./connectionOf";
import { describeEngine } from "./describeEngine";
import { KeyMode, Profile } from "../../components/index";
import { changes, EditedStack } from "./edits/EditedStack";
import { heldBy, type Held } from "./edits/heldAccess";
import { irreplaceable, lost } from "./edits/losses";
import { environmentFor, startAcme } from "./fakeGoogle";
import { Sandbox } from "./Sandbox";

/** The tree of 2026-11-22, the last one with the names of children and arguments that were replaced afterwards. */
const earlier = "9494fd7";
const stacks: Record<AcmeStack, "documented" | "minimal"> = {
  dev: "documented",
  staging: "documented",
  prod: "minimal",
};

/** `apis` is called `enableApis` now. */
function renamed(file: string): string {
  return file.replace("segment-bigquery:apis:", "segment-bigquery:enableApis:");
}

describeEngine("an upgrade from the tree of 2026-11-22 of sources that have each other's names", () => {
  let stack: EditedStack;

  beforeEach(async () => {
    stack = await EditedStack.start(earlier);
  });
  afterEach(() => stack?.stop());

  for (const profile of Object.values(Profile))
    it(`changes nothing at Google (${profile})`, async () => {
      const args = {
        project: "acme-analytics",
        location: "EU",
        profile,
        key: { mode: KeyMode.None },
        sources: [
          { dataset: "crm", name: "web" },
          { dataset: "web", name: "crm" },
        ],
      };
      await stack.succeed(args, "--skip-preview");
      expect(await stack.lacking()).to.deep.equal([]);

      stack.comeBack();
      const { run, interrupted, gone } = await stack.succeed(args, "--skip-preview");
      expect([interrupted, gone]).to.deep.equal([[], []]);
      expect(changes(run.steps).filter((change) => !change.startsWith("update"))).to.deep.equal([]);
      expect(await stack.drift(args)).to.deep.equal([]);
    });
});

describeEngine("an upgrade from the tree of 2026-11-22, against an imitation of Google", () => {
  let google: FakeGoogle;
  let sandbox: Sandbox;

  beforeEach(async () => {
    google = await startAcme();
    sandbox = new Sandbox(environmentFor(google));
    sandbox.goBackTo(earlier);
  });
  afterEach(async () => {
    sandbox?.dispose();
    await google?.stop();
  });

  for (const [stack, profile] of Object.entries(stacks) as [AcmeStack, "documented" | "minimal"][]) {
    it(`takes nothing from Segment in the stack ${stack}`, async () => {
      await sandbox.succeed("stack", "init", stack, "--no-select");
      await sandbox.succeed("up", "--stack", stack, "--yes", "--skip-preview");
      const member = (
        await sandbox.succeed("stack", "output", "serviceAccountMember", "--stack", stack)
      ).output.trim();
      const before = heldBy(google.state, member);
      const had = irreplaceable(google.state);
      expect(before.size, "permissions before the upgrade").to.be.greaterThan(10);
      expect(had.filter((thing) => thing.startsWith("key "))).to.have.length(1);

      sandbox.comeBack(stack, renamed);
      const seen: Held[] = [];
      const watch = setInterval(() => seen.push(heldBy(google.state, member)), 200);
      await sandbox.succeed("up", "--stack", stack, "--yes", "--policy-pack", "policy");
      clearInterval(watch);

      const after = heldBy(google.state, member);
      const kept = [...before].filter((permission) => after.has(permission));
      expect(kept.filter((permission) => seen.some((held) => !held.has(permission)))).to.deep.equal([]);
      expect(lost(had, google.state)).to.deep.equal([]);
      expect(await connectionOf(sandbox, google, stack, profile)).to.deep.equal([]);

      const again = await sandbox.succeed("preview", "--stack", stack, "--refresh");
      expect(changes(again.steps)).to.deep.equal([]);
    });
  }
});
