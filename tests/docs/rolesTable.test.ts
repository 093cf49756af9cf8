import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { judgedPlaces, judgedRoles } from "../../docs/generate/needsTables";
import { impersonationAmong } from "../../policy/facts/permissions";
import { catalogueRole, stateDatasetId } from "../../policy/facts/roles";
import { seedRoles } from "../policy/facts/seedRoles";
import { make, type TestResource, verdicts } from "../policy/support";

/** The cells of docs/profiles.md's table of roles, by role and place. */
function cellsOf(page: string): Map<string, readonly string[]> {
  const table = page.split("<!-- table: roles -->")[1]?.split("<!-- end -->")[0] ?? "";
  const lines = table.split("\n").filter((line) => line.startsWith("| `roles/"));
  return new Map(
    lines.map((line) => {
      const [role = "", ...cells] = line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim());
      return [role.replaceAll("`", ""), cells];
    }),
  );
}

/** What a cell says of one profile. */
const said = (cell: string, profile: string) => {
  const [documented = "", minimal = documented] = cell.split("; minimal: ");
  return profile === "documented" ? documented : minimal;
};

const grants: Readonly<Record<string, (role: string) => TestResource>> = {
  project: (role) => make.projectMember("it", role),
  "state dataset": (role) => make.datasetMember("it", stateDatasetId, role),
  "a source": (role) => make.datasetMember("it", "crm", role),
  elsewhere: (role) => make.datasetMember("it", "hr", role),
};

/** What the pack says of a role, in the words of the table. */
function judged(role: string, profile: string, place: string): string {
  const config = { profile, sources: ["acme.crm"], checkMissing: false };
  const grant = grants[place] ?? expect.fail(`no place ${place}`);
  const found = verdicts([make.account(), grant(role)], config).filter(({ level }) => level === "mandatory");
  const of = (rule: string) => found.filter((one) => one.rule === rule);
  expect(of("excess-permissions").length + of("privilege-escalation").length).to.equal(
    found.filter(({ rule }) => !rule.startsWith("impersona")).length,
  );
  const permissions = new Set(found.flatMap((one) => one.permissions ?? []));
  // On a project, permissions to act as others are findings of another rule.
  const held = catalogueRole(role)?.permissions ?? [];
  const others = place === "project" ? impersonationAmong(held).filter((one) => !permissions.has(one)) : [];
  const count = permissions.size + others.length;
  if (count === 0) return "accepted";
  const more = catalogueRole(role)?.complete === true ? "" : "at least ";
  return `${more}${count} in excess${of("privilege-escalation").length > 0 ? ", escalates" : ""}`;
}

describe("docs/profiles.md, what the pack says of each role", () => {
  const cells = cellsOf(readFileSync(join(__dirname, "../../docs/profiles.md"), "utf8"));

  it("has every role of Google's page in the seed, and the basic ones", () => {
    expect([...cells.keys()]).to.deep.equal([...judgedRoles]);
    expect(judgedRoles.filter((role) => role.startsWith("roles/bigquery.")).sort()).to.deep.equal(
      Object.keys(seedRoles).sort(),
    );
    expect(Object.keys(judgedPlaces)).to.deep.equal(Object.keys(grants));
  });

  for (const role of judgedRoles)
    for (const profile of ["documented", "minimal"])
      it(`states of ${role} what the pack says in profile ${profile}, at each place`, () => {
        const stated = (cells.get(role) ?? []).map((cell) => said(cell, profile));
        expect(stated).to.deep.equal(Object.keys(grants).map((place) => judged(role, profile, place)));
      });

  it("accepts, of the seed's roles, just those that a page or the least way asks for", () => {
    const accepted = (profile: string) =>
      [...cells]
        .map(([role, row]) => [
          role,
          Object.keys(grants).filter((_place, at) => said(row[at] ?? "", profile) === "accepted"),
        ])
        .filter(([, where]) => where?.length !== 0);
    const everywhere = Object.keys(grants);
    expect(accepted("documented")).to.deep.equal([
      ["roles/bigquery.dataEditor", ["state dataset"]],
      ["roles/bigquery.dataViewer", ["state dataset", "a source"]],
      ["roles/bigquery.jobUser", everywhere],
      ["roles/bigquery.metadataViewer", everywhere],
      ["roles/bigquery.readSessionUser", everywhere],
      ["roles/bigquery.user", everywhere],
    ]);
    expect(accepted("minimal")).to.deep.equal([
      ["roles/bigquery.dataEditor", ["state dataset"]],
      ["roles/bigquery.dataViewer", ["a source"]],
      ["roles/bigquery.jobUser", everywhere],
    ]);
  });
});

describe("Google's new basic roles", () => {
  it("read the data of every table, unlike their predecessors", () => {
    for (const role of ["roles/admin", "roles/writer", "roles/reader"])
      expect(catalogueRole(role)?.permissions, role).to.include("bigquery.tables.getData");
    for (const role of ["roles/owner", "roles/editor", "roles/viewer"])
      expect(catalogueRole(role)?.permissions, role).not.to.include("bigquery.tables.getData");
  });

  for (const [role, escalating] of [
    ["roles/admin", "bigquery.datasets.setIamPolicy"],
    ["roles/writer", "bigquery.connections.use"],
    ["roles/reader", "bigquery.connections.use"],
  ] as const)
    it(`rejects ${role}, and names what it leads to`, () => {
      const found = verdicts([make.account(), make.projectMember("it", role)], {
        sources: ["acme.crm"],
        checkMissing: false,
      });
      const rules = found.filter(({ level }) => level === "mandatory").map(({ rule }) => rule);
      expect(rules).to.include.members(["excess-permissions", "privilege-escalation"]);
      const excess = found.find(({ rule }) => rule === "excess-permissions");
      expect(excess?.permissions).to.include.members(["bigquery.tables.getData", escalating]);
      expect(excess?.message).to.include("and others that the catalogue does not list");
    });
});
