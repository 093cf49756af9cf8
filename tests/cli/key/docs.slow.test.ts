import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { email, exported, World } from "./world";

const page = join(__dirname, "../../../docs/key.md");

/** What differs from run to run: the page has its own values there. */
function steady(text: string): string {
  return text
    .replace(/\b[0-9a-f]{40}\b/g, "KEY")
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, "TIME")
    .replace(/([0-9A-F]{2}:){31}[0-9A-F]{2}/g, "FINGERPRINT")
    .replace(/ +/g, " ");
}

describe("docs/key.md", () => {
  let world: World;
  let shown: string;
  before(async () => {
    shown = steady(await readFile(page, "utf8"));
    world = await World.start();
  });
  after(() => world.stop());

  /** Runs an action; the page has what it printed under the command, with file names without their directory. */
  async function expectShown(argv: string[], code: number, stdin?: string): Promise<void> {
    const run = await world.run(argv, { stdin });
    const plain = (text: string): string => text.replaceAll(`${world.directory}/`, "");
    expect([run.code, plain(argv.join(" "))]).to.deep.equal([code, plain(argv.join(" "))]);
    const echo = code === 0 ? "" : `$ echo $?\n${code}\n`;
    expect(shown).to.include(
      steady(plain(`$ segment-bigquery key ${argv.join(" ")}\n${run.stdout}${run.stderr}${echo}`)),
    );
  }

  it("shows a key's way through upload mode as it is", async () => {
    const file = world.file("segment-a.json");
    await expectShown(["make", "--service-account", email, "--slot", "a", "--file", file], 0);
    await expectShown(["upload", "--file", file], 0);
    await expectShown(["complete", "--file", file], 0);
  });

  it("shows the comparison, the rotation's end and the emergency as they are", async () => {
    const [known] = [...world.account.keys.values()].filter(({ type }) => type === "USER_MANAGED");
    const name = world.nameOf(known?.id ?? "");
    const orphan = world.madeKey();
    const state = world.file("state.json");
    await import("node:fs/promises").then(({ writeFile }) => writeFile(state, exported([name])));
    await expectShown(["list", email, "--state", state], 1);
    await expectShown(["delete", orphan, "--state", state], 1);
    await expectShown(["disable", orphan], 0);
    await expectShown(["delete", orphan, "--state", state], 0);
    await expectShown(["disable", name], 1);
    await expectShown(["revoke", name], 0);
    await expectShown(["disable-account", email], 0);
    await expectShown(["enable-account", email], 0);
    await expectShown(["enable", name], 0);
  });

  it("shows how a constraint of the organization is told", async () => {
    world.google.state.projects
      .get("acme-prod")
      ?.constraints.add("constraints/iam.disableServiceAccountKeyUpload");
    const file = world.file("segment-b.json");
    await world.run(["make", "--service-account", email, "--slot", "b", "--file", file]);
    await expectShown(["upload", "--file", file], 1);
  });
});
