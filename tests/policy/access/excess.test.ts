import { expect } from "chai";
import { aboutOf, excesses, isPlainGrant } from "../../../policy/access/excess";
import { make, messages, type TestResource, unknown, verdicts } from "../support";
import { assessmentOf } from "./support";

const crm = { sources: ["acme.crm"] };

const editor = "roles/bigquery.dataEditor";

const bucket = (props: object): TestResource => ({
  type: "gcp:storage/bucketIAMMember:BucketIAMMember",
  name: "grant",
  props: { project: "acme", bucket: "assets", member: make.member, ...props },
});

const expired = { title: "t", expression: 'request.time < timestamp("2026-01-01T00:00:00Z")' };

const certain = { title: "t", expression: "true" };

const found = (resources: readonly TestResource[], config: object = crm) =>
  excesses(assessmentOf([make.account(), ...resources], config));

const said = (resources: readonly TestResource[], config: object = crm) =>
  messages([make.account(), ...resources], { ...config, checkMissing: false });

describe("excesses", () => {
  it("parts what is in excess by what it is for", () => {
    const permissions = [
      "bigquery.tables.getData",
      "bigquery.tables.delete",
      "iam.roles.update",
      "iam.serviceAccounts.actAs",
    ];
    const role = make.customRole("mixed", permissions);
    const kinds = (grant: TestResource) =>
      found([role, grant]).map(({ excessive, escalating, impersonating, written }) => [
        excessive,
        escalating,
        impersonating,
        written,
      ]);
    const mixed = "projects/acme/roles/mixed";
    expect(kinds(make.datasetMember("grant", "crm", mixed))).to.deep.equal([
      [["bigquery.tables.delete", "iam.serviceAccounts.actAs"], ["iam.roles.update"], [], permissions],
    ]);
    expect(kinds(make.projectMember("grant", mixed))).to.deep.equal([
      [
        ["bigquery.tables.getData", "bigquery.tables.delete"],
        ["iam.roles.update"],
        ["iam.serviceAccounts.actAs"],
        permissions,
      ],
    ]);
  });

  it("tells the same excess once, and of the first resource that gives it", () => {
    const twice = ["a", "b"].map((name) => make.datasetMember(name, "crm", editor));
    expect(found(twice).map(({ effective }) => effective.grant.resourceName)).to.deep.equal(["a"]);
  });

  it("tells account, role, scope and way apart", () => {
    const stack = [
      make.datasetMember("1", "crm", editor),
      make.datasetMember("2", "hr", editor),
      make.datasetMember("3", "crm", "roles/bigquery.dataOwner"),
      make.datasetMember("4", "hr", editor, { member: "allUsers" }),
    ];
    expect(found(stack).map(aboutOf)).to.deep.equal([
      `${make.email} ${editor} dataset\nacme\ncrm `,
      `${make.email} ${editor} dataset\nacme\nhr `,
      `${make.email} roles/bigquery.dataOwner dataset\nacme\ncrm `,
    ]);
  });

  it("leaves to public-access what is open to everybody", () => {
    const open = make.datasetMember("open", "crm", editor, { member: "allUsers" });
    expect(
      verdicts([make.account(), open], { ...crm, checkMissing: false }).map(({ rule }) => rule),
    ).to.deep.equal(["public-access"]);
  });

  it("counts a role that the catalogue holds in part as more than its known part", () => {
    const agent = "roles/auditmanager.serviceAgent";
    const partial = make.datasetMember("agent", "crm", agent);
    expect(found([partial]).map(({ excessive, impersonating }) => [excessive, impersonating])).to.deep.equal([
      [[], []],
    ]);
    expect(said([partial])).to.deep.equal([
      "mandatory: `agent` grants Segment roles/auditmanager.serviceAgent on dataset acme.crm. There Segment only has to list the source's datasets and tables and read the source, so it holds permissions that the catalogue does not list. Fix: grant roles/bigquery.dataViewer instead. [excess-permissions]",
    ]);
    const condition = { title: "t", expression: unknown };
    expect(found([make.datasetMember("agent", "crm", agent, { condition })])).to.deep.equal([]);
  });

  it("says that such a role holds others next to what is known to be in excess", () => {
    const colab = "roles/aiplatform.colabEnterpriseAdmin";
    expect(said([make.datasetMember("colab", "crm", colab)])).to.deep.equal([
      "mandatory: `colab` grants Segment roles/aiplatform.colabEnterpriseAdmin on dataset acme.crm. There Segment only has to list the source's datasets and tables and read the source, so it holds 1 permission in excess (dataform.workflowInvocations.create) and others that the catalogue does not list. Fix: grant roles/bigquery.dataViewer instead. [excess-permissions]",
    ]);
  });

  it("accepts a custom role whose known part is accepted, though a part is not known yet", () => {
    const half = make.customRole("half", ["bigquery.tables.get", unknown]);
    expect(found([half, make.datasetMember("half", "crm", "projects/acme/roles/half")])).to.deep.equal([]);
  });
});

describe("excesses outside BigQuery", () => {
  const table: readonly [title: string, props: object, says: string][] = [
    ["a role from elsewhere", { role: "roles/storage.admin" }, "roles/storage.admin"],
    ["a role that is unknown until the update", { role: unknown }, "a role that is unknown until the update"],
    [
      "a role under a condition that is always true",
      { role: "roles/storage.admin", condition: certain },
      "roles/storage.admin on storage bucket assets (its condition narrows nothing: it is always true)",
    ],
  ];
  for (const [title, props, says] of table)
    it(`rejects ${title}`, () => {
      const where = says.includes(" on ") ? says : `${says} on storage bucket assets`;
      expect(said([bucket(props)])).to.deep.equal([
        `mandatory: \`grant\` grants Segment ${where}. Segment works in BigQuery alone, so it holds permissions that the catalogue does not list. Fix: remove the grant. [excess-permissions]`,
      ]);
    });

  it("gives such a role nothing that is known", () => {
    expect(
      found([bucket({ role: "roles/storage.admin" })]).map(
        ({ scope, role, excessive, escalating, impersonating, written }) => [
          scope,
          role,
          [excessive, escalating, impersonating, written],
        ],
      ),
    ).to.deep.equal([
      [
        { kind: "other", type: "storage bucket", id: "assets", project: "acme" },
        { name: "roles/storage.admin", origin: "predefined", complete: false },
        [[], [], [], []],
      ],
    ]);
  });

  it("accepts what has expired, and what everybody has", () => {
    expect(said([bucket({ role: "roles/storage.admin", condition: expired })])).to.deep.equal([]);
    expect(said([bucket({ role: unknown, condition: expired })])).to.deep.equal([]);
    expect(said([bucket({ role: "roles/storage.admin", member: "allUsers" })])).to.deep.equal([]);
    expect(said([bucket({ role: "roles/bigquery.user", member: "allAuthenticatedUsers" })])).to.deep.equal(
      [],
    );
  });

  it("rejects a role for an account whose address is not known yet", () => {
    const account = {
      type: "gcp:serviceaccount/account:Account",
      name: "segment",
      props: { accountId: "segment", project: unknown, email: unknown },
    };
    const grant = {
      ...bucket({ role: "roles/storage.admin", member: unknown }),
      from: { member: ["segment"] },
    };
    expect(messages([account, grant], { ...crm, checkMissing: false })).to.deep.equal([
      "mandatory: `grant` grants Segment roles/storage.admin on storage bucket assets. Segment works in BigQuery alone, so it holds permissions that the catalogue does not list. Fix: remove the grant. [excess-permissions]",
    ]);
  });
});

describe("an excess that is certain whatever the rest of the stack holds", () => {
  const custom = make.customRole("drop", ["bigquery.tables.delete"]);
  const group: TestResource = {
    type: "gcp:cloudidentity/group:Group",
    name: "group",
    props: { name: "groups/g", groupKey: { id: "g@acme.com" } },
  };
  const membership: TestResource = {
    type: "gcp:cloudidentity/groupMembership:GroupMembership",
    name: "membership",
    props: { group: "groups/g", preferredMemberKey: { id: make.email } },
  };
  const table: readonly [title: string, resources: readonly TestResource[], plain: boolean][] = [
    ["a predefined role for the account itself", [make.datasetMember("g", "crm", editor)], true],
    ["a custom role", [custom, make.datasetMember("g", "crm", "projects/acme/roles/drop")], false],
    [
      "a role through a group",
      [group, membership, make.datasetMember("g", "hr", editor, { member: "group:g@acme.com" })],
      false,
    ],
    [
      "a role under a condition, though it narrows nothing",
      [make.datasetMember("g", "crm", editor, { condition: certain })],
      false,
    ],
    ["a role on a dataset that is not known", [make.datasetMember("g", unknown, "roles/owner")], false],
  ];
  for (const [title, resources, plain] of table)
    it(`is ${plain ? "" : "not "}that of ${title}`, () => {
      expect(found(resources).map(isPlainGrant)).to.deep.equal([plain]);
    });
});
