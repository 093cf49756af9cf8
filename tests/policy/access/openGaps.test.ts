import { expect } from "chai";
import { gaps } from "../../../policy/access/gaps";
import { documentedStackThen, make, type TestResource, unknown } from "../support";
import { assessmentOf } from "./support";

const config = { sources: ["acme.crm"] };

const viewer = "roles/bigquery.dataViewer";

const expression = 'resource.name == "projects/acme/datasets/crm"';

const someone = { member: unknown };

const organization = (orgId: unknown): TestResource => ({
  type: "gcp:organizations/iAMMember:IAMMember",
  name: "organization",
  props: { orgId, role: viewer, member: make.member },
});

const policy = (policyData: unknown): TestResource => ({
  type: "gcp:projects/iAMPolicy:IAMPolicy",
  name: "policy",
  props: { project: "acme", policyData },
});

const half = make.customRole("half", ["bigquery.tables.get", unknown]);

const whole = make.customRole("whole", ["bigquery.tables.get"]);

const halfName = "projects/acme/roles/half";

const wholeName = "projects/acme/roles/whole";

const unresolved = "organizations/42/roles/reader";

const query = (sql: unknown): TestResource => ({
  type: "gcp:bigquery/job:Job",
  name: "job",
  props: { project: "acme", query: { query: sql } },
});

/** A role that may be asked for. */
const entitlement = (role: unknown, who: unknown = make.member): TestResource => ({
  type: "gcp:privilegedaccessmanager/entitlement:entitlement",
  name: "ask",
  props: {
    parent: "projects/acme",
    eligibleUsers: [{ principals: [who] }],
    privilegedAccess: {
      gcpIamAccess: {
        resource: "//cloudresourcemanager.googleapis.com/projects/acme",
        roleBindings: [{ role }],
      },
    },
  },
});

/** Nothing certain reads acme.crm: what else stands there, and whether it may. */
const table: readonly [title: string, resources: readonly TestResource[], open: boolean][] = [
  ["nothing", [], false],
  ["a role that is not known on the dataset", [make.datasetMember("r", "crm", unknown)], true],
  ["a role that is not known on another dataset", [make.datasetMember("r", "hr", unknown)], false],
  ["a role that is not known on one table", [make.tableMember("r", "crm", "users", unknown)], false],
  ["a role from elsewhere on the dataset", [make.datasetMember("r", "crm", unresolved)], true],
  ["a role from elsewhere on another dataset", [make.datasetMember("r", "hr", unresolved)], false],
  ["a role of which a part is not known", [half, make.datasetMember("r", "crm", halfName)], true],
  ["such a role on another dataset", [half, make.datasetMember("r", "hr", halfName)], false],
  ["a role without the permission", [whole, make.datasetMember("r", "crm", wholeName)], false],
  [
    "a condition that is not known",
    [make.datasetMember("r", "crm", viewer, { condition: { title: "t", expression: unknown } })],
    true,
  ],
  [
    "a condition that is not known, of a role without the permission",
    [make.datasetMember("r", "crm", "roles/bigquery.jobUser", { condition: unknown })],
    false,
  ],
  [
    "a condition that leaves no table",
    [make.datasetMember("r", "crm", viewer, { condition: { title: "t", expression } })],
    false,
  ],
  ["a dataset that is not known", [make.datasetMember("r", unknown, viewer)], true],
  [
    "a dataset that is not known, and a role without the permission",
    [whole, make.datasetMember("r", unknown, wholeName)],
    false,
  ],
  ["another dataset", [make.datasetMember("r", "hr", viewer)], false],
  ["an organization that is not known", [organization(unknown)], true],
  ["somebody who is not known", [make.datasetMember("r", "crm", viewer, someone)], true],
  ["such a member on another dataset", [make.datasetMember("r", "hr", viewer, someone)], false],
  [
    "such a member and a role without the permission",
    [whole, make.datasetMember("r", "crm", wholeName, someone)],
    false,
  ],
  [
    "such a member and a role of which a part is not known",
    [half, make.datasetMember("r", "crm", halfName, someone)],
    true,
  ],
  ["such a member and a role from elsewhere", [make.datasetMember("r", "crm", unresolved, someone)], true],
  ["such a member and a role that is not known", [make.datasetMember("r", "crm", unknown, someone)], true],
  ["a policy that is not known", [policy(unknown)], true],
  ["a policy that cannot be read", [policy("not json")], false],
  ["SQL that is not known and comes from nowhere", [query(unknown)], false],
  [
    "SQL that is not known and comes from the account",
    [{ ...query(unknown), from: { query: ["segment"] } }],
    true,
  ],
  [
    "SQL that names the account and is put together when it runs",
    [query(`EXECUTE IMMEDIATE CONCAT("GRANT ", "x", " TO '${make.member}'")`)],
    false,
  ],
  ["a role that the account may only ask for", [entitlement(viewer)], false],
  ["such a role that is not known", [entitlement(unknown)], false],
  ["such a role for somebody who is not known", [entitlement(viewer, unknown)], false],
];

/** Scope, permissions and openness of each gap. */
const found = (stack: readonly TestResource[], settings: object = config) =>
  gaps(assessmentOf(stack, settings)).map(({ scope, needs, open }) => [
    "dataset" in scope ? scope.dataset : scope.kind,
    needs.map(({ permission }) => permission),
    open,
  ]);

describe("gaps, as long as something is not known", () => {
  const certain = documentedStackThen().filter(({ name }) => name !== "read-crm");
  for (const [title, resources, open] of table)
    it(`${open ? "cannot tell yet of" : "rejects"} a source beside ${title}`, () => {
      expect(found([...certain, ...resources])).to.deep.equal([["crm", ["bigquery.tables.getData"], open]]);
    });

  it("accepts a role on an organization that is known, for it may hold the project", () => {
    expect(found([...certain, organization("9")])).to.deep.equal([]);
  });

  it("rejects jobs.create on a dataset that is not known, where it would do nothing in any case", () => {
    const stack = [
      make.account(),
      make.datasetMember("jobs", unknown, "roles/bigquery.jobUser"),
      make.datasetMember("read-crm", "crm", viewer),
      make.datasetMember("state", "__segment_reverse_etl", "roles/bigquery.dataEditor"),
    ];
    expect(found(stack)).to.deep.equal([["project", ["bigquery.jobs.create"], false]]);
  });

  it("tells what is certain at a scope apart from what is open there", () => {
    const stack = [
      ...certain.filter(({ name }) => name === "segment" || name === "job-user" || name === "state"),
      make.customRole("list", ["bigquery.tables.get", "bigquery.tables.list"]),
      make.datasetMember("list", unknown, "projects/acme/roles/list"),
    ];
    expect(found(stack)).to.deep.equal([
      ["crm", ["bigquery.datasets.get", "bigquery.tables.getData"], false],
      ["crm", ["bigquery.tables.list", "bigquery.tables.get"], true],
    ]);
  });

  it("tells a role in the wrong place from a condition that leaves nothing", () => {
    const stack = [
      ...certain.filter(({ name }) => name === "segment" || name === "state"),
      make.datasetMember("jobs", "crm", "roles/bigquery.jobUser"),
      make.datasetMember("read", "crm", viewer, { condition: { title: "t", expression } }),
    ];
    const why = gaps(assessmentOf(stack, config)).flatMap(({ inVain }) =>
      inVain.map(({ permission, why, effective }) => [permission, why, effective.grant.resourceName]),
    );
    expect(why).to.deep.equal([
      ["bigquery.jobs.create", "scope", "jobs"],
      ["bigquery.tables.get", "condition", "read"],
      ["bigquery.tables.getData", "condition", "read"],
    ]);
  });

  it("rejects all that a disabled account needs, whatever is not known yet", () => {
    const disabled = [make.account({ disabled: true }), ...documentedStackThen().slice(1)];
    const stack = [...disabled, make.projectMember("open", unknown)];
    expect(gaps(assessmentOf(stack, config)).map(({ open, because }) => [open, because])).to.deep.equal([
      [false, "disabled"],
      [false, "disabled"],
      [false, "disabled"],
    ]);
  });
});
