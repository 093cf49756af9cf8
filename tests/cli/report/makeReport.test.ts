import { expect } from "chai";
import { documentedStack, make, unknown } from "../../policy/support";
import { colourfulConfig, colourfulStack, key, reportOn } from "./support";

const sources = { sources: ["acme.crm"] };

describe("report: what is held, needed and missing", () => {
  it("accepts the documented set-up, each grant needed and with its reason", () => {
    const report = reportOn(documentedStack(), sources);
    expect(report.verdict).to.equal("accepted");
    expect(report.counts).to.deep.equal({ excess: 0, missing: 0, undetermined: 0, needed: 3, allowed: 0 });
    expect(report.grants.map(({ role, scope, why }) => [role, scope, why])).to.deep.include([
      "roles/bigquery.dataViewer",
      "dataset acme.crm",
      ["list the source's datasets and tables", "read the source"],
    ]);
    expect(report.findings).to.deep.equal([]);
    expect(report.incomplete).to.deep.equal([]);
  });

  it("rejects a role in excess, puts it first and names the surplus", () => {
    const report = reportOn(
      [...documentedStack(), make.datasetMember("owner", "finance", "roles/bigquery.dataOwner")],
      sources,
    );
    expect(report.verdict).to.equal("rejected");
    expect(report.grants[0]).to.include({
      state: "excess",
      role: "roles/bigquery.dataOwner",
      scope: "dataset acme.finance",
      scopeKind: "dataset",
    });
    expect(report.grants[0]?.excess).to.include("bigquery.tables.delete");
    expect(report.grants[0]?.why).to.deep.equal([]);
    expect(report.findings.map(({ rule, level }) => [rule, level])).to.deep.equal([
      ["privilege-escalation", "mandatory"],
      ["excess-permissions", "mandatory"],
    ]);
  });

  it("rejects a gap and names each permission with its reason", () => {
    const stack = documentedStack().filter(({ name }) => name !== "read-crm");
    const report = reportOn(stack, sources);
    expect(report.verdict).to.equal("rejected");
    expect(report.missing).to.deep.equal([
      {
        state: "missing",
        member: make.member,
        scope: "dataset acme.crm",
        scopeKind: "dataset",
        permissions: [
          { permission: "bigquery.tables.get", reason: "read the source" },
          { permission: "bigquery.tables.getData", reason: "read the source" },
        ],
      },
    ]);
    expect(report.counts.missing).to.equal(2);
    expect(report.permissions).to.deep.include({
      state: "missing",
      member: make.member,
      scope: "dataset acme.crm",
      permission: "bigquery.tables.getData",
      reasons: ["read the source"],
      roles: [],
    });
  });

  it("undetermined whether a grant is needed while nobody has declared sources", () => {
    const report = reportOn(documentedStack());
    const [crm] = report.grants.filter(({ scope }) => scope === "dataset acme.crm");
    expect(crm?.state).to.equal("undetermined");
    expect(crm?.uncertain).to.include("bigquery.tables.getData");
    expect(report.accounts[0]?.sources).to.equal(null);
    expect(report.permissions).to.deep.include({
      state: "undetermined",
      member: make.member,
      scope: "dataset acme.crm",
      permission: "bigquery.tables.getData",
      reasons: [],
      roles: ["roles/bigquery.dataViewer"],
    });
  });

  it("undetermined whom a grant is for, without speaking of an update, for none comes", () => {
    const grant = make.projectMember("g", "roles/bigquery.admin", { member: unknown });
    const { findings } = reportOn([...documentedStack(), grant], sources);
    expect(findings.map(({ message, summary, fix }) => ({ message, summary, fix }))).to.deep.equal([
      {
        message:
          "Whom `g` grants roles/bigquery.admin on project acme is unknown. Its member is unknown, so it is not judged. Fix: use a value that is known.",
        summary:
          "Whom `g` grants roles/bigquery.admin on project acme is unknown. Its member is unknown, so it is not judged.",
        fix: "use a value that is known",
      },
    ]);
  });

  it("undetermined what a role allows that neither the catalogue nor the stack holds", () => {
    const report = reportOn(
      [...documentedStack(), make.projectMember("unresolved", "projects/other/roles/thing")],
      sources,
    );
    const [unresolved] = report.grants.filter(({ role }) => role === "projects/other/roles/thing");
    expect(unresolved?.state).to.equal("undetermined");
    expect(unresolved?.permissions).to.deep.equal([]);
    expect(report.findings.map(({ rule }) => rule)).to.deep.equal(["unresolved-role"]);
  });

  it("is incomplete, never accepted, where there is no account of Segment's", () => {
    const report = reportOn([
      {
        type: "gcp:projects/iAMMember:IAMMember",
        name: "ann",
        props: { role: "roles/owner", member: "user:a@b.c", project: "acme" },
      },
    ]);
    expect(report.verdict).to.equal("incomplete");
    expect(report.incomplete.map(({ subject }) => subject)).to.deep.equal(["Segment's account"]);
  });

  it("is incomplete where something could not be judged, and says what", () => {
    const open = [{ subject: "urn:x", reason: "it is encrypted" }];
    const report = reportOn(documentedStack(), sources, open);
    expect(report.verdict).to.equal("incomplete");
    expect(report.incomplete).to.deep.equal(open);
  });

  it("lists keys with their age, and nothing else of them", () => {
    const report = reportOn(
      [
        ...documentedStack(),
        key("young"),
        key("old", { validAfter: "2026-01-01T00:00:00Z" }),
        key("dead", { validBefore: "2026-11-01T00:00:00Z" }),
        key("uploaded", { publicKeyData: "MIIC" }),
        key("other", { serviceAccountId: "projects/acme/serviceAccounts/etl@acme.iam.gserviceaccount.com" }),
      ],
      sources,
    );
    expect(
      report.keys.map(({ key: id, state, ageDays, origin }) => [id, state, ageDays, origin]),
    ).to.deep.equal([
      ["dead-id", "expired", 21, "Google"],
      ["old-id", "too old", 325, "Google"],
      ["uploaded-id", "good", 21, "uploaded"],
      ["young-id", "good", 21, "Google"],
    ]);
    expect(JSON.stringify(report)).not.to.include("MIIC");
  });

  it("lists exemptions with what each has done", () => {
    const report = reportOn(colourfulStack(), colourfulConfig);
    const noFields = {
      resource: undefined,
      account: undefined,
      role: undefined,
      scope: undefined,
      permission: undefined,
    };
    expect(report.exemptions).to.deep.equal([
      {
        rule: "public-access",
        ...noFields,
        reason: "Open data of the old landing page",
        until: "2026-12-31",
        outcome:
          "The exemption from public-access (Open data of the old landing page, until 2026-12-31) matches nothing: remove it from the config.",
      },
      {
        rule: "key-age",
        ...noFields,
        resource: "old",
        until: undefined,
        reason: "Rotation planned, SEC-482",
        outcome: "The exemption from key-age for resource old (Rotation planned, SEC-482) accepts 1 finding.",
      },
    ]);
    expect(report.findings.some(({ message }) => message.startsWith("The exemption"))).to.equal(false);
  });

  it("sets borrowing apart, mandatory findings before advisory ones", () => {
    const report = reportOn(colourfulStack(), colourfulConfig);
    expect(report.impersonation.map(({ rule }) => rule)).to.deep.equal(["impersonates-others"]);
    const levels = report.findings.map(({ level }) => level);
    expect(levels).to.deep.equal([...levels].sort().reverse());
  });

  it("says the same whatever the order of the resources", () => {
    const stack = colourfulStack();
    expect(reportOn([...stack].reverse(), colourfulConfig)).to.deep.equal(reportOn(stack, colourfulConfig));
  });
});
