import { expect } from "chai";
import { documentedStack, make, messages, type TestResource, unknown, verdicts } from "../support";

const config = { sources: ["acme.crm"] };

const { email, member } = make;

const loader = "loader@acme.iam.gserviceaccount.com";

const tokens = "roles/iam.serviceAccountTokenCreator";

const accountUser = "roles/iam.serviceAccountUser";

/** A role for a member on a service account. */
function onAccount(name: string, account: unknown, role: unknown, who: unknown = member): TestResource {
  const path =
    typeof account === "string" && account.includes("@") ? `projects/-/serviceAccounts/${account}` : account;
  return {
    type: "gcp:serviceaccount/iAMMember:IAMMember",
    name,
    props: { serviceAccountId: path, role, member: who },
  };
}

const says = (extra: readonly TestResource[], settings: object = config) =>
  messages([...documentedStack(), ...extra], settings);

describe("rule impersonates-others", () => {
  it("rejects token creator on another account, and names all that the account holds", () => {
    const effectiveGrants = [
      make.datasetMember("owner", "finance", "roles/bigquery.dataOwner", {
        member: `serviceAccount:${loader}`,
      }),
      make.projectMember("jobs", "roles/bigquery.jobUser", {
        member: `serviceAccount:Loader@acme.iam.gserviceaccount.com`,
      }),
    ];
    expect(says([onAccount("tokens", loader, tokens), ...effectiveGrants])).to.deep.equal([
      "mandatory: `tokens` grants Segment roles/iam.serviceAccountTokenCreator on service account loader@acme.iam.gserviceaccount.com. With it Segment can act as serviceAccount:loader@acme.iam.gserviceaccount.com, which holds roles/bigquery.dataOwner on dataset acme.finance and roles/bigquery.jobUser on project acme. Fix: remove the grant. [impersonates-others]",
    ]);
  });

  it("names the role to take away where that alone helps", () => {
    const removed = (...extra: readonly TestResource[]) =>
      verdicts([...documentedStack(), ...extra], config)
        .filter(({ rule }) => rule === "impersonates-others")
        .map(({ urn, remove }) => [urn?.split("::").pop(), remove]);
    const data = "data@acme.iam.gserviceaccount.com";
    expect(removed(onAccount("direct", loader, tokens))).to.deep.equal([["direct", tokens]]);
    expect(removed(onAccount("itself", email, tokens))).to.deep.equal([["itself", tokens]]);
    expect(removed(onAccount("public", loader, tokens, "allAuthenticatedUsers"))).to.deep.equal([
      ["public", undefined],
    ]);
    expect(
      removed(onAccount("a", loader, tokens), onAccount("b", data, tokens, `serviceAccount:${loader}`)),
    ).to.deep.equal([
      ["a", undefined],
      ["a", tokens],
    ]);
  });

  for (const role of [
    "roles/iam.serviceAccountOpenIdTokenCreator",
    "roles/iam.workloadIdentityUser",
    "roles/iam.serviceAccountKeyAdmin",
    "roles/iam.serviceAccountApiKeyBindingAdmin",
  ])
    it(`rejects ${role} in one finding`, () => {
      const found = says([onAccount("borrow", loader, role)]);
      expect(found).to.have.length(1);
      expect(found[0]).to.include(
        `\`borrow\` grants Segment ${role} on service account ${loader}. With it Segment can act as`,
      );
      expect(found[0]).to.include("which holds nothing by this stack's grants");
    });

  it("rejects account admin as impersonation and as escalation", () => {
    const found = says([onAccount("admin", loader, "roles/iam.serviceAccountAdmin")]);
    expect(found.map((one) => /\[(.*)\]$/.exec(one)?.[1])).to.deep.equal([
      "impersonates-others",
      "privilege-escalation",
    ]);
  });

  it("rejects token creator on itself", () => {
    expect(says([onAccount("itself", email, tokens)])).to.deep.equal([
      "mandatory: `itself` grants Segment roles/iam.serviceAccountTokenCreator on service account segment@acme.iam.gserviceaccount.com. This is its own account: with the role it can create tokens and keys that outlive the key it has. Fix: remove the grant. [impersonates-others]",
    ]);
  });

  it("rejects account user without a deploy permission in sight, and says so", () => {
    expect(says([onAccount("user", loader, accountUser)])[0]).to.include(
      `which holds nothing by this stack's grants, through anything that it may deploy (this stack shows no permission to deploy). Fix: remove the grant.`,
    );
  });

  it("rejects account user with a deploy permission, and names that", () => {
    const found = says([
      onAccount("user", loader, accountUser),
      make.projectMember("run", "roles/run.admin"),
    ]).filter((one) => one.endsWith("[impersonates-others]"));
    expect(found[0]).to.include(
      "With it Segment can act as serviceAccount:loader@acme.iam.gserviceaccount.com, which holds nothing by this stack's grants, through anything that it deploys (run.jobs.create on project acme)",
    );
  });

  it("rejects such a role on the project, and lists the accounts there", () => {
    const other = { member: "serviceAccount:ci@other.iam.gserviceaccount.com" };
    const found = says([
      make.projectMember("tokens", tokens),
      make.projectMember("loader", "roles/bigquery.admin", { member: `serviceAccount:${loader}` }),
      make.projectMember("elsewhere", "roles/bigquery.admin", { ...other, project: "other" }),
    ]);
    expect(found).to.deep.equal([
      "mandatory: `tokens` grants Segment roles/iam.serviceAccountTokenCreator on project acme. With it Segment can act as every service account there, among them serviceAccount:loader@acme.iam.gserviceaccount.com, which holds roles/bigquery.admin on project acme. Fix: remove the grant. [impersonates-others]",
    ]);
  });

  it("rejects such a role on a folder and on the organization", () => {
    const folder = {
      type: "gcp:folder/iAMMember:IAMMember",
      name: "f",
      props: { folder: "7", role: tokens, member },
    };
    const organization = {
      type: "gcp:organizations/iAMMember:IAMMember",
      name: "o",
      props: { orgId: "9", role: tokens, member },
    };
    const found = says([folder, organization]).filter((one) => one.endsWith("[impersonates-others]"));
    expect(found).to.have.length(2);
    expect(found[0]).to.include("With it Segment can act as every service account below");
    expect(found[1]).to.include("on organization 9. With it Segment can act as every service account below.");
  });

  it("rejects a custom role with such a permission, and leaves the rest of it to the other rules", () => {
    const found = says([
      make.customRole("mixed", ["iam.serviceAccounts.getAccessToken", "bigquery.tables.delete"]),
      make.projectMember("grant", "projects/acme/roles/mixed"),
    ]);
    expect(found).to.have.length(2);
    expect(found[1]).to.include(
      "`grant` grants Segment projects/acme/roles/mixed (iam.serviceAccounts.getAccessToken) on project acme",
    );
    expect(found[0]).to.include(
      "so it holds 2 permissions in excess (bigquery.tables.delete and iam.serviceAccounts.getAccessToken)",
    );
  });

  it("accepts such a permission where it does nothing as impersonation, and calls it excess", () => {
    const found = says([
      make.customRole("misplaced", ["iam.serviceAccounts.actAs"]),
      make.datasetMember("grant", "crm", "projects/acme/roles/misplaced"),
    ]);
    expect(found).to.have.length(1);
    expect(found[0]).to.include("[excess-permissions]");
  });

  it("rejects what comes through a chain, once, and names the way", () => {
    const [a, b] = ["a@acme.iam.gserviceaccount.com", "b@other.iam.gserviceaccount.com"];
    const found = says([
      onAccount("first", a, tokens),
      onAccount("second", b, tokens, `serviceAccount:${a}`),
      make.projectMember("b", "roles/bigquery.admin", { project: "other", member: `serviceAccount:${b}` }),
    ]);
    expect(found).to.have.length(2);
    expect(found[0]).to.equal(
      `mandatory: Segment can act by way of serviceAccount:${a} as serviceAccount:${b}, which holds roles/bigquery.admin on project other. \`second\` grants serviceAccount:${a} ${tokens} on service account ${b}. Fix: remove one of the grants on the way. [impersonates-others]`,
    );
    expect(found[1]).to.include(
      `With it Segment can act as serviceAccount:${a}, which holds ${tokens} on service account ${b}.`,
    );
  });

  it("ends at a cycle, also through Segment's account", () => {
    const [a, b] = ["a@acme.iam.gserviceaccount.com", "b@acme.iam.gserviceaccount.com"];
    const found = says([
      onAccount("1", a, tokens),
      onAccount("2", b, tokens, `serviceAccount:${a}`),
      onAccount("3", a, tokens, `serviceAccount:${b}`),
      onAccount("4", email, tokens, `serviceAccount:${b}`),
    ]);
    expect(found.filter((one) => one.endsWith("[impersonates-others]"))).to.have.length(2);
    expect(found.filter((one) => one.endsWith("[impersonable-by-others]"))).to.have.length(2);
  });

  it("follows a cycle of a thousand accounts within ten seconds", () => {
    const name = (i: number) => `a${i % 1000}@acme.iam.gserviceaccount.com`;
    const ring = Array.from({ length: 1000 }, (_, i) =>
      onAccount(`ring-${i}`, name(i + 1), tokens, `serviceAccount:${name(i)}`),
    );
    const start = Date.now();
    const found = says([onAccount("in", name(0), tokens), ...ring]);
    expect(found).to.have.length(51);
    expect(found[50]).to.equal(
      "mandatory: 950 more findings of this rule are not listed. [impersonates-others]",
    );
    expect(Date.now() - start).to.be.below(10_000);
  });

  it("rejects what comes through a group that the account is in", () => {
    const group = {
      type: "gcp:cloudidentity/group:Group",
      name: "g",
      props: { name: "groups/1", groupKey: { id: "ops@acme.com" } },
    };
    const inGroup = {
      type: "gcp:cloudidentity/groupMembership:GroupMembership",
      name: "m",
      props: { group: "groups/1", preferredMemberKey: { id: email } },
    };
    const found = says([group, inGroup, onAccount("tokens", loader, tokens, "group:ops@acme.com")]);
    expect(found).to.have.length(1);
    expect(found[0]).to.include(
      "`tokens` grants roles/iam.serviceAccountTokenCreator on service account loader@acme.iam.gserviceaccount.com to group:ops@acme.com, which includes Segment",
    );
  });

  it("rejects a condition that narrows nothing, and says why", () => {
    const always = { ...onAccount("tokens", loader, tokens) };
    const found = says([
      { ...always, props: { ...always.props, condition: { title: "t", expression: "true" } } },
    ]);
    expect(found[0]).to.include(
      "`tokens` grants Segment roles/iam.serviceAccountTokenCreator on service account loader@acme.iam.gserviceaccount.com (its condition narrows nothing: it is always true)",
    );
  });

  it("accepts a grant whose condition has expired", () => {
    const grant = onAccount("tokens", loader, tokens);
    const condition = { title: "t", expression: 'request.time < timestamp("2026-01-01T00:00:00Z")' };
    expect(says([{ ...grant, props: { ...grant.props, condition } }])).to.deep.equal([]);
  });

  it("cannot tell yet while the condition is not known", () => {
    const grant = onAccount("tokens", loader, tokens);
    const found = says([
      { ...grant, props: { ...grant.props, condition: { title: "t", expression: unknown } } },
    ]);
    expect(found).to.have.length(1);
    expect(found[0]).to.match(
      /^advisory: .*is unknown until the update: its condition is unknown\. Fix: .* \[undetermined\]$/,
    );
  });

  it("cannot tell yet whom an account that it can act as can act as, while the role is not known", () => {
    const second: TestResource = {
      type: "gcp:projects/iAMMember:IAMMember",
      name: "later",
      props: { project: "other", role: unknown, member: `serviceAccount:${loader}` },
    };
    const found = says([onAccount("tokens", loader, tokens), second, { ...second, name: "again" }]);
    expect(found.filter((message) => message.startsWith("advisory"))).to.deep.equal(
      ["again", "later"].map(
        (name) =>
          `advisory: Whom Segment can act as through serviceAccount:${loader} by \`${name}\` is unknown until the update. Its role is unknown, so it is not judged yet. Fix: use a value that is known before the update, or let the update judge it. [undetermined]`,
      ),
    );
  });

  it("rejects such a role on an account that is not known yet", () => {
    const found = says([onAccount("tokens", unknown, tokens)]);
    expect(found).to.have.length(1);
    expect(found[0]).to.include(
      "`tokens` grants Segment roles/iam.serviceAccountTokenCreator on service account (serviceAccountId of tokens, not known yet)",
    );
  });

  it("finds the account that the stack makes by its dependency", () => {
    const made = {
      type: "gcp:serviceaccount/account:Account",
      name: "loader",
      props: { accountId: "loader", project: "acme" },
    };
    const found = says([
      made,
      { ...onAccount("tokens", unknown, tokens), from: { serviceAccountId: ["loader"] } },
    ]);
    expect(found[0]).to.include(`can act as serviceAccount:${loader}`);
  });

  it("finds the account by its number, its plain address and its project's path", () => {
    const made = {
      type: "gcp:serviceaccount/account:Account",
      name: "loader",
      props: { accountId: "loader", project: "acme", uniqueId: "117" },
    };
    for (const id of [
      "projects/acme/serviceAccounts/117",
      loader.toUpperCase(),
      `projects/acme/serviceAccounts/${loader}`,
    ]) {
      const grant = {
        ...onAccount("tokens", "", tokens),
        props: { serviceAccountId: id, role: tokens, member },
      };
      expect(says([made, grant])[0], id).to.include(`can act as serviceAccount:${loader}`);
    }
  });

  it("accepts other people's impersonation, dead members and a role that only looks at accounts", () => {
    expect(
      says([
        onAccount("others", loader, tokens, "user:ann@acme.com"),
        onAccount("dead", loader, tokens, `deleted:serviceAccount:${email}?uid=1`),
        onAccount("elsewhere", loader, tokens, "serviceAccount:reader@other.iam.gserviceaccount.com"),
        onAccount("wrong-case", loader, tokens, `serviceaccount:${email}`),
        make.customRole("look", ["iam.serviceAccounts.get"]),
        onAccount("look-at", loader, "projects/acme/roles/look", "user:ann@acme.com"),
      ]),
    ).to.deep.equal([]);
  });

  it("prints hostile names tamely", () => {
    const found = says([onAccount("tokens", "\u001b[31mx@y", tokens)]);
    expect(found.join("")).not.to.include("\u001b");
  });
});
