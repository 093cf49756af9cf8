import { expect } from "chai";
import { documentedStackThen, make, type TestResource, unknown } from "../support";
import { said } from "./keySupport";

const rules = ["conflicting-grants"];

const viewer = "roles/bigquery.dataViewer";

const bob = "user:bob@acme.com";

/** What Google gives to a dataset on which nobody has set anything. */
const defaultAccesses = [
  { role: "OWNER", specialGroup: "projectOwners" },
  { role: "WRITER", specialGroup: "projectWriters" },
  { role: "READER", specialGroup: "projectReaders" },
  { role: "OWNER", userByEmail: "deployer@acme.iam.gserviceaccount.com" },
];

function crm(accesses: unknown, more: Partial<TestResource> = {}): TestResource {
  return {
    type: "gcp:bigquery/dataset:Dataset",
    name: "crm",
    props: { project: "acme", datasetId: "crm", location: "EU", accesses },
    ...more,
  };
}

function binding(name: string, props: Readonly<Record<string, unknown>>): TestResource {
  return {
    type: "gcp:projects/iAMBinding:IAMBinding",
    name,
    props: { project: "acme", role: "roles/bigquery.user", members: [bob], ...props },
  };
}

function datasetBinding(props: Readonly<Record<string, unknown>> = {}): TestResource {
  return {
    type: "gcp:bigquery/datasetIamBinding:DatasetIamBinding",
    name: "readers",
    props: { project: "acme", datasetId: "crm", role: viewer, members: [bob], ...props },
  };
}

const list = [
  { role: "OWNER", specialGroup: "projectOwners" },
  { role: "READER", userByEmail: make.email },
];

const stated =
  "advisory: `crm` states the accesses of dataset acme.crm, and `read-crm` grants there too. The next change of the list removes what is not in it. Fix: remove accesses from `crm`, or put all grants of the dataset into it. [conflicting-grants]";

describe("rule conflicting-grants", () => {
  describe("a dataset's access list", () => {
    it("advises where it is stated beside a member", () => {
      expect(said(rules, [...documentedStackThen(), crm(list)])).to.deep.equal([stated]);
    });

    it("names all that grant beside it", () => {
      const more = make.datasetMember("more", "crm", "roles/bigquery.metadataViewer");
      expect(said(rules, [...documentedStackThen(), more, crm(list)])).to.deep.equal([
        stated.replace("`read-crm` grants there", "`more` and `read-crm` grant there"),
      ]);
    });

    it("accepts Google's default, with or without its creator", () => {
      expect(said(rules, [...documentedStackThen(), crm(defaultAccesses)])).to.deep.equal([]);
      expect(said(rules, [...documentedStackThen(), crm(defaultAccesses.slice(0, 3))])).to.deep.equal([]);
    });

    it("accepts the default together with what the stack's own resources grant, as an output shows it", () => {
      const output = [...defaultAccesses, { role: "READER", userByEmail: make.email }];
      expect(said(rules, [...documentedStackThen(), crm(output)])).to.deep.equal([]);
    });

    it("advises where it lacks or adds entries against the default", () => {
      expect(said(rules, [...documentedStackThen(), crm(defaultAccesses.slice(1))])).to.deep.equal([stated]);
      const more = [...defaultAccesses, { role: "READER", groupByEmail: "analysts@acme.com" }];
      expect(said(rules, [...documentedStackThen(), crm(more)])).to.deep.equal([stated]);
      const owners = [...defaultAccesses, { role: "OWNER", userByEmail: "second@acme.com" }];
      expect(said(rules, [...documentedStackThen(), crm(owners)])).to.deep.equal([stated]);
    });

    it("advises where it is stated beside a DatasetAccess", () => {
      const access = {
        type: "gcp:bigquery/datasetAccess:DatasetAccess",
        name: "access",
        props: { project: "acme", datasetId: "crm", role: "READER", userByEmail: make.email },
      };
      const [found = "", ...rest] = said(rules, [make.account(), access, crm(defaultAccesses.slice(1))]);
      expect(rest).to.deep.equal([]);
      expect(found).to.contain("The next change of the list removes what is not in it");
    });

    it("accepts a list that nothing else grants beside, one that is empty or unknown, and one on another dataset", () => {
      expect(said(rules, [make.account(), crm(list)])).to.deep.equal([]);
      for (const accesses of [[], null, unknown, "x", [null], [5]])
        expect(
          said(rules, [...documentedStackThen(), crm(accesses)]),
          JSON.stringify(accesses),
        ).to.deep.equal([]);
      const elsewhere = crm(list, { props: { project: "other", datasetId: "crm", accesses: list } });
      expect(said(rules, [...documentedStackThen(), elsewhere])).to.deep.equal([]);
    });

    it("accepts a list on which Segment has nothing", () => {
      const theirs = make.datasetMember("theirs", "hr", viewer, { member: bob });
      const hr = crm(list.slice(0, 1), {
        props: { project: "acme", datasetId: "hr", accesses: list.slice(0, 1) },
      });
      expect(said(rules, [...documentedStackThen(), theirs, hr])).to.deep.equal([]);
    });
  });

  describe("authoritative resources", () => {
    it("advises of a binding beside Segment's member of the same role", () => {
      expect(said(rules, [...documentedStackThen(), binding("users", {})])).to.deep.equal([
        "advisory: gcp:projects/iAMBinding:IAMBinding `users` alone decides who holds roles/bigquery.user on project acme. Each update of it removes what `user` grants there. Fix: grant there only by members, or put all grants into `users`. [conflicting-grants]",
      ]);
    });

    it("accepts a binding of another role, on another project, or under another condition", () => {
      const condition = { title: "t", expression: 'request.time < timestamp("2027-01-01T00:00:00Z")' };
      const near = [
        binding("role", { role: "roles/viewer" }),
        binding("project", { project: "other" }),
        binding("condition", { condition }),
      ];
      expect(said(rules, [...documentedStackThen(), ...near])).to.deep.equal([]);
    });

    it("advises of Segment's binding beside another member, and of two bindings, once", () => {
      const own = binding("own", { members: [make.member] });
      const member = make.projectMember("theirs", "roles/bigquery.user", { member: bob });
      expect(said(rules, [make.account(), own, member])).to.have.length(1);
      const [found = "", ...rest] = said(rules, [make.account(), own, binding("second", {})]);
      expect(rest).to.deep.equal([]);
      expect(found).to.contain(
        "gcp:projects/iAMBinding:IAMBinding `own` alone decides who holds roles/bigquery.user on project acme",
      );
      expect(found).to.contain("Each update of it removes what `second` grants there.");
    });

    it("accepts other people's bindings beside other people's members", () => {
      const role = "roles/storage.objectViewer";
      const member = make.projectMember("theirs", role, { member: bob });
      expect(said(rules, [...documentedStackThen(), binding("others", { role }), member])).to.deep.equal([]);
    });

    it("advises of a policy beside any grant of Segment's, an empty one too, and names three and a count", () => {
      const policy = (policyData: string) => ({
        type: "gcp:projects/iAMPolicy:IAMPolicy",
        name: "policy",
        props: { project: "acme", policyData },
      });
      const bindings = [{ role: "roles/owner", members: ["user:admin@acme.com"] }];
      for (const data of [JSON.stringify({ bindings }), JSON.stringify({ bindings: [] })]) {
        expect(said(rules, [...documentedStackThen(), policy(data)])).to.deep.equal([
          "advisory: gcp:projects/iAMPolicy:IAMPolicy `policy` alone decides who holds which role on project acme. Each update of it removes what `job-user`, `metadata-viewer` and `user` grant there. Fix: grant there only by members, or put all grants into `policy`. [conflicting-grants]",
        ]);
      }
    });

    it("advises of a dataset's binding beside a member of the same role", () => {
      const [found = "", ...rest] = said(rules, [...documentedStackThen(), datasetBinding()]);
      expect(rest).to.deep.equal([]);
      expect(found).to.contain(
        "gcp:bigquery/datasetIamBinding:DatasetIamBinding `readers` alone decides who holds roles/bigquery.dataViewer on dataset acme.crm",
      );
      const without = datasetBinding({ members: [] });
      expect(said(rules, [...documentedStackThen(), without])).to.have.length(1);
    });
  });

  describe("authorized views", () => {
    const view = { projectId: "acme", datasetId: "crm", tableId: "users_v" };
    const raw = (accesses: unknown) =>
      crm(accesses, { name: "raw", props: { project: "acme", datasetId: "raw", accesses } });
    const onRaw = (type: string, name: string, props: Readonly<Record<string, unknown>>) => ({
      type,
      name,
      props: { project: "acme", datasetId: "raw", ...props },
    });
    const readers = onRaw("gcp:bigquery/datasetIamBinding:DatasetIamBinding", "raw-readers", {
      role: viewer,
      members: [bob],
    });
    const authorized = onRaw("gcp:bigquery/datasetAccess:DatasetAccess", "users-view", { view });

    it("advises where a binding drops the view that Segment reads through", () => {
      expect(said(rules, [...documentedStackThen(), authorized, readers])).to.deep.equal([
        "advisory: gcp:bigquery/datasetIamBinding:DatasetIamBinding `raw-readers` drops what is authorized on dataset acme.raw (table acme.crm.users_v). The policy that it writes holds members only, so what is read through the authorization fails. Fix: grant with DatasetIamMember, which keeps authorizations. [conflicting-grants]",
      ]);
    });

    it("advises of a policy, and of views in the dataset's list", () => {
      const policy = onRaw("gcp:bigquery/datasetIamPolicy:DatasetIamPolicy", "policy", {
        policyData: '{"bindings":[]}',
      });
      const found = said(rules, [...documentedStackThen(), raw([...defaultAccesses, { view }]), policy]);
      expect(found.filter((text) => text.includes("drops what is authorized"))).to.have.length(1);
    });

    it("accepts a member beside the view, and a binding beside a view that Segment does not read", () => {
      const member = make.datasetMember("theirs", "raw", viewer, { member: bob });
      expect(said(rules, [...documentedStackThen(), authorized, member])).to.deep.equal([]);
      const other = onRaw("gcp:bigquery/datasetAccess:DatasetAccess", "other-view", {
        view: { ...view, datasetId: "hr" },
      });
      expect(said(rules, [...documentedStackThen(), other, readers])).to.deep.equal([]);
    });
  });

  it("is silent without Segment", () => {
    const theirs = make.projectMember("theirs", "roles/bigquery.user", { member: bob });
    expect(
      said(rules, [binding("users", {}), theirs, crm(list.slice(0, 1)), datasetBinding()]),
    ).to.deep.equal([]);
  });
});
