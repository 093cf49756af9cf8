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
