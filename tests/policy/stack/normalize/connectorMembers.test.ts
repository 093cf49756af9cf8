import { UNKNOWN } from "../../../../policy/stack/plain";
import { cnrm, expectSpelling, type Gains, inProject, made } from "./support";

const email = "segment@acme.iam.gserviceaccount.com";

const onAcme = { resourceRef: { kind: "Project", external: "acme" } };

const project = ["acme", "spec"] as const;

describe("configConnector: IAMPolicyMember", () => {
  const table: readonly [what: string, spec: object, gains: Gains][] = [
    [
      "role, member and condition",
      { role: "roles/viewer", member: "user:ann@acme.com", condition: { title: "t", expression: "true" } },
      {
        role: ["roles/viewer", "spec"],
        member: ["user:ann@acme.com", "spec"],
        condition: [{ title: "t", expression: "true" }, "spec"],
      },
    ],
    ["a member that is not known yet", { member: UNKNOWN }, { member: [UNKNOWN, "spec"] }],
    [
      "its member before who memberFrom names",
      { member: "user:ann@acme.com", memberFrom: { serviceAccountRef: { external: email } } },
      { member: ["user:ann@acme.com", "spec"] },
    ],
    [
      "the account that memberFrom names by its address",
      { memberFrom: { serviceAccountRef: { external: email } } },
      { member: [`serviceAccount:${email}`, "spec"] },
    ],
    [
      "the account that memberFrom names by its path",
      { memberFrom: { serviceAccountRef: { external: `projects/acme/serviceAccounts/${email}` } } },
      { member: [`serviceAccount:${email}`, "spec"] },
    ],
    [
      "the account that memberFrom names by an object, in the project of the one that refers to it",
      { memberFrom: { serviceAccountRef: { name: "segment" } } },
      { member: [`serviceAccount:${email}`, "spec"] },
    ],
    [
      "an account whose address is not known yet",
      { memberFrom: { serviceAccountRef: { external: UNKNOWN } } },
      { member: [UNKNOWN, "spec"] },
    ],
    [
      "an account whose object's name is not known yet",
      { memberFrom: { serviceAccountRef: { name: UNKNOWN } } },
      { member: [UNKNOWN, "spec"] },
    ],
    [
      "an account of which nothing is said",
      { memberFrom: { serviceAccountRef: {} } },
      { member: [UNKNOWN, "spec"] },
    ],
    [
      "a reference that is not known yet",
      { memberFrom: { serviceAccountRef: UNKNOWN } },
      { member: [UNKNOWN, "spec"] },
    ],
    ["a memberFrom that is not known yet", { memberFrom: UNKNOWN }, { member: [UNKNOWN, "spec"] }],
    [
      "who memberFrom names otherwise, by the kind of reference",
      { memberFrom: { logSinkRef: { name: "sink" } } },
      { member: ["memberFrom:logSinkRef", "spec"] },
    ],
    ["nobody, where memberFrom is empty", { memberFrom: {} }, {}],
    ["nobody, where memberFrom is no object", { memberFrom: ["x"] }, {}],
    ["nobody, where there is neither", { member: "" }, {}],
  ];
  for (const [what, spec, gains] of table)
    it(`reads ${what}`, () => {
      const given = made(cnrm("iam", "IAMPolicyMember"), {
        metadata: inProject("acme"),
        spec: { ...onAcme, ...spec },
      });
      expectSpelling(given, "gcp:projects/iAMMember:IAMMember", { project, ...gains });
    });

  it("knows nothing of a member whose spec is not known yet, not even what it grants on", () => {
    expectSpelling(
      made(cnrm("iam", "IAMPolicyMember"), { metadata: inProject("acme"), spec: UNKNOWN }),
      "gcp:other/resourceIamMember:ResourceIamMember",
      {
        name: [UNKNOWN, "spec"],
        project: [UNKNOWN, "metadata"],
        role: [UNKNOWN, "spec"],
        member: [UNKNOWN, "spec"],
        condition: [UNKNOWN, "spec"],
      },
    );
  });

  it("cannot tell an account's address while the project is not known", () => {
    expectSpelling(
      made(cnrm("iam", "IAMPolicyMember"), {
        metadata: inProject(UNKNOWN),
        spec: { ...onAcme, memberFrom: { serviceAccountRef: { name: "segment" } } },
      }),
      "gcp:projects/iAMMember:IAMMember",
      { project, member: [UNKNOWN, "spec"] },
    );
  });

  it("cannot tell an account's address where nothing names the project", () => {
    expectSpelling(
      made(cnrm("iam", "IAMPolicyMember"), {
        spec: { ...onAcme, memberFrom: { serviceAccountRef: { name: "segment" } } },
      }),
      "gcp:projects/iAMMember:IAMMember",
      { project, member: [UNKNOWN, "spec"] },
    );
  });

  it("spells the address of an account in a domain's project as Google does", () => {
    expectSpelling(
      made(cnrm("iam", "IAMPolicyMember"), {
        metadata: inProject("acme.com:data"),
        spec: { ...onAcme, memberFrom: { serviceAccountRef: { name: "segment" } } },
      }),
      "gcp:projects/iAMMember:IAMMember",
      { project, member: ["serviceAccount:segment@data.acme.com.iam.gserviceaccount.com", "spec"] },
    );
  });
});

for (const kind of ["IAMPolicy", "IAMPartialPolicy"])
  describe(`configConnector: ${kind}`, () => {
    const from = { memberFrom: { serviceAccountRef: { name: "segment" } } };
    const table: readonly [what: string, bindings: unknown, expected: unknown][] = [
      [
        "texts and objects among the members, and every other field of a binding",
        [
          { role: "roles/viewer", members: ["user:ann@acme.com", { member: "user:bob@acme.com" }, from] },
          { role: "roles/editor", members: [], condition: { expression: "true" } },
        ],
        [
          {
            role: "roles/viewer",
            members: ["user:ann@acme.com", "user:bob@acme.com", `serviceAccount:${email}`],
          },
          { role: "roles/editor", members: [], condition: { expression: "true" } },
        ],
      ],
      [
        "members that are not known yet",
        [{ role: "roles/viewer", members: [UNKNOWN, { memberFrom: UNKNOWN }] }],
        [{ role: "roles/viewer", members: [UNKNOWN, UNKNOWN] }],
      ],
      [
        "a list of members that is not known yet",
        [{ role: "roles/viewer", members: UNKNOWN }],
        [{ role: "roles/viewer", members: UNKNOWN }],
      ],
      [
        "a binding without members, and one that is not known yet",
        [{ role: "roles/viewer" }, UNKNOWN],
        [{ role: "roles/viewer" }, UNKNOWN],
      ],
      ["a member who is nobody", [{ members: [{}, null] }], [{ members: [null, null] }]],
      ["bindings that are not known yet", UNKNOWN, UNKNOWN],
      ["no bindings", [], []],
    ];
    for (const [what, bindings, expected] of table)
      it(`reads ${what}`, () => {
        const given = made(cnrm("iam", kind), { metadata: inProject("acme"), spec: { ...onAcme, bindings } });
        expectSpelling(given, "gcp:projects/iAMPolicy:IAMPolicy", { project, bindings: [expected, "spec"] });
      });

    it("adds no bindings where there are none", () => {
      const given = made(cnrm("iam", kind), { metadata: inProject("acme"), spec: onAcme });
      expectSpelling(given, "gcp:projects/iAMPolicy:IAMPolicy", { project });
    });
  });
