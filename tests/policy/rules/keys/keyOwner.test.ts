import { expect } from "chai";
import { keyOwner } from "../../../../policy/rules/keys/segmentKeys";
import { make, type TestResource, unknown } from "../../support";
import { key, otherAccount } from "../keySupport";
import { access, urn } from "./support";

const address = "segment@acme.iam.gserviceaccount.com";

function ownerIn(stack: readonly TestResource[], config: unknown = {}) {
  const assessment = access(stack, config);
  const [resource] = assessment.stack.ofType("gcp:serviceaccount/key:Key");
  if (!resource) throw new Error("The test's stack has no key");
  return keyOwner(assessment, resource, "serviceAccountId");
}

/** Whose key it is that names its account so, in the project acme. */
function ownerOf(
  serviceAccountId: unknown,
  props: Readonly<Record<string, unknown>> = {},
  account: Readonly<Record<string, unknown>> = {},
): string | undefined {
  return ownerIn([make.account(account), key("key", { serviceAccountId, ...props })])?.identity;
}

describe("keyOwner", () => {
  it("tells the account with its member and its resource", () => {
    expect(ownerIn([make.account(), key("key")])).to.deep.equal({
      identity: address,
      member: `serviceAccount:${address}`,
      account: {
        urn: urn("gcp:serviceaccount/account:Account", "segment"),
        name: "segment",
        identity: address,
        email: address,
        project: "acme",
        accountId: "segment",
        uniqueId: undefined,
        says: "segment",
        disabled: false,
      },
    });
  });

  for (const written of [
    "SEGMENT@acme.iam.gserviceaccount.com",
    `projects/acme/serviceAccounts/${address}`,
    `projects/-/serviceAccounts/${address}`,
    "projects/acme/serviceAccounts/42",
    "42",
    "segment",
    "projects/acme/serviceAccounts/segment",
  ])
    it(`reads ${written}`, () => {
      expect(ownerOf(written, { project: "acme" }, { uniqueId: "42" })).to.equal(address);
    });

  for (const written of [
    `/projects/acme/serviceAccounts/${address}`,
    `projects/acme/serviceAccounts/${address}/keys/1`,
    "projects/acme/serviceAccounts/",
    "43",
    "segmen",
    "segment@",
    "billing",
    "segment@acme",
    "",
  ])
    it(`finds none of Segment's in ${JSON.stringify(written)}`, () => {
      expect(ownerOf(written, { project: "acme" }, { uniqueId: "42" })).to.equal(undefined);
    });

  it("takes an account's bare id for one of the key's own project", () => {
    expect(ownerOf("segment", { project: "other" })).to.equal(undefined);
    expect(ownerOf("segment")).to.equal(undefined);
    const provided = key("key", { serviceAccountId: "segment" }, { providerProject: "acme" });
    expect(ownerIn([make.account(), provided])?.identity).to.equal(address);
  });

  it("reads the bare id of an account that the stack only names", () => {
    const named = make.projectMember("user", "roles/bigquery.user");
    const stack = (id: string) => [named, key("key", { serviceAccountId: id, project: "acme" })];
    expect(ownerIn(stack("segment"))).to.deep.equal({
      identity: address,
      member: `serviceAccount:${address}`,
      account: undefined,
    });
    expect(ownerIn(stack("segment2"))).to.equal(undefined);
    expect(ownerIn(stack("42"))).to.equal(undefined);
  });

  it("follows what is not known yet to the account that it comes from", () => {
    const planned = (from: readonly string[], ...more: readonly TestResource[]) =>
      ownerIn([
        make.account(),
        ...more,
        key("key", { serviceAccountId: unknown }, { from: { serviceAccountId: from } }),
      ])?.identity;
    expect(planned(["segment"])).to.equal(address);
    expect(planned([])).to.equal(undefined);
    expect(planned(["billing"], otherAccount())).to.equal(undefined);
  });

  it("cannot tell yet where what is not known comes from something else that holds the address", () => {
    const contact = { type: "acme:index:Contact", name: "contact", props: { email: address } };
    const planned = key("key", { serviceAccountId: unknown }, { from: { serviceAccountId: ["contact"] } });
    expect(ownerIn([make.account(), contact, planned])).to.equal(undefined);
  });

  it("names the account while its address is not known", () => {
    const account = make.account({ email: unknown, project: unknown, member: unknown });
    const planned = key("key", { serviceAccountId: unknown }, { from: { serviceAccountId: ["segment"] } });
    const owner = ownerIn([account, planned]);
    expect(owner?.identity).to.equal(urn("gcp:serviceaccount/account:Account", "segment"));
    expect(owner?.member).to.equal("serviceAccount:(address of segment not known yet)");
  });

  describe("of a configured account of which the stack holds nothing else", () => {
    const configured = (serviceAccountId: string, ...serviceAccounts: string[]) =>
      ownerIn([key("key", { serviceAccountId, project: "acme" })], { serviceAccounts });

    it("takes the address that any pattern matches", () => {
      const owner = { account: undefined, identity: address, member: `serviceAccount:${address}` };
      expect(configured(address, "segment@*")).to.deep.equal(owner);
      expect(configured(address, "loader@*", "segment@*")).to.deep.equal(owner);
      expect(configured(`projects/-/serviceAccounts/${address.toUpperCase()}`, "segment@*")).to.deep.equal(
        owner,
      );
    });

    it("takes no other address, and nothing that is none", () => {
      expect(configured("loader@acme.iam.gserviceaccount.com", "segment@*")).to.equal(undefined);
      expect(configured("segment", "segment*")).to.equal(undefined);
      expect(configured("42", "*")).to.equal(undefined);
    });
  });
});
