import { expect } from "chai";
import { scopeText } from "../../../policy/iam/scope";
import { deployment, impersonationGraph } from "../../../policy/impersonation/graph";
import { impersonationPaths } from "../../../policy/impersonation/outgoing";
import { access } from "../access/stackFrom";
import { make, type TestResource, unknown } from "../support";
import {
  account,
  accountUser,
  address,
  ann,
  as,
  expired,
  keyAdmin,
  onAccount,
  onFolder,
  onProject,
  segment,
  tokens,
} from "./stacks";

const [a, b, c, d, e] = ["a", "b", "c", "d", "e"].map((id) => address(id)) as [
  string,
  string,
  string,
  string,
  string,
];

const first = (identity: string) => identity.slice(0, identity.indexOf("@"));

const found = (...resources: readonly TestResource[]) =>
  impersonationPaths(access([account("segment"), ...resources])).map((path) => ({
    by: `${first(path.holder.identity)}: ${path.impersonation.role.slice("roles/iam.serviceAccount".length)} on ${scopeText(path.impersonation.scope)}`,
    via: path.via.through,
    way: path.way.map(({ identity }) => first(identity)).join(" "),
    steps: path.steps,
    as: path.impersonated.map(({ account: { identity } }) => first(identity)).join(" "),
  }));

const own = (by: string, as: string, via?: string) => ({ by: `segment: ${by}`, via, way: "", steps: 0, as });

describe("what Segment's account can act as", () => {
  it("is found for each role and way, and once where the same is granted twice", () => {
    const group = {
      type: "gcp:cloudidentity/group:Group",
      name: "g",
      props: { name: "groups/1", groupKey: { id: "ops@acme.com" } },
    };
    const joins = {
      type: "gcp:cloudidentity/groupMembership:GroupMembership",
      name: "m",
      props: { group: "groups/1", preferredMemberKey: { id: segment } },
    };
    const on = `on service account ${a}`;
    expect(
      found(
        ...[group, joins],
        onAccount("1", a, tokens, as(segment)),
        onAccount("2", a, tokens, as(segment)),
        onAccount("3", a, keyAdmin, as(segment)),
        onAccount("4", a, tokens, "group:ops@acme.com"),
        onAccount("5", a, tokens, "allUsers"),
      ),
    ).to.deep.equal([
      own(`TokenCreator ${on}`, "a"),
      own(`KeyAdmin ${on}`, "a"),
      own(`TokenCreator ${on}`, "a", "group:ops@acme.com"),
      own(`TokenCreator ${on}`, "a", "allUsers"),
    ]);
  });

  it("is every account below, without itself, and none while the account is not known", () => {
    const others = [
      onProject("x", "roles/viewer", as(a)),
      onProject("y", "roles/viewer", as(address("far", "other"))),
    ];
    expect(found(...others, onProject("1", tokens, as(segment)))).to.deep.equal([
      own("TokenCreator on project acme", "a"),
    ]);
    expect(found(...others, onFolder("1", tokens, as(segment)))).to.deep.equal([
      own("TokenCreator on folder 7", "a far"),
    ]);
    expect(
      found(onAccount("1", unknown, tokens, as(segment)), onAccount("2", unknown, tokens, as(segment))),
    ).to.deep.equal([
      own("TokenCreator on service account (serviceAccountId of 1, not known yet)", ""),
      own("TokenCreator on service account (serviceAccountId of 2, not known yet)", ""),
    ]);
  });

  it("is itself", () => {
    const [path, ...more] = impersonationPaths(
      access([account("segment"), onAccount("1", segment, tokens, as(segment))]),
    );
    expect(more).to.deep.equal([]);
    expect([path?.itself, path?.impersonated]).to.deep.equal([true, []]);
    const other = impersonationPaths(access([account("segment"), onAccount("1", a, tokens, as(segment))]));
    expect(other.map(({ itself }) => itself)).to.deep.equal([false]);
  });

  it("is found further on once each, with the beginning of the way and all its steps", () => {
    const chain = [segment, a, b, c, d, e];
    const links = chain.slice(1).map((to, i) => onAccount(`${i}`, to, tokens, as(chain[i] as string)));
    const shortCut = onAccount("s", a, tokens, as(c));
    const back = onAccount("t", segment, tokens, as(e));
    const link = (from: string, to: string, way: string, steps: number) => ({
      by: `${from}: TokenCreator on service account ${address(to)}`,
      via: undefined,
      way,
      steps,
      as: to,
    });
    const expected = [
      own(`TokenCreator on service account ${a}`, "a"),
      link("a", "b", "a", 1),
      link("b", "c", "a b", 2),
      link("c", "d", "a b c", 3),
      link("d", "e", "a b c", 4),
    ];
    expect(found(...links)).to.deep.equal(expected);
    expect(found(...links, shortCut, back)).to.deep.equal(expected);
  });

  it("is found by the shortest way, and each scope once further on", () => {
    const both = [
      onAccount("1", a, tokens, as(segment)),
      onAccount("2", b, tokens, as(segment)),
      onAccount("3", c, tokens, as(a)),
      onAccount("4", c, keyAdmin, as(a)),
      onAccount("5", c, tokens, as(b)),
      onAccount("6", b, tokens, as(a)),
    ];
    expect(found(...both).map(({ by }) => by)).to.deep.equal([
      `segment: TokenCreator on service account ${a}`,
      `segment: TokenCreator on service account ${b}`,
      `a: TokenCreator on service account ${c}`,
    ]);
  });

  it("is found once where several roles further on are granted on one project", () => {
    const far = { project: "other" };
    expect(
      found(
        onAccount("1", a, tokens, as(segment)),
        onProject("2", tokens, as(a), far),
        onProject("3", keyAdmin, as(a), far),
      ).map(({ by }) => by),
    ).to.deep.equal([`segment: TokenCreator on service account ${a}`, "a: TokenCreator on project other"]);
  });

  it("starts with the grant that is Segment's own", () => {
    const all = impersonationPaths(
      access([
        account("segment"),
        onAccount("1", a, keyAdmin, as(segment)),
        onAccount("2", b, tokens, as(a)),
      ]),
    );
    expect(all.map((path) => [path.first.role, path.impersonation.role])).to.deep.equal([
      [keyAdmin, keyAdmin],
      [keyAdmin, tokens],
    ]);
  });

  it("holds what works of what it is granted", () => {
    const [path] = impersonationPaths(
      access([
        account("segment"),
        onAccount("1", a, tokens, as(segment)),
        onProject("2", "roles/bigquery.admin", as(a), expired),
        onProject("3", "roles/bigquery.jobUser", as(a)),
        onProject("4", "roles/bigquery.user", as(b)),
      ]),
    );
    expect(path?.impersonated[0]?.holds().map(({ held }) => held.resourceName)).to.deep.equal(["3"]);
  });
});

describe("account user", () => {
  const deploys = (role: string, ...more: TestResource[]) => {
    const [path] = impersonationPaths(
      access([account("segment"), onAccount("1", a, role, as(segment)), ...more]),
    );
    return path?.deploys && [path.deploys.permission, path.deploys.grant.resourceName];
  };
  const run = onProject("run", "roles/run.admin", as(segment));

  it("is said with the first permission to deploy, whatever else is granted", () => {
    const others = [
      onProject("a1", "projects/acme/roles/unseen", as(segment)),
      onProject("a2", unknown, as(segment)),
      onProject("a3", "roles/bigquery.user", as(segment)),
      onProject("a4", "roles/compute.admin", as(segment), expired),
      onProject("a5", "roles/compute.admin", ann),
    ];
    expect(deploys(accountUser, ...others, run)).to.deep.equal(["run.jobs.create", "run"]);
    expect(deploys(accountUser, ...others)).to.equal(undefined);
  });

  it("is the only role that needs one", () => {
    expect(deploys(tokens, run)).to.equal(undefined);
    const mixed = make.customRole("mixed", ["iam.serviceAccounts.actAs", "iam.serviceAccounts.signBlob"]);
    expect(deploys("projects/acme/roles/mixed", mixed, run)).to.equal(undefined);
    const act = make.customRole("act", ["iam.serviceAccounts.actAs", "iam.serviceAccounts.get"]);
    expect(deploys("projects/acme/roles/act", act, run)).to.deep.equal(["run.jobs.create", "run"]);
  });

  it("looks at what the account holds in any way", () => {
    const assessment = access([account("segment"), onProject("run", "roles/run.admin", "allUsers")]);
    const graph = impersonationGraph(assessment);
    expect(impersonationGraph(assessment)).to.equal(graph);
    expect(deployment(graph, graph.accounts.get(segment))?.grant.resourceName).to.equal("run");
  });
});
