import { expect } from "chai";
import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import { document, documents, embed } from "../../docs/generate/embed";

const root = path.resolve(__dirname, "../..");
const markdown = [
  ...readdirSync(root).filter((name) => name.endsWith(".md")),
  ...readdirSync(path.join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

describe("the documents", () => {
  for (const name of documents) {
    it(`${name} holds no stale table: run \`npm run docs\``, async () => {
      const { text } = document(name);
      expect(text).to.equal(await embed(text));
    });
  }

  for (const name of markdown) {
    it(`${name} links to nothing that is not there`, () => {
      const { file, text } = document(name);
      const links = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, target]) => target ?? "");
      const missing = links.filter(
        (target) => !/^[a-z]+:/.test(target) && !existsSync(path.resolve(path.dirname(file), target)),
      );
      expect(missing).to.deep.equal([]);
    });
  }
});

describe("the two pages for Pulumi's Registry", () => {
  const read = (name: string): string => readFileSync(path.join(root, name), "utf8");

  it("show the README's program, which a test of the README runs", () => {
    const [, shown] = /```typescript\n([\s\S]*?)```/.exec(read("docs/_index.md")) ?? [];
    const [, tested] = /```ts\n([\s\S]*?)```/.exec(read("README.md")) ?? [];
    expect(shown).to.be.a("string").and.equal(tested);
  });

  it("name the roles that the README says the deployer needs, and begin as the Registry wants it", () => {
    const roles = (text: string): string[] => [...new Set(text.match(/roles\/[\w.]+/g))].sort();
    const needed =
      /The account that deploys needs[\s\S]*?`roles\/bigquery\.admin`/.exec(read("README.md")) ?? [];
    expect(roles(read("docs/installation-configuration.md"))).to.deep.equal(roles(needed[0] ?? ""));
    for (const page of ["docs/_index.md", "docs/installation-configuration.md"])
      expect(read(page)).to.match(/^---\ntitle: .+\nmeta_desc: .{20,160}\nlayout: package\n---\n/);
  });
});

describe("the outputs that the documents show", function () {
  this.timeout(120_000);
  const shown = markdown.flatMap((name) =>
    [
      ...readFileSync(path.join(root, name), "utf8").matchAll(
        /<!-- output: (.+?) -->\n\n```\w*\n([\s\S]*?)```/g,
      ),
    ].map(([, command = "", output = ""]) => ({ name, command, output })),
  );

  it("are there", () => {
    expect(shown).to.not.be.empty;
  });

  for (const { name, command, output } of shown) {
    it(`${name}: ${command}`, async () => {
      const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined };
      const { stdout } = await promisify(execFile)("sh", ["-c", command], { cwd: root, env });
      expect(stdout).to.equal(output);
    });
  }
});
