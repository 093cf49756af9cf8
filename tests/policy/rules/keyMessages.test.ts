import { expect } from "chai";
import { type KeyLeak, keyLeakMessage } from "../../../policy/rules/key-leak";
import type { Resource } from "../../../policy/stack/resource";
import { make, type TestResource, unknown } from "../support";
import { key, said } from "./keySupport";

const { member, email } = make;

const resource = (type: string, name: string): Resource => ({
  urn: `urn:pulumi:test::stack::${type}::${name}`,
  type,
  name,
  props: {},
  propertyDependencies: {},
  dependencies: [],
});

const map = resource("kubernetes:core/v1:ConfigMap", "map");

const stack = resource("pulumi:pulumi:Stack", "stack");

const owned = {
  resource: resource("gcp:serviceaccount/key:Key", "first"),
  owner: { identity: email, member },
  uploaded: false,
};

const remedy =
  "; keep the key in a secrets manager alone, name the secret here, and replace a key that has been there already.";

describe("what the message about a leaked key says", () => {
  const table: readonly [title: string, leak: KeyLeak, says: string][] = [
    [
      "a key of the stack, by its value",
      { resource: map, path: "data.key", member, key: owned, how: "value" },
      `data.key of kubernetes:core/v1:ConfigMap map holds the private key (first) of ${member}, whole or in part`,
    ],
    [
      "a key of the stack, by its shape",
      { resource: map, path: "data.key", member, key: owned, how: "shape" },
      `data.key of kubernetes:core/v1:ConfigMap map holds the private key (first) of ${member}, whole or in part`,
    ],
    [
      "a key made elsewhere, by its shape",
      { resource: map, path: "data.key", member, how: "shape" },
      `data.key of kubernetes:core/v1:ConfigMap map holds a private key of ${member}`,
    ],
    [
      "what comes from a key and cannot be read yet",
      { resource: stack, path: "key", member, key: owned, how: "dependency" },
      `The stack output key cannot be read here yet, and takes its value from the private key (first) of ${member}`,
    ],
    [
      "a hostile path",
      { resource: stack, path: "\u001bkey", member, how: "shape" },
      `The stack output \ufffdkey holds a private key of ${member}`,
    ],
  ];
  for (const [title, leak, says] of table)
    it(`tells where and whose of ${title}`, () => {
      expect(keyLeakMessage(leak)).to.equal(says + remedy);
    });
});

describe("what the message about readers of a key's secret says", () => {
  const accessor = "roles/secretmanager.secretAccessor";
  const kept: TestResource[] = [
    make.account(),
    key("key"),
    {
      type: "gcp:secretmanager/secret:Secret",
      name: "secret",
      props: { project: "acme", secretId: "segment-key", name: "projects/42/secrets/segment-key" },
    },
    {
      type: "gcp:secretmanager/secretVersion:SecretVersion",
      name: "version",
      props: { secret: "projects/acme/secrets/segment-key", secretData: unknown },
      from: { secretData: ["key"], secret: ["secret"] },
    },
  ];
  const loader: TestResource = {
    type: "gcp:serviceaccount/account:Account",
    name: "loader",
    props: { accountId: "loader", project: "acme" },
  };
  const table: readonly [title: string, resources: readonly TestResource[], who: string][] = [
    [
      "a member",
      [make.projectMember("reader", accessor, { member: "group:ops@acme.com" })],
      "group:ops@acme.com",
    ],
    [
      "an account that the stack makes",
      [
        loader,
        { ...make.projectMember("reader", accessor, { member: unknown }), from: { member: ["loader"] } },
      ],
      "serviceAccount:loader@acme.iam.gserviceaccount.com",
    ],
    [
      "somebody who is not known",
      [make.projectMember("reader", accessor, { member: unknown })],
      "Somebody who is not known before the update",
    ],
  ];
  for (const [title, resources, who] of table)
    it(`names ${title}`, () => {
      expect(said(["secret-readers"], [...kept, ...resources])).to.deep.equal([
        `mandatory: ${who} can read the secret segment-key, which holds the key of ${member}, by ${accessor} on project acme, which reaches every secret there; grant it on the one secret to those who hand the key to Segment. [secret-readers]`,
      ]);
    });
});
