import { writeFile } from "node:fs/promises";
import { expect } from "chai";
import { email, exported, World } from "./world";

describe("key: list, disable, enable, delete", () => {
  let world: World;
  beforeEach(async () => void (world = await World.start()));
  afterEach(() => world.stop());

  const orphanLine = (name: string): string => `Orphan: ${name} is known to no stack that was given.`;

  describe("list", () => {
    it("accepts an account whose keys are all in the stack, and shows each with its life", async () => {
      const name = world.madeKey();
      await writeFile(world.file("state.json"), exported([name]));
      const { code, stdout } = await world.run(["list", email, "--state", world.file("state.json")]);
      expect(code).to.equal(0);
      const [head, row, ...rest] = stdout.split("\n");
      expect(head?.split(/ {2,}/)).to.deep.equal(["key", "origin", "created", "ends", "state", "stack"]);
      const id = name.split("/").at(-1);
      expect(row?.split(/ {2,}/).filter((_, column) => column !== 2)).to.deep.equal([
        id,
        "made by Google",
        "never",
        "valid",
        "known",
      ]);
      expect(rest).to.deep.equal(["1 of at most 10 keys.", ""]);
    });

    it("finds the orphan of a lost answer, from a state on standard input, and says what to do", async () => {
      const [known, orphan] = [world.madeKey(), world.madeKey()];
      const { code, stdout } = await world.run(["list", email, "--state", "-"], { stdin: exported([known]) });
      expect(code).to.equal(1);
      expect(stdout).to.include(
        `${orphanLine(orphan)}\n\nNext:\n  1. If nobody uses it: segment-bigquery key disable ${orphan}, and some days later key delete\n`,
      );
    });

    it("finds a key that is gone at Google", async () => {
      const name = world.madeKey();
      world.account.keys.delete(name.split("/").at(-1) ?? "");
      const { code, stdout } = await world.run(["list", email, "--known", name]);
      expect(code).to.equal(1);
      expect(stdout).to.include(`Gone: ${name} is known to a stack, but Google no longer has it.`);
      // After a refresh the component refuses every other step.
      expect(stdout).to.include(
        "Find out who deleted the key. The stack refuses every other step after a refresh: set key.replaceNow {slot, incident} and run pulumi up.",
      );
      expect(stdout).not.to.match(/add-[ab]/);
    });

    it("tells disabled, ended and uploaded keys, in JSON as well", async () => {
      const [disabled, ended] = [world.madeKey(), world.madeKey()];
      const [one, two] = [world.keyState(disabled), world.keyState(ended)];
      if (!one || !two) throw new Error("the keys were made");
      one.disabled = true;
      two.validBefore = Date.parse("2026-01-01");
      await world.hasPair();
      await world.run(["upload", "--file", world.file()]);
      const { code, stdout } = await world.run(["list", email, "--json", "--known", disabled]);
      expect(code).to.equal(1);
      const { keys, orphans } = JSON.parse(stdout) as { keys: Record<string, unknown>[]; orphans: string[] };
      const facts = keys.map(({ origin, valid, disabled: off, standing }) => [origin, valid, off, standing]);
      expect(facts).to.have.deep.members([
        ["made by Google", false, true, "known"],
        ["made by Google", false, false, "orphan"],
        ["uploaded", true, false, "orphan"],
      ]);
      expect(orphans.length).to.equal(2);
    });

    it("cannot tell yet what is an orphan without a stack, and says so", async () => {
      world.madeKey();
      const { code, stdout } = await world.run(["list", email]);
      expect(code).to.equal(0);
      expect(stdout).to.include(
        "Not compared with a stack: give --state FILE (pulumi stack export), or --known KEY.",
      );
    });

    it("doubts a state with a pending operation or a key without a name, and leaves other accounts alone", async () => {
      const name = world.madeKey();
      const other = name.replace("segment@", "somebody@");
      const pending = { pending_operations: [{ type: "creating" }] };
      const state = exported([name, other, "not known"], pending);
      const { code, stdout } = await world.run(["list", email, "--state", "-"], { stdin: state });
      expect(code).to.equal(0);
      expect(stdout).to.match(/Doubtful: standard input: the name of the key urn:\S+ is unknown\./);
      expect(stdout).to.include(
        "Doubtful: standard input: an update was interrupted: 1 operation is pending",
      );
    });

    it("says when no other key can be made", async () => {
      for (let count = 0; count < 10; count++) world.madeKey();
      const { stdout } = await world.run(["list", email]);
      expect(stdout).to.include("10 of at most 10 keys: no other one can be made or uploaded.");
    }).timeout(60_000);

    it("rejects what is no state", async () => {
      const { code, stderr } = await world.run(["list", email, "--state", "-"], { stdin: "[]" });
      expect(code).to.equal(2);
      expect(stderr).to.include("standard input is not an exported state");
    });
  });

  describe("disable and enable", () => {
    it("disables the old key of a rotation, twice if asked, and takes it back", async () => {
      const [old] = [world.madeKey(), world.madeKey()];
      const first = await world.run(["disable", old]);
      expect([first.code, first.stderr]).to.deep.equal([0, ""]);
      expect(first.stdout).to.match(
        /^Disabled projects.*\n\nNext:\n {2}1\. Wait until every sync of Segment has run\.\n/,
      );
      expect(world.keyState(old)?.disabled).to.equal(true);
      expect((await world.run(["disable", old])).stdout).to.match(/^\S+ was disabled already\./);
      expect((await world.run(["enable", old])).stdout).to.match(/^Enabled /);
      expect(world.keyState(old)?.disabled).to.equal(false);
      expect(world.changes().map((one) => one.split(":").at(-1))).to.deep.equal([
        "disable 200",
        "enable 200",
      ]);
    });

    it("refuses the last valid key, names the ways out, and does it by force", async () => {
      const [only, ended] = [world.madeKey(), world.madeKey()];
      const end = world.keyState(ended);
      if (end) end.validBefore = 0;
      const { code, stderr } = await world.run(["disable", only]);
      expect(code).to.equal(1);
      expect(stderr).to.equal(
        `${only} is the last valid key of ${email}: without it, Segment stops.\n\nNext:\n` +
          "  1. Rotate first: set keyStep to add-b or add-a.\n" +
          `  2. If it has leaked: segment-bigquery key revoke ${only}\n` +
          "  3. If Segment should stop: the same with --force.\n",
      );
      expect(world.changes()).to.deep.equal([]);
      expect((await world.run(["disable", only, "--force"])).code).to.equal(0);
      expect(world.keyState(only)?.disabled).to.equal(true);
    });

    it("says that an enabled key has ended all the same", async () => {
      const name = world.madeKey();
      const state = world.keyState(name);
      if (!state) throw new Error("the key was made");
      state.disabled = true;
      state.validBefore = Date.parse("2026-01-01");
      const { code, stdout } = await world.run(["enable", name]);
      expect(code).to.equal(1);
      expect(stdout).to.include("It ended on 2026-01-01T00:00:00Z, so it is still not valid.");
    });

    it("refuses a key that is not there, and Google's own", async () => {
      const own = [...world.account.keys.values()].find(({ type }) => type === "SYSTEM_MANAGED")?.id ?? "";
      for (const name of [world.nameOf(own), world.nameOf("0123456789abcdef")]) {
        const { code, stderr } = await world.run(["disable", name]);
        expect([code, stderr.split("\n")[0]]).to.deep.equal([
          1,
          `${email} has no user-managed key ${name.split("/").at(-1)}: it is deleted, or one that Google keeps for itself.`,
        ]);
      }
    });

    for (const answer of [404, 409, 429, 503, "cut"] as const) {
      it(`tries again after ${answer}`, async () => {
        const [old] = [world.madeKey(), world.madeKey()];
        world.google.fault({ on: /POST .*:disable/, answer });
        expect((await world.run(["disable", old])).code).to.equal(0);
        expect(world.keyState(old)?.disabled).to.equal(true);
      });
    }

    it("does not try again after 403, and passes on what Google says", async () => {
      const [old] = [world.madeKey(), world.madeKey()];
      world.google.fault({ on: /POST .*:disable/, answer: 403 });
      const { code, stdout, stderr } = await world.run(["disable", old]);
      expect([code, stdout]).to.deep.equal([2, ""]);
      expect(stderr).to.match(/:disable was refused \(403\): The caller does not have permission\n$/);
      expect(world.changes().length).to.equal(1);
    });

    it("names the permission that somebody else lacks", async () => {
      const name = world.madeKey();
      const { code, stderr } = await world.run(["disable", name], {
        env: world.env("user:eve@acme.example"),
      });
      expect(code).to.equal(2);
      expect(stderr).to.include("Permission 'iam.serviceAccountKeys.list' denied");
    });
  });

  describe("delete", () => {
    it("deletes an orphan that is disabled, and counts a lost answer as done", async () => {
      const [orphan, known] = [world.madeKey(), world.madeKey()];
      const compared = ["--state", "-"];
      const stdin = exported([known]);
      await world.run(["disable", orphan]);
      world.google.fault({ on: /DELETE/, answer: 404 });
      expect((await world.run(["delete", orphan, ...compared], { stdin })).code).to.equal(0);
      const { code, stdout } = await world.run(["delete", orphan, ...compared], { stdin });
      expect([code, stdout.split("\n")[0]]).to.deep.equal([0, `Deleted ${orphan}. It cannot be restored.`]);
      expect(world.keyState(orphan)).to.equal(undefined);
    });

    it("can be repeated, and does not take Google's own key for a deleted one", async () => {
      const [orphan, known] = [world.madeKey(), world.madeKey()];
      const stdin = exported([known]);
      await world.run(["disable", orphan]);
      await world.run(["delete", orphan, "--state", "-"], { stdin });
      const again = await world.run(["delete", orphan, "--state", "-"], { stdin });
      expect([again.code, again.stdout.split("\n")[0]]).to.deep.equal([
        0,
        `${orphan} does not exist (any more): nothing was deleted.`,
      ]);
      const [system] = [...world.account.keys.values()].filter(({ type }) => type === "SYSTEM_MANAGED");
      const own = await world.run(["delete", world.nameOf(system?.id ?? ""), "--state", "-"], { stdin });
      expect([own.code, own.stdout]).to.deep.equal([1, ""]);
      expect(own.stderr).to.include("has no user-managed key");
    });

    it("says that without a state it is unknown whether a stack holds the key, also by force", async () => {
      const [orphan] = [world.madeKey(), world.madeKey()];
      await world.run(["disable", orphan]);
      const unknown =
        "whether a stack holds it is unknown (give --state FILE, as pulumi stack export prints it)";
      const refused = await world.run(["delete", orphan]);
      expect([refused.code, refused.stderr.split("\n")[0]]).to.deep.equal([
        1,
        `${orphan} is not deleted: ${unknown}.`,
      ]);
      expect(world.keyState(orphan)?.disabled).to.equal(true);
      const forced = await world.run(["delete", orphan, "--force"]);
      expect([forced.code, forced.stdout.split("\n").slice(0, 2)]).to.deep.equal([
        0,
        [`Deleted ${orphan}. It cannot be restored.`, `Deleted by force, although ${unknown}.`],
      ]);
    });

    it("prints one JSON object on every exit", async () => {
      const name = world.madeKey();
      const printed = async (argv: string[], env?: NodeJS.ProcessEnv): Promise<unknown[]> => {
        const { code, stdout, stderr } = await world.run([...argv, "--json"], { env });
        const { exitCode, formatVersion, problem } = JSON.parse(stdout) as Record<string, unknown>;
        expect([exitCode, formatVersion, stderr]).to.deep.equal([code, 1, ""]);
        return [code, typeof problem];
      };
      expect(await printed(["list", email])).to.deep.equal([0, "undefined"]);
      expect(await printed(["delete", name])).to.deep.equal([1, "string"]);
      expect(await printed(["delete", "no-key"])).to.deep.equal([2, "string"]);
      expect(await printed(["delete", name, "--unknown"])).to.deep.equal([2, "string"]);
      expect(await printed(["list", email], world.env("user:eve@acme.example"))).to.deep.equal([2, "string"]);
      expect(await printed(["list", email, "--state", "/no/such/file"])).to.deep.equal([2, "string"]);
    });

    it("quotes the name of a state in what to do next", async () => {
      const [orphan, known] = [world.madeKey(), world.madeKey()];
      const state = world.file("my state.json");
      await writeFile(state, exported([known]));
      await world.run(["disable", orphan]);
      const listed = await world.run(["list", email, "--state", state]);
      expect(listed.stdout).to.include(`segment-bigquery key delete ${orphan} --state '${state}'`);
      const deleted = await world.run(["delete", orphan, "--state", state]);
      expect(deleted.stdout).to.include(`segment-bigquery key list ${email} --state '${state}'`);
    });

    it("refuses an enabled key, a stack's key and the last one, all reasons at once; does it by force", async () => {
      const name = world.madeKey();
      const { code, stderr } = await world.run(["delete", name, "--state", "-"], { stdin: exported([name]) });
      expect([code, stderr]).to.deep.equal([
        1,
        `${name} is not deleted: it belongs to a stack, which deletes it when keyStep moves on; and it is not disabled: ` +
          `anything that still uses it would stop (key disable first); and ${email} has no other valid key.\n\n` +
          "Next:\n  1. A deleted key cannot be restored. To delete it anyway: --force.\n",
      ]);
      expect(world.changes()).to.deep.equal([]);
      const forced = await world.run(["delete", name, "--force", "--json"]);
      expect([forced.code, (JSON.parse(forced.stdout) as { forced: boolean }).forced]).to.deep.equal([
        0,
        true,
      ]);
      expect(world.keyState(name)).to.equal(undefined);
    });
  });
});

describe("key: emergency", () => {
  let world: World;
  beforeEach(async () => void (world = await World.start()));
  afterEach(() => world.stop());

  it("revoke disables first and asks after, the last valid key too, and says what to do in order", async () => {
    const name = world.madeKey();
    const { code, stdout } = await world.run(["revoke", name]);
    expect(code).to.equal(0);
    expect(world.keyState(name)?.disabled).to.equal(true);
    expect(world.google.state.requests[0]?.method).to.equal("POST");
    expect(stdout).to.include("The account has no other valid key: Segment stops until it has another one.");
    const steps = [
      "disable-account",
      "gcloud logging read",
      "key.replaceNow",
      "enable-account",
      "segment-bigquery connect",
      "key enable projects",
    ];
    const places = steps.map((step) => stdout.indexOf(step));
    expect(places)
      .to.deep.equal([...places].sort((a, b) => a - b))
      .and.not.include(-1);
  });

  it("revoke is done even where the other keys cannot be listed", async () => {
    const name = world.madeKey();
    world.google.fault({ on: "GET /v1/projects", answer: 403, times: 9 });
    const { code, stdout } = await world.run(["revoke", name, "--json"]);
    const { disabled, otherValid } = JSON.parse(stdout) as Record<string, unknown>;
    expect([code, disabled, otherValid]).to.deep.equal([0, true, null]);
  });

  it("revoke names the keys that still work", async () => {
    const [leaked, other] = [world.madeKey(), world.madeKey()];
    const { stdout } = await world.run(["revoke", leaked]);
    expect(stdout).to.include(`Still valid: ${other}. Revoke those that may have leaked as well.`);
  });

  it("takes the account out of use, and back into it", async () => {
    const off = await world.run(["disable-account", email]);
    expect([off.code, world.account.disabled]).to.deep.equal([0, true]);
    expect(off.stdout).to.include("pulumi config set disabled true");
    const on = await world.run(["enable-account", email]);
    expect([on.code, world.account.disabled]).to.deep.equal([0, false]);
    expect(on.stdout).to.include("pulumi config set disabled false");
  });
});
