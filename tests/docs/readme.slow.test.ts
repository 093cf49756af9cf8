import { expect } from "chai";
import { load } from "js-yaml";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import * as path from "node:path";
import * as ts from "typescript";
import { MockEngine, settle, value } from "../support/mocks";
import { previewJson } from "../support/hosts/runPreview";
import { problemsOf } from "./strict";

const root = path.resolve(__dirname, "../..");
const readme = readFileSync(path.join(root, "README.md"), "utf8");

/** The README's code blocks in a language, those in lists included. */
function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^( *)\`\`\`${language}\\n([\\s\\S]*?)^ *\`\`\``, "gm"))].map(
    ([, indent = "", code = ""]) => code.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
  );
}

/** Where each command of the README is run. A new one has to be put here, and run there. */
const commands: Readonly<Record<string, string>> = {
  "npm ci": "`.ci/run`",
  "npm ci && npm start": "`.ci/run` installs, tests/docs/documents.slow.test.ts starts",
  "npm ci && npm test": "`.ci/run`",
  "gcloud auth application-default login": "takes a Google account",
  "pulumi login": "tests/engine, where pulumi is installed",
  "pulumi stack init mine": "tests/engine, where pulumi is installed",
  "pulumi up --stack mine": "tests/engine, where pulumi and the provider are installed",
  "pulumi up --stack mine --policy-pack policy": "tests/engine, where pulumi and the provider are installed",
  "pulumi destroy --stack mine": "tests/engine, where pulumi and the provider are installed",
  "npx segment-bigquery check --stack mine --allow-incomplete": "tests/cli/check, against a fake of Google",
  "npx segment-bigquery connect --stack mine": "tests/cli/connect, against fakes of Google and Segment",
  'gcloud secrets versions access "$(pulumi stack output secretVersionName --stack mine)"':
    "takes a Google account",
  "pulumi preview --policy-pack policy --policy-pack-config segment-policy.json":
    "the config below, by the offline preview; tests/engine",
};

/** The `pulumi config set` lines of the README, as the config that they make. */
function configSet(): { config: Record<string, unknown>; lines: string[] } {
  const config: Record<string, unknown> = {};
  const lines = blocks("sh")
    .flatMap((block) => block.trim().split("\n"))
    .filter((line) => line.startsWith("pulumi config set "));
  for (const line of lines) {
    const [, path = "", value = ""] = /^pulumi config set (?:--path )?'?([^' ]+)'? (\S+)/.exec(line) ?? [];
    const parts = path.split(/\.|(?=\[)/).map((part) => part.replace(/[[\]]/g, ""));
    let into: Record<string, unknown> = config;
    parts.forEach((part, index) => {
      const next = parts[index + 1];
      if (next === undefined) into[part] = value === "true" || value === "false" ? value === "true" : value;
      else into = (into[part] ??= /^\d+$/.test(next) ? [] : {}) as Record<string, unknown>;
    });
  }
  return { config, lines };
}

describe("the README", function () {
  this.timeout(180_000);

  it("names no command that is run nowhere", () => {
    const named = blocks("sh")
      .flatMap((block) => block.trim().split("\n"))
      .filter((line) => !line.startsWith("pulumi config set "));
    expect([...new Set(named)].sort()).to.deep.equal(Object.keys(commands).sort());
  });

  describe("the library example", () => {
    const [example = ""] = blocks("ts");

    it("is accepted by the compiler", () => {
      expect(problemsOf(example, { "pulumi-segment-bigquery": "library.ts" })).to.deep.equal([]);
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

  it("has at most 250 lines", () => {
    expect(readme.trimEnd().split("\n").length).to.be.at.most(250);
  });

  it("sets a config from nothing that the pack accepts", async () => {
    const { config, lines } = configSet();
    expect(lines).to.have.length(8);
    const file = path.join(root, "Pulumi.readme-set.yaml");
    const keys = Object.entries(config).map(([key, value]) => [`segment-bigquery:${key}`, value] as const);
    writeFileSync(file, JSON.stringify({ config: Object.fromEntries(keys) }));
    try {
      const pack = ["--policy-pack", path.join(root, "policy")];
      const { code, result } = await previewJson([root, "--stack", "readme-set", ...pack]);
      expect({ code, verdict: result.verdict }).to.deep.equal({ code: 0, verdict: "accepted" });
    } finally {
      rmSync(file);
    }
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
