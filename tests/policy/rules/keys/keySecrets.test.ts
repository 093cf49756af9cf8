import { expect } from "chai";
import { type KeySecret, keySecrets } from "../../../../policy/rules/keys/keySecrets";
import { make, type TestResource, unknown } from "../../support";
import { component, key } from "../keySupport";
import { access, keyFile, urn } from "./support";

const secretType = "gcp:secretmanager/secret:Secret";

const versionType = "gcp:secretmanager/secretVersion:SecretVersion";

const file = keyFile(make.email, "MARKED");

function secret(props: Readonly<Record<string, unknown>> = {}, name = "secret"): TestResource {
  const told = { project: "acme", secretId: "segment-key", name: "projects/42/secrets/segment-key" };
  return { type: secretType, name, props: { ...told, ...props } };
}

function version(props: Readonly<Record<string, unknown>>, more: Partial<TestResource> = {}): TestResource {
  return { type: versionType, name: "version", props: { secretData: file, ...props }, ...more };
}

/** A secret with its versions by their names, each with the names of its keys. */
function shown({ versions, ...told }: KeySecret) {
  const keysOf = Object.fromEntries(
    versions.map(({ resource, keys }) => [resource.name, keys.map((one) => one.resource.name)]),
  );
  return { ...told, versions: keysOf };
}

function found(...stack: readonly TestResource[]) {
  return keySecrets(access([make.account(), ...stack])).map(shown);
}

const ours = {
  ref: urn(secretType, "secret"),
  owner: { identity: make.email, member: make.member },
  name: "segment-key",
  id: "segment-key",
  project: "acme",
};

describe("keySecrets", () => {
  for (const [alias, props] of [
    ["its name", { secret: "projects/acme/secrets/segment-key" }],
    ["its name with the project's number", { secret: "projects/42/secrets/segment-key" }],
    ["the name of a version of it", { secret: "projects/acme/secrets/segment-key/versions/3" }],
    ["its id", { secret: "segment-key", project: "acme" }],
  ] as const)
    it(`finds the secret by ${alias}`, () => {
      expect(found(secret(), version(props))).to.deep.equal([{ ...ours, versions: { version: [] } }]);
    });

  it("finds the secret whose name is not known yet, by its id", () => {
    const planned = secret({ name: unknown });
    expect(found(planned, version({ secret: "projects/acme/secrets/segment-key" }))).to.deep.equal([
      { ...ours, versions: { version: [] } },
    ]);
  });

  it("finds the secret that a version comes from, whatever else it comes from", () => {
    const project = { type: "gcp:organizations/project:Project", name: "project", props: {} };
    const planned = version({ secret: unknown }, { from: { secret: ["project", "secret"] } });
    expect(found(project, secret(), planned)).to.deep.equal([{ ...ours, versions: { version: [] } }]);
  });

  it("cannot tell yet which secret it is where there may be two, or none is named", () => {
    const two = version({ secret: unknown }, { from: { secret: ["secret", "other"] } });
    expect(found(secret(), secret({ secretId: "other" }, "other"), two)).to.deep.equal([]);
    for (const named of [unknown, undefined, null, "", {}])
      expect(found(secret({ secretId: "undefined" }), version({ secret: named }))).to.deep.equal([]);
  });

  it("names a secret of another stack by its project and id", () => {
    const elsewhere = { ref: "vault/keys", owner: ours.owner, name: "keys", id: "keys", project: "vault" };
    const versions = { version: [] };
    expect(found(version({ secret: "projects/vault/secrets/keys" }))).to.deep.equal([
      { ...elsewhere, versions },
    ]);
    expect(found(version({ secret: "keys", project: "vault" }))).to.deep.equal([{ ...elsewhere, versions }]);
    expect(found(secret(), version({ secret: "projects/vault/secrets/segment-key" }))).to.deep.equal([
      { ...elsewhere, ref: "vault/segment-key", name: "segment-key", id: "segment-key", versions },
    ]);
  });

  it("names a secret that is not known yet by its resource", () => {
    const planned = secret({ secretId: unknown, name: unknown, project: unknown });
    const of = version({ secret: unknown }, { from: { secret: ["secret"] } });
    expect(found(planned, of)).to.deep.equal([
      { ...ours, name: "secret", id: undefined, project: undefined, versions: { version: [] } },
    ]);
  });

  it("does not take a secret whose id is not known yet for one that is called so", () => {
    const planned = secret({ secretId: unknown, name: unknown });
    const [one] = found(planned, version({ secret: "projects/acme/secrets/undefined" }));
    expect(one?.ref).to.equal("acme/undefined");
  });

  it("lists every version of the secret with the keys in it, in either property", () => {
    const stack = [
      secret(),
      key("a"),
      version(
        { secret: "segment-key", project: "acme", secretData: unknown },
        { from: { secretData: ["a"] } },
      ),
      { ...version({ secret: "segment-key", project: "acme", secretData: "x" }), name: "unused" },
      {
        ...version({ secret: "segment-key", project: "acme", secretData: undefined, secretDataWo: file }),
        name: "write-only",
      },
      { ...version({ secret: "homepage", project: "acme", secretData: "x" }), name: "others" },
    ];
    expect(found(...stack)).to.deep.equal([
      { ...ours, versions: { version: ["a"], unused: [], "write-only": ["a"] } },
    ]);
  });

  it("finds a regional secret", () => {
    const regional = {
      ...secret({ name: "projects/42/locations/europe-west1/secrets/segment-key" }),
      type: "gcp:secretmanager/regionalSecret:RegionalSecret",
    };
    const of = {
      ...version({ secret: "projects/42/locations/europe-west1/secrets/segment-key" }),
      type: "gcp:secretmanager/regionalSecretVersion:RegionalSecretVersion",
    };
    expect(found(regional, of)).to.deep.equal([
      { ...ours, ref: urn(regional.type, "secret"), versions: { version: [] } },
    ]);
  });

  it("finds the secret that SegmentBigQuery names, though it holds no version", () => {
    const whole = component({ secretName: "projects/acme/secrets/segment-key" });
    expect(keySecrets(access([whole, secret()])).map(shown)).to.deep.equal([{ ...ours, versions: {} }]);
    expect(keySecrets(access([component(), secret()]))).to.deep.equal([]);
  });

  it("finds the secret of a configured account of which the stack holds only the key", () => {
    const of = version({ secret: "segment-key", project: "acme", secretData: unknown });
    const stack = [key("a"), secret(), { ...of, from: { secretData: ["a"] } }];
    const found = keySecrets(access(stack, { serviceAccounts: ["segment@*"] }));
    expect(found.map(shown)).to.deep.equal([{ ...ours, versions: { version: ["a"] } }]);
  });

  it("finds nothing in what holds no key of Segment's", () => {
    const near = [
      secret(),
      key("a"),
      version({ secret: "segment-key", project: "acme", secretData: "a password" }),
      {
        ...version({
          secret: "segment-key",
          project: "acme",
          secretData: keyFile("billing@acme.iam.gserviceaccount.com", "MARKED"),
        }),
        name: "theirs",
      },
    ];
    expect(found(...near)).to.deep.equal([]);
    expect(keySecrets(access(near))).to.deep.equal([]);
  });
});
