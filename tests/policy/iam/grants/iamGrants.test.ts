import { expect } from "chai";
import { UNKNOWN } from "../../../../policy/stack/plain";
import { make, type TestResource, unknown } from "../../support";
import { only, read, type Telling, told, type Told, unread, urnOf } from "./support";

const ann = "user:ann@acme.com";

const bob = "user:bob@acme.com";

const role = "roles/browser";

const scope = { kind: "project" as const, project: "acme" };

const project = (shape: "Member" | "Binding" | "Policy", props: TestResource["props"]): TestResource => ({
  type: `gcp:projects/iAM${shape}:IAM${shape}`,
  name: "it",
  props: { project: "acme", ...props },
});

const customRole = make.customRole("reader", ["bigquery.tables.getData"], { name: unknown });

const condition = { title: "soon", expression: "request.time < timestamp('2027-01-01T00:00:00Z')" };

describe("the grants of an IAM member or binding", () => {
  const as = (shape: string, ...members: readonly string[]) =>
    only(...members.map((member): Told => ({ shape, scope, role, member })));

  it("are told with the resource that makes them, the role in full and the member as parsed", () => {
    const resource = project("Member", { role: "projects/acme/roles/reader", member: ann });
    expect(read(resource, make.customRole("reader", ["bigquery.tables.getData"]))).to.deep.equal({
      grants: [
        {
          urn: urnOf(resource),
          resourceName: "it",
          resourceType: "gcp:projects/iAMMember:IAMMember",
          shape: "member",
          scope,
          role: {
            kind: "known",
            name: "projects/acme/roles/reader",
            origin: "custom",
            permissions: ["bigquery.tables.getData"],
            written: ["bigquery.tables.getData"],
            complete: true,
            partial: false,
          },
          member: { kind: "named", member: { kind: "user", email: "ann@acme.com" } },
          condition: null,
          unknown: [],
        },
      ],
      unreadable: [],
    });
  });

  const rows: readonly [string, TestResource, Telling][] = [
    ["one member", project("Member", { role, member: ann }), as("member", ann)],
    ["each member of a binding", project("Binding", { role, members: [ann, bob] }), as("binding", ann, bob)],
    ["nobody, without members", project("Binding", { role, members: [] }), only()],
    ["nobody, where the members are left out", project("Binding", { role }), only()],
    ["nobody, where a binding is given a member", project("Binding", { role, member: ann }), only()],
    ["nobody, where a member is given members", project("Member", { role, members: [ann] }), only()],
    ["nothing, without a role", project("Member", { member: ann }), only()],
    ["nothing, with an empty role", project("Binding", { role: "", members: [ann] }), only()],
    [
      "no more than the members that are texts",
      project("Binding", { role, members: [ann, null, "", { kind: "user" }, bob] }),
      as("binding", ann, bob),
    ],
    [
      "the known members beside one that is not known yet",
      project("Binding", { role, members: [unknown, ann] }),
      as("binding", ann, "?members"),
    ],
    [
      "whom it cannot tell yet, where the list is not known",
      project("Binding", { role, members: unknown }),
      as("binding", "?members"),
    ],
    [
      "what it cannot tell yet, where the role is not known",
      project("Member", { role: unknown, member: ann }),
      only({ shape: "member", scope, role: "?role", member: ann }),
    ],
    [
      "on a condition",
      project("Member", { role, member: ann, condition }),
      only({ shape: "member", scope, role, member: ann, condition }),
    ],
    [
      "on a condition that is not known yet",
      project("Binding", { role, members: [ann], condition: unknown }),
      only({ shape: "binding", scope, role, member: ann, condition: UNKNOWN }),
    ],
  ];
  for (const [what, resource, expected] of rows)
    it(`give ${what}`, () => {
      expect(told(resource)).to.deep.equal(expected);
    });
});

describe("the grants of an IAM policy", () => {
  const policy = (policyData: unknown, ...from: readonly string[]): TestResource => ({
    ...project("Policy", { policyData }),
    from: { policyData: from },
  });
  const json = (...bindings: readonly unknown[]) => JSON.stringify({ bindings });
  const as = (...members: readonly string[]) =>
    members.map((member): Told => ({ shape: "policy", scope, role, member }));
  const note = (why: string, open: boolean, ...accounts: readonly string[]) => ({
    property: "policyData",
    why,
    unknown: open,
    accounts,
  });

  const rows: readonly [string, unknown, Telling][] = [
    [
      "each member of each binding",
      json({ role, members: [ann] }, { role, members: [bob] }),
      only(...as(ann, bob)),
    ],
    ["nothing of an empty policy", "{}", only()],
    ["nothing of bindings that are null", '{"bindings":null}', only()],
    ["nothing of a binding without a role", json({ members: [ann] }, { role: "", members: [ann] }), only()],
    ["nothing of a binding without members", json({ role }, { role, members: null }), only()],
    [
      "a condition with the binding that has it",
      json({ role, members: [ann], condition }, { role, members: [bob] }),
      only({ shape: "policy", scope, role, member: ann, condition }, ...as(bob)),
    ],
    ["a policy that is given as an object", { bindings: [{ role, members: [ann] }] }, only(...as(ann))],
    [
      "the members and roles that are known in an object",
      { bindings: [{ role: unknown, members: [ann, unknown] }] },
      only(
        { shape: "policy", scope, role: "?policyData", member: ann },
        { shape: "policy", scope, role: "?policyData", member: "?policyData" },
      ),
    ],
    ["not what is not known yet", unknown, unread(note("it is not known yet", true))],
    ["not what is no JSON", "bindings: []", unread(note("it is not the JSON of an IAM policy", false))],
    ["not what is left out", undefined, unread(note("it is not the JSON of an IAM policy", false))],
    ["not a list", "[]", unread(note("it is not the JSON of an IAM policy", false))],
    [
      "not a list of bindings alone",
      [{ role, members: [ann] }],
      unread(note("it is not the JSON of an IAM policy", false)),
    ],
    ["not a number", "7", unread(note("it is not the JSON of an IAM policy", false))],
    [
      "not bindings that are an object",
      '{"bindings":{"role":"roles/owner"}}',
      unread(note("it is not the JSON of an IAM policy", false)),
    ],
    [
      "the readable bindings beside those that are none",
      json(null, { role, members: [ann] }, "x"),
      {
        grants: as(ann),
        unreadable: Array.from({ length: 2 }, () => note("one of its bindings is not an object", false)),
      },
    ],
    [
      "the readable bindings beside one that is not known yet",
      { bindings: [unknown, { role, members: [ann] }] },
      { grants: as(ann), unreadable: [note("one of its bindings is not known yet", true)] },
    ],
  ];
  for (const [what, policyData, expected] of rows)
    it(`are ${what}`, () => {
      expect(told(policy(policyData))).to.deep.equal(expected);
    });

  it("name the service accounts of the stack that an unknown one comes from, and nothing else that it comes from", () => {
    const bucket: TestResource = { type: "gcp:storage/bucket:Bucket", name: "assets", props: {} };
    expect(told(policy(unknown, "assets", "segment"), make.account(), bucket)).to.deep.equal(
      unread(note("it is not known yet", true, make.email)),
    );
  });

  it("are told with the resource where they cannot be read", () => {
    const resource = policy("no JSON");
    expect(read(resource)).to.deep.equal({
      grants: [],
      unreadable: [
        {
          urn: urnOf(resource),
          resourceName: "it",
          resourceType: "gcp:projects/iAMPolicy:IAMPolicy",
          ...note("it is not the JSON of an IAM policy", false),
        },
      ],
    });
  });

  it("are by a custom role of the stack where the role's name is not known yet", () => {
    const resource = policy({ bindings: [{ role: unknown, members: [ann] }] }, "reader");
    expect(told(resource, customRole)).to.deep.equal(
      only({ shape: "policy", scope, role: "projects/acme/roles/reader", member: ann }),
    );
  });

  it("are read from the bindings of google-native's policies alike", () => {
    const native = (bindings: unknown): TestResource => ({
      type: "google-native:cloudresourcemanager/v1:ProjectIamPolicy",
      name: "it",
      props: { resource: "acme", bindings },
    });
    expect(told(native([{ role, members: [ann] }]))).to.deep.equal(only(...as(ann)));
    expect(told(native(unknown))).to.deep.equal(
      unread({ ...note("it is not known yet", true), property: "bindings" }),
    );
    expect(told(native([unknown]))).to.deep.equal(
      unread({ ...note("one of its bindings is not known yet", true), property: "bindings" }),
    );
  });
});
