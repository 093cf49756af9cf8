import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect } from "chai";
import { load } from "js-yaml";

const root = resolve(__dirname, "../..");
const pipeline = readFileSync(join(root, "examples/pipelines/pull-request.yml"), "utf8");

interface Workflow {
  jobs: Record<string, { steps: { run?: string }[] }>;
}

/** The steps that preview, as the runner is given them. */
const scripts = Object.values((load(pipeline) as Workflow).jobs)
  .flatMap(({ steps }) => steps.map(({ run }) => run ?? ""))
  .filter((run) => run.includes("segment-bigquery preview"));

/** A checkout with its dependencies, and the package's command in the place of npx. */
function checkout(): string {
  const directory = mkdtempSync(join(tmpdir(), "pull-request-"));
  const names = ["components", "index.ts", "library.ts", "node_modules", "package.json", "policy"];
  for (const name of [...names, "Pulumi.yaml", "Pulumi.dev.yaml", "tsconfig.json", "tsconfig.build.json"])
    symlinkSync(join(root, name), join(directory, name));
  const bin = join(directory, ".bin");
  mkdirSync(bin);
  const command = `"${process.execPath}" "${join(root, "dist/cli/main.js")}"`;
  writeFileSync(
    join(bin, "npx"),
    `#!/bin/sh\n[ "$1" = segment-bigquery ] || exit 64\nshift\nexec ${command} "$@"\n`,
  );
  // `npm ci` has been.
  writeFileSync(join(bin, "npm"), '#!/bin/sh\n[ "$*" = ci ]\n');
  for (const name of ["npx", "npm"]) chmodSync(join(bin, name), 0o755);
  return directory;
}

describe("the pull request pipeline", function () {
  this.timeout(240_000);
  let directory: string;
  before(() => {
    directory = checkout();
  });
  after(() => rmSync(directory, { recursive: true, force: true }));

  const step = (script: string): { status: number | null; stdout: string; stderr: string } =>
    spawnSync("bash", ["-e", "-c", script], {
      cwd: directory,
      encoding: "utf8",
      env: {
        ...process.env,
        PATH: `${join(directory, ".bin")}:${process.env.PATH ?? ""}`,
        ...{ STACK: "dev", RUNNER_TEMP: directory },
      },
    });

  it("previews the base, then the change against it, and leaves a comment and the findings of code scanning", () => {
    expect(scripts).to.have.length(2);
    const [base = "", change = ""] = scripts;
    const before = step(base);
    expect([before.status, before.stderr]).to.deep.equal([0, ""]);
    expect((JSON.parse(readFileSync(join(directory, "base.json"), "utf8")) as object)).to.include({
      verdict: "accepted",
    });
    const after = step(change);
    expect([after.status, after.stderr]).to.deep.equal([0, ""]);
    expect(readFileSync(join(directory, "comment.md"), "utf8")).to.contain(
      "This change adds and removes no access and no finding.",
    );
    expect(existsSync(join(directory, "segment.sarif"))).to.equal(true);
  });
});
