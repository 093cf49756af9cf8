import { expect } from "chai";
import { scopeText } from "../../../policy/iam/scope";
import { make, type TestResource, unknown } from "../support";
import { access } from "./stackFrom";

const config = { serviceAccounts: [make.email], sources: ["acme.crm"] };

const folder = (condition: unknown): TestResource => ({
  type: "gcp:folder/iAMMember:IAMMember",
  name: "folder",
  props: { folder: "7", role: "roles/bigquery.dataViewer", member: make.member, condition },
});

/** Where each holding works, and what is said of its condition. */
const held = (...resources: readonly TestResource[]) =>
  (access([make.account(), ...resources], config).accounts[0]?.effectiveGrants ?? []).map(
    ({ at, conditionNote, conditionUnknown }) => [at.map(scopeText), conditionNote, conditionUnknown],
  );

const viewer = (condition: unknown, props: object = {}) =>
  make.projectMember("grant", "roles/bigquery.dataViewer", { condition, ...props });

const inDataset = (condition: unknown) =>
  make.datasetMember("grant", "crm", "roles/bigquery.dataViewer", { condition });

const names = (...paths: string[]) => ({
  title: "t",
  expression: paths.map((path) => `resource.name == "projects/acme/datasets/${path}"`).join(" || "),
});

describe("what an account holds", () => {
  const table: readonly [title: string, grant: TestResource, expected: unknown][] = [
    ["where it is granted, without a condition", viewer(null), [["project acme"], undefined, false]],
    [
      "on the dataset that a condition leaves",
      viewer(names("crm")),
      [["dataset acme.crm"], undefined, false],
    ],
    [
      "on the tables that a condition leaves",
      viewer(names("crm/tables/a", "hr/tables/b")),
      [["table acme.crm.a", "table acme.hr.b"], undefined, false],
    ],
    [
      "on the table that a condition on the dataset leaves",
      inDataset(names("crm/tables/a")),
      [["table acme.crm.a"], undefined, false],
    ],
    [
      "on the dataset where its condition leaves it all",
      inDataset(names("crm")),
      [["dataset acme.crm"], undefined, false],
    ],
    ["nowhere where the condition is about another dataset", inDataset(names("hr")), [[], undefined, false]],
    [
      "below a folder what a condition leaves",
      folder(names("crm")),
      [["dataset acme.crm"], undefined, false],
    ],
    [
      "on all of the project while that is not known",
      viewer(names("crm"), { project: unknown }),
      [["project (project of grant, not known yet)"], undefined, false],
    ],
    [
      "wherever it is granted while the condition is not known",
      viewer({ title: "t", expression: unknown }),
      [["project acme"], undefined, true],
    ],
    [
      "wherever it is granted under a condition that is always true",
      viewer({ title: "t", expression: "true" }),
      [["project acme"], "it is always true", false],
    ],
    [
      "nowhere once its condition has expired",
      viewer({ title: "t", expression: 'request.time < timestamp("2026-01-01T00:00:00Z")' }),
      [[], "it expired at 2026-01-01T00:00:00.000Z", false],
    ],
  ];
  for (const [title, grant, expected] of table)
    it(`is ${title}`, () => {
      expect(held(grant)).to.deep.equal([expected]);
    });

  it("is a table where the condition leaves its whole dataset", () => {
    const grant = make.tableMember("grant", "crm", "users", "roles/bigquery.dataViewer", {
      condition: names("crm/tables/users"),
    });
    expect(held(grant)).to.deep.equal([[["table acme.crm.users"], undefined, false]]);
    const whole = { title: "t", expression: 'resource.name.startsWith("projects/acme/datasets/crm/")' };
    expect(held({ ...grant, props: { ...grant.props, condition: whole } })).to.deep.equal([
      [["table acme.crm.users"], undefined, false],
    ]);
  });

  it("is what is granted to it, in order, and nothing that others are granted", () => {
    expect(
      held(
        make.projectMember("1", "roles/bigquery.jobUser"),
        make.projectMember("2", "roles/bigquery.admin", { member: "user:ann@acme.com" }),
        make.datasetMember("3", "crm", "roles/bigquery.dataViewer", { member: "allUsers" }),
      ),
    ).to.deep.equal([
      [["dataset acme.crm"], undefined, false],
      [["project acme"], undefined, false],
    ]);
  });
});
