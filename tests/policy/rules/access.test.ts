import { expect } from "chai";
import { documentedStack, make, messages, unknown } from "../support";

const config = { sources: ["acme.crm"] };
const projectPolicy = (policyData: unknown) => ({
  type: "gcp:projects/iAMPolicy:IAMPolicy",
  name: "policy",
  props: { project: "acme", policyData },
});

describe("rule privilege-escalation", () => {
  it("rejects a custom role with which the account can give itself more, and names the permission", () => {
    const stack = [
      ...documentedStack(),
      make.customRole("updater", ["bigquery.datasets.update"]),
      make.datasetMember("update-crm", "crm", "projects/acme/roles/updater"),
    ];
    expect(messages(stack, config)).to.deep.equal([
      "mandatory: `update-crm` grants Segment projects/acme/roles/updater on dataset acme.crm. With bigquery.datasets.update it can give itself more than it has. Fix: remove bigquery.datasets.update from projects/acme/roles/updater. [privilege-escalation]",
    ]);
  });

  it("accepts permissions that only sound like it", () => {
    const stack = [
      ...documentedStack(),
      make.customRole("sounds", ["bigquery.datasets.getIamPolicy", "bigquery.tables.getIamPolicy"]),
      make.projectMember("sounds-grant", "projects/acme/roles/sounds"),
    ];
    expect(messages(stack, config)).to.deep.equal([]);
  });
});

describe("rule public-access", () => {
  for (const member of ["allUsers", "allAuthenticatedUsers"]) {
    it(`rejects a source that is open to ${member}`, () => {
      const stack = [
        ...documentedStack(),
        make.datasetMember("open", "crm", "roles/bigquery.dataViewer", { member }),
      ];
      expect(messages(stack, config)).to.deep.equal([
        `mandatory: \`open\` grants ${member} roles/bigquery.dataViewer on dataset acme.crm. It opens what Segment works on to everybody. ` +
          "Fix: grant the role to the members that need it instead. [public-access]",
      ]);
    });
  }

  it("rejects a dataset access entry that names nobody", () => {
    const dataset = {
      type: "gcp:bigquery/dataset:Dataset",
      name: "crm",
      props: {
        project: "acme",
        datasetId: "crm",
        accesses: [{ role: "READER" }, { role: "OWNER", specialGroup: "projectOwners" }],
      },
    };
    expect(
      messages([...documentedStack(), dataset], config).filter((one) => one.includes("[public-access]")),
    ).to.deep.equal([
      "mandatory: `crm` grants allUsers roles/bigquery.dataViewer on dataset acme.crm. It opens what Segment works on to everybody. Fix: grant the role to the members that need it instead. [public-access]",
    ]);
  });

  it("accepts an open project that has nothing to do with Segment", () => {
    const open = make.projectMember("open", "roles/browser", { project: "website", member: "allUsers" });
    expect(
      messages([...documentedStack(), open], config).filter((one) => one.includes("[public-access]")),
    ).to.deep.equal([]);
  });

  it("accepts an IAM binding without members, which grants nothing", () => {
    const empty = {
      type: "gcp:projects/iAMBinding:IAMBinding",
      name: "empty",
      props: { project: "acme", role: "roles/owner", members: [] },
    };
    expect(
      messages([...documentedStack(), empty], config).filter((one) => !one.includes("[conflicting-grants]")),
    ).to.deep.equal([]);
  });
});

describe("rule unresolved-role", () => {
  it("rejects a predefined role that the catalogue does not hold", () => {
    expect(
      messages([...documentedStack(), make.projectMember("new", "roles/storage.admin")], config),
    ).to.deep.equal([
      "mandatory: `new` grants Segment roles/storage.admin on project acme. What it allows is unknown: the catalogue of 2026-08-22 does not hold this predefined role. Fix: grant a role that the catalogue holds, or run segment-bigquery refresh-roles. [unresolved-role]",
    ]);
  });

  it("rejects a custom role that is made elsewhere", () => {
    const stack = [...documentedStack(), make.datasetMember("far", "crm", "organizations/42/roles/reader")];
    expect(messages(stack, config)).to.deep.equal([
      "mandatory: `far` grants Segment organizations/42/roles/reader on dataset acme.crm. What it allows is unknown: this stack does not create this custom role. Fix: create the role in this stack, or grant one whose permissions are known. [unresolved-role]",
    ]);
  });

  it("accepts such a role in somebody else's hands", () => {
    const stack = [
      ...documentedStack(),
      make.projectMember("other", "roles/storage.admin", { member: "user:ana@example.com" }),
    ];
    expect(messages(stack, config)).to.deep.equal([]);
  });
});

describe("rule unreadable-grant", () => {
  for (const broken of ["not json", "[]", "null", '{"bindings": 7}', 42, ["x"]]) {
    it(`rejects policyData that is ${JSON.stringify(broken)}`, () => {
      expect(
        messages([...documentedStack(), projectPolicy(broken)], config).filter((one) =>
          one.includes("[unreadable-grant]"),
        ),
      ).to.deep.equal([
        "mandatory: policyData of gcp:projects/iAMPolicy:IAMPolicy `policy` cannot be read: it is not the JSON of an IAM policy. It may grant anything to anybody, Segment included. Fix: write it as the policy's JSON, or grant by members. [unreadable-grant]",
      ]);
    });
  }

  it("reads a policy's bindings like any other grant", () => {
    const policy = projectPolicy(
      JSON.stringify({
        bindings: [{ role: "roles/bigquery.dataEditor", members: ["user:x@y.z", make.member] }],
      }),
    );
    const found = messages([...documentedStack(), policy], config).filter((one) =>
      one.includes("[excess-permissions]"),
    );
    expect(found).to.have.length(1);
    expect(found[0]).to.include("`policy` grants Segment roles/bigquery.dataEditor on project acme");
  });

  it("is silent in a stack that has nothing to do with Segment", () => {
    expect(messages([projectPolicy("not json")])).to.deep.equal([]);
  });
});

describe("rule allowed-sources", () => {
  const bounds = (allowedSources: string[], sources: string[]) =>
    messages(documentedStack(), { allowedSources, sources, serviceAccounts: [make.email] }).filter((one) =>
      one.includes("[allowed-sources]"),
    );

  it("accepts what a pattern matches, and everything in it", () => {
    expect(bounds(["acme.crm"], ["acme.crm", "acme.crm.users"])).to.deep.equal([]);
    expect(bounds(["acme.*"], ["acme.crm", "acme.crm.users"])).to.deep.equal([]);
    expect(bounds(["acme"], ["acme", "acme.crm"])).to.deep.equal([]);
  });

  it("rejects a whole project where only datasets are allowed", () => {
    expect(bounds(["acme.*", "lake.*"], ["acme"])).to.deep.equal([
      "mandatory: acme is declared for Segment to use. The organization allows only acme.* and lake.*. Fix: remove acme from the declaration, or add it to allowedSources. [allowed-sources]",
    ]);
  });

  it("rejects a name that merely begins like an allowed one", () => {
    expect(bounds(["acme.crm"], ["acme.crm_private"])[0]).to.include("acme.crm_private is declared");
  });
});

describe("rule undetermined", () => {
  it("cannot tell yet whether an undeclared dataset is a source, and says how to declare it", () => {
    expect(messages(documentedStack())).to.deep.equal([
      "advisory: `read-crm` grants Segment roles/bigquery.dataViewer on dataset acme.crm. Whether Segment needs all of that (bigquery.tables.getData, bigquery.tables.export, bigquery.models.export and 7 more) is unknown: no sources are declared. Fix: set sources in the pack's config, and name dataset acme.crm if Segment reads it. [undetermined]",
    ]);
  });

  it("cannot tell yet whom a grant is for when its member is not known", () => {
    const open = make.projectMember("open", "roles/owner", { member: unknown });
    expect(messages([...documentedStack(), open], config)).to.deep.equal([
      "advisory: Whom `open` grants roles/owner on project acme is unknown until the update. Its member is unknown, so it is not judged yet. Fix: use a value that is known before the update, or let the update judge it. [undetermined]",
    ]);
  });

  it("is silent when such a member comes from another Google resource", () => {
    const identity = { type: "gcp:projects/serviceIdentity:ServiceIdentity", name: "agent", props: {} };
    const open = {
      ...make.projectMember("open", "roles/owner", { member: unknown }),
      from: { member: ["agent"] },
    };
    expect(messages([...documentedStack(), identity, open], config)).to.deep.equal([]);
  });

  it("cannot tell yet what a policy grants that is not known", () => {
    expect(
      messages([...documentedStack(), projectPolicy(unknown)], config).filter((one) =>
        one.includes("[undetermined]"),
      ),
    ).to.deep.equal([
      "advisory: What gcp:projects/iAMPolicy:IAMPolicy `policy` grants to whom is unknown until the update. Its policyData is unknown, so it is not judged yet. Fix: use a value that is known before the update, or let the update judge it. [undetermined]",
    ]);
  });

  it("judges the known permissions of a custom role, and says that there may be more", () => {
    const stack = [
      ...documentedStack(),
      make.customRole("half", ["bigquery.tables.delete", unknown]),
      make.datasetMember("half-crm", "crm", "projects/acme/roles/half"),
    ];
    expect(messages(stack, config)).to.deep.equal([
      "mandatory: `half-crm` grants Segment projects/acme/roles/half on dataset acme.crm. There Segment only has to list the source's " +
        "datasets and tables and read the source, so it holds 1 permission in excess (bigquery.tables.delete). " +
        "Fix: remove bigquery.tables.delete from projects/acme/roles/half. [excess-permissions]",
      "advisory: What projects/acme/roles/half allows Segment on dataset acme.crm is not wholly known until the update. " +
        "Some of its permissions are unknown, so it is not judged yet. " +
        "Fix: use a value that is known before the update, or let the update judge it. [undetermined]",
    ]);
  });

  it("becomes mandatory where the config says so", () => {
    const open = make.projectMember("open", "roles/owner", { member: unknown });
    expect(
      messages([...documentedStack(), open], { ...config, levels: { undetermined: "mandatory" } })[0],
    ).to.match(/^mandatory: Whom `open` grants/);
  });
});

describe("rule undetermined, of groups", () => {
  const group = {
    type: "gcp:cloudidentity/group:Group",
    name: "analysts",
    props: { name: "groups/1", groupKey: { id: "analysts@example.com" } },
  };
  const joins = (props: Readonly<Record<string, unknown>>) => ({
    type: "gcp:cloudidentity/groupMembership:GroupMembership",
    name: "joins",
    props: { group: "groups/1", preferredMemberKey: { id: make.email }, ...props },
  });
  const granted = make.datasetMember("granted", "hr", "roles/bigquery.dataViewer", {
    member: "group:analysts@example.com",
  });
  const open = (props: Readonly<Record<string, unknown>>) =>
    messages([...documentedStack(), group, joins(props), granted], config);

  it("counts what a group is granted into which the stack puts the account", () => {
    expect(open({})).to.deep.equal([
      "mandatory: `granted` grants roles/bigquery.dataViewer on dataset acme.hr to group:analysts@example.com, which includes Segment. Segment needs nothing there, so it holds 10 permissions in excess (bigquery.tables.getData, bigquery.tables.export, bigquery.models.export and 7 more). Fix: remove the account from group:analysts@example.com, or the role from the group. [excess-permissions]",
    ]);
  });

  it("cannot tell yet what a group gives that is not known yet", () => {
    expect(open({ group: unknown })).to.deep.equal([
      "advisory: Into which group `joins` puts serviceAccount:segment@acme.iam.gserviceaccount.com is unknown until the update. What the group is granted is not judged yet. Fix: create the group in this stack, or let the update judge it. [undetermined]",
    ]);
  });

  it("cannot tell yet whom a membership is for that is not known yet", () => {
    expect(open({ preferredMemberKey: unknown })).to.deep.equal([
      "advisory: Whom `joins` puts into group:analysts@example.com is unknown until the update. What the group is granted is not judged yet. Fix: create the group in this stack, or let the update judge it. [undetermined]",
    ]);
  });

  it("is silent about other people's memberships", () => {
    expect(open({ group: unknown, preferredMemberKey: { id: "ana@example.com" } })).to.deep.equal([]);
  });

  it("undetermined where the stack grants nothing to the group, for others may", () => {
    expect(messages([...documentedStack(), joins({ group: unknown })], config)).to.deep.equal([
      "advisory: Into which group `joins` puts serviceAccount:segment@acme.iam.gserviceaccount.com is unknown until the update. What the group is granted is not judged yet. Fix: create the group in this stack, or let the update judge it. [undetermined]",
    ]);
  });
});
