import { Readable } from "node:stream";
import { expect } from "chai";
import { main } from "../../../cli/main";
import { styleFor } from "../../../cli/terminal";
import { redact } from "../../../cli/offline/secrets";
import { addSecretText } from "../../../cli/offline/secrets";
import { runPreview } from "../../support/hosts/runPreview";

async function run(...argv: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const io = { stdout: "", stderr: "" };
  const code = await main(argv, {
    stdout: { write: (text) => (io.stdout += text) },
    stderr: { write: (text) => (io.stderr += text) },
    stdin: Readable.from([]),
    env: {},
    isTTY: false,
  });
  return { code, ...io };
}

describe("the command line", () => {
  it("lists the commands on request, and when there is none or an unknown one", async () => {
    const help = await run("--help");
    expect(help.code).to.equal(0);
    expect(help.stdout).to.match(
      /^Usage: segment-bigquery <command> \[options\]\n[^]*\nCommands:\n {2}preview +preview/,
    );
    const none = await run();
    expect([none.code, none.stderr]).to.deep.equal([
      2,
      `No command is given.\n\n${help.stdout}See: segment-bigquery --help\n`,
    ]);
    const unknown = await run("prevue");
    expect([unknown.code, unknown.stderr]).to.deep.equal([
      2,
      "Unknown command 'prevue'. Did you mean preview?\nSee: segment-bigquery --help\n",
    ]);
  });

  it("explains preview, exit codes included", async () => {
    const { code, stdout } = await run("preview", "--help");
    expect(code).to.equal(0);
    expect(stdout).to.match(/^Usage: segment-bigquery preview \[options\] \[directory\]\n/);
    expect(stdout).to.contain("2   the arguments cannot be run, or the program or a policy pack failed");
  });

  for (const [argv, message] of [
    [["a", "b"], 'Unexpected argument "b".'],
    [["--timeout", "soon"], '--timeout is "soon": give seconds, above 0 and up to 86400.'],
    [["--timeout", "-1x"], '--timeout is "-1x": give seconds'],
    [
      ["--policy-config", "a", "--policy-config", "b"],
      "--policy-config is given 2 times for 1 policy pack: give it once for all packs, or once for each in their order.",
    ],
    [["--stak", "dev"], "Unknown option '--stak'. Did you mean --stack?"],
    [["/no/such/directory"], "/no/such/directory holds no Pulumi.yaml."],
    [[".", "--policy-pack", "tests"], "holds no PulumiPolicy.yaml. Name the directory of a policy pack."],
  ] as [string[], string][]) {
    it(`rejects ${argv.join(" ")}`, async () => {
      const { code, stdout, stderr } = await runPreview(argv);
      expect([code, stdout]).to.deep.equal([2, ""]);
      expect(stderr)
        .to.contain(message)
        .and.to.match(/See: segment-bigquery preview --help\n$/);
    });
  }
});

describe("what is printed", () => {
  it("is coloured on a terminal only, and not against NO_COLOR", () => {
    expect(styleFor(true, {}).red("x")).to.equal("\u001B[31mx\u001B[39m");
    expect(styleFor(false, {}).red("x")).to.equal("x");
    expect(styleFor(true, { NO_COLOR: "1" }).red("x")).to.equal("x");
    expect(styleFor(true, { TERM: "dumb" }).red("x")).to.equal("x");
  });

  it("holds no secret, in whole, by line, quoted, or as a part of a key's JSON", () => {
    const secrets = new Set<string>();
    addSecretText('{"private_key":"-----BEGIN-----\\nabcdefghijklmnop\\n","type":"x"}', secrets);
    addSecretText("p+q(r)*", secrets);
    const said = redact(
      {
        message: "got -----BEGIN-----\nabcdefghijklmnop\n and p+q(r)*",
        list: ['"-----BEGIN-----\\nabcdefghijklmnop\\n"'],
      },
      secrets,
    );
    expect(said).to.deep.equal({ message: "got [secret] and [secret]", list: ['"[secret]"'] });
  });

  it("is left whole by secrets too short to tell", () => {
    const secrets = new Set<string>();
    addSecretText("ab", secrets);
    expect(redact("about", secrets)).to.equal("about");
  });
});
