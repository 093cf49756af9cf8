import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect } from "chai";
import { argumentsTable } from "../../docs/generate/api/argumentsTable";
import { apiPages, componentNames } from "../../docs/generate/api/pages";
import type { PublicName } from "../../docs/generate/api/publicNames";

describe("the API documentation", function () {
  this.timeout(120_000);
  let names: PublicName[];
  before(() => {
    names = componentNames();
  });

  it("is what the docstrings say (`npm run docs` writes it again)", async () => {
    for (const [file, page] of Object.entries(await apiPages()))
      expect(readFileSync(resolve(__dirname, "../..", file), "utf8"), file).to.equal(page);
  });

  it("leaves no public name and no member without a description", () => {
    const bare = names.flatMap(({ name, doc, members }) => [
      ...(doc.text === "" ? [name] : []),
      ...members.filter((member) => member.doc.text === "").map((member) => `${name}.${member.name}`),
    ]);
    expect(bare).to.deep.equal([]);
  });

  it("states the default of every optional argument", () => {
    const silent = names
      .filter(({ name }) => name.endsWith("Args"))
      .flatMap(({ name, members }) =>
        members
          .filter(({ optional, doc }) => optional && doc.byDefault === undefined)
          .map((member) => `${name}.${member.name}`),
      );
    expect(silent).to.deep.equal([]);
  });

  it("has a table of arguments for the README", () => {
    const table = argumentsTable(names);
    expect(table.split("\n").slice(0, 3)).to.deep.equal([
      "| Argument | Type | Default | What it is |",
      "| --- | --- | --- | --- |",
      "| `project` | `string` | **required** | Id of the Google Cloud project in which Segment runs its queries and keeps its state, such as `acme-analytics`. |",
    ]);
    expect(table).to.contain('| `accountId` | `string` | `"segment-bigquery"` |');
    expect(table).to.contain("| `sources` | `Source[]` | none; Segment can connect but reads nothing |");
  });
});
