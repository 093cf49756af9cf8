import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, openSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { colored, printable, styleFor, wrap } from "../../cli/terminal";

const root = join(__dirname, "../..");

/** Starts the program as its users do. */
function start(args: readonly string[], stdout: "pipe" | number) {
  return spawn(process.execPath, ["--import", "tsx", "cli/main.ts", ...args], {
    cwd: root,
    stdio: ["ignore", stdout, "pipe"],
  });
}

async function ended(child: ReturnType<typeof start>): Promise<{ code: number | null; stderr: string }> {
  let stderr = "";
  child.stderr?.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stderr };
}

describe("the program's manners", function () {
  this.timeout(60_000);

  it("keeps its verdict when its reader has read enough", async () => {
    const child = start(["key", "--help"], "pipe");
    child.stdout?.destroy();
    expect(await ended(child)).to.deep.equal({ code: 0, stderr: "" });
  });

  it("says that a full disk has taken the result", async function () {
    // Only Linux has a disk that is always full.
    if (!existsSync("/dev/full")) this.skip();
    const child = start(["--help"], openSync("/dev/full", "w"));
    expect(await ended(child)).to.deep.equal({
      code: 2,
      stderr: "Standard output cannot be written: no space is left. There is no result.\n",
    });
  });

  for (const [what, isTTY, env, expected] of [
    ["on a terminal", true, {}, true],
    ["not into a file", false, {}, false],
    ["not against NO_COLOR", true, { NO_COLOR: "1" }, false],
    ["despite an empty NO_COLOR", true, { NO_COLOR: "" }, true],
    ["not on a dumb terminal", true, { TERM: "dumb" }, false],
    ["into a file with FORCE_COLOR", false, { FORCE_COLOR: "1" }, true],
    ["with FORCE_COLOR, whatever NO_COLOR says", false, { FORCE_COLOR: "", NO_COLOR: "1" }, true],
    ["not with FORCE_COLOR=0", true, { FORCE_COLOR: "0" }, false],
  ] as const) {
    it(`colors ${what}`, () => {
      expect(colored(isTTY, env)).to.equal(expected);
      expect(styleFor(isTTY, env).red("x")).to.equal(expected ? "\u001B[31mx\u001B[39m" : "x");
    });
  }

  it("prints nothing that drives a terminal or turns its direction", () => {
    expect(printable("a\u001B[2Jb\u0007c\u202Ed\u2028e\r\nf\tg")).to.equal(
      "a\uFFFD[2Jb\uFFFDc\uFFFDd\uFFFDe\nf\tg",
    );
  });

  it("wraps at blanks with hanging indents, and breaks no role or address", () => {
    expect(wrap("grant roles/bigquery.dataViewer on dataset acme.crm", 34, "  + ")).to.deep.equal([
      "  + grant",
      "    roles/bigquery.dataViewer on",
      "    dataset acme.crm",
    ]);
    expect(wrap("see https://cloud.google.com/bigquery/docs/access-control", 20)).to.deep.equal([
      "see",
      "https://cloud.google.com/bigquery/docs/access-control",
    ]);
  });
});
