import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { configProblems } from "../../policy/access/configProblems";
import { rules } from "../../policy/rules";
import { toPlain } from "../../policy/stack/plain";
import { type TestResource, verdicts } from "../policy/support";

const page = readFileSync(resolve(__dirname, "../../docs/enforce.md"), "utf8");

function block(language: string): string {
  const [, text] = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "m").exec(page) ?? [];
  if (text === undefined) throw new Error(`docs/enforce.md has no ${language}`);
  return text;
}

const { enforcementLevel, ...config } = (
  JSON.parse(block("json")) as { "segment-bigquery": { enforcementLevel: string } }
)["segment-bigquery"];

const email = "segment@acme-prod.iam.gserviceaccount.com";

function member(name: string, datasetId: string, role: string): TestResource {
  return {
    type: "gcp:bigquery/datasetIamMember:DatasetIamMember",
    name,
    props: { project: "acme-prod", datasetId, role, member: `serviceAccount:${email}` },
  };
}

const stack = [member("edit-crm", "crm", "roles/bigquery.dataEditor")];

const mandatory = (resources: readonly TestResource[], settings: object, now?: Date) =>
  verdicts(resources, settings, now)
    .filter(({ level }) => level === "mandatory")
    .map(({ rule, resource }) => `${rule} ${resource ?? ""}`);

/** What the page's program makes of what a preview finds. */
function baseline(): { exemptions: object[] } {
  const folder = mkdtempSync(join(tmpdir(), "enforce-"));
  try {
    const program = join(folder, "baseline.mjs");
    writeFileSync(program, block("js"));
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [program, "DATA-123: accepted on roll-out", "2027-03-31"],
      { input: JSON.stringify({ violations: verdicts(stack, config) }), encoding: "utf8" },
    );
    expect([status, stderr]).to.deep.equal([0, ""]);
    return JSON.parse(stdout) as { exemptions: object[] };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("docs/enforce.md, from notes to enforcement", () => {
  it("begins with a config that says what it means, as notes", () => {
    expect(enforcementLevel).to.equal("advisory");
    const ids = rules.map(({ id }) => id);
    expect(configProblems(toPlain(config), ids)).to.deep.equal([]);
    expect(mandatory(stack, config)).to.deep.equal(["excess-permissions edit-crm"]);
  });

  it("accepts what is there, and nothing that is new", () => {
    const accepted = { ...config, ...baseline() };
    expect(
      configProblems(
        toPlain(accepted),
        rules.map(({ id }) => id),
      ),
    ).to.deep.equal([]);
    expect(mandatory(stack, accepted)).to.deep.equal([]);
    const later = [...stack, member("edit-hr", "hr", "roles/bigquery.dataEditor")];
    expect(mandatory(later, accepted)).to.deep.equal(["excess-permissions edit-hr"]);
    const wider = [member("edit-crm", "crm", "roles/bigquery.dataOwner")];
    expect(mandatory(wider, accepted)).to.include("excess-permissions edit-crm");
  });

  it("enforces from the day after the end", () => {
    const accepted = { ...config, ...baseline() };
    expect(mandatory(stack, accepted, new Date("2027-03-31T23:59:59Z"))).to.deep.equal([]);
    expect(mandatory(stack, accepted, new Date("2027-04-01T00:00:00Z"))).to.deep.equal([
      "excess-permissions edit-crm",
    ]);
  });
});
