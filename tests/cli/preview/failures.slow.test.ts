import { execFileSync } from "node:child_process";
import { expect } from "chai";
import { directoryOf, packOf, programOf, removeDirectories } from "../../support/hosts/projectDirectory";
import { previewJson, runPreview } from "../../support/hosts/runPreview";

/** Neither ends nor hears a signal, and leaves the processor to others. */
const hang = "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);";

/** Processes whose command line names a directory. */
function processesIn(directory: string): string[] {
  const all = execFileSync("ps", ["-eo", "args"], { encoding: "utf8" }).split("\n");
  return all.filter((line) => line.includes(directory));
}

describe("a preview that fails", function () {
  this.timeout(120_000);
  after(removeDirectories);

  it("shows what a program that throws says, without its secrets, and exits with 2", async () => {
    const source = `const token = new pulumi.Config().require("token");
      console.error("about to fail");
      throw new Error("cannot use " + token);`;
    const directory = programOf(source, {
      "Pulumi.yaml":
        "name: shop\nruntime: { name: nodejs, options: { typescript: false } }\nmain: index.js\n" +
        "config:\n  token: { type: string, secret: true, default: hunter2-hunter2 }\n",
    });
    const run = await runPreview([directory]);
    expect(run.code).to.equal(2);
    expect(run.stdout).to.equal("");
    expect(run.stderr).to.contain("about to fail\n").and.to.contain("Error: cannot use [secret]\n");
    expect(run.stderr).to.match(/The program failed \(exit code \d+\)\.\nNothing was judged\.\n$/);
    expect(run.stderr).not.to.contain("hunter2");
  });

  it("names wrong settings in one round, those that the program refuses too, and nothing else that it says", async () => {
    const source = `throw new pulumi.RunError("refused:\\n  shop:size in Pulumi.dev.yaml is 3; give 4\\nand more");`;
    const directory = programOf(source, {
      "Pulumi.yaml":
        "name: shop\nruntime: { name: nodejs, options: { typescript: false } }\nmain: index.js\n" +
        "config:\n  place: { type: string }\n  flag: { type: boolean }\n",
      "Pulumi.dev.yaml": "config:\n  shop:flag: hunter2\n  shop:size: 3\n",
    });
    const run = await runPreview([directory]);
    expect([run.code, run.stdout]).to.deep.equal([2, ""]);
    expect(run.stderr).to.equal(`The configuration of stack dev cannot be used:
  shop:place in Pulumi.dev.yaml is missing; add it
  shop:flag in Pulumi.dev.yaml must be of type boolean, not a string
  shop:size in Pulumi.dev.yaml is 3; give 4
Nothing was judged.
`);
  });

  it("rejects settings of the wrong type from a program that does not read them", async () => {
    const directory = programOf("", {
      "Pulumi.yaml":
        "name: shop\nruntime: { name: nodejs, options: { typescript: false } }\nmain: index.js\n" +
        "config:\n  flag: { type: boolean, default: maybe }\n",
    });
    const run = await runPreview([directory, "--json"]);
    expect(run.code).to.equal(2);
    expect(JSON.parse(run.stdout)).to.deep.equal({
      ...{ formatVersion: 1, verdict: "failed", output: "" },
      message:
        "The configuration of stack dev cannot be used:\n" +
        "  shop:flag in Pulumi.dev.yaml must be of type boolean, not a string",
    });
  });

  it("tells machines of a failure in JSON", async () => {
    const run = await runPreview([programOf('throw new Error("no");'), "--json"]);
    expect(run.code).to.equal(2);
    const { formatVersion, verdict, message } = JSON.parse(run.stdout) as Record<string, unknown>;
    expect({ formatVersion, verdict }).to.deep.equal({ formatVersion: 1, verdict: "failed" });
    expect(message).to.contain("Error: no");
  });

  it("does not take an early exit for the end of the program", async () => {
    const run = await runPreview([programOf('process.removeAllListeners("exit"); process.exit(0);')]);
    expect(run.code).to.equal(2);
    expect(run.stderr).to.contain("ended before it had registered everything; does it call process.exit?");
  });

  it("rejects two resources of one name, as the engine does", async () => {
    const twice =
      'for (const _ of [1, 2]) new gcp.projects.Service("api", { service: "bigquery.googleapis.com" });';
    const run = await runPreview([programOf(twice)]);
    expect(run.code).to.equal(2);
    expect(run.stderr).to.contain(
      "Duplicate resource URN 'urn:pulumi:dev::shop::gcp:projects/service:Service::api'; try giving it a unique name",
    );
  });

  it("stops a program that never ends, with all it started", async () => {
    const source = `require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6)", __dirname]);
      ${hang}`;
    const directory = programOf(source);
    const run = await runPreview([directory, "--timeout", "5"]);
    expect(run.code).to.equal(2);
    expect(run.stderr).to.contain(
      "Waited 5 s for the program to finish; raise --timeout if it needs longer.",
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(processesIn(directory)).to.deep.equal([]);
  });

  it("stops a policy pack that never ends", async () => {
    const directory = directoryOf({
      "PulumiPolicy.yaml": "runtime: nodejs\n",
      "package.json": '{ "name": "p", "version": "1.0.0", "main": "index.js" }',
      "index.js": hang,
    });
    const run = await runPreview([programOf(""), "--policy-pack", directory, "--timeout", "2"]);
    expect(run.code).to.equal(2);
    expect(run.stderr).to.contain("Waited 2 s for the policy pack to start");
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(processesIn(directory)).to.deep.equal([]);
  });

  it("shows why a policy pack does not start", async () => {
    const directory = directoryOf({
      "PulumiPolicy.yaml": "runtime: nodejs\n",
      "package.json": '{ "name": "p", "version": "1.0.0", "main": "index.js" }',
      "index.js": 'throw new Error("a broken pack");',
    });
    const run = await runPreview([programOf(""), "--policy-pack", directory]);
    expect(run.code).to.equal(2);
    expect(run.stderr).to.contain(`The policy pack in ${directory} did not start (exit code`);
    expect(run.stderr).to.contain("a broken pack");
  });

  for (const [kind, call] of [
    ["resource", "validateResource"],
    ["stack", "validateStack"],
  ] as const) {
    it(`does not accept what a ${kind} policy that throws was to judge`, async () => {
      const throwing = packOf(`{ name: "boom", description: "Throws.", enforcementLevel: "mandatory",
        ${call}: () => { throw new Error("a broken policy"); } }`);
      const run = await runPreview([programOf(""), "--policy-pack", throwing]);
      expect(run.code).to.equal(2);
      expect(run.stderr).to.contain("The policy pack failed:").and.to.contain("a broken policy");
      expect(run.stdout).to.equal("");
    });
  }

  it("survives hostile names and values", async () => {
    const name = "a\\u001b[31m::$b";
    const source = `new gcp.projects.IAMMember("${name}", { project: "__proto__", role: "\\u0000", member: "x".repeat(100000) });
      const deep = {}; let at = deep; for (let i = 0; i < 60; i++) at = at.constructor2 = { toString: 1 };
      new gcp.bigquery.Dataset("d", { datasetId: "d", labels: deep });`;
    const run = await runPreview([programOf(source), "--verbose"]);
    expect(run.code).to.equal(0);
    expect(run.stdout).to.contain("a\ufffd[31m::$b  gcp:projects:IAMMember").and.not.to.contain("\u001b");
  });

  it("previews a TypeScript program by the host's own compiler", async () => {
    const directory = directoryOf({
      "Pulumi.yaml": "name: typed\nruntime: nodejs\nmain: program.ts\n",
      "program.ts":
        'import * as pulumi from "@pulumi/pulumi";\nexport const name: string = pulumi.getStack();\n',
      "tsconfig.json":
        '{ "compilerOptions": { "strict": true, "skipLibCheck": true, "rootDir": ".", "types": ["node"] } }',
    });
    const { code, result } = await previewJson([directory, "--stack", "beta"]);
    expect([code, result.stack]).to.deep.equal([0, "beta"]);
  });

  it("names the line at which a TypeScript program fails, though types come before it", async () => {
    const directory = directoryOf({
      "Pulumi.yaml":
        "name: typed\nruntime: { name: nodejs, options: { tsconfig: tsconfig.build.json } }\nmain: program.ts\n",
      "tsconfig.build.json": '{ "compilerOptions": { "noCheck": true } }',
      "program.ts":
        "interface Shop {\n  till: string;\n}\nconst shop: Shop | number = 7;\nthrow new RangeError(`no ${shop}`);\n",
    });
    const { code, stderr } = await runPreview([directory]);
    expect([code, stderr.split("\n").slice(1, 3)]).to.deep.equal([
      2,
      ["RangeError: no 7", `    at Object.<anonymous> (${directory}/program.ts:5:7)`],
    ]);
  });

  it("finds where a program of ES modules declares a resource", async () => {
    const directory = directoryOf({
      "package.json": '{ "name": "shop", "type": "module" }',
      "Pulumi.yaml":
        "name: shop\nruntime: { name: nodejs, options: { typescript: false } }\nmain: index.js\n",
      "index.js":
        'import * as gcp from "@pulumi/gcp";\nimport { grant } from "./grant.js";\n' +
        'new gcp.projects.IAMMember("outer", { project: "acme", role: "roles/owner", member: "user:a@x.org" });\ngrant();\n',
      "grant.js":
        'import * as gcp from "@pulumi/gcp";\nexport const grant = () =>\n' +
        '  new gcp.projects.IAMMember("inner", { project: "acme", role: "roles/owner", member: "user:a@x.org" });\n',
    });
    const owners = packOf(`{
      name: "no-owner", description: "Nobody owns.", enforcementLevel: "advisory",
      validateResource: ({ props }, report) => { if (props.role === "roles/owner") report("an owner"); },
    }`);
    const { result } = await previewJson([directory, "--policy-pack", owners]);
    expect(
      result.violations.map(({ resource, place }) => [resource, place?.file, place?.line]),
    ).to.deep.equal([
      ["inner", `${directory}/grant.js`, 3],
      ["outer", `${directory}/index.js`, 3],
    ]);
  });

  it("passes node's arguments of Pulumi.yaml on", async () => {
    const directory = directoryOf({
      "Pulumi.yaml":
        "name: typed\nruntime: { name: nodejs, options: { typescript: false, nodeargs: \"--import tsx --title='a b'\" } }\nmain: program.ts\n",
      "program.ts": 'const title: string = process.title;\nif (title !== "a b") throw new Error(title);\n',
    });
    const { code } = await previewJson([directory]);
    expect(code).to.equal(0);
  });
});
