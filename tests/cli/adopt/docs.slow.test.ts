import { expect } from "chai";
import { load } from "js-yaml";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startFakeGoogle } from "../../fakes/google";
import { adopt, forTheDocs, project } from "./support";

describe("docs/adopt.md", () => {
  const page = readFileSync(join(__dirname, "../../../docs/adopt.md"), "utf8");

  it("shows what the command prints and writes", async () => {
    const directory = mkdtempSync(join(tmpdir(), "adopt-docs-"));
    const google = await startFakeGoogle(forTheDocs());
    const sources = ["--source", `${project}.crm`, "--source", `${project}.web.page_views`];
    const { out } = await adopt(google, [...sources, "--out", directory]);
    await google.stop();
    const printed = out.replaceAll(directory, "adoption").trimEnd();
    expect(page).to.include(
      `$ segment-bigquery adopt --project ${project} ${sources.join(" ")} --out adoption\n${printed}\n\`\`\``,
    );
    const [, shown = ""] = /```yaml\n([\s\S]+?)```/.exec(page) ?? [];
    expect(load(shown)).to.deep.equal(load(readFileSync(join(directory, "Pulumi.adopted.yaml"), "utf8")));
    rmSync(directory, { recursive: true });
  });
});
