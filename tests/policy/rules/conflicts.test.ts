import { expect } from "chai";
import { scopeText } from "../../../policy/iam/scope";
import { conflicts } from "../../../policy/rules/conflicting-grants";
import { documentedStack, make, type TestResource, unknown } from "../support";
import {
  assessmentOf,
  dataset,
  datasetAccess,
  datasetEntry,
  routineEntry,
  viewEntry,
} from "./hygiene/assessed";

const viewer = "roles/bigquery.dataViewer";

const bob = "user:bob@acme.com";

/** Each conflict as what undoes what. */
const found = (...resources: TestResource[]) =>
  conflicts(assessmentOf(resources)).map((conflictingGrants) => {
    switch (conflictingGrants.kind) {
      case "authoritative":
        return `${conflictingGrants.writer.name} undoes ${conflictingGrants.others.map(({ name }) => name).join(", ")}`;
      case "list":
        return `the list of ${scopeText(conflictingGrants.dataset.scope)} undoes ${conflictingGrants.others.map(({ name }) => name).join(", ")}`;
      case "views":
        return `${conflictingGrants.writer.name} drops ${conflictingGrants.dropped.map(({ object }) => scopeText(object)).join(", ")}`;
    }
  });

const ofDocumented = (...more: TestResource[]) => found(...documentedStack(), ...more);

const onCrm = (type: string, name: string, props: Readonly<Record<string, unknown>>): TestResource => ({
  type,
  name,
  props: { project: "acme", datasetId: "crm", ...props },
});

const binding = (name: string, members: readonly unknown[], props: Readonly<Record<string, unknown>> = {}) =>
  onCrm("gcp:bigquery/datasetIamBinding:DatasetIamBinding", name, { role: viewer, members, ...props });

const policy = (name: string, bindings: readonly unknown[], props: Readonly<Record<string, unknown>> = {}) =>
  onCrm("gcp:bigquery/datasetIamPolicy:DatasetIamPolicy", name, {
    policyData: JSON.stringify({ bindings }),
    ...props,
  });

const owners = { role: "OWNER", specialGroup: "projectOwners" };

const writers = { role: "WRITER", specialGroup: "projectWriters" };

const readers = { role: "READER", specialGroup: "projectReaders" };

const usual = [owners, writers, readers];

const creator = { role: "OWNER", userByEmail: "deployer@acme.iam.gserviceaccount.com" };

describe("conflicts of a dataset's access list", () => {
  const crm = (...accesses: unknown[]) => dataset("crm", { accesses });
  const undone = ["the list of dataset acme.crm undoes read-crm"];

  const asGoogleHas: readonly (readonly [string, readonly unknown[]])[] = [
    ["Google's default", usual],
    [
      "it in another order, written as IAM does",
      [{ role: "roles/bigquery.dataViewer", iamMember: "projectViewer:acme" }, writers, owners],
    ],
    ["it with a service account that has made the dataset", [...usual, creator]],
    [
      "it with a person who has",
      [...usual, { role: "roles/bigquery.dataOwner", userByEmail: "ana@acme.com" }],
    ],
    ["it with what the stack grants", [...usual, creator, { role: "READER", userByEmail: make.email }]],
  ];
  for (const [title, accesses] of asGoogleHas) {
    it(`accepts ${title}`, () => {
      expect(ofDocumented(crm(...accesses))).to.deep.equal([]);
    });
  }

  it("accepts what several resources grant together", () => {
    const theirs = make.datasetMember("theirs", "crm", viewer, { member: bob });
    const access = datasetAccess("access", "crm", { role: "WRITER", groupByEmail: "all@acme.com" });
    const list = crm(
      ...usual,
      { role: "READER", userByEmail: make.email },
      { role: "READER", userByEmail: "bob@acme.com" },
      { role: "WRITER", groupByEmail: "all@acme.com" },
    );
    expect(ofDocumented(theirs, access, list)).to.deep.equal([]);
  });

  const stated: readonly (readonly [string, readonly unknown[]])[] = [
    ["lacks the owners", [writers, readers]],
    ["lacks the writers", [owners, readers]],
    ["lacks the readers", [owners, writers]],
    ["gives the readers another role", [owners, writers, { ...readers, role: "WRITER" }]],
    [
      "names the owners of another project",
      [writers, readers, { role: "OWNER", iamMember: "projectOwner:other" }],
    ],
    ["has two creators", [...usual, creator, { ...creator, userByEmail: "ana@acme.com" }]],
    ["has a reader", [...usual, { role: "READER", userByEmail: "ana@acme.com" }]],
    ["has a group for an owner", [...usual, { role: "OWNER", groupByEmail: "all@acme.com" }]],
    ["has an owner not known yet", [...usual, { role: "OWNER", userByEmail: unknown }]],
    [
      "has an owner under a condition",
      [...usual, { ...creator, condition: { title: "t", expression: "true" } }],
    ],
    ["has a role not known yet", [...usual, { ...creator, role: unknown }]],
    ["has a role that the catalogue does not hold", [...usual, { ...creator, role: "roles/else.owner" }]],
    [
      "names Segment in another role than the stack's",
      [...usual, { role: "WRITER", userByEmail: make.email }],
    ],
    ["holds a view alone", [viewEntry("hr")]],
    ["has a view", [...usual, viewEntry("hr")]],
    ["has a routine beside the creator", [...usual, creator, routineEntry("hr")]],
  ];
  for (const [title, accesses] of stated) {
    it(`advises where the list ${title}`, () => {
      expect(ofDocumented(crm(...accesses))).to.deep.equal(undone);
    });
  }

  it("accepts views that the stack authorizes in another place, and no others", () => {
    const view = datasetAccess("view", "crm", viewEntry("hr"));
    expect(ofDocumented(view, crm(...usual, viewEntry("hr")))).to.deep.equal([]);
    expect(ofDocumented(view, crm(...usual))).to.deep.equal([]);
    expect(ofDocumented(view, crm())).to.deep.equal([]);
    expect(ofDocumented(view, crm(...usual, viewEntry("hr", "orders_v")))).to.deep.equal(undone);
    const onHr = datasetAccess("view", "hr", viewEntry("hr"));
    expect(ofDocumented(onHr, crm(...usual, viewEntry("hr")))).to.deep.equal(undone);
  });

  it("names only what touches Segment, unless the list itself does", () => {
    const theirs = make.datasetMember("theirs", "crm", viewer, { member: bob });
    const view = datasetAccess("view", "crm", viewEntry("hr"));
    expect(ofDocumented(theirs, view, crm(owners))).to.deep.equal(undone);
    const ofSegment = crm(owners, { role: "READER", userByEmail: make.email });
    expect(found(make.account(), theirs, view, ofSegment)).to.deep.equal([
      "the list of dataset acme.crm undoes theirs, view",
    ]);
    expect(found(make.account(), theirs, view, crm(owners))).to.deep.equal([]);
  });

  it("names what authorizes a view that Segment reads, and no other view", () => {
    const used = datasetAccess("used", "raw", viewEntry("crm"));
    const unused = datasetAccess("unused", "raw", viewEntry("hr"));
    const elsewhere = datasetAccess("elsewhere", "deep", viewEntry("crm"));
    const raw = dataset("raw", { accesses: [owners] });
    expect(ofDocumented(used, unused, elsewhere, raw)).to.deep.equal([
      "the list of dataset acme.raw undoes used",
    ]);
    expect(ofDocumented(unused, elsewhere, raw)).to.deep.equal([]);
  });

  it("tells entries and grants to accounts that are not known yet apart by the account", () => {
    const open = (name: string, description: string): TestResource => ({
      ...make.account({ accountId: unknown, email: unknown, member: unknown, description }),
      name,
    });
    const accounts = [open("segment", "Segment"), open("other", "Billing")];
    const member = (name: string) => ({
      ...make.datasetMember("read-crm", "crm", viewer, { member: unknown }),
      from: { member: [name] },
    });
    const list = {
      ...crm(...usual, { role: "READER", userByEmail: unknown }),
      from: { accesses: ["segment"] },
    };
    expect(found(...accounts, member("segment"), list)).to.deep.equal([]);
    expect(found(...accounts, member("other"), list)).to.deep.equal([
      "the list of dataset acme.crm undoes read-crm",
    ]);
    const nobodys = make.datasetMember("nobodys", "crm", viewer, { member: unknown });
    const entry = crm(...usual, { role: "READER", userByEmail: unknown });
    expect(ofDocumented(nobodys, entry)).to.deep.equal(undone);
  });
});

describe("conflicts of bindings and policies", () => {
  it("advises once of a binding and a policy, of two bindings and of two policies", () => {
    const own = binding("own", [make.member]);
    const role = { role: viewer, members: [bob] };
    expect(found(make.account(), own, policy("policy", [role]))).to.deep.equal(["policy undoes own"]);
    expect(found(make.account(), binding("a", [bob]), binding("b", [make.member]))).to.deep.equal([
      "a undoes b",
    ]);
    const ownPolicy = policy("b", [{ role: viewer, members: [make.member] }]);
    expect(found(make.account(), policy("a", [role]), ownPolicy)).to.deep.equal(["a undoes b"]);
  });

  it("advises of a binding that names Segment among others, beside somebody else's member", () => {
    const theirs = make.datasetMember("theirs", "crm", viewer, { member: bob });
    for (const members of [
      [make.member, bob],
      [bob, make.member],
    ])
      expect(found(make.account(), binding("own", members), theirs)).to.deep.equal(["own undoes theirs"]);
    expect(ofDocumented(binding("others", [bob]), theirs)).to.deep.equal(["others undoes read-crm"]);
  });

  it("advises of a binding beside a DatasetAccess, and accepts two of them beside each other", () => {
    const access = (name: string, entry: Readonly<Record<string, unknown>>) =>
      datasetAccess(name, "crm", { role: "READER", ...entry });
    const own = access("own", { userByEmail: make.email });
    expect(found(make.account(), own, binding("others", [bob]))).to.deep.equal(["others undoes own"]);
    expect(found(make.account(), own, access("theirs", { userByEmail: "bob@acme.com" }))).to.deep.equal([]);
  });

  it("accepts an empty binding and a policy beside what is not Segment's, on a scope of Segment's", () => {
    const role = "roles/bigquery.dataOwner";
    const theirs = make.datasetMember("theirs", "crm", role, { member: bob });
    expect(ofDocumented(theirs, binding("empty", [], { role }))).to.deep.equal([]);
    expect(ofDocumented(theirs, binding("others", [bob], { role }))).to.deep.equal([]);
  });

  it("takes roles that are not known yet for different ones", () => {
    const open = make.datasetMember("open", "crm", unknown);
    expect(found(make.account(), open, binding("binding", [bob], { role: unknown }))).to.deep.equal([]);
    expect(found(make.account(), open, binding("empty", [], { role: unknown }))).to.deep.equal([]);
  });

  const until = (day: string, title: unknown = "until") => ({
    condition: { title, expression: `request.time < timestamp("${day}T00:00:00Z")` },
  });
  const member = (props: Readonly<Record<string, unknown>>) =>
    make.datasetMember("member", "crm", viewer, props);
  const both = ["binding undoes member"];
  const conditions: readonly (readonly [string, object, object, readonly string[]])[] = [
    ["the same", until("2027-01-01"), until("2027-01-01"), both],
    [
      "the same, in a list of blocks",
      { condition: [until("2027-01-01").condition] },
      until("2027-01-01"),
      both,
    ],
    ["none and an empty list of blocks", {}, { condition: [] }, both],
    ["none and an empty block", {}, { condition: { title: "", expression: "" } }, both],
    ["another expression", until("2027-01-01"), until("2028-01-01"), []],
    ["another title", until("2027-01-01"), until("2027-01-01", "then"), []],
    ["a title where there is none", until("2027-01-01", null), until("2027-01-01"), []],
    ["none", {}, until("2027-01-01"), []],
    [
      "a title for an expression",
      { condition: { title: "true" } },
      { condition: { expression: "true" } },
      [],
    ],
  ];
  for (const [title, one, other, expected] of conditions) {
    it(`${expected.length > 0 ? "advises of" : "accepts"} a binding under ${title} as the condition`, () => {
      const [a, b] = [one, other] as Readonly<Record<string, unknown>>[];
      expect(found(make.account(), member(a ?? {}), binding("binding", [bob], b))).to.deep.equal(expected);
      expect(found(make.account(), member(a ?? {}), binding("binding", [], b))).to.deep.equal(expected);
      expect(found(make.account(), member(b ?? {}), binding("binding", [], a))).to.deep.equal(expected);
    });
  }

  it("accepts what undoes a grant by which Segment gets something through a group or as everybody", () => {
    const group = [
      {
        type: "gcp:cloudidentity/group:Group",
        name: "all",
        props: { name: "groups/1", groupKey: { id: "all@acme.com" } },
      },
      {
        type: "gcp:cloudidentity/groupMembership:GroupMembership",
        name: "in",
        props: { group: "groups/1", preferredMemberKey: { id: make.email } },
      },
    ];
    const ofGroup = make.datasetMember("group", "crm", viewer, { member: "group:all@acme.com" });
    expect(found(make.account(), ...group, ofGroup, binding("others", [bob]))).to.deep.equal([]);
    const open = make.datasetMember("open", "crm", viewer, { member: "allAuthenticatedUsers" });
    expect(found(make.account(), open, binding("others", [bob]))).to.deep.equal([]);
  });
});

describe("conflicts with what is authorized", () => {
  const views = [
    datasetAccess("users", "crm", viewEntry("hr")),
    datasetAccess("routine", "crm", routineEntry("hr")),
    datasetAccess("whole", "crm", { authorizedDataset: datasetEntry("hr").dataset }),
    datasetAccess("else", "raw", viewEntry("hr", "orders_v")),
  ];

  it("names all that Segment's own binding or policy drops from the dataset, used by Segment or not", () => {
    const dropped = "table acme.hr.users_v, routine acme.hr.f, dataset acme.hr".split(", ").sort();
    for (const own of [
      binding("own", [bob, make.member]),
      policy("own", [{ role: viewer, members: [make.member] }]),
    ])
      expect(
        found(make.account(), own, ...views).map((text) => text.replace("own drops ", "").split(", ").sort()),
      ).to.deep.equal([dropped]);
  });

  it("accepts what somebody else's binding drops that Segment does not use", () => {
    const others = binding("others", [bob], { role: "roles/bigquery.metadataViewer" });
    expect(found(make.account(), make.datasetMember("read", "crm", viewer), others, ...views)).to.deep.equal(
      [],
    );
    const used = make.tableMember("users", "hr", "users_v", viewer);
    expect(found(make.account(), used, others, ...views)).to.deep.equal([
      "others drops dataset acme.hr, table acme.hr.users_v",
    ]);
  });

  it("accepts members and DatasetAccess beside them", () => {
    const own = datasetAccess("own", "crm", { role: "READER", userByEmail: make.email });
    expect(found(make.account(), own, make.datasetMember("read", "crm", viewer), ...views)).to.deep.equal([]);
  });
});
