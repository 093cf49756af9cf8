import { expect } from "chai";
import { renderMarkdown } from "../../../cli/report/markdown";
import { cell, code } from "../../../cli/text";
import { documentedStack, make } from "../../policy/support";
import { colourfulConfig, colourfulStack, manyGrants, reportOn } from "./support";

describe("report: Markdown", () => {
  it("says the verdict, the counts, and what each grant is for", () => {
    expect(renderMarkdown(reportOn(documentedStack(), { sources: ["acme.crm"] }))).to
      .equal(`## Segment's access to BigQuery: dev of acme

**accepted**: 0 excess, 0 missing, 0 undetermined, 3 needed, 0 allowed

### Grants and gaps

| State | Role | Scope | What for |
| --- | --- | --- | --- |
| needed | \`roles/bigquery.dataEditor\` | dataset acme.&#95;&#95;segment&#95;reverse&#95;etl | to find the state dataset; keep the state between syncs |
| needed | \`roles/bigquery.dataViewer\` | dataset acme.crm | to list the source's datasets and tables; read the source |
| needed | \`roles/bigquery.user\` | project acme | to run queries; find the state dataset; keep the state between syncs; list the source's datasets and tables |
`);
  });

  it("has findings, keys, exemptions and what was not judged", () => {
    const text = renderMarkdown(reportOn(colourfulStack(), colourfulConfig, [{ subject: "x", reason: "y" }]));
    for (const heading of ["Findings", "Grants and gaps", "Keys", "Exemptions", "Not judged"])
      expect(text).to.include(`### ${heading}\n`);
    expect(text).to.include("| too old | `old-id` |");
  });

  it("neither breaks a table nor mentions, links or marks up by a name", () => {
    const name = "a|b\n@team #1 <b> [x](https://evil.example) `c` ![i](j)";
    expect(cell(name).replace(/&#\d+;/g, "")).not.to.match(/[|\n@#<[\]`]|https:\/\//);
    const text = renderMarkdown(reportOn([...documentedStack(), make.datasetMember("x", name, name)]));
    expect(text).not.to.include("@team");
    expect(text).not.to.include("](https");
    for (const line of text.split("\n").filter((one) => one.startsWith("|")))
      expect(line.split("|"), line).to.have.length(6);
  });

  it("fences code by more backticks than it holds", () => {
    expect(code("a")).to.equal("`a`");
    expect(code("a``b`c")).to.equal("``` a``b`c ```");
    expect(code("a|b")).to.equal("a&#124;b");
  });

  it("stays below what GitHub takes for a comment", () => {
    const report = manyGrants(5000);
    const long = {
      ...report,
      findings: report.findings.map((one) => ({ ...one, message: "x".repeat(30_000) })),
    };
    expect(renderMarkdown(report)).to.include(
      `…and ${(report.grants.length + report.missing.length - 40).toLocaleString("en")} more rows.`,
    );
    expect(renderMarkdown(long).length).to.be.lessThan(65_536);
  });
});
