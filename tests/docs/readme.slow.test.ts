import { expect } from "chai";
import { load } from "js-yaml";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import * as path from "node:path";
import * as ts from "typescript";
import { MockEngine, settle, value } from "../support/mocks";
import { previewJson } from "../support/hosts/runPreview";

const root = path.resolve(__dirname, "../..");
const readme = readFileSync(path.join(root, "README.md"), "utf8");

/** The README's code blocks in a language. */
function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(
    ([, code]) => code ?? "",
  );
}

/** Where each command of the README is run. A new one has to be put here, and run there. */
const commands: Readonly<Record<string, string>> = {
  "npm ci && npm start": "`.ci/run` installs, tests/docs/documents.slow.test.ts starts",
  "npm ci && npm test": "`.ci/run`",
  "pulumi preview --stack prod --policy-pack policy": "tests/engine, where pulumi is installed",
  "pulumi up --stack prod --policy-pack policy": "tests/engine, where pulumi and the provider are installed",
  "pulumi preview --policy-pack policy --policy-pack-config segment-policy.json":
    "the config below, by the offline preview; tests/engine",
  "pulumi policy publish acme":
    "tests/packaging installs what it packs; publishing itself takes Pulumi Cloud",
  "pulumi policy enable acme/segment-bigquery latest --policy-group production --config segment-policy.json":
    "takes Pulumi Cloud",
  "pulumi stack export --file state.json": "tests/engine, where pulumi is installed",
  "pulumi policy analyze --file state.json --policy-pack policy": "tests/engine, where pulumi is installed",
};

describe("the README", function () {
  this.timeout(180_000);

  it("names no command that is run nowhere", () => {
    const named = blocks("sh").flatMap((block) => block.trim().split("\n"));
    expect(named.sort()).to.deep.equal(Object.keys(commands).sort());
  });

  describe("the library example", () => {
    const [example = ""] = blocks("ts");

    it("is accepted by the compiler", () => {
      const file = path.join(root, "readme-example.ts");
      const { config } = ts.readConfigFile(path.join(root, "tsconfig.json"), (name) =>
        ts.sys.readFile(name),
      ) as { config: { compilerOptions: object } };
      const { options } = ts.convertCompilerOptionsFromJson(
        { ...config.compilerOptions, paths: { "pulumi-segment-bigquery": ["./components/index.ts"] } },
        root,
      );
      const host = ts.createCompilerHost(options);
      const onDisk = { ...host };
      host.fileExists = (name) => name === file || onDisk.fileExists(name);
      host.getSourceFile = (name, languageVersion, onError, createNew) =>
        name === file
          ? ts.createSourceFile(name, example, languageVersion)
          : onDisk.getSourceFile(name, languageVersion, onError, createNew);
      const program = ts.createProgram([file], options, host);
      const source = program.getSourceFile(file);
      expect(
        ts
          .getPreEmitDiagnostics(program, source)
          .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
      ).to.deep.equal([]);
    });

    it("makes what it says", async () => {
      const engine = await new MockEngine().start();
      const { outputText } = ts.transpileModule(example, {
        compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
      });
      const exported: { email?: never; form?: never } = {};
      const require = createRequire(path.join(root, "components", "index.ts"));
      const load = (name: string): unknown => require(name === "pulumi-segment-bigquery" ? "./index" : name);
      // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- the README's own code
      new Function("exports", "require", outputText)(exported, load);
      await settle();
      expect(await value(exported.email as never)).to.equal(
        "segment-bigquery@acme-analytics.iam.gserviceaccount.com",
      );
      expect(engine.children().filter((child) => /^segment-(read|source)-/.test(child))).to.deep.equal([
        "segment-read-sources-in-acme-lake-role gcp:projects/iAMCustomRole:IAMCustomRole",
        "segment-read-sources-in-acme-lake-role-suffix random:index/randomId:RandomId",
        "segment-read-sources-role gcp:projects/iAMCustomRole:IAMCustomRole",
        "segment-read-sources-role-suffix random:index/randomId:RandomId",
        "segment-read-tables-role gcp:projects/iAMCustomRole:IAMCustomRole",
        "segment-read-tables-role-suffix random:index/randomId:RandomId",
        "segment-source-reader-on-dataset-acme-lake.profiles_sync gcp:bigquery/datasetIamMember:DatasetIamMember",
        "segment-source-reader-on-dataset-crm gcp:bigquery/datasetIamMember:DatasetIamMember",
        "segment-source-reader-on-table-web.page_views gcp:bigquery/iamMember:IamMember",
      ]);
    });
  });

  it("shows a stack's config that the pack accepts", async () => {
    const [config = ""] = blocks("yaml");
    const file = path.join(root, "Pulumi.readme.yaml");
    writeFileSync(file, config);
    try {
      const { code, result } = await previewJson([
        root,
        "--stack",
        "readme",
        "--policy-pack",
        path.join(root, "policy"),
      ]);
      expect({ code, verdict: result.verdict }).to.deep.equal({ code: 0, verdict: "accepted" });
      expect(Object.keys((load(config) as { config: object }).config)).to.have.length(4);
    } finally {
      rmSync(file);
    }
  });

  it("shows a policy's config that the pack takes, and judges by", async () => {
    const [config = ""] = blocks("json");
    const directory = mkdtempSync(path.join(tmpdir(), "readme-"));
    const file = path.join(directory, "segment-policy.json");
    writeFileSync(file, config);
    try {
      const { result } = await previewJson([
        root,
        "--stack",
        "prod",
        "--policy-pack",
        path.join(root, "policy"),
        "--policy-config",
        file,
      ]);
      expect(result.verdict).to.equal("rejected");
      expect(JSON.stringify(result)).to.include("acme-lake.profiles_sync");
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
