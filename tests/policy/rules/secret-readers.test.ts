import { expect } from "chai";
import { make, type TestResource, unknown } from "../support";
import { component, key, said } from "./keySupport";

const rules = ["secret-readers"];

const accessor = "roles/secretmanager.secretAccessor";

function secret(props: Readonly<Record<string, unknown>> = {}): TestResource {
  return {
    type: "gcp:secretmanager/secret:Secret",
    name: "secret",
    props: { project: "acme", secretId: "segment-key", name: "projects/42/secrets/segment-key", ...props },
  };
}

function version(props: Readonly<Record<string, unknown>> = {}): TestResource {
  return {
    type: "gcp:secretmanager/secretVersion:SecretVersion",
    name: "version",
    props: { secret: "projects/acme/secrets/segment-key", secretData: unknown, ...props },
    from: { secretData: ["key"], secret: ["secret"] },
  };
}

function secretMember(member: unknown, props: Readonly<Record<string, unknown>> = {}): TestResource {
  return {
    type: "gcp:secretmanager/secretIamMember:SecretIamMember",
    name: "reader",
    props: { project: "acme", secretId: "segment-key", role: accessor, member, ...props },
  };
}

const kept = [make.account(), key("key"), secret(), version()];

const bob = "user:bob@acme.com";

describe("rule secret-readers", () => {
  it("accepts accessors of the one secret", () => {
    expect(said(rules, [...kept, secretMember(bob)])).to.deep.equal([]);
  });

  it("rejects whoever reads every secret of the project", () => {
    expect(said(rules, [...kept, make.projectMember("reader", accessor, { member: bob })])).to.deep.equal([
      "mandatory: `reader` grants user:bob@acme.com roles/secretmanager.secretAccessor on project acme. The role reaches every secret there, and `segment-key` holds the key of Segment's account. Fix: grant the role on `segment-key` alone, to those who hand the key to Segment. [secret-readers]",
    ]);
  });

  it("rejects everybody, on the secret and on the project", () => {
    expect(said(rules, [...kept, secretMember("allUsers")])).to.deep.equal([
      "mandatory: `reader` grants allUsers roles/secretmanager.secretAccessor on the secret `segment-key`. It holds the key of Segment's account. Fix: remove the grant, treat the key as compromised, and replace it. [secret-readers]",
    ]);
    const wide = make.projectMember("reader", accessor, { member: "allAuthenticatedUsers" });
    const [found = "", ...others] = said(rules, [...kept, wide]);
    expect(others).to.deep.equal([]);
    expect(found).to.contain(
      "The role reaches every secret there, and `segment-key` holds the key of Segment's account",
    );
    expect(found).to.contain(
      "The role reaches every secret there, and `segment-key` holds the key of Segment's account. Fix: remove the grant, treat the key as compromised, and replace it.",
    );
  });

  it("rejects a custom role on the project that reads secrets, by wildcard too", () => {
    for (const permission of ["secretmanager.versions.access", "secretmanager.*"]) {
      const role = make.customRole("reads_secrets", [permission]);
      const granted = make.projectMember("reader", "projects/acme/roles/reads_secrets", { member: bob });
      expect(said(rules, [...kept, role, granted]), permission).to.have.length(1);
    }
  });

  it("rejects the accessor role on a folder and on the organization", () => {
    const folder = {
      type: "gcp:folder/iAMMember:IAMMember",
      name: "reader",
      props: { folder: "folders/1", role: accessor, member: bob },
    };
    const organization = {
      type: "gcp:organizations/iAMBinding:IAMBinding",
      name: "reader",
      props: { orgId: "7", role: accessor, members: [bob, "user:eve@acme.com"] },
    };
    expect(said(rules, [...kept, folder])).to.have.length(1);
    expect(said(rules, [...kept, organization])).to.have.length(2);
  });

  it("rejects somebody who is not known yet", () => {
    const [found = ""] = said(rules, [...kept, make.projectMember("reader", accessor, { member: unknown })]);
    expect(found).to.contain(
      "`reader` grants somebody who is unknown until the update roles/secretmanager.secretAccessor on project acme",
    );
  });

  it("accepts administrators, other projects, other secrets, dead members and other roles", () => {
    const near = [
      make.projectMember("owner", "roles/owner", { member: bob }),
      make.projectMember("admin", "roles/secretmanager.admin", { member: bob }),
      make.projectMember("elsewhere", accessor, { member: bob, project: "other" }),
      make.projectMember("dead", accessor, { member: "deleted:user:bob@acme.com?uid=1" }),
      make.projectMember("viewer", "roles/secretmanager.viewer", { member: bob }),
      make.customRole("lists_secrets", ["secretmanager.secrets.list"]),
      make.projectMember("lists", "projects/acme/roles/lists_secrets", { member: bob }),
      { ...secretMember("allUsers", { secretId: "homepage" }), name: "other-secret" },
    ];
    expect(said(rules, [...kept, ...near])).to.deep.equal([]);
  });

  it("follows conditions: expired ones and ones on other secrets count for nothing", () => {
    const under = (expression: string) =>
      said(rules, [
        ...kept,
        make.projectMember("reader", accessor, { member: bob, condition: { title: "t", expression } }),
      ]);
    expect(under('request.time < timestamp("2026-01-01T00:00:00Z")')).to.deep.equal([]);
    expect(under('resource.name.startsWith("projects/42/secrets/billing-")')).to.deep.equal([]);
    expect(under('resource.name.startsWith("projects/42/secrets/segment-key/")')).to.have.length(1);
    expect(under('resource.name.startsWith("projects/42/secrets/seg")')).to.have.length(1);
    expect(under('!resource.name.startsWith("projects/42/secrets/billing-")')).to.have.length(1);
    expect(under('request.time < timestamp("2027-01-01T00:00:00Z")')).to.have.length(1);
  });

  it("finds the secret by its dependency while its id is not known", () => {
    const stack = [
      make.account(),
      key("key"),
      secret({ secretId: unknown, name: unknown }),
      version({ secret: unknown }),
      { ...secretMember("allUsers", { secretId: unknown }), from: { secretId: ["secret"] } },
    ];
    const [found = "", ...others] = said(rules, stack);
    expect(others).to.deep.equal([]);
    expect(found).to.contain(
      "`reader` grants allUsers roles/secretmanager.secretAccessor on the secret `secret`",
    );
  });

  it("finds the secret by the project's number, and by what SegmentBigQuery says of it", () => {
    const numbered = {
      ...version({ secret: "projects/42/secrets/segment-key" }),
      from: { secretData: ["key"] },
    };
    expect(
      said(rules, [make.account(), key("key"), secret(), numbered, secretMember("allUsers")]),
    ).to.have.length(1);
    const whole = component({ secretName: "projects/acme/secrets/segment-key" });
    expect(said(rules, [whole, secretMember("allUsers")])).to.have.length(1);
  });

  it("finds the secret by the key file that it holds, plain and in base64, and never prints it", () => {
    const file = (email: string) =>
      JSON.stringify({ type: "service_account", client_email: email, private_key: "MARKED-PRIVATE-PART" });
    const effective = (secretData: string) =>
      said(rules, [make.account(), secret(), version({ secretData }), key("key"), secretMember("allUsers")]);
    for (const data of [file(make.email), Buffer.from(file(make.email)).toString("base64")]) {
      const found = effective(data);
      expect(found).to.have.length(1);
      expect(found.join()).to.not.contain("MARKED");
    }
    expect(effective(file("billing@acme.iam.gserviceaccount.com"))).to.deep.equal([]);
    expect(effective('{"private_key": broken')).to.deep.equal([]);
    expect(effective('["private_key"]')).to.deep.equal([]);
    expect(effective("null")).to.deep.equal([]);
  });

  it("is silent where no secret holds a key of Segment's", () => {
    const wide = make.projectMember("reader", accessor, { member: bob });
    const others = { ...version({ secretData: "a password" }), from: {} };
    expect(said(rules, [make.account(), secret(), others, wide, secretMember("allUsers")])).to.deep.equal([]);
    const theirs = { serviceAccountId: "loader@acme.iam.gserviceaccount.com" };
    expect(said(rules, [key("key", theirs), secret(), version(), wide])).to.deep.equal([]);
  });
});

describe("rule secret-versions", () => {
  const versions = ["secret-versions"];
  const dead = { validBefore: "2026-01-01T00:00:00Z" };
  const second = (props: Readonly<Record<string, unknown>> = {}): TestResource => ({
    ...version(props),
    name: "version-b",
    from: { secretData: ["key-b"], secret: ["secret"] },
  });

  it("accepts one version that is disabled or destroyed when it is replaced", () => {
    expect(said(versions, kept)).to.deep.equal([]);
    for (const deletionPolicy of ["DISABLE", "DELETE", "PREVENT", unknown, null])
      expect(
        said(versions, [make.account(), key("key"), secret(), version({ deletionPolicy })]),
      ).to.deep.equal([]);
  });

  it("advises of a version that stays as it is when it is replaced", () => {
    const stack = [make.account(), key("key"), secret(), version({ deletionPolicy: "ABANDON" })];
    expect(said(versions, stack)).to.deep.equal([
      "advisory: The version `version` of the secret `segment-key` with the key of Segment's account stays enabled. Its deletionPolicy is ABANDON, so the old key stays readable when another version replaces it. Fix: set deletionPolicy to DISABLE. [secret-versions]",
    ]);
  });

  it("accepts two versions with two live keys: a rotation", () => {
    expect(said(versions, [...kept, key("key-b"), second()])).to.deep.equal([]);
  });

  it("advises of a version whose key is dead while another is in use, unless it is disabled", () => {
    expect(said(versions, [...kept, key("key-b", dead), second()])).to.deep.equal([
      "advisory: The version `version-b` of the secret `segment-key` with the key of Segment's account stays enabled. Another version holds the key in use, so nobody needs this one. Fix: set enabled to false, or remove it. [secret-versions]",
    ]);
    expect(said(versions, [...kept, key("key-b", dead), second({ enabled: false })])).to.deep.equal([]);
  });

  it("is silent about the versions of other secrets", () => {
    const other = {
      type: "gcp:secretmanager/secretVersion:SecretVersion",
      name: "other",
      props: { secret: "projects/acme/secrets/homepage", secretData: "x", deletionPolicy: "ABANDON" },
    };
    expect(said(versions, [...kept, other])).to.deep.equal([]);
  });
});
