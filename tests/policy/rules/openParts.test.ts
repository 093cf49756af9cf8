import { expect } from "chai";
import { documentedStack, make, messages, unknown, type TestResource } from "../support";

const config = { sources: ["acme.crm"], serviceAccounts: [make.email] };
const said = (...added: TestResource[]) => messages([...documentedStack(), ...added], config);

/** Parts that are not known yet on which a mandatory verdict hangs: never silence. */
describe("rule undetermined, of what would be in excess", () => {
  const narrowed = {
    title: "users only",
    expression: 'resource.name.startsWith("projects/acme/datasets/hr/tables/users")',
  };

  it("cannot tell yet what a condition leaves of a project that is not known", () => {
    const grant = make.projectMember("edit", "roles/bigquery.dataEditor", {
      project: unknown,
      condition: narrowed,
    });
    expect(said(grant)).to.deep.equal([
      "advisory: `edit` grants Segment roles/bigquery.dataEditor on project (project of edit, not known yet). Whether Segment needs all of that (bigquery.tables.delete, bigquery.tables.update, bigquery.tables.updateData and 56 more) is unknown until the update: its project is unknown. Fix: use a value that is known before the update, or let the update judge it. [undetermined]",
    ]);
  });

  it("cannot tell yet what a condition that is not known leaves of a project that is not known", () => {
    const grant = make.projectMember("admin", "roles/bigquery.admin", {
      project: unknown,
      condition: unknown,
    });
    expect(said(grant)).to.deep.equal([
      "advisory: `admin` grants Segment roles/bigquery.admin on project (project of admin, not known yet). Whether Segment needs all of that (bigquery.tables.delete, bigquery.tables.update, bigquery.tables.updateData and 242 more) is unknown until the update: its condition is unknown. Fix: use a value that is known before the update, or let the update judge it. [undetermined]",
    ]);
  });

  it("cannot tell yet whether the condition of a grant on a bucket holds", () => {
    const grant = {
      type: "gcp:storage/bucketIAMMember:BucketIAMMember",
      name: "assets",
      props: { bucket: "assets", role: "roles/bigquery.jobUser", member: make.member, condition: unknown },
    };
    expect(said(grant)).to.deep.equal([
      "advisory: `assets` grants Segment roles/bigquery.jobUser on storage bucket assets. Whether Segment needs all of that (bigquery.config.get, bigquery.jobs.create, dataform.folders.create and 6 more) is unknown until the update: its condition is unknown. Fix: use a value that is known before the update, or let the update judge it. [undetermined]",
    ]);
    expect(said({ ...grant, props: { ...grant.props, member: "allUsers" } })).to.deep.equal([]);
  });

  it("cannot tell yet whether a public dataset of a project of the declaration is one of its own", () => {
    const open = make.datasetMember("open", unknown, "roles/bigquery.dataViewer", { member: "allUsers" });
    expect(said(open)).to.deep.equal([
      "advisory: Whether `open`, which grants allUsers roles/bigquery.dataViewer on dataset acme.(datasetId of open, not known yet), " +
        "opens what Segment works on is unknown until the update. Its datasetId is unknown, so it is not judged yet. " +
        "Fix: use a value that is known before the update, or let the update judge it. [undetermined]",
      "advisory: `open` grants roles/bigquery.dataViewer on dataset acme.(datasetId of open, not known yet) to allUsers, which " +
        "includes Segment. Whether Segment needs all of that (bigquery.tables.getData, bigquery.tables.export, bigquery.models.export " +
        "and 7 more) is unknown until the update: its datasetId is unknown. " +
        "Fix: use a value that is known before the update, or let the update judge it. [undetermined]",
    ]);
    const elsewhere = said({ ...open, props: { ...open.props, project: "website" } });
    expect(elsewhere.filter((one) => one.includes("opens what Segment works on"))).to.deep.equal([]);
  });

  it("cannot tell yet whose basic roles a special group means while the project is not known", () => {
    const access = {
      type: "gcp:bigquery/datasetAccess:DatasetAccess",
      name: "writers",
      props: { project: unknown, datasetId: "crm", role: "WRITER", specialGroup: "projectReaders" },
    };
    expect(said(access)).to.deep.equal([
      "advisory: Whom `writers` grants roles/bigquery.dataEditor on dataset (project of writers, not known yet).crm is unknown until the update. Its project is unknown, so it is not judged yet. Fix: use a value that is known before the update, or let the update judge it. [undetermined]",
    ]);
  });

  it("cannot tell yet whether a grant is one to everybody", () => {
    const grant = make.datasetMember("someone", "crm", "roles/bigquery.dataViewer", { member: unknown });
    expect(said(grant)).to.deep.equal([
      "advisory: Whom `someone` grants roles/bigquery.dataViewer on dataset acme.crm is unknown until the update. Its member is unknown, so it is not judged yet. Fix: use a value that is known before the update, or let the update judge it. [undetermined]",
    ]);
    expect(said({ ...grant, props: { ...grant.props, datasetId: "web", project: "website" } })).to.deep.equal(
      [
        "advisory: Whom `someone` grants roles/bigquery.dataViewer on dataset website.web is unknown until the update. Its member is unknown, so it is not judged yet. Fix: use a value that is known before the update, or let the update judge it. [undetermined]",
      ],
    );
  });

  it("knows the account that a membership takes its address from, though the address is not known", () => {
    const stack = [
      {
        type: "gcp:cloudidentity/group:Group",
        name: "group",
        props: { name: "groups/1", groupKey: { id: "readers@example.com" } },
      },
      {
        type: "gcp:cloudidentity/groupMembership:GroupMembership",
        name: "membership",
        props: { group: "groups/1", preferredMemberKey: { id: unknown } },
        from: { preferredMemberKey: ["segment"] },
      },
      make.projectMember("group-edits", "roles/bigquery.dataEditor", { member: "group:readers@example.com" }),
    ];
    expect(said(...stack)).to.deep.equal([
      "mandatory: `group-edits` grants roles/bigquery.dataEditor on project acme to group:readers@example.com, which includes Segment. There Segment only has to run queries, so it holds 39 permissions in excess (bigquery.tables.delete, bigquery.tables.update, bigquery.tables.updateData and 36 more). Fix: remove the account from group:readers@example.com, or the role from the group. [excess-permissions]",
    ]);
  });
});
