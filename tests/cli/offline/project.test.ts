import { rmSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { withCompiledProgram } from "../../../cli/offline/hosts/compiledProgram";
import { IncompleteList } from "../../../cli/offline/incomplete";
import { loadProject, type Project } from "../../../cli/offline/project/project";
import { splitArgs } from "../../../cli/offline/project/project";
import { loadStackConfig, refusedSettings, type StackConfig } from "../../../cli/offline/project/stackConfig";
import { chooseStack } from "../../../cli/offline/project/stackName";
import { UNKNOWN } from "../../../cli/offline/wire/wireValue";
import { directoryOf, removeDirectories } from "../../support/hosts/projectDirectory";

const manifest = "name: shop\nruntime: nodejs\n";

function project(files: Record<string, string>): Project {
  return loadProject(directoryOf({ "Pulumi.yaml": manifest, ...files }));
}

function configOf(files: Record<string, string>, incomplete = new IncompleteList()): StackConfig {
  return loadStackConfig(project(files), "dev", incomplete);
}

describe("reading a project", () => {
  after(removeDirectories);

  it("takes main, the host's options and the stacks' directory", () => {
    const read = loadProject(
      directoryOf({
        "Pulumi.yaml":
          "name: shop\nmain: src/index.ts\nstackConfigDir: stacks\n" +
          "runtime: { name: nodejs, options: { typescript: false, nodeargs: --import tsx, tsconfig: ../tsconfig.build.json } }\n",
      }),
    );
    expect([read.programDirectory, read.main]).to.deep.equal([join(read.directory, "src"), "index.ts"]);
    expect(read.typescript).to.equal(false);
    expect(read.nodeArgs).to.deep.equal(["--import", "tsx"]);
    expect(read.tsconfig).to.equal("../tsconfig.build.json");
    expect(read.stackDirectory).to.equal(join(read.directory, "stacks"));
  });

  it("leaves the program to package.json and TypeScript to the host where nothing is said", () => {
    const read = project({});
    expect([read.main, read.typescript, read.nodeArgs]).to.deep.equal([".", true, []]);
  });

  it("runs a main that is a directory there, and leaves the program to its package.json", () => {
    const read = loadProject(
      directoryOf({ "Pulumi.yaml": `${manifest}main: infra/\n`, "infra/index.ts": "" }),
    );
    expect([read.programDirectory, read.main]).to.deep.equal([join(read.directory, "infra"), "."]);
  });

  it("rejects Yarn Plug'n'Play by name, where no node_modules lies nearer", () => {
    const directory = directoryOf({ "Pulumi.yaml": manifest, ".pnp.cjs": "" });
    rmSync(join(directory, "node_modules"));
    expect(() => loadProject(directory)).to.throw(
      `${directory}/.pnp.cjs: Yarn Plug'n'Play is supported neither here nor by Pulumi. ` +
        'Set "nodeLinker: node-modules" in .yarnrc.yml and run yarn install.',
    );
  });

  it("rejects a directory without Pulumi.yaml", () => {
    const directory = directoryOf({});
    expect(() => loadProject(directory)).to.throw(
      `${directory} holds no Pulumi.yaml. Name the directory of a Pulumi program.`,
    );
  });

  it("names every bad entry at once", () => {
    const directory = directoryOf({ "Pulumi.yaml": "main: 7\nruntime: python\nconfig: [a]\n" });
    expect(() => loadProject(directory)).to.throw(
      "this is a Python program (runtime python); the offline preview runs programs for Node only. " +
        "Use pulumi preview --policy-pack instead; " +
        "name is missing; give the project's name; main must be a text, not a number; config must be an object, not a list.",
    );
  });

  it("quotes nothing of a file that is no YAML", () => {
    const broken = { "Pulumi.dev.yaml": "config:\n  a: [hunter2\n  b: }\n" };
    expect(() => configOf(broken))
      .to.throw(/cannot be read: .+ \(line \d+\)\. Correct it and run again\.$/)
      .with.property("message")
      .that.does.not.contain("hunter2");
  });

  it("splits node's arguments as a shell does", () => {
    expect(splitArgs(`--a  "b c"'d' e\\ f "" --g="\\"h\\""`)).to.deep.equal([
      "--a",
      "b cd",
      "e f",
      "",
      '--g="h"',
    ]);
  });
});

describe("choosing a stack", () => {
  after(removeDirectories);

  it("takes the one asked for, with its organization", () => {
    const read = project({ "Pulumi.prod.yaml": "" });
    expect(chooseStack(read, "acme/shop/prod")).to.deep.equal({ organization: "acme", stack: "prod" });
  });

  it("prefers dev, else takes the only one, else dev", () => {
    const stacks = (...names: string[]): Record<string, string> =>
      Object.fromEntries(names.map((name) => [`Pulumi.${name}.yaml`, ""]));
    expect(chooseStack(project(stacks("dev", "prod")), undefined).stack).to.equal("dev");
    expect(chooseStack(project(stacks("prod")), undefined).stack).to.equal("prod");
    expect(chooseStack(project({}), undefined).stack).to.equal("dev");
    expect(() => chooseStack(project(stacks("a", "b")), undefined)).to.throw(
      "Which stack? Pass --stack with one of: a, b.",
    );
  });

  it("rejects a name that no file has, and one that is none", () => {
    const read = project({ "Pulumi.prod.yaml": "" });
    expect(() => chooseStack(read, "prd")).to.throw(
      /There is no Pulumi\.prd\.yaml in .*\. Its stacks: prod\.$/,
    );
    expect(() => chooseStack(read, "../x y")).to.throw(`"../x y" is not a stack's name`);
  });
});

describe("a stack's configuration", () => {
  after(removeDirectories);

  it("joins the stack's values with typed defaults, as text", () => {
    const config = configOf({
      "Pulumi.yaml":
        `${manifest}config:\n  size: { type: integer, default: 3 }\n  gcp:project: { value: acme }\n` +
        "  list: { type: array, items: { type: string } }\n  plain: yes it is\n  token: { type: string, secret: true }\n",
      "Pulumi.dev.yaml":
        "config:\n  shop:list: [a, b]\n  token: hidden\n  other:x: 2026-01-01\n  flag: true\n",
    });
    expect(config.values).to.deep.equal({
      "shop:size": "3",
      "gcp:project": "acme",
      "shop:list": '["a","b"]',
      "shop:plain": "yes it is",
      "shop:token": "hidden",
      "other:x": "2026-01-01",
      "shop:flag": "true",
    });
    expect(config.secretKeys).to.deep.equal(["shop:token"]);
  });

  it("names every value that is missing or of the wrong type, and prints none", () => {
    const files = {
      "Pulumi.yaml":
        `${manifest}config:\n  a: { type: string }\n  b: { type: integer }\n  c: { type: array, items: { type: boolean } }\n` +
        "  d: { type: date, default: x }\n",
      "Pulumi.dev.yaml": "config:\n  b: hunter2\n  c: [true, hunter2]\n",
    };
    const config = configOf(files);
    expect(refusedSettings("dev", config, []).split("\n  ")).to.deep.equal([
      "The configuration of stack dev cannot be used:",
      "shop:a in Pulumi.dev.yaml is missing; add it",
      "shop:b in Pulumi.dev.yaml must be of type integer, not a string",
      "shop:c in Pulumi.dev.yaml must be of type boolean, not a string (item 2)",
      'shop:d in Pulumi.dev.yaml has the unknown type "date"; allowed are string, integer, number, boolean, array, object',
    ]);
    const program = `TypeError: no a
  shop:a in Pulumi.dev.yaml is missing; set it: pulumi config set a A
  shop:bb in Pulumi.dev.yaml is not a setting
  shop:c[1] in Pulumi.dev.yaml is "x"; give true`;
    expect(refusedSettings("dev", config, [program]).split("\n  ")).to.deep.equal([
      "The configuration of stack dev cannot be used:",
      "shop:b in Pulumi.dev.yaml must be of type integer, not a string",
      'shop:d in Pulumi.dev.yaml has the unknown type "date"; allowed are string, integer, number, boolean, array, object',
      "shop:a in Pulumi.dev.yaml is missing; set it: pulumi config set a A",
      "shop:bb in Pulumi.dev.yaml is not a setting",
      'shop:c[1] in Pulumi.dev.yaml is "x"; give true',
    ]);
  });

  it("names the setting that was most likely meant for one that is missing", () => {
    const files = {
      "Pulumi.yaml": `${manifest}config:\n  location: { type: string }\n`,
      "Pulumi.dev.yaml": "config:\n  locaton: EU\n  size: 3\n",
    };
    expect(configOf(files).problems).to.deep.equal([
      { key: "shop:location", reason: "is missing; you may have written locaton for it" },
    ]);
  });

  it("puts the sign for unknown in place of what is encrypted, deep inside too, and names the key", () => {
    const incomplete = new IncompleteList();
    const config = configOf(
      { "Pulumi.dev.yaml": "config:\n  a: { secure: AAAA }\n  b: { list: [x, { secure: BBBB }] }\n" },
      incomplete,
    );
    expect(config.values).to.deep.equal({ "shop:a": UNKNOWN, "shop:b": `{"list":["x","${UNKNOWN}"]}` });
    expect(config.secretKeys).to.deep.equal(["shop:a", "shop:b"]);
    expect(config.unknownKeys).to.deep.equal(["shop:a", "shop:b"]);
    expect(incomplete.list().map(({ subject }) => subject)).to.deep.equal([
      "configuration shop:a",
      "configuration shop:b",
    ]);
  });
});

describe("a compiled copy of the program", () => {
  after(removeDirectories);

  const files = {
    "Pulumi.yaml":
      'name: shop\nmain: index.ts\nruntime: { name: nodejs, options: { typescript: false, nodeargs: "--no-warnings --import tsx --require=tsx/cjs" } }\n',
    "index.ts": "",
    "lib/part.ts": "",
    "dist/index.js": "",
  };
  const touch = (read: Project, file: string, seconds: number): void =>
    utimesSync(join(read.directory, file), seconds, seconds);
  const aged = (): Project => {
    const read = project(files);
    for (const file of ["index.ts", "lib/part.ts"]) touch(read, file, 1000);
    touch(read, "dist/index.js", 2000);
    return read;
  };

  it("is run without loaders while no source is newer", () => {
    const { project: run, newer } = withCompiledProgram(aged(), "dist/index.js");
    expect([run.main, run.typescript, run.nodeArgs, newer]).to.deep.equal([
      "dist/index.js",
      false,
      ["--no-warnings"],
      undefined,
    ]);
  });

  it("is left alone once a source is newer, and that source is named", () => {
    const read = aged();
    touch(read, "lib/part.ts", 3000);
    expect(withCompiledProgram(read, "dist/index.js")).to.deep.equal({
      project: read,
      newer: join("lib", "part.ts"),
    });
  });

  it("is not missed where there is none", () => {
    const read = aged();
    expect(withCompiledProgram(read, "build/index.js")).to.deep.equal({ project: read });
  });
});
