import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Input, makeReport } from "../../../cli/report/makeReport";
import { renderMarkdown } from "../../../cli/report/markdown";
import { fromState } from "../../../cli/stackState";
import { toPlain } from "../../../policy/stack/plain";
import { today } from "../../policy/support";
import { docsConfig, docsState } from "./docsState";

describe("docs/report.md", () => {
  const page = readFileSync(join(__dirname, "../../../docs/report.md"), "utf8");

  it("shows the Markdown that the command prints", () => {
    const input: Input = {
      ...fromState(docsState(), "state.json"),
      settings: { config: toPlain(docsConfig) },
    };
    expect(page).to.include("```text\n" + renderMarkdown(makeReport(input, today)).trimEnd() + "\n```");
  });

  for (const name of ["report.png", "report-dark.png"]) {
    it(`shows ${name}, a picture of less than 200 KB`, () => {
      const picture = readFileSync(join(__dirname, "../../../docs/images", name));
      expect(page).to.include(`(images/${name})`);
      expect(picture.length).to.be.lessThan(200_000);
    });
  }
});
