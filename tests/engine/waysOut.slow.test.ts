import { expect } from "chai";
import * as path from "node:path";
import { KeyMode, KeySlot, RotationStep, type SegmentBigQueryArgs } from "../../components/index";
import { describeEngine } from "./describeEngine";
import { changes, EditedStack } from "./edits/EditedStack";
import { certificate } from "./edits/certificate";
import { environmentFor } from "./fakeGoogle";
import { runCli } from "./runCli";

const acme = { project: "acme-analytics", location: "EU", sources: [{ dataset: "crm" }] };

/** Each test is a mishap of the runbook (docs/key-life.md), and the way out that it names. */
describeEngine("the runbook's ways out, against an imitation of Google", () => {
  let stack: EditedStack;

  beforeEach(async () => {
    stack = await EditedStack.start();
  });
  afterEach(() => stack?.stop());

  function account() {
    const [only] = stack.google.state.projects.get(acme.project)?.accounts.values() ?? [];
    if (!only) throw new Error("The stack made no account");
    return only;
  }

  function keys(): string[] {
    return [...account().keys.values()].filter(({ type }) => type === "USER_MANAGED").map(({ id }) => id);
  }

  it("heal a key that was deleted at Google: refused as it is, made again for an incident", async () => {
    await stack.succeed(acme, "--skip-preview");
    const [lost = ""] = keys();
    account().keys.delete(lost);
    await stack.call("refresh", "--yes");

    const refused = await stack.update(acme);
    expect(refused.run.code).to.not.equal(0);
    expect(refused.run.output).to.contain("replaceNow");
    expect(keys()).to.deep.equal([]);

    const replaced: SegmentBigQueryArgs = {
      ...acme,
      key: { replaceNow: { slot: KeySlot.A, incident: "lost-key" } },
    };
    await stack.succeed(replaced);
    expect(keys()).to.have.length(1);
    expect(newestSecret()).to.equal(keys()[0]);

    const { run } = await stack.succeed(acme);
    expect(run.steps.filter(({ op }) => op !== "same")).to.deep.equal([]);
  });

  it("make another uploaded key for an incident, with its certificate in the same change", async () => {
    const [leaked, next] = [certificate(), certificate()];
    const uploaded = (publicKeyA: string, incident?: string): SegmentBigQueryArgs => ({
      ...acme,
      key: {
        mode: KeyMode.Uploaded,
        publicKeyA,
        ...(incident === undefined ? {} : { replaceNow: { slot: KeySlot.A, incident } }),
      },
    });
    await stack.succeed(uploaded(leaked), "--skip-preview");
    const [first] = keys();

    await stack.succeed(uploaded(next, "leaked"));
    expect(keys()).to.have.length(1).and.to.not.include(first);
    const { run } = await stack.succeed(uploaded(next));
    expect(changes(run.steps)).to.deep.equal([]);

    account().keys.delete(keys()[0] ?? "");
    await stack.call("refresh", "--yes");
    await stack.succeed(uploaded(next));
    expect(keys(), "the same certificate, uploaded again").to.have.length(1);
  });

  it("say that a key lives on which Google refused to delete", async () => {
    await stack.succeed({ ...acme, key: { step: RotationStep.UseB } }, "--skip-preview");
    expect(keys()).to.have.length(2);
    stack.google.fault({ on: /^DELETE .*\/keys\//, answer: 403, times: 20 });

    const { run } = await stack.succeed({ ...acme, key: { step: RotationStep.OnlyB } });
    expect(keys()).to.have.length(2);
    expect(run.output).to.contain("key list");
  });

  it("bring an update that was killed to its end, and find the key that it left: cancel, refresh, up, key list", async () => {
    await stack.kill(acme, /^POST .*\/keys$/);
    const [orphan] = keys();
    expect(orphan).to.be.a("string");

    await stack.call("cancel", "--yes");
    await stack.call("refresh", "--yes", "--clear-pending-creates");
    await stack.succeed(acme);
    expect(await stack.lacking()).to.deep.equal([]);
    expect(keys()).to.have.length(2).and.to.include(orphan);
    expect(newestSecret()).to.not.equal(orphan);

    const state = path.join(stack.sandbox.directory, "state.json");
    await stack.call("stack", "export", "--file", state);
    const found = (await runCli(
      ["key", "list", account().email, "--state", state],
      environmentFor(stack.google),
    )) as { orphans: string[] };
    expect(found.orphans.map((name) => name.split("/").at(-1))).to.deep.equal([orphan]);
  });

  /** The id of the key whose JSON is in the newest version of the secret. */
  function newestSecret(): string | undefined {
    const [secret] = stack.google.state.projects.get(acme.project)?.secrets.values() ?? [];
    const data = secret?.versions.at(-1)?.data ?? "";
    const { private_key_id: id } = JSON.parse(Buffer.from(data, "base64").toString()) as Record<
      string,
      string
    >;
    return id;
  }
});
