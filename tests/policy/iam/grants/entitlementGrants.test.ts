import { expect } from "chai";
import type { Scope } from "../../../../policy/iam/scope";
import { make, type TestResource, unknown } from "../../support";
import { only, type Telling, told, type Told, unread } from "./support";

const ann = "user:ann@acme.com";

const role = "roles/bigquery.admin";

const acme = "//cloudresourcemanager.googleapis.com/projects/acme";

const bindings = [{ role }];

/** An entitlement to `bindings` on project acme that ann may ask for, with those properties otherwise. */
function entitlement(
  access: Readonly<Record<string, unknown>> = {},
  props: TestResource["props"] = {},
  from: TestResource["from"] = {},
): TestResource {
  return {
    type: "gcp:privilegedaccessmanager/entitlement:entitlement",
    name: "it",
    props: {
      eligibleUsers: [{ principals: [ann] }],
      privilegedAccess: { gcpIamAccess: { resource: acme, roleBindings: bindings, ...access } },
      ...props,
    },
    from,
  };
}

const asked = (over: Partial<Told> = {}): Told => ({
  shape: "member",
  scope: { kind: "project", project: "acme" },
  role,
  member: ann,
  onRequest: true,
  ...over,
});

const gcpIamAccess = { resource: acme, roleBindings: bindings };

const open = (...accounts: readonly string[]) =>
  unread({ property: "privilegedAccess", why: "it is not known yet", unknown: true, accounts });

describe("the grants of an entitlement", () => {
  const rows: readonly [string, TestResource, Telling][] = [
    ["what may be asked for", entitlement(), only(asked())],
    [
      "each role for each who may ask",
      entitlement(
        { roleBindings: [{ role }, { role: "roles/browser" }] },
        { eligibleUsers: [{ principals: [ann, "group:ops@acme.com"] }, { principals: [make.member] }] },
      ),
      only(
        ...[role, "roles/browser"].flatMap((each) =>
          [ann, "group:ops@acme.com", make.member].map((member) => asked({ role: each, member })),
        ),
      ),
    ],
    [
      "the same from blocks in lists of one",
      entitlement({}, { privilegedAccess: [{ gcpIamAccess: [gcpIamAccess] }] }),
      only(asked()),
    ],
    [
      "a binding's condition",
      entitlement({
        roleBindings: [
          { role, conditionExpression: "1 < 2" },
          { role, conditionExpression: null },
        ],
      }),
      only(asked({ condition: { expression: "1 < 2" } }), asked()),
    ],
    [
      "a role that is not known yet, and a binding that is not known yet",
      entitlement({ roleBindings: [{ role: unknown }, unknown] }),
      only(asked({ role: "?privilegedAccess" }), asked({ role: "?privilegedAccess" })),
    ],
    [
      "nothing for a binding without a role, or that is none",
      entitlement({ roleBindings: [{}, { role: "" }, null, "roles/owner", { role }] }),
      only(asked()),
    ],
    ["nothing without bindings", entitlement({ roleBindings: [] }), only()],
    ["nothing where bindings are left out", entitlement({ roleBindings: undefined }), only()],
    ["nothing without access", entitlement({}, { privilegedAccess: undefined }), only()],
    [
      "nothing where the access is no block",
      entitlement({}, { privilegedAccess: ["x", gcpIamAccess] }),
      only(),
    ],
    [
      "nothing of another kind of access",
      entitlement({}, { privilegedAccess: { other: gcpIamAccess } }),
      only(),
    ],
    ["what is unknown until the update: the access", entitlement({}, { privilegedAccess: unknown }), open()],
    [
      "what is unknown until the update: the first block",
      entitlement({}, { privilegedAccess: [unknown] }),
      open(),
    ],
    [
      "what is unknown until the update: the access to IAM",
      entitlement({}, { privilegedAccess: { gcpIamAccess: unknown } }),
      open(),
    ],
    ["what is unknown until the update: the bindings", entitlement({ roleBindings: unknown }), open()],
    ["nobody's, where nobody may ask", entitlement({}, { eligibleUsers: [] }), only()],
    ["nobody's, where that is left out", entitlement({}, { eligibleUsers: undefined }), only()],
    ["nobody's, where no principals are listed", entitlement({}, { eligibleUsers: [{}, null] }), only()],
    [
      "theirs who stand there without a list",
      entitlement({}, { eligibleUsers: { principals: ann } }),
      only(asked()),
    ],
    [
      "whose is unknown until the update: those who may ask",
      entitlement({}, { eligibleUsers: unknown }),
      only(asked({ member: "?eligibleUsers" })),
    ],
    [
      "whose is unknown until the update: one of them",
      entitlement({}, { eligibleUsers: [{ principals: [unknown, ann] }] }),
      only(asked(), asked({ member: "?eligibleUsers" })),
    ],
  ];
  for (const [what, resource, expected] of rows)
    it(`are ${what}`, () => {
      expect(told(resource)).to.deep.equal(expected);
    });

  it("name the service accounts of the stack that open parts come from", () => {
    const users = entitlement(
      {},
      { eligibleUsers: [{ principals: [unknown] }] },
      { eligibleUsers: ["segment"] },
    );
    expect(told(users, make.account())).to.deep.equal(only(asked({ member: `account ${make.email}` })));
    const access = entitlement({}, { privilegedAccess: unknown }, { privilegedAccess: ["segment"] });
    expect(told(access, make.account())).to.deep.equal(open(make.email));
  });
});

describe("the scope of an entitlement", () => {
  const project = { kind: "project", project: "acme" } as const;
  const nowhere = { kind: "project", project: "(project of it, not known yet)" } as const;
  const rows: readonly [string, unknown, unknown, Scope][] = [
    ["the project that it names", acme, undefined, project],
    ["the project without the host", "projects/acme", undefined, project],
    ["what it names rather than its parent", acme, "folders/12", project],
    ["its parent, where it names nothing", undefined, "projects/acme", project],
    ["its parent, while what it names is not known", unknown, "projects/acme", project],
    [
      "a folder",
      "//cloudresourcemanager.googleapis.com/folders/12",
      undefined,
      { kind: "folder", folder: "12" },
    ],
    ["the folder that is its parent", undefined, "folders/12", { kind: "folder", folder: "12" }],
    ["an organization", undefined, "organizations/34", { kind: "organization", organization: "34" }],
    ["not known, without either", undefined, undefined, nowhere],
    ["not known, while both are not", unknown, unknown, nowhere],
    ["not known, where the path goes on", `${acme}/datasets/crm`, undefined, nowhere],
    [
      "not known, where the path ends before the id",
      "//cloudresourcemanager.googleapis.com/projects/",
      undefined,
      nowhere,
    ],
    ["not known, where the collection is another", "billingAccounts/1", "projects/acme", nowhere],
    ["not known, where the collection only ends alike", "myprojects/acme", undefined, nowhere],
  ];
  for (const [what, resource, parent, scope] of rows)
    it(`is ${what}`, () => {
      const open = scope === nowhere ? { unknown: ["privilegedAccess"] } : {};
      expect(told(entitlement({ resource }, { parent }))).to.deep.equal(only(asked({ scope, ...open })));
    });
});
