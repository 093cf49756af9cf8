import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect } from "chai";
import { load } from "js-yaml";
import { schemaFile } from "../plugin/support/writeSchema";

const root = resolve(__dirname, "../..");
const examples = join(root, "examples");

function run(cwd: string, command: string, ...args: string[]): string {
  const env = { ...process.env, GOTOOLCHAIN: "local", GOFLAGS: "-mod=mod" };
  return execFileSync(command, args, { cwd, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

function has(command: string, ...args: string[]): boolean {
  try {
    run(root, command, ...args);
    return true;
  } catch {
    return false;
  }
}

interface Schema {
  resources: Record<string, { inputProperties: Record<string, unknown>; properties: Record<string, unknown> }>;
}

describe("the examples", function () {
  this.timeout(120_000);

  it("type-check in TypeScript, and so does the template", () => {
    const directory = mkdtempSync(join(tmpdir(), "example-typescript-"));
    try {
      const compilerOptions = {
        ...{ strict: true, noEmit: true, module: "node20", skipLibCheck: true, types: ["node"] },
        typeRoots: [join(root, "node_modules/@types")],
        rootDir: "/",
        paths: { "pulumi-segment-bigquery": [join(root, "components/index.ts")] },
      };
      const files = [join(examples, "typescript/index.ts"), join(root, "template/index.ts")];
      writeFileSync(join(directory, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
      run(root, process.execPath, "node_modules/typescript-native/bin/tsc", "-p", directory);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });

  it("name arguments and outputs in YAML that there are", () => {
    const { resources } = JSON.parse(readFileSync(schemaFile, "utf8")) as Schema;
    const component = resources["segment-bigquery:index:SegmentBigQuery"];
    const program = load(readFileSync(join(examples, "yaml/Pulumi.yaml"), "utf8")) as {
      resources: { segment: { type: string; properties: Record<string, unknown> } };
      outputs: Record<string, string>;
    };
    expect(program.resources.segment.type).to.equal("segment-bigquery:SegmentBigQuery");
    expect(component?.inputProperties).to.include.keys(Object.keys(program.resources.segment.properties));
    const outputs = Object.values(program.outputs).map((text) => /^\$\{segment\.(\w+)\}$/.exec(text)?.[1] ?? text);
    expect(component?.properties).to.include.keys(outputs);
  });

  const why = reasonToSkip();
  describe(`against the SDKs that the schema makes${why === undefined ? "" : ` (skipped: ${why})`}`, function () {
    this.timeout(900_000);
    let work: string;

    before(function () {
      if (why !== undefined) this.skip();
      work = mkdtempSync(join(tmpdir(), "examples-"));
      run(join(__dirname, "sdkgen"), "go", "run", ".", schemaFile, join(work, "sdks"));
    });
    after(() => {
      if (work !== undefined) rmSync(work, { recursive: true, force: true });
    });

    /** The example beside its SDK, as `pulumi install` lays it. */
    function laid(language: string): string {
      const directory = join(work, language);
      cpSync(join(examples, language), directory, { recursive: true });
      mkdirSync(join(directory, "sdks"), { recursive: true });
      cpSync(join(work, "sdks", language), join(directory, "sdks/segment-bigquery"), { recursive: true });
      return directory;
    }

    it("compiles in Go", () => {
      run(laid("go"), "go", "vet", ".");
    });

    const python = why !== undefined || has("python3", "-m", "venv", "--help");
    it(`type-checks in Python${python ? "" : " (skipped: python3 with venv is not installed)"}`, function () {
      if (!python) this.skip();
      const directory = laid("python");
      run(directory, "python3", "-m", "venv", "venv");
      run(directory, "venv/bin/pip", "install", "-q", "-r", "requirements.txt", "parver", "mypy");
      const path = join(directory, "sdks/segment-bigquery");
      const command = `MYPYPATH=${path} venv/bin/mypy --follow-imports=silent __main__.py`;
      expect(run(directory, "sh", "-c", command)).to.contain("no issues found");
    });

    const java = why !== undefined || has("mvn", "--version");
    it(`compiles in Java${java ? "" : " (skipped: mvn is not installed)"}`, function () {
      if (!java) this.skip();
      run(laid("java"), "mvn", "-q", "-B", "compile");
    });
  });
});

/** Why the SDKs are not made here; the tests' title says it. */
function reasonToSkip(): string | undefined {
  if (process.env.TEST_LANGUAGES === undefined)
    return "it downloads and compiles for minutes, so `npm run test:languages` asks for it, as the workflow does";
  return has("go", "version") ? undefined : "go is not installed";
}
