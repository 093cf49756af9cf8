import Ajv from "ajv";
import { expect } from "chai";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { compare } from "../../../cli/preview/compare";
import type { Finding } from "../../../cli/preview/finding";
import { renderGithub } from "../../../cli/preview/formats/github";
import { renderJunit } from "../../../cli/preview/formats/junit";
import { renderMarkdown } from "../../../cli/preview/formats/markdown";
import { renderSarif } from "../../../cli/preview/formats/sarif";
import type { PreviewResult } from "../../../cli/preview/previewResult";
import { renderText } from "../../../cli/preview/print/text";
import { styleFor } from "../../../cli/terminal";

const urn = "urn:pulumi:dev::shop::gcp:bigquery/datasetIamMember:DatasetIamMember::write-crm";
const finding: Finding = {
  ...{ rule: "excess-permissions", level: "mandatory", severity: "high", urn, resource: "write-crm" },
  type: "gcp:bigquery/datasetIamMember:DatasetIamMember",
  account: "segment@acme.iam.gserviceaccount.com",
  role: "roles/bigquery.dataEditor",
  scope: "dataset acme.crm",
  permissions: ["bigquery.tables.delete"],
  message: "too much. Fix: grant roles/bigquery.dataViewer instead. [excess-permissions]",
  summary: 'Segment only reads there, so "1" permission <is> in excess & more',
  fix: "grant roles/bigquery.dataViewer instead",
  remove: "roles/bigquery.dataEditor",
  grant: { kind: "predefined", roles: ["roles/bigquery.dataViewer"] },
  url: "https://cloud.google.com/bigquery/docs/access-control",
  place: { file: "src/my stack.ts", line: 7, column: 3 },
  ...{ pack: "segment-bigquery", packVersion: "0.1.0", policy: "segment-bigquery" },
};
const advice: Finding = {
  ...{ rule: "key-age", level: "advisory", urn, resource: "key", type: "t", permissions: [] },
  ...{ message: "old\n::error::injected", summary: "old\n::error::injected" },
  ...{ pack: "p", packVersion: "1", policy: "key-age" },
};
const grant: PreviewResult["access"][number] = {
  ...{ state: "excess", member: "serviceAccount:segment@acme.iam.gserviceaccount.com" },
  ...{ scope: "dataset acme.crm", scopeKind: "dataset", role: "roles/bigquery.dataEditor", urn },
  ...{ permissions: ["bigquery.tables.delete"], needed: [], excess: ["bigquery.tables.delete"], why: [] },
};
const result: PreviewResult = {
  ...{ formatVersion: 1, project: "shop", stack: "dev", verdict: "rejected", remediations: [] },
  packs: [{ name: "segment-bigquery", version: "0.1.0" }],
  resources: [{ urn, type: finding.type, name: "write-crm", kind: "managed" }],
  accounts: [grant.member],
  products: ["reverse-etl", "profiles-sync", "warehouse"],
  access: [grant],
  violations: [finding, advice],
  incomplete: [{ subject: "function x", reason: "it is unknown" }],
  ...{ unknown: [], segmentForms: [], messages: [], output: "" },
};

const schema = JSON.parse(
  readFileSync(join(__dirname, "../../../docs/schemas/preview.json"), "utf8"),
) as object;

describe("preview: formats", () => {
  it("JSON is as its schema documents it, with and without a comparison, and when it fails", () => {
    const validate = new Ajv({ allErrors: true }).compile(schema);
    const whole = { ...result, comparison: compare({ access: [], violations: [] }, result) };
    const failed = { formatVersion: 1, verdict: "failed", message: "no", output: "" };
    for (const one of [result, whole, failed]) {
      validate(JSON.parse(JSON.stringify(one)));
      expect(validate.errors).to.equal(null);
    }
    expect(validate({ ...result, internal: 1 })).to.equal(false);
  });

  it("SARIF is valid, and points at the line that declares the resource", () => {
    const text = renderSarif(result);
    const inside = createRequire(require.resolve("@microsoft/jest-sarif"));
    const Ajv6 = inside("ajv") as typeof Ajv;
    const ajv = new Ajv6({ schemaId: "auto", unknownFormats: "ignore" } as never);
    ajv.addMetaSchema(inside("ajv/lib/refs/json-schema-draft-04.json") as object);
    const validate = ajv.compile(inside("./schemas/sarif-2.1.0-rtm.5.json") as object);
    const log = JSON.parse(text) as { $schema?: string; runs: { results: Record<string, unknown>[] }[] };
    validate(log);
    expect(validate.errors).to.equal(null);
    const [first, second] = log.runs[0]?.results ?? [];
    expect(first).to.deep.include({ ruleId: "excess-permissions", level: "error", ruleIndex: 0 });
    expect(JSON.stringify(first?.["locations"])).to.include(
      '"uri":"src/my%20stack.ts","uriBaseId":"SRCROOT"},"region":{"startLine":7,"startColumn":3}',
    );
    expect(JSON.stringify(second?.["locations"])).to.include('"uri":"Pulumi.dev.yaml"');
  });

  it("JUnit fails for what is mandatory, and escapes what others wrote", () => {
    const text = renderJunit(result);
    expect(text).to.include('<testsuites tests="3" failures="1" errors="1">');
    expect(text).to.include(
      "&quot;1&quot; permission &lt;is&gt; in excess &amp; more. Fix: grant roles/bigquery.dataViewer instead.",
    );
    expect(text.match(/<failure /g)).to.have.length(1);
  });

  it("annotations stay one command a line", () => {
    const lines = renderGithub(result).trimEnd().split("\n");
    expect(lines).to.have.length(3);
    expect(lines[0]).to.match(
      /^::error file=src\/my stack\.ts,line=7,title=excess-permissions%3A write-crm::Segment only/,
    );
    expect(lines[1]).to.equal("::warning title=key-age%3A key::old%0A::error::injected.");
    expect(lines[2]).to.equal(
      "::warning title=undetermined::function x could not be judged because it is unknown",
    );
  });

  it("Markdown shows changes and findings, and folds the rest", () => {
    const comparison = compare({ access: [grant], violations: [] }, { access: [], violations: [finding] });
    const text = renderMarkdown({ ...result, comparison });
    expect(text).to.match(
      /^## Segment's access to BigQuery: dev of shop\n\n\*\*❌ rejected\*\*: 1 mandatory, 1 advisory, 1 undetermined, judged for Segment's Reverse ETL, Profiles Sync and storage destination\n\nThis change:/,
    );
    expect(text).to.include(
      "+ mandatory excess-permissions: write-crm\n- roles/bigquery.dataEditor on dataset acme.crm (excess)",
    );
    expect(text).to.include(
      "  - roles/bigquery.dataEditor on dataset acme.crm\n  + roles/bigquery.dataViewer on dataset acme.crm",
    );
    expect(text).to.include("<details><summary>What Segment's accounts hold: 1 grant</summary>");
  });

  it("text puts verdict and findings first; --quiet prints findings and what could not be judged alone", () => {
    const options = { style: styleFor(false, {}), width: 60, verbose: false, allowIncomplete: false };
    const text = renderText(result, { ...options, quiet: false });
    expect(text.split("\n\n")[0]?.replace(/\s+/g, " ")).to.equal(
      "Rejected: 1 mandatory, 1 advisory, 1 undetermined Offline preview of shop, stack dev, judged by " +
        "segment-bigquery 0.1.0 for Segment's Reverse ETL, Profiles Sync and storage destination",
    );
    expect(text).to.include(`mandatory excess-permissions (high)
  write-crm (gcp:bigquery:DatasetIamMember), src/my
  stack.ts:7
  Segment only reads there, so "1" permission <is> in excess
  & more
  - roles/bigquery.dataEditor on dataset acme.crm
  + roles/bigquery.dataViewer on dataset acme.crm
  Fix: grant roles/bigquery.dataViewer instead.
`);
    expect(renderText(result, { ...options, quiet: true })).to.match(
      /^mandatory excess-permissions[^]*injected\n\nUndetermined\n  \? [^]*\.$/,
    );
  });

  it("text tells what is fine in a line for each role, and with --verbose grant by grant", () => {
    const options = { style: styleFor(false, {}), width: 120, quiet: false, allowIncomplete: false };
    const fine = ["a", "b", "c", "d", "e"].map((name) => ({
      ...{ ...grant, state: "ok" as const, excess: [], why: ["read the source"] },
      ...{ role: "roles/bigquery.dataViewer", scope: `dataset acme.${name}`, urn: `${urn}-${name}` },
    }));
    const access = (verbose: boolean): string[] =>
      renderText(
        { ...result, access: [...fine, { ...grant, why: ["read the source"] }] },
        { ...options, verbose },
      )
        .split("\n\n")
        .find((section) => section.startsWith("Access"))
        ?.split("\n")
        .slice(2) ?? [];
    const excess = [
      "    excess       roles/bigquery.dataEditor on dataset acme.crm: read the source",
      "                 1 permission in excess (bigquery.tables.delete)",
    ];
    expect(access(false)).to.deep.equal([
      ...excess,
      "    ok           roles/bigquery.dataViewer on dataset acme.a, dataset acme.b, dataset acme.c and 2 more",
    ]);
    expect(access(true)).to.deep.equal([
      ...excess,
      ...["a", "b", "c", "d", "e"].map(
        (name) => `    ok           roles/bigquery.dataViewer on dataset acme.${name}: read the source`,
      ),
    ]);
  });

  it("a comparison names the accounts where there are several, in lines no wider than the terminal", () => {
    const other = {
      ...grant,
      member: "serviceAccount:other@acme.iam.gserviceaccount.com",
      state: "ok" as const,
    };
    const comparison = compare(
      { access: [grant], violations: [] },
      { access: [other], violations: [finding] },
    );
    const text = renderText(
      { ...result, comparison },
      { style: styleFor(false, {}), width: 60, quiet: false, verbose: false, allowIncomplete: false },
    );
    expect(text).to.include(`Changes since the preview compared with
  + mandatory excess-permissions: write-crm
  + roles/bigquery.dataEditor on dataset acme.crm to
    serviceAccount:other@acme.iam.gserviceaccount.com
  - roles/bigquery.dataEditor on dataset acme.crm to
    serviceAccount:segment@acme.iam.gserviceaccount.com
    (excess)
`);
    const alone = renderMarkdown({ ...result, comparison: compare({ access: [], violations: [] }, result) });
    expect(alone).to.include("\n+ roles/bigquery.dataEditor on dataset acme.crm (excess)\n");
  });

  it("a comparison takes a grant by another resource for the same access", () => {
    const moved = { ...grant, urn: `${urn}-2` };
    expect(
      compare({ access: [grant], violations: [] }, { access: [moved], violations: [] }).access,
    ).to.deep.equal({
      added: [],
      removed: [],
    });
  });
});
