import { expect } from "chai";
import type { FakeGoogle } from "../fakes/google";
import { connectionOf } from "./connectionOf";
import { describeEngine } from "./describeEngine";
import { changes } from "./edits/EditedStack";
import { heldBy, type Held } from "./edits/heldAccess";
import { irreplaceable, lost } from "./edits/losses";
import { environmentFor, startAcme } from "./fakeGoogle";
import { Sandbox } from "./Sandbox";

/** The tree of 2026-11-22, the last one with the names of children and arguments that were replaced afterwards. */
const earlier = "9494fd7";
const stacks = { dev: "documented", prod: "minimal" } as const;

/** `apis` is called `enableApis` now. */
function renamed(file: string): string {
  return file.replace("segment-bigquery:apis:", "segment-bigquery:enableApis:");
}

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

  for (const [stack, profile] of Object.entries(stacks) as ["dev" | "prod", "documented" | "minimal"][]) {
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
