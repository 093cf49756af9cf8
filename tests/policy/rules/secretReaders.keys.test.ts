import { expect } from "chai";
import { keyReaders as secretReaders } from "../../../policy/rules/secret-readers";
import { make, type TestResource, unknown } from "../support";
import { key } from "./keySupport";
import { access } from "./keys/support";

const accessor = "roles/secretmanager.secretAccessor";

const bob = "user:bob@acme.com";

function secret(props: Readonly<Record<string, unknown>> = {}): TestResource {
  const told = { project: "acme", secretId: "segment-key", name: "projects/42/secrets/segment-key" };
  return { type: "gcp:secretmanager/secret:Secret", name: "secret", props: { ...told, ...props } };
}

const version: TestResource = {
  type: "gcp:secretmanager/secretVersion:SecretVersion",
  name: "version",
  props: { secret: unknown, secretData: unknown },
  from: { secretData: ["key"], secret: ["secret"] },
};

const kept = [make.account(), key("key"), secret(), version];

const wide = (props: Readonly<Record<string, unknown>> = {}, role: unknown = accessor) =>
  make.projectMember("reader", role, { member: bob, ...props });

function found(...stack: readonly TestResource[]) {
  return secretReaders(access(stack)).map(
    ({ secret: { name }, grant, where, everybody }) =>
      `${grant.resourceType} reads ${name}, ${where}${everybody ? ", everybody" : ""}`,
  );
}

const above = "gcp:projects/iAMMember:IAMMember reads segment-key, above";

describe("secretReaders", () => {
  it("tells whether a grant is made above the secret or on it", () => {
    expect(found(...kept, wide())).to.deep.equal([above]);
    expect(found(...kept, wide({ member: "allUsers" }))).to.deep.equal([`${above}, everybody`]);
    for (const resource of [
      "secretIamMember:SecretIamMember",
      "regionalSecretIamMember:RegionalSecretIamMember",
    ]) {
      const type = `gcp:secretmanager/${resource}`;
      const on = (member: string, secretId = "segment-key"): TestResource => ({
        type,
        name: "reader",
        props: { project: "acme", secretId, role: accessor, member },
      });
      expect(found(...kept, on("allAuthenticatedUsers"))).to.deep.equal([
        `${type} reads segment-key, secret, everybody`,
      ]);
      expect(found(...kept, on(bob))).to.deep.equal([]);
      expect(found(...kept, on("allUsers", "homepage"))).to.deep.equal([]);
    }
  });

  for (const [where, type, props] of [
    ["a folder", "gcp:folder/iAMMember:IAMMember", { folder: "folders/1" }],
    ["the organization", "gcp:organizations/iAMMember:IAMMember", { orgId: "7" }],
  ] as const)
    it(`rejects a grant on ${where}, whatever the secret's project is`, () => {
      const reader = { type, name: "reader", props: { ...props, role: accessor, member: bob } };
      expect(found(...kept, reader)).to.deep.equal([`${type} reads segment-key, above`]);
      const planned = secret({ project: unknown, name: unknown });
      expect(found(make.account(), key("key"), planned, version, reader)).to.deep.equal([
        `${type} reads segment-key, above`,
      ]);
    });

  it("cannot tell whether a grant on a project reaches a secret whose project is not known yet", () => {
    const planned = secret({ project: unknown, name: unknown });
    expect(found(make.account(), key("key"), planned, version, wide())).to.deep.equal([]);
    expect(found(make.account(), key("key"), planned, version, wide({ project: unknown }))).to.deep.equal([]);
  });

  it("accepts grants on other things that name everybody", () => {
    const member = "allUsers";
    const role = "roles/owner";
    const near = [
      {
        type: "gcp:bigquery/dataset:Dataset",
        name: "dataset",
        props: { project: "acme", datasetId: "crm", accesses: [{ role, iamMember: member }] },
      },
      make.datasetMember("public", "crm", role, { member }),
      {
        type: "gcp:storage/bucketIAMMember:BucketIAMMember",
        name: "bucket",
        props: { bucket: "segment-key", role, member },
      },
    ];
    expect(found(...kept, ...near)).to.deep.equal([]);
  });

  it("follows roles: those made for it, and custom ones that hold the permission, alone or among others", () => {
    const custom = (permissions: readonly unknown[]) =>
      found(...kept, make.customRole("reads", permissions), wide({}, "projects/acme/roles/reads"));
    const access = "secretmanager.versions.access";
    for (const permissions of [
      [access],
      ["secretmanager.secrets.list", access],
      ["secretmanager.versions.*"],
    ])
      expect(custom(permissions)).to.deep.equal([above]);
    for (const permissions of [
      [],
      ["secretmanager.secrets.list"],
      ["secretmanager.versions.accessed"],
      [unknown],
    ])
      expect(custom(permissions)).to.deep.equal([]);
    for (const role of [unknown, "roles/secretmanager.viewer", "projects/other/roles/reads", null])
      expect(found(...kept, wide({}, role))).to.deep.equal([]);
  });

  it("accepts those who could let themselves in, and not everybody among them", () => {
    for (const role of ["roles/owner", "roles/secretmanager.admin"]) {
      expect(found(...kept, wide({}, role))).to.deep.equal([]);
      expect(found(...kept, wide({ member: "allUsers" }, role))).to.deep.equal([`${above}, everybody`]);
    }
  });

  it("accepts members who are nobody, and rejects those of a kind not known here", () => {
    expect(found(...kept, wide({ member: "robot:bob" }))).to.deep.equal([above]);
    for (const member of ["deleted:user:bob@acme.com?uid=1", "User:bob@acme.com", "user:bob", "user:"])
      expect(found(...kept, wide({ member })), member).to.deep.equal([]);
  });

  it("rejects everybody in other letters, a domain, and a whole workforce, and accepts what is like them", () => {
    const pool = "iam.googleapis.com/locations/global/workforcePools/staff";
    for (const member of [
      "AllUsers",
      " allusers ",
      "ALLAUTHENTICATEDUSERS",
      "domain:acme.com",
      `principalSet://${pool}/*`,
    ])
      expect(found(...kept, wide({ member })), member).to.deep.equal([`${above}, everybody`]);
    for (const member of ["AllUsersOfAcme", "notAllUsers"])
      expect(found(...kept, wide({ member })), member).to.not.include(`${above}, everybody`);
    expect(found(...kept, wide({ member: `principalSet://${pool}/group/staff` }))).to.deep.equal([above]);
  });

  it("follows commands that grant on the secret, in its project or in one that is not said", () => {
    const says = (id: string, member: string, more = "") => {
      const create = `gcloud secrets add-iam-policy-binding ${id} --member=${member} --role=${accessor}${more}`;
      return found(...kept, { type: "command:local:Command", name: "it", props: { create } });
    };
    const open = ["command:local:Command reads segment-key, secret, everybody"];
    expect(says("segment-key", "allUsers")).to.deep.equal(open);
    expect(says("segment-key", "allUsers", " --project=acme")).to.deep.equal(open);
    expect(says("projects/acme/secrets/segment-key", "allUsers")).to.deep.equal(open);
    expect(says("segment-key", bob)).to.deep.equal([]);
    expect(says("homepage", "allUsers")).to.deep.equal([]);
    expect(says("segment-key", "allUsers", " --project=$PROJECT")).to.deep.equal(open);
    expect(says("segment-key", "allUsers", " --project=12345")).to.deep.equal(open);
    expect(says("segment-key", "allUsers", " --project=lab")).to.deep.equal([]);
    expect(says("projects/lab/secrets/segment-key", "allUsers", " --project=acme")).to.deep.equal([]);
    const topic = `gcloud pubsub topics add-iam-policy-binding segment-key --member=allUsers --role=${accessor}`;
    expect(
      found(...kept, { type: "command:local:Command", name: "it", props: { create: topic } }),
    ).to.deep.equal([]);
  });

  describe("follows conditions", () => {
    const under = (expression: unknown, ...stack: readonly TestResource[]) =>
      found(...(stack.length > 0 ? stack : kept), wide({ condition: { title: "t", expression } })).length;
    const begins = (name: string) => `resource.name.startsWith("projects/42/secrets/${name}")`;

    for (const [what, expression] of [
      ["of other secrets", begins("billing-")],
      ["of another secret of the same first letter", begins("sales")],
      ["of another secret that is named in full", `resource.name == "projects/42/secrets/segment-key-2"`],
      ["of several other secrets", `resource.name in ["a/secrets/x", 'a/secrets/y']`],
      ["of times past", 'request.time < timestamp("2026-01-01T00:00:00Z")'],
      [
        "of other secrets until a day to come",
        `${begins("b")} && request.time < timestamp("2027-01-01T00:00:00Z")`,
      ],
    ] as const)
      it(`accepts one ${what}`, () => expect(under(expression)).to.equal(0));

    for (const [what, expression] of [
      ["of this secret", begins("segment-key/")],
      ["of names that begin as this one does", begins("seg")],
      ["of every secret", begins("")],
      ["of every name in the project", 'resource.name.startsWith("projects/42/")'],
      ["of this secret among others", `resource.name in ["a/secrets/x", "a/secrets/segment-key"]`],
      ["of all but other secrets", `!${begins("billing-")}`],
      [
        "of other secrets, or of times to come",
        `${begins("b")} || request.time < timestamp("2027-01-01T00:00:00Z")`,
      ],
      ["of something else that looks like a name", 'resource.service == "x/secrets/billing"'],
      ["that is not known yet", unknown],
      ["that is no text", 5],
      ["that is empty", ""],
    ] as const)
      it(`rejects one ${what}`, () => expect(under(expression)).to.equal(1));

    it("cannot tell of a secret whose id is not known yet, and takes it for one that is let through", () => {
      const planned = [make.account(), key("key"), secret({ secretId: unknown, name: unknown }), version];
      expect(under(begins("billing-"), ...planned)).to.equal(1);
    });

    it("reads a condition that a list holds", () => {
      const listed = (expression: string) =>
        found(...kept, wide({ condition: [{ title: "t", expression }] }));
      expect(listed(begins("billing-"))).to.deep.equal([]);
      expect(listed(begins("seg"))).to.deep.equal([above]);
    });
  });
});
