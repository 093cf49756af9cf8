import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { email, version, World, type Run } from "./world";

const documented = readFileSync(join(__dirname, "../../../docs/connect.md"), "utf8");

/** A console block's commands, each with the output that it shows. */
function sessions(): { command: string; output: string }[] {
  return [...documented.matchAll(/^```console\n([\s\S]*?)^```/gm)].flatMap(([, block = ""]) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const [command = "", ...lines] = part.split("\n");
        return { command, output: lines.join("\n") };
      }),
  );
}

/** How many things `check` tries is its own matter. */
const uncounted = (text = ""): string => text.replace(/(?<=^Tried the key: [^(]+\().*$/gm, "…");

describe("docs/connect.md", () => {
  let world: World;
  before(async () => (world = await World.start()));
  after(() => world.stop());

  it("shows what the command prints", async () => {
    const [create, dryRun, rotate, handOver, ...more] = sessions();
    expect(more).to.deep.equal([]);
    const shorten = (keyId: string, shown: string) => (run: Run) => run.stdout.replaceAll(keyId, shown);

    expect(create?.command).to.equal("segment-bigquery connect --stack prod");
    const first = shorten(world.keyId, "6501c0bf");
    const dry = await world.runStack(["--skip-check", "--dry-run"]);
    expect(uncounted(first(await world.runStack()))).to.equal(uncounted(create?.output));
    expect(dryRun?.command).to.equal("segment-bigquery connect --stack prod --skip-check --dry-run");
    expect(first(dry)).to.equal(dryRun?.output);

    expect(rotate).to.deep.equal({
      command: "pulumi config set keyStep add-b --stack prod && pulumi up --stack prod",
      output: "",
    });
    const newKey = world.google.makeKey(email);
    const { private_key_id: newId } = JSON.parse(newKey) as { private_key_id: string };
    world.store(newKey);
    const run = await world.runStack([], {
      secretVersionName: version.replace(/1$/, "2"),
      keys: [
        { slot: "a", state: "inUse", name: world.keyName() },
        { slot: "b", state: "entering", name: world.keyName(newId) },
      ],
      nextStep: { step: "use-b", todo: [] },
    });
    expect(handOver?.command).to.equal("segment-bigquery connect --stack prod");
    expect(uncounted(shorten(newId, "012206120")(run))).to.equal(uncounted(handOver?.output));
  });

  it("names no option that the command does not have", async () => {
    const { stdout } = await world.run(["--help"]);
    const named = [...documented.matchAll(/(?<![\w-])--[a-z][a-z-]+/g)].map(([option]) => option);
    const others = ["--file"];
    const unknown = [...new Set(named)].filter(
      (option) => !others.includes(option) && !stdout.includes(option),
    );
    expect(unknown).to.deep.equal([]);
  });
});
