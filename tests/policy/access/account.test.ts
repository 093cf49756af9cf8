import { expect } from "chai";
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
