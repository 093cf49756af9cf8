import { expect } from "chai";
import type { PossibleAccount } from "../../../policy/access/account";
import { defaultProducts } from "../../../policy/facts/products";
import { make, type TestResource, unknown } from "../support";
import { access } from "./stackFrom";

const account = (name: string, props: TestResource["props"], parent?: string): TestResource => ({
  type: "gcp:serviceaccount/account:Account",
  name,
  props: { project: "acme", ...props },
  parent,
});

const component = (name: string, props: TestResource["props"] = {}): TestResource => ({
  type: "segment-bigquery:index:SegmentBigQuery",
  name,
  props,
});

const address = (id: string, project = "acme") => `${id}@${project}.iam.gserviceaccount.com`;

const urn = (name: string) => `urn:pulumi:test::stack::gcp:serviceaccount/account:Account::${name}`;

const grantTo = (email: string): TestResource =>
  make.projectMember(email, "roles/bigquery.jobUser", { member: `serviceAccount:${email}` });

const segmentAccounts = (resources: readonly TestResource[], serviceAccounts?: readonly string[]) =>
  access(resources, serviceAccounts === undefined ? {} : { serviceAccounts }).accounts.map(
    ({ segment }) => segment,
  );

const identities = (resources: readonly TestResource[], serviceAccounts?: readonly string[]) =>
  segmentAccounts(resources, serviceAccounts).map(({ identity }) => identity);

describe("Segment's accounts, where nothing is configured", () => {
  it("are those of the components, and those recognized beside them", () => {
    const stack = [
      component("a"),
      component("b", { serviceAccountEmail: "Existing@other.iam.gserviceaccount.com" }),
      component("c", { serviceAccountEmail: unknown }),
      account("of-a", { accountId: "zz-reader" }, "a"),
      account("apart", { accountId: "segment" }),
      grantTo(address("segment-two")),
    ];
    const found = segmentAccounts(stack);
    expect(found.map(({ identity }) => identity)).to.deep.equal([
      address("existing", "other"),
      address("segment-two"),
      address("segment"),
      address("zz-reader"),
    ]);
    expect(found.map((one) => one.component?.name)).to.deep.equal(["b", undefined, undefined, "a"]);
    expect(found.map((one) => one.account?.name)).to.deep.equal([undefined, undefined, "apart", "of-a"]);
    expect(found.map(({ because }) => because)).to.deep.equal([
      "component",
      "recognized",
      "recognized",
      "component",
    ]);
  });

  it("are those whose words say so, made by the stack or named by a grant", () => {
    const stack = [
      account("1", { accountId: "reader", displayName: "Segment's reader" }),
      account("2", { accountId: "loader" }),
      grantTo(address("twilio-segment", "other")),
      grantTo(address("segmentation")),
      grantTo("ci@segment.iam.gserviceaccount.com"),
    ];
    expect(identities(stack)).to.deep.equal([address("reader"), address("twilio-segment", "other")]);
    expect(identities([])).to.deep.equal([]);
  });

  it("stand in order, whatever the resources are called", () => {
    const stack = [
      account("1", { accountId: "segment-z" }),
      account("2", { accountId: "segment-a" }),
      grantTo(address("segment-m")),
    ];
    expect(identities(stack)).to.deep.equal(["segment-a", "segment-m", "segment-z"].map((id) => address(id)));
  });

  it("are the same account id in another project as well", () => {
    const namesake = grantTo(address("segment", "other"));
    const made = account("1", { accountId: "segment" });
    expect(identities([made, namesake])).to.deep.equal([address("segment"), address("segment", "other")]);
    const unlike = account("1", { accountId: "segment-a" });
    expect(identities([unlike, namesake])).to.deep.equal([address("segment-a"), address("segment", "other")]);
    const second = account("2", { accountId: "segment", project: "other" });
    expect(identities([made, second, namesake])).to.deep.equal([
      address("segment"),
      address("segment", "other"),
    ]);
  });

  it("are the same account id anywhere, while the address of the stack's is not known", () => {
    const open = account("1", { accountId: "segment", project: unknown });
    expect(identities([open, grantTo(address("segment"))])).to.deep.equal([address("segment"), urn("1")]);
    const other = account("2", { accountId: "segment", project: "third" });
    expect(identities([open, other, grantTo(address("segment"))])).to.deep.equal([
      address("segment"),
      address("segment", "third"),
      urn("1"),
    ]);
  });
});

describe("accounts that are handed to a resource of Segment's own provider", () => {
  const keyOf = (serviceAccountId: unknown, from?: TestResource["from"]): TestResource => ({
    type: "gcp:serviceaccount/key:Key",
    name: "key",
    props: { serviceAccountId },
    from,
  });
  const warehouse = (settings: unknown, ...from: string[]): TestResource => ({
    type: "segment:index/warehouse:Warehouse",
    name: "w",
    props: { settings },
    from: { settings: from },
  });
  const etl = account("etl", { accountId: "etl-loader" });

  it("are recognized by their address in its settings", () => {
    const settings = { account: [`For ${address("ETL-loader")}, and ${address("ci-runner")}.`] };
    expect(identities([warehouse(settings)])).to.deep.equal([address("ci-runner"), address("etl-loader")]);
    const elsewhere = { ...warehouse(settings), type: "acme:index/warehouse:Warehouse" };
    expect(identities([elsewhere])).to.deep.equal([]);
  });

  it("are recognized where its settings come from the account", () => {
    expect(identities([etl, warehouse(unknown, "etl")])).to.deep.equal([address("etl-loader")]);
    expect(identities([etl, warehouse(unknown)])).to.deep.equal([]);
  });

  it("are recognized where its settings come from their key", () => {
    const path = `projects/acme/serviceAccounts/${address("etl-loader")}`;
    for (const id of [path, address("ETL-loader")])
      expect(identities([keyOf(id), warehouse(unknown, "key")])).to.deep.equal([address("etl-loader")]);
    const open = keyOf(unknown, { serviceAccountId: ["etl"] });
    expect(identities([etl, open, warehouse(unknown, "key")])).to.deep.equal([address("etl-loader")]);
    expect(identities([etl, keyOf(unknown), warehouse(unknown, "key")])).to.deep.equal([]);
  });

  it("are none where its settings come from something else", () => {
    const secret: TestResource = {
      type: "gcp:secretmanager/secret:Secret",
      name: "secret",
      props: { serviceAccountId: address("etl-loader") },
    };
    expect(identities([etl, secret, warehouse(unknown, "secret")])).to.deep.equal([]);
  });
});

describe("Segment's accounts, where they are configured", () => {
  const stack = [
    component("a"),
    account("of-a", { accountId: "reader" }, "a"),
    account("apart", { accountId: "segment" }),
    account("loader", { accountId: "loader" }),
    grantTo(address("ann")),
  ];
  const others = [address("reader"), address("segment")];

  it("are those, whatever the stack makes of them, and the component's and recognized ones", () => {
    expect(identities(stack, [address("loader")])).to.deep.equal([address("loader"), ...others]);
    expect(identities(stack, [address("ann")])).to.deep.equal([address("ann"), ...others]);
    expect(identities(stack, ["loader@*", "ann@*", address("nobody")])).to.deep.equal([
      address("ann"),
      address("loader"),
      address("nobody"),
      ...others,
    ]);
    expect(identities([], [` serviceAccount:${address("Quiet")} `])).to.deep.equal([address("quiet")]);
    expect(identities(stack, ["*"])).to.deep.equal(
      ["ann", "loader", "reader", "segment"].map((id) => address(id)),
    );
    expect(identities(stack, [])).to.deep.equal(others);
  });

  it("count as configured, even those of a component and those whose words say so", () => {
    const because = (serviceAccounts: readonly string[]) =>
      segmentAccounts(stack, serviceAccounts).map((one) => [one.identity, one.because]);
    expect(because(["reader@*", address("loader")])).to.deep.equal([
      [address("loader"), "configured"],
      [address("reader"), "configured"],
      [address("segment"), "recognized"],
    ]);
  });

  it("are those of a unique id, once Google has given it", () => {
    const made = [
      account("1", { accountId: "loader", uniqueId: "123456789012345678901" }),
      account("2", { accountId: "reader", uniqueId: "223456789012345678901" }),
    ];
    expect(identities(made, ["223456789012345678901"])).to.deep.equal([address("reader")]);
  });

  it("are only those that somebody is: nothing in a policy that cannot be read", () => {
    const policy = { project: "acme", policyData: "?" };
    const unreadable = { type: "gcp:projects/iAMPolicy:IAMPolicy", name: "p", props: policy };
    expect(identities([unreadable], ["*"])).to.deep.equal([]);
  });

  it("are those that only a script names", () => {
    const create = `gcloud projects add-iam-policy-binding $P --member=${make.member} --role=$ROLE`;
    const script: TestResource = { type: "command:local:Command", name: "script", props: { create } };
    expect(identities([script], [make.email])).to.deep.equal([make.email]);
  });

  it("are the component's, or those whose words say so, while their address is not known", () => {
    const open = [
      component("a"),
      account("of-a", { accountId: "reader", project: unknown }, "a"),
      account("says", { accountId: "segment", project: unknown }),
      account("urn:", { accountId: "loader", project: unknown }),
      account("known", { accountId: "segment-two" }),
    ];
    expect(identities(open, [address("x")])).to.deep.equal([
      address("segment-two"),
      urn("of-a"),
      urn("says"),
      address("x"),
    ]);
  });
});

describe("one of Segment's accounts", () => {
  const only = (...resources: TestResource[]) => {
    const [{ identity, member, project, account: made, declared } = expect.fail("none found"), ...others] =
      segmentAccounts(resources);
    expect(others).to.deep.equal([]);
    return { identity, member, project, name: made?.name, home: declared.project };
  };

  it("that the stack makes", () => {
    expect(only(account("a", { accountId: "segment" }))).to.deep.equal({
      identity: address("segment"),
      member: `serviceAccount:${address("segment")}`,
      project: "acme",
      name: "a",
      home: "acme",
    });
  });

  it("that the stack makes, in a project that only its address names", () => {
    const props = { accountId: "segment", project: unknown, email: address("segment", "found") };
    expect(only(account("a", props))).to.include({ project: "found", home: "found" });
  });

  it("whose address is not known yet, even where its resource is called like one", () => {
    const name = address("segment", "no-project");
    expect(only(account(name, { accountId: "segment", project: unknown }))).to.deep.equal({
      identity: urn(name),
      member: `serviceAccount:(address of ${name} not known yet)`,
      project: undefined,
      name,
      home: urn(name),
    });
  });

  it("that only a grant names", () => {
    expect(only(grantTo(address("segment", "other")))).to.deep.equal({
      identity: address("segment", "other"),
      member: `serviceAccount:${address("segment", "other")}`,
      project: "other",
      name: undefined,
      home: "other",
    });
  });

  it("whose address names no project", () => {
    expect(only(grantTo("segment@developer.gserviceaccount.com"))).to.include({
      member: "serviceAccount:segment@developer.gserviceaccount.com",
      project: undefined,
      home: "",
    });
  });
});

describe("the products of an account that nothing is configured for", () => {
  const productsOf = (email: string) =>
    segmentAccounts([grantTo(email)]).map(({ declared }) => declared.products);

  it("are what the words before the @ say, and nothing of its project", () => {
    expect(productsOf(address("segment-warehouse", "profiles-sync"))).to.deep.equal([["warehouse"]]);
    expect(productsOf(address("segment", "profiles-sync"))).to.deep.equal([[...defaultProducts]]);
  });
});

describe("what the config says for one account", () => {
  it("counts for the account of that unique id", () => {
    const uniqueId = "123456789012345678901";
    const made = [account("1", { accountId: "reader", uniqueId }), account("2", { accountId: "segment" })];
    const { accounts } = access(made, { accounts: [{ account: uniqueId, profile: "minimal" }] });
    expect(accounts.map(({ segment }) => [segment.identity, segment.declared.profile])).to.deep.equal([
      [address("reader"), "minimal"],
      [address("segment"), "documented"],
    ]);
  });
});

describe("sources that the config states for all accounts", () => {
  const sourcesOf = (serviceAccounts: readonly string[], resources: readonly TestResource[]) =>
    access(resources, {
      serviceAccounts,
      sources: ["acme-dev.crm", "acme-prod.crm", "shared.crm"],
    }).accounts.map(({ segment }) => [
      segment.identity,
      segment.declared.sources?.map(({ project }) => project).join(" "),
    ]);
  const made = (project: string) => account(project, { accountId: "segment", project });
  const dev = address("segment", "acme-dev");
  const prod = address("segment", "acme-prod");

  it("are each account's own and what no account is at home in", () => {
    expect(sourcesOf([dev, prod], [])).to.deep.equal([
      [dev, "acme-dev shared"],
      [prod, "acme-prod shared"],
    ]);
  });

  it("leave out the homes of accounts that only a pattern names, whose environment is another stack", () => {
    for (const pattern of ["segment@acme-*.iam.gserviceaccount.com", "*@*-*.iam.gserviceaccount.com"]) {
      expect(sourcesOf([pattern], [made("acme-dev")])).to.deep.equal([[dev, "acme-dev shared"]]);
      expect(sourcesOf([pattern], [made("acme-prod")])).to.deep.equal([[prod, "acme-prod shared"]]);
    }
    const one = ["segment@acme-p*d.iam.gserviceaccount.com", dev];
    expect(sourcesOf(one, [made("acme-dev")])).to.deep.equal([[dev, "acme-dev shared"]]);
  });

  it("are all of them where the pattern says nothing of the project", () => {
    const all = "acme-dev acme-prod shared";
    for (const pattern of [
      "segment@*.iam.gserviceaccount.com",
      "segment@**.iam.gserviceaccount.com",
      "segment@*",
      "segment*@acme-dev.iam.gserviceaccount.com",
      "segment@acme-*.com",
    ])
      expect(sourcesOf([pattern], [made("acme-dev")]), pattern).to.deep.equal([[dev, all]]);
  });
});

describe("accounts that may turn out to be Segment's", () => {
  const possible = (resources: readonly TestResource[], config: object = {}) =>
    access(resources, config).possible;
  const maybe = (
    name: string,
    of: PossibleAccount["unknown"] = "address",
    at = urn(name),
  ): PossibleAccount => ({
    urn: at,
    name,
    unknown: of,
  });
  const open = (name: string, accountId: string = unknown) => account(name, { accountId, project: unknown });

  it("are those of which not even the id is known", () => {
    const known = account("known", { accountId: "loader" });
    const addressed = account("addressed", { accountId: unknown, email: address("loader-two") });
    expect(possible([open("a"), known, addressed, open("b")])).to.deep.equal([maybe("a"), maybe("b")]);
  });

  it("are those whose id is one that the config names, while their project is not known", () => {
    const stack = [
      open("a", "loader"),
      open("b", "reader"),
      account("c", { accountId: "loader", project: "x" }),
    ];
    const config = (...serviceAccounts: string[]) => ({ serviceAccounts });
    expect(possible(stack)).to.deep.equal([]);
    for (const pattern of [address("loader"), "loader@*", "l*", "*der@acme.iam.gserviceaccount.com"])
      expect(possible(stack, config(pattern)), pattern).to.deep.include(maybe("a"));
    expect(possible(stack, config(address("loader")))).to.deep.equal([maybe("a")]);
    expect(possible(stack, config("l*"))).to.deep.equal([maybe("a")]);
    expect(possible(stack, config("l*count.com"))).to.deep.equal([maybe("a")]);
    expect(possible(stack, config("*reader@acme.iam.gserviceaccount.com"))).to.deep.equal([maybe("b")]);
    expect(possible(stack, { accounts: [{ account: address("reader") }] })).to.deep.equal([maybe("b")]);
    expect(possible(stack, config(address("load"), address("loaders"), "ad*"))).to.deep.equal([]);
  });

  it("are those that hold something on a dataset that is not known, where somebody is Segment's already", () => {
    const loader = account("loader", { accountId: "loader" });
    const onUnknown = (name: string, email: string) =>
      make.datasetMember(name, unknown, "roles/bigquery.dataEditor", { member: `serviceAccount:${email}` });
    const grants = [
      onUnknown("1", address("loader")),
      onUnknown("2", address("apart")),
      onUnknown("3", address("segment")),
      onUnknown("4", "service-1@gcp-sa-dataform.iam.gserviceaccount.com"),
      make.datasetMember("5", unknown, "roles/bigquery.dataEditor", { member: "user:ann@acme.com" }),
      make.datasetMember("6", "crm", "roles/bigquery.dataEditor", {
        member: `serviceAccount:${address("known")}`,
      }),
    ];
    const grant2 = "urn:pulumi:test::stack::gcp:bigquery/datasetIamMember:DatasetIamMember::2";
    expect(possible([loader, make.account(), ...grants])).to.deep.equal([
      maybe("loader", "dataset"),
      maybe(address("apart"), "dataset", grant2),
    ]);
    expect(possible([loader, ...grants.filter(({ name }) => name !== "3")])).to.deep.equal([]);
  });
});
