import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { PluginProcess } from "../plugin/support/PluginProcess";
import { TestEngine } from "../plugin/support/TestEngine";
import { schemaFile, schemaText } from "../plugin/support/writeSchema";
import { PackProcess } from "../support/packProcess";
import { developedWith, install, type Installed, pack, root, type Tarball } from "./support/installed";

/** What the compiler makes of each source below a directory. */
function compiled(sources: string, into: string, endings: readonly string[], withData = true): string[] {
  return readdirSync(join(root, sources), { recursive: true, encoding: "utf8" })
    .filter((file) => !/(^|\/)(dist|node_modules)\//.test(file))
    .flatMap((file) => {
      if (file.endsWith("catalogue.json")) return withData ? [`${into}/${file}`] : [];
      if (!file.endsWith(".ts")) return [];
      return endings.map((ending) => `${into}/${file.replace(/\.ts$/, ending)}`);
    });
}

/** The pack's two files, with the types of all that they hold. */
function bundled(into: string): string[] {
  return [`${into}/index.js`, `${into}/library.js`, ...compiled("policy", into, [".d.ts"], false)];
}

/** What is missing and what is too much, rather than two lists of a thousand files. */
function expectFiles({ files }: Tarball, expected: readonly string[]): void {
  const missing = expected.filter((file) => !files.includes(file));
  const surplus = files.filter((file) => !expected.includes(file));
  expect({ missing, surplus }).to.deep.equal({ missing: [], surplus: [] });
}

interface Manifest {
  version: string;
  license: string;
  dependencies: Record<string, string>;
}
function manifest(file: string): Manifest {
  return JSON.parse(readFileSync(join(root, file), "utf8")) as Manifest;
}

describe("the packages", function () {
  this.timeout(600_000);
  let tarballs: string;
  let library: Tarball;
  let policy: Tarball;

  before(() => {
    tarballs = mkdtempSync(join(tmpdir(), "packaging-tarballs-"));
    library = pack(root, tarballs);
    policy = pack(join(root, "policy"), tarballs);
  });
  after(() => rmSync(tarballs, { recursive: true, force: true }));

  it("carry one version, with the plugin", () => {
    const { version } = manifest("package.json");
    expect(manifest("policy/package.json").version).to.equal(version);
    expect(manifest("components/package.json").version).to.equal(version);
    expect((JSON.parse(readFileSync(schemaFile, "utf8")) as Manifest).version).to.equal(version);
  });

  it("hold exactly this: the library, its command, the plugin and the pack", () => {
    expectFiles(library, [
      ...["CHANGELOG.md", "LICENSE", "README.md", "SECURITY.md", "package.json"],
      ...["policy/NOTICE", "policy/PulumiPolicy.yaml", "policy/README.md", "policy/package.json"],
      ...["dist/library.js", "dist/library.d.ts"],
      ...["dist/components/PulumiPlugin.yaml", "dist/components/package.json"],
      ...compiled("components", "dist/components", [".js", ".d.ts"]),
      ...compiled("cli", "dist/cli", [".js"]),
      ...compiled("policy", "dist/policy", [".js", ".d.ts"]),
      ...bundled("policy/dist"),
    ]);
  });

  it("hold exactly this: the policy pack", () => {
    expectFiles(policy, [
      ...["LICENSE", "NOTICE", "PulumiPolicy.yaml", "README.md", "package.json"],
      ...bundled("dist"),
    ]);
  });

  describe("installed in an empty project", () => {
    let project: Installed;
    before(() => {
      project = install([library, policy], developedWith);
    });
    after(() => project.remove());

    const installed = (name: string): string => join(project.directory, "node_modules", name);

    it("are one copy of the SDK, with no peer missing", () => {
      expect(() => project.run("npm", "ls", "--all", "--loglevel=error")).not.to.throw();
      const copies = project.run("find", "node_modules", "-path", "*/@pulumi/pulumi/package.json");
      expect(copies.trim().split("\n")).to.deep.equal(["node_modules/@pulumi/pulumi/package.json"]);
    });

    it("are a library for require", () => {
      const source = `const { SegmentBigQuery, Profile } = require("pulumi-segment-bigquery");
        console.log(typeof SegmentBigQuery, Profile.Minimal)`;
      expect(project.run("node", "-e", source)).to.equal("function minimal\n");
    });

    it("are a library for import", () => {
      const source = `import { SegmentBigQuery, Profile } from "pulumi-segment-bigquery";
        console.log(typeof SegmentBigQuery, Profile.Minimal)`;
      expect(project.run("node", "--input-type=module", "-e", source)).to.equal("function minimal\n");
    });

    it("keep their insides to themselves", () => {
      const source = `try { require("pulumi-segment-bigquery/dist/cli/main.js") } catch (e) { console.log(e.code) }`;
      expect(project.run("node", "-e", source)).to.equal("ERR_PACKAGE_PATH_NOT_EXPORTED\n");
    });

    it("have types in both module systems, that refuse what is wrong", () => {
      const program = (
        wrong: string,
      ): string => `import { Profile, SegmentBigQuery } from "pulumi-segment-bigquery";
        new SegmentBigQuery("segment", { project: "acme", location: "EU", profile: Profile.Minimal${wrong} });\n`;
      project.write("right.mts", program(""));
      project.write("right.cts", program(""));
      project.write("wrong.mts", program(", sorces: []"));
      const options = ["--noEmit", "--strict", "--module", "node20", "--skipLibCheck", "--types", "node"];
      let said = "";
      try {
        project.run("npx", "tsc", ...options, "right.mts", "right.cts", "wrong.mts");
      } catch (error) {
        said = (error as { stdout: string }).stdout;
      }
      expect(said).to.match(
        /^wrong\.mts\(.*'sorces' does not exist in type .* Did you mean to write 'sources'\?$/m,
      );
      expect(said.match(/ error TS/g)).to.have.length(1);
    });

    it("are a plugin, with the schema of the repository's", async () => {
      const engine = await TestEngine.start();
      engine.addStack();
      const plugin = await PluginProcess.start(installed("pulumi-segment-bigquery/dist/components"), engine);
      try {
        expect(schemaText(await plugin.schema())).to.equal(readFileSync(schemaFile, "utf8"));
        await plugin.construct(engine, { inputs: { project: "acme-analytics", location: "EU" } });
        expect(engine.get("segment-account").inputs.accountId).to.equal("segment-bigquery");
      } finally {
        await plugin.stop();
        engine.stop();
      }
    });

    it("are a policy pack, by itself and inside the library", async () => {
      for (const directory of ["segment-bigquery-policy", "pulumi-segment-bigquery/policy"]) {
        const process = await PackProcess.start(installed(directory));
        try {
          await process.configure({});
          const names = process.policies.map(({ name }) => name);
          expect(names, directory).to.deep.equal(["segment-bigquery"]);
        } finally {
          await process.stop();
        }
      }
    });

    it("bring the command, which judges a program by the pack it brings", () => {
      expect(project.run("npx", "segment-bigquery", "help")).to.match(/^Usage: segment-bigquery <command>/);
      project.write(
        "Pulumi.yaml",
        "name: shop\nmain: index.js\nruntime: { name: nodejs, options: { typescript: false } }\n",
      );
      project.write(
        "index.js",
        `const { SegmentBigQuery } = require("pulumi-segment-bigquery");
        new SegmentBigQuery("segment", { project: "acme-analytics", location: "EU" });\n`,
      );
      const result = JSON.parse(project.run("npx", "segment-bigquery", "preview", "--json")) as {
        resources: unknown[];
        violations: { level: string }[];
      };
      expect(result.resources.length).to.be.greaterThan(8);
      expect(result.violations.filter(({ level }) => level === "mandatory")).to.deep.equal([]);
    });
  });
});
