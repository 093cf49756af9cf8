import { expect } from "chai";
import { accessTable } from "../../policy/accessTable";
import { inExcess } from "../../policy/rules/text";
import { fromPolicyResource } from "../../policy/stack/fromPulumi";
import { toPlain } from "../../policy/stack/plain";
import { asPolicyResources, documentedStackThen, make, today, verdicts } from "./support";

describe("the table of access", () => {
  const rows = (
    resources: Parameters<typeof asPolicyResources>[0],
    config: object = { sources: ["acme.crm"] },
  ) => accessTable(asPolicyResources(resources).map(fromPolicyResource), toPlain(config), today);

  it("tells what each role is for and that nothing is in excess", () => {
    expect(
      rows(documentedStackThen()).map(({ role, scope, scopeKind, excess, why, through }) => [
        role,
        scope,
        scopeKind,
        excess.length,
        why,
        through,
      ]),
    ).to.deep.equal([
      [
        "roles/bigquery.dataViewer",
        "dataset acme.crm",
        "dataset",
        0,
        ["list the source's datasets and tables", "read the source"],
        undefined,
      ],
      [
        "roles/bigquery.dataEditor",
        "dataset acme.__segment_reverse_etl",
        "dataset",
        0,
        ["find the state dataset", "keep the state between syncs"],
        undefined,
      ],
      ["roles/bigquery.jobUser", "project acme", "project", 0, ["run queries"], undefined],
      [
        "roles/bigquery.metadataViewer",
        "project acme",
        "project",
        0,
        rows(documentedStackThen())[3]?.why,
        undefined,
      ],
      ["roles/bigquery.user", "project acme", "project", 0, rows(documentedStackThen())[4]?.why, undefined],
    ]);
  });

  it("tells of a role that is not known, of one from elsewhere, and of the way it comes", () => {
    const found = rows([
      make.account(),
      make.projectMember("a", "projects/other/roles/elsewhere"),
      { ...make.projectMember("b", "04da6b54-80e4-46f7-96ec-b56ff0331ba9") },
      make.datasetMember("c", "hr", "roles/bigquery.dataEditor", { member: "allUsers" }),
    ]);
    expect(
      found.map(({ member, role, through, urn, needed }) => [
        member,
        role,
        through,
        urn.split("::").pop(),
        needed.length,
      ]),
    ).to.deep.equal([
      [make.member, "roles/bigquery.dataEditor", "allUsers", "c", 0],
      [make.member, "projects/other/roles/elsewhere", undefined, "a", 0],
      [make.member, "(not known yet)", undefined, "b", 0],
    ]);
    expect(found[0]?.excess).to.include("bigquery.tables.updateData");
    expect(found[1]?.permissions).to.deep.equal([]);
  });

  it("names each need with its scope", () => {
    const [row] = rows(documentedStackThen());
    expect(row?.needed.find(({ permission }) => permission === "bigquery.tables.getData")).to.deep.equal({
      permission: "bigquery.tables.getData",
      scope: "dataset\nacme\ncrm",
      reason: "read the source",
    });
  });

  it("tells what the account owns by creating it", () => {
    const shown = (config: object) =>
      rows([make.account(), make.projectMember("user", "roles/bigquery.user")], config)
        .filter(({ role }) => role === "roles/bigquery.dataOwner")
        .map(({ scope, through, why, permissions, excess, urn }) => [
          scope,
          through,
          why,
          permissions.includes("bigquery.datasets.setIamPolicy"),
          excess,
          urn.split("::").pop(),
        ]);
    const owns = (scope: string) => [scope, "creating it", ["own what it creates"], true, [], "user"];
    expect(shown({ sources: [] })).to.deep.equal([]);
    expect(shown({ sources: [], segmentCreatesStateDataset: true })).to.deep.equal([
      owns("dataset acme.__segment_reverse_etl"),
    ]);
    expect(shown({ products: ["warehouse"] })).to.deep.equal([
      owns("datasets that Segment makes in project acme"),
    ]);
    expect(shown({ products: ["warehouse"], destinations: ["web"] })).to.deep.equal([]);
    expect(
      shown({ products: ["reverse-etl", "profiles-sync"], segmentCreatesStateDataset: true }),
    ).to.deep.equal([
      owns("dataset acme.__segment_reverse_etl"),
      owns("datasets that Segment makes in project acme"),
    ]);
  });

  it("tells of nothing owned where the account may create nothing", () => {
    const found = rows([make.account(), make.projectMember("jobs", "roles/bigquery.jobUser")], {
      products: ["warehouse"],
    });
    expect(found.map(({ role }) => role)).to.deep.equal(["roles/bigquery.jobUser"]);
  });

  it("counts in excess what the finding counts", () => {
    const stack = [...documentedStackThen(), make.datasetMember("edit", "hr", "roles/bigquery.dataOwner")];
    const row = rows(stack).find(({ scope }) => scope === "dataset acme.hr");
    const finding = verdicts(stack, { sources: ["acme.crm"] }).find(
      ({ rule }) => rule === "excess-permissions",
    );
    expect(row?.excess.length).to.be.greaterThan(3);
    expect(finding?.permissions).to.deep.equal(row?.excess);
    expect(finding?.message).to.include(inExcess(row?.excess ?? []));
  });
});
