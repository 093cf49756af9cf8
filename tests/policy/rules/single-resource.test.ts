import { expect } from "chai";
import { assess } from "../../../policy/access/assessment";
import { packConfig } from "../../../policy/access/config";
import { type Diagnostic, findings } from "../../../policy/judge";
import { type Rule, rules } from "../../../policy/rules";
import { alone } from "../../../policy/rules/single-resource";
import { fromPolicyResource } from "../../../policy/stack/fromPulumi";
import { asPolicyResources, make, type TestResource, today, unknown } from "../support";

const said = (...resources: TestResource[]) => saidUnder({}, ...resources);

function saidUnder(config: object, ...resources: TestResource[]): string[] {
  const assessment = assess(
    asPolicyResources(resources).map(fromPolicyResource),
    packConfig({ products: ["linked-events"], ...config }),
    today,
  );
  return findings(alone, assessment).found.map(({ level, urn = "", message }) =>
    [level, urn.slice(urn.lastIndexOf(":") + 1), message].join(": "),
  );
}

const owner = "roles/bigquery.dataOwner";

const where = `mandatory: own: \`own\` grants ${make.member} ${owner} on dataset acme.crm. `;

const remedy = "Fix: remove the grant, or declare dataset acme.crm as a source. ";

describe("the rules that judge one resource alone", () => {
  it("are excess, escalation and impersonation, as they judge a whole stack", () => {
    expect(alone.map(({ id, level, severity }) => [id, level, severity])).to.deep.equal([
      ["excess-permissions", "mandatory", "high"],
      ["privilege-escalation", "mandatory", "critical"],
      ["impersonable-by-others", "mandatory", "high"],
    ]);
  });

  it("reject what is in excess, and name what raises itself in a finding of its own", () => {
    const found = said(make.datasetMember("own", "crm", owner));
    expect(found).to.have.length(2);
    expect(found[0]?.startsWith(where)).to.equal(true);
    expect(found[0]?.endsWith(`${remedy}[excess-permissions]`)).to.equal(true);
    expect(found[1]).to.equal(
      `${where}With bigquery.datasets.setIamPolicy, bigquery.datasets.update, bigquery.dataPolicies.setIamPolicy and 3 more it can ` +
        `give itself more than it has. ${remedy}[privilege-escalation]`,
    );
  });

  it("count only what is in excess whatever the rest of the stack declares, and say so", () => {
    const resource = make.projectMember("it", "roles/bigquery.admin");
    const excessOf = (by: readonly Rule[], config: object): Diagnostic | undefined => {
      const stack = asPolicyResources([resource]).map(fromPolicyResource);
      const { found } = findings(
        by,
        assess(stack, packConfig({ products: ["linked-events"], ...config }), today),
      );
      return found.find(({ rule }) => rule === "excess-permissions");
    };
    const certain = excessOf(alone, {});
    expect(certain?.message).to.contain(
      `it holds at least ${certain?.permissions?.length} permissions in excess (`,
    );
    for (const declared of [
      { sources: ["acme"], readApi: "STORAGE" },
      { sources: ["acme.crm"], profile: "minimal" },
      { sources: ["acme"], models: [{ dataset: "acme.ml", operations: ["create", "predict"] }] },
    ]) {
      const whole = excessOf(rules, declared);
      expect(whole?.permissions).to.include.members([...(certain?.permissions ?? ["nothing was found"])]);
      expect(whole?.message).to.contain(`it holds ${whole?.permissions?.length} permissions in excess (`);
    }
  });

  it("accept what a declaration may allow", () => {
    expect(said(make.datasetMember("edit", "crm", "roles/bigquery.dataEditor"))).to.deep.equal([]);
  });

  const tokens = "roles/iam.serviceAccountTokenCreator";
  const onAccount = (account: string, member: unknown): TestResource => ({
    type: "gcp:serviceaccount/iAMMember:IAMMember",
    name: "it",
    props: { serviceAccountId: `projects/acme/serviceAccounts/${account}`, role: tokens, member },
  });
  const ann = "user:ann@acme.com";
  const actsAs = (who: string) =>
    `mandatory: it: \`it\` grants ${ann} ${tokens} on service account ${make.email}. With it ${ann} can act as ${who}, which only Segment should use, by its key. Fix: remove the grant. [impersonable-by-others]`;

  for (const [title, config, who] of [
    ["its address", {}, make.member],
    ["nothing more where the config names it alone", { serviceAccounts: [make.email] }, "Segment's account"],
    [
      "nothing more where the config says what it alone needs",
      { accounts: [{ account: make.email, sources: [] }] },
      "Segment's account",
    ],
    ["its address where the config has a pattern", { serviceAccounts: ["segment@*"] }, make.member],
    [
      "its address where the config names several",
      { serviceAccounts: [make.email, "b@acme.iam.gserviceaccount.com"] },
      make.member,
    ],
    [
      "its address where the config names several in two places",
      {
        serviceAccounts: [make.email],
        accounts: [{ account: "b@acme.iam.gserviceaccount.com", sources: [] }],
      },
      make.member,
    ],
  ] as const)
    it(`reject who can act as the account, and name ${title}`, () => {
      expect(saidUnder(config, onAccount(make.email, ann))).to.deep.equal([actsAs(who)]);
    });

  it("accept who may act as it by something else in the stack, and whoever is not known yet", () => {
    const config = { serviceAccounts: [make.email] };
    const loader = "loader@acme.iam.gserviceaccount.com";
    expect(saidUnder(config, make.projectMember("it", tokens, { member: ann }))).to.deep.equal([]);
    expect(saidUnder(config, onAccount(make.email, unknown))).to.deep.equal([]);
    expect(saidUnder(config, onAccount(loader, ann))).to.deep.equal([]);
    const direct = { ...onAccount(make.email, `serviceAccount:${loader}`), name: "first" };
    const [first = "", ...others] = saidUnder(config, direct, onAccount(loader, ann));
    expect(others).to.deep.equal([]);
    expect(first).to.contain(`first: \`first\` grants serviceAccount:${loader} ${tokens}`);
  });
});
