import { expect } from "chai";
import { hasProvider, unrestrictedPools, unrestrictedProvider } from "../../../policy/impersonation/pools";
import { access } from "../access/stackFrom";
import { type TestResource, unknown } from "../support";
import { account, address, ann, as, onAccount, segment, tokens } from "./stacks";

const workload = "roles/iam.workloadIdentityUser";

const memberOf = (pool: string, of = "projects/42/locations/global") =>
  `principalSet://iam.googleapis.com/${of}/workloadIdentityPools/${pool}/attribute.repository/acme/x`;

const grant = (member: unknown = memberOf("github"), from: readonly string[] = []): TestResource => ({
  ...onAccount("grant", segment, workload, member),
  from: { member: from },
});

const provider = (
  props: TestResource["props"] = {},
  from: readonly string[] = [],
  name = "gh",
): TestResource => ({
  type: "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider",
  name,
  props: {
    project: "acme",
    workloadIdentityPoolId: "github",
    workloadIdentityPoolProviderId: "gh",
    ...props,
  },
  from: { workloadIdentityPoolId: from },
});

const pool = (name: string, props: TestResource["props"] = {}): TestResource => ({
  type: "gcp:iam/workloadIdentityPool:WorkloadIdentityPool",
  name,
  props: { project: "acme", workloadIdentityPoolId: name, ...props },
});

const project: TestResource = {
  type: "gcp:organizations/project:Project",
  name: "p",
  props: { projectId: "acme", number: "42" },
};

const found = (...resources: readonly TestResource[]) =>
  unrestrictedPools(access([account("segment"), ...resources])).map(
    ({ segment, provider, pool, unknown }) =>
      `${provider.name} into ${pool} as ${segment.identity}${unknown ? ", perhaps" : ""}`,
  );

const said = (name = "gh", into = "github", as = segment) => [`${name} into ${into} as ${as}`];

describe("a provider lets everybody into a pool that can act as Segment's account", () => {
  const always: readonly [string, TestResource["props"]][] = [
    ["without a condition", {}],
    ["with an empty one", { attributeCondition: "" }],
    ["with one of blanks", { attributeCondition: " \n" }],
    ["with one of brackets", { attributeCondition: "()" }],
    ["with true", { attributeCondition: "true" }],
    ["with true in brackets", { attributeCondition: "( (true) )" }],
    ["while active", { state: "ACTIVE", disabled: false }],
  ];
  for (const [title, props] of always)
    it(title, () => {
      expect(found(grant(), provider(props))).to.deep.equal(said());
    });

  it("perhaps, while the condition is not known", () => {
    expect(found(grant(), provider({ attributeCondition: unknown }))).to.deep.equal([
      `${said()[0]}, perhaps`,
    ]);
  });

  const never: readonly [string, TestResource["props"]][] = [
    ["with a condition", { attributeCondition: 'assertion.repository == "acme/x"' }],
    ["with a condition that begins or ends with true", { attributeCondition: "true && assertion.admin" }],
    ["with a condition that ends with true", { attributeCondition: "assertion.admin == true" }],
    ["while disabled", { disabled: true }],
    ["once deleted", { state: "DELETED" }],
    ["into another pool", { workloadIdentityPoolId: "gitlab" }],
  ];
  for (const [title, props] of never)
    it(`not ${title}`, () => {
      expect(found(grant(), provider(props))).to.deep.equal([]);
    });

  it("once for each provider and account, however often the pool is granted", () => {
    const two = address("segment-two");
    const more = { ...onAccount("more", segment, tokens, memberOf("github")) };
    const other = { ...onAccount("other", two, workload, memberOf("github")) };
    expect(
      found(account("segment-two"), grant(), more, other, provider(), provider({}, [], "second")).sort(),
    ).to.deep.equal([
      ...said("gh", "github", two),
      ...said(),
      ...said("second", "github", two),
      ...said("second"),
    ]);
  });

  it("not where only people, or a Kubernetes account, can act as it", () => {
    const open = [
      pool("open", { workloadIdentityPoolId: unknown }),
      provider({ project: unknown, workloadIdentityPoolId: unknown }, ["open"], "of-open"),
    ];
    for (const member of [ann, as(address("ci")), unknown, "serviceAccount:acme.svc.id.goog[ns/name]"])
      expect(found(onAccount("grant", segment, workload, member), provider(), ...open), member).to.deep.equal(
        [],
      );
  });

  it("not into a workforce pool of that name", () => {
    const member = "principalSet://iam.googleapis.com/locations/global/workforcePools/github/group/x";
    expect(found(grant(member), provider())).to.deep.equal([]);
  });
});

describe("a provider is of the pool", () => {
  it("of its project, by number and by id", () => {
    expect(found(grant(), project, provider())).to.deep.equal(said());
    expect(found(grant(), project, provider({ project: "other" }))).to.deep.equal([]);
    const byId = grant(memberOf("github", "projects/acme2/locations/global"));
    expect(found(byId, provider({ project: "acme2" }))).to.deep.equal(said());
    expect(found(byId, provider())).to.deep.equal([]);
  });

  it("of any project while either is not known", () => {
    expect(found(grant(), provider({ project: "other" }))).to.deep.equal(said());
    expect(found(grant(), project, provider({ project: unknown }))).to.deep.equal(said());
    const open = pool("github", { project: unknown });
    expect(found(open, grant(unknown, ["github"]), provider())).to.deep.equal(said());
  });

  it("by a path", () => {
    const path = "projects/acme/locations/global/workloadIdentityPools/github";
    expect(found(grant(), provider({ workloadIdentityPoolId: path }))).to.deep.equal(said());
  });

  it("by the pool of the stack that both come from", () => {
    const [own, other] = [
      pool("own", { workloadIdentityPoolId: unknown }),
      pool("other", { workloadIdentityPoolId: unknown }),
    ];
    const into = "(workloadIdentityPoolId of own, not known yet)";
    const open = (...from: string[]) => provider({ workloadIdentityPoolId: unknown }, from);
    expect(found(own, other, grant(unknown, ["own"]), open("own"))).to.deep.equal(said("gh", into));
    expect(found(own, other, grant(unknown, ["own"]), open("other", "own"))).to.deep.equal(said("gh", into));
    expect(found(own, other, grant(unknown, ["own"]), open("other"))).to.deep.equal([]);
  });

  it("by the id of the pool of the stack that it comes from", () => {
    const open = (...from: string[]) => provider({ workloadIdentityPoolId: unknown }, from);
    expect(found(pool("github"), grant(), open("github"))).to.deep.equal(said());
    expect(found(pool("github"), project, grant(), open("p", "github"))).to.deep.equal(said());
    expect(found(pool("gitlab"), grant(), open("gitlab"))).to.deep.equal([]);
    const written = provider({ workloadIdentityPoolId: "gitlab" }, ["github"]);
    expect(found(pool("github"), grant(), written)).to.deep.equal([]);
  });
});

describe("the providers of a member's pool", () => {
  const path = (id: string) => `projects/acme/locations/global/workloadIdentityPools/${id}`;
  const closed = provider({ attributeCondition: "assertion.admin" }, [], "closed");
  const of = (id: string, ...resources: readonly TestResource[]) => {
    const { stack } = access(resources);
    return [hasProvider(stack, id), unrestrictedProvider(stack, id)?.name];
  };

  it("are those that the stack makes of it, and open the one that admits everybody", () => {
    expect(of(path("github"), closed, provider())).to.deep.equal([true, "gh"]);
    expect(of(path("github"), closed)).to.deep.equal([true, undefined]);
    expect(of(path("gitlab"), closed, provider())).to.deep.equal([false, undefined]);
    expect(of("locations/global/workforcePools/github", provider())).to.deep.equal([false, undefined]);
  });
});
