import { expect } from "chai";
import { documentedStack, make, messages, type TestResource, unknown, verdicts } from "../support";

const config = { sources: ["acme.crm"] };

const { email } = make;

const tokens = "roles/iam.serviceAccountTokenCreator";

const ann = "user:ann@acme.com";

function onAccount(name: string, role: unknown, who: unknown, account: unknown = email): TestResource {
  const path = account === unknown ? unknown : `projects/acme/serviceAccounts/${String(account)}`;
  return {
    type: "gcp:serviceaccount/iAMMember:IAMMember",
    name,
    props: { serviceAccountId: path, role, member: who },
  };
}

const says = (extra: readonly TestResource[]) => messages([...documentedStack(), ...extra], config);

const verdictsAbout = (grant: TestResource) =>
  verdicts([...documentedStack(), grant], config).filter(({ rule }) => rule === "impersonable-by-others");

describe("rule impersonable-by-others", () => {
  for (const role of [
    tokens,
    "roles/iam.serviceAccountOpenIdTokenCreator",
    "roles/iam.serviceAccountUser",
    "roles/iam.workloadIdentityUser",
    "roles/iam.serviceAccountKeyAdmin",
    "roles/iam.serviceAccountAdmin",
    "roles/iam.serviceAccountApiKeyBindingAdmin",
    "roles/editor",
  ])
    it(`rejects ${role} for somebody on the account itself`, () => {
      expect(says([onAccount("grant", role, ann)])).to.deep.equal([
        `mandatory: \`grant\` grants ${ann} ${role} on service account ${email}. With it ${ann} can act as Segment's account, which only Segment should use, by its key. Fix: remove the grant. [impersonable-by-others]`,
      ]);
    });

  it("says what a finding is about where it may be judged from one resource alone", () => {
    const about = (grant: TestResource) =>
      verdictsAbout(grant).map(({ rule, about: subject }) => [rule, subject]);
    expect(about(onAccount("grant", tokens, ann))).to.deep.equal([
      ["impersonable-by-others", `${email} ${ann} ${tokens}`],
    ]);
    expect(about(onAccount("grant", tokens, unknown))).to.deep.equal([["impersonable-by-others", undefined]]);
    expect(about(make.projectMember("grant", tokens, { member: ann }))).to.deep.equal([
      ["impersonable-by-others", undefined],
    ]);
  });

  it("rejects members of a binding and of a policy, one finding each", () => {
    const binding = {
      type: "gcp:serviceaccount/iAMBinding:IAMBinding",
      name: "binding",
      props: {
        serviceAccountId: `projects/-/serviceAccounts/${email}`,
        role: tokens,
        members: [ann, "group:ops@acme.com"],
      },
    };
    const policy = {
      type: "gcp:serviceaccount/iAMPolicy:IAMPolicy",
      name: "policy",
      props: {
        serviceAccountId: `projects/-/serviceAccounts/${email}`,
        policyData: JSON.stringify({ bindings: [{ role: tokens, members: ["domain:acme.com"] }] }),
      },
    };
    const found = says([binding, policy]);
    expect(found.map((one) => /^mandatory: `\w+` grants (\S+) roles/.exec(one)?.[1])).to.deep.equal([
      "group:ops@acme.com",
      ann,
      "domain:acme.com",
    ]);
  });

  it("rejects everybody", () => {
    expect(
      says([onAccount("grant", tokens, "allAuthenticatedUsers")]).some(
        (one) =>
          one.startsWith("mandatory: `grant` grants allAuthenticatedUsers") &&
          one.endsWith("[impersonable-by-others]"),
      ),
    ).to.equal(true);
  });

  it("rejects somebody who is unknown on the account itself: anyone it may be", () => {
    expect(says([onAccount("grant", tokens, unknown)])[0]).to.match(
      /^mandatory: `grant` grants somebody who is unknown until the update .*\[impersonable-by-others\]$/,
    );
  });

  it("rejects such a role on the project for somebody who does not administer it", () => {
    expect(says([make.projectMember("grant", tokens, { member: ann })])).to.deep.equal([
      "mandatory: `grant` grants user:ann@acme.com roles/iam.serviceAccountTokenCreator on project acme. user:ann@acme.com is not an administrator of the project, and can act as every service account there: as Segment's account. Fix: grant the role on the accounts that it is meant for instead. [impersonable-by-others]",
    ]);
  });

  it("rejects one on the organization, and does not know what is in a folder", () => {
    const folder = {
      type: "gcp:folder/iAMMember:IAMMember",
      name: "f",
      props: { folder: "7", role: tokens, member: ann },
    };
    const organization = {
      type: "gcp:organizations/iAMMember:IAMMember",
      name: "o",
      props: { orgId: "9", role: tokens, member: ann },
    };
    expect(says([folder])[0]).to.include(
      "Who can act as Segment's account by `f` is unknown until the update",
    );
    expect(says([organization])[0]).to.include(`\`o\` grants ${ann} ${tokens} on organization 9.`);
  });

  for (const role of ["roles/owner", "roles/resourcemanager.projectIamAdmin", "roles/iam.securityAdmin"])
    it(`accepts one for an administrator of the project, by ${role}`, () => {
      expect(
        says([
          make.projectMember("grant", tokens, { member: ann }),
          make.projectMember("admin", role, { member: ann }),
        ]),
      ).to.deep.equal([]);
    });

  it("rejects one for an administrator of another project", () => {
    const admin = make.projectMember("admin", "roles/owner", { member: ann, project: "other" });
    expect(says([make.projectMember("grant", tokens, { member: ann }), admin])).to.have.length(1);
  });

  it("accepts basic roles on the project", () => {
    expect(
      says(
        ["roles/owner", "roles/editor", "roles/viewer"].map((role) =>
          make.projectMember(role, role, { member: ann }),
        ),
      ),
    ).to.deep.equal([]);
  });

  it("accepts roles of Google's agents, and rejects the same role for an account that is called like one", () => {
    const role = "roles/dataflow.serviceAgent";
    const agent = make.projectMember("agent", role, {
      member: "serviceAccount:service-42@dataflow-service-producer-prod.iam.gserviceaccount.com",
    });
    const alike = make.projectMember("alike", role, {
      member: "serviceAccount:service-42@evil.iam.gserviceaccount.com",
    });
    expect(says([agent])).to.deep.equal([]);
    expect(says([alike])).to.have.length(1);
  });

  it("rejects anyone who can act as an account that can act as Segment's", () => {
    const ci = "ci@other.iam.gserviceaccount.com";
    const found = says([
      onAccount("first", tokens, `serviceAccount:${ci}`),
      onAccount("second", "roles/iam.serviceAccountUser", ann, ci),
    ]);
    expect(found).to.have.length(2);
    expect(found[1]).to.equal(
      `mandatory: \`second\` grants ${ann} roles/iam.serviceAccountUser on service account ${ci}. With it ${ann} can act as serviceAccount:${ci}, which can act as Segment's account. Fix: remove this grant, or the next one on the way. [impersonable-by-others]`,
    );
  });

  it("rejects a custom role on the account that the stack does not make", () => {
    expect(says([onAccount("grant", "projects/acme/roles/unseen", ann)])[0]).to.equal(
      `mandatory: \`grant\` grants ${ann} projects/acme/roles/unseen on service account ${email}. This stack does not create this custom role, so it may let its holder act as Segment's account. Fix: create the role in this stack, or grant one whose permissions are known. [impersonable-by-others]`,
    );
  });

  it("cannot tell yet while the role, the account, the condition or the member above is not known", () => {
    const conditional = onAccount("condition", tokens, ann);
    const table: readonly [TestResource, string][] = [
      [onAccount("role", unknown, ann), "role"],
      [onAccount("account", tokens, ann, unknown), "serviceAccountId"],
      [{ ...conditional, props: { ...conditional.props, condition: { expression: unknown } } }, "condition"],
      [make.projectMember("member", tokens, { member: unknown }), "member"],
      [make.projectMember("project", tokens, { member: ann, project: unknown }), "project"],
    ];
    for (const [resource, property] of table)
      expect(says([resource]), property).to.include(
        `advisory: Who can act as Segment's account by \`${resource.name}\` is unknown until the update. Its ${property} is unknown, so it is not judged yet. Fix: use a value that is known before the update, or let the update judge it. [undetermined]`,
      );
  });

  it("accepts an account that is not known yet but another one of the stack", () => {
    const made = {
      type: "gcp:serviceaccount/account:Account",
      name: "loader",
      props: { accountId: "loader", project: "acme" },
    };
    expect(
      says([made, { ...onAccount("grant", tokens, ann, unknown), from: { serviceAccountId: ["loader"] } }]),
    ).to.deep.equal([]);
  });

  it("accepts other accounts, another project's, dead members, expired grants and predefined roles without such a permission", () => {
    const expired = onAccount("expired", tokens, ann);
    const condition = { expression: 'request.time < timestamp("2026-01-01T00:00:00Z")' };
    expect(
      says([
        onAccount("other", tokens, ann, "loader@acme.iam.gserviceaccount.com"),
        onAccount("elsewhere", tokens, ann, "loader@other.iam.gserviceaccount.com"),
        onAccount("dead", tokens, "deleted:user:ann@acme.com?uid=1"),
        onAccount("viewer", "roles/iam.serviceAccountViewer", ann),
        make.projectMember("other-project", tokens, { project: "other", member: ann }),
        { ...expired, props: { ...expired.props, condition } },
      ]),
    ).to.deep.equal([]);
  });

  it("is silent in a stack without Segment", () => {
    expect(
      messages([
        onAccount("grant", tokens, ann, "loader@acme.iam.gserviceaccount.com"),
        make.projectMember("p", tokens, { member: ann }),
      ]),
    ).to.deep.equal([]);
  });
});

describe("rule unrestricted-workload-pool", () => {
  const poolMember = (path: string) =>
    `principalSet://iam.googleapis.com/projects/${path}/locations/global/workloadIdentityPools/github/attribute.repository/acme/x`;
  const user = onAccount("federated", "roles/iam.workloadIdentityUser", poolMember("42"));
  const provider = (props: object = {}): TestResource => ({
    type: "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider",
    name: "github",
    props: {
      project: "acme",
      workloadIdentityPoolId: "github",
      workloadIdentityPoolProviderId: "gh",
      ...props,
    },
  });
  const open = (extra: readonly TestResource[]) =>
    says(extra).filter((one) => one.endsWith("[unrestricted-workload-pool]"));

  it("rejects a provider without an attribute condition whose pool can act as the account", () => {
    expect(open([user, provider()])).to.deep.equal([
      "mandatory: Workload identity pool provider `github` has no attribute condition. Everybody that its issuer vouches for enters pool github, which can act as Segment's account. Fix: set attributeCondition to the identities that are meant, or remove the pool's role on the account. [unrestricted-workload-pool]",
    ]);
  });

  it("rejects an empty condition and one that is always true", () => {
    for (const attributeCondition of ["", "true", " (true) ", null])
      expect(open([user, provider({ attributeCondition })]), String(attributeCondition)).to.have.length(1);
  });

  it("rejects one whose pool can act as the account over the project, or over another account", () => {
    const overProject = make.projectMember("federated", "roles/iam.workloadIdentityUser", {
      member: poolMember("42"),
    });
    expect(open([overProject, provider()])).to.have.length(1);
    const ci = "ci@acme.iam.gserviceaccount.com";
    const first = onAccount("first", tokens, `serviceAccount:${ci}`);
    expect(
      open([first, onAccount("second", "roles/iam.workloadIdentityUser", poolMember("42"), ci), provider()]),
    ).to.have.length(1);
  });

  it("finds the pool by its dependency while its number is not known", () => {
    const pool: TestResource = {
      type: "gcp:iam/workloadIdentityPool:WorkloadIdentityPool",
      name: "pool",
      props: { project: "acme", workloadIdentityPoolId: "github" },
    };
    const grant = {
      ...onAccount("federated", "roles/iam.workloadIdentityUser", unknown),
      from: { member: ["pool"] },
    };
    expect(open([pool, grant, provider()])).to.have.length(1);
    expect(
      open([
        pool,
        grant,
        { ...provider({ workloadIdentityPoolId: unknown }), from: { workloadIdentityPoolId: ["pool"] } },
      ]),
    ).to.have.length(1);
    expect(open([pool, grant, provider({ workloadIdentityPoolId: "other" })])).to.deep.equal([]);
  });

  it("cannot tell yet while the condition is not known", () => {
    expect(says([user, provider({ attributeCondition: unknown })])).to.include(
      "advisory: Whether everybody can enter workload identity pool github, which can act as Segment's account, is unknown until the update. The attributeCondition of `github` is unknown, so it is not judged yet. Fix: use a value that is known before the update, or let the update judge it. [undetermined]",
    );
  });

  it("accepts a condition, a disabled provider, another pool, another project's pool and one that cannot act as the account", () => {
    const project = {
      type: "gcp:organizations/project:Project",
      name: "p",
      props: { projectId: "acme", number: "42" },
    };
    expect(
      open([user, provider({ attributeCondition: 'assertion.repository_owner == "acme"' })]),
    ).to.deep.equal([]);
    expect(open([user, provider({ disabled: true })])).to.deep.equal([]);
    expect(open([user, provider({ workloadIdentityPoolId: "gitlab" })])).to.deep.equal([]);
    expect(open([user, project, provider({ project: "other" })])).to.deep.equal([]);
    expect(open([provider()])).to.deep.equal([]);
    expect(
      open([
        onAccount(
          "other",
          "roles/iam.workloadIdentityUser",
          poolMember("42"),
          "ci@acme.iam.gserviceaccount.com",
        ),
        provider(),
      ]),
    ).to.deep.equal([]);
  });
});
