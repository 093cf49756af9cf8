import { expect } from "chai";
import { type KeyLeak, leakText } from "../../../policy/rules/key-leak";
import { naming } from "../../../policy/rules/text";
import type { Resource } from "../../../policy/stack/resource";
import { make, type TestResource, unknown } from "../support";
import { assessmentOf } from "./hygiene/assessed";
import { key, said } from "./keySupport";

const { member, email } = make;

const owner = { identity: email, member };

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
  owner,
  uploaded: false,
};

describe("what the message about a leaked key says", () => {
  const table: readonly [title: string, leak: KeyLeak, says: string][] = [
    [
      "a key of the stack, by its value",
      { resource: map, path: "data.key", owner, key: owned, how: "value" },
      `data.key of kubernetes:core/v1:ConfigMap \`map\` holds the private key (\`first\`) of Segment's account, whole or in part.`,
    ],
    [
      "a key of the stack, by its shape",
      { resource: map, path: "data.key", owner, key: owned, how: "shape" },
      `data.key of kubernetes:core/v1:ConfigMap \`map\` holds the private key (\`first\`) of Segment's account, whole or in part.`,
    ],
    [
      "a key made elsewhere, by its shape",
      { resource: map, path: "data.key", owner, how: "shape" },
      `data.key of kubernetes:core/v1:ConfigMap \`map\` holds a private key of Segment's account.`,
    ],
    [
      "what comes from a key and cannot be read yet",
      { resource: stack, path: "key", owner, key: owned, how: "dependency" },
      "The stack output key takes its value from the private key (`first`) of Segment's account, and is unknown until the update.",
    ],
    [
      "a hostile path",
      { resource: stack, path: "\u001bkey", owner, how: "shape" },
      "The stack output \ufffdkey holds a private key of Segment's account.",
    ],
  ];
  for (const [title, leak, says] of table)
    it(`tells where and whose of ${title}`, () => {
      expect(leakText(leak, naming(assessmentOf([make.account()])))).to.deep.equal({
        what: says,
        why: "Anyone who can read it there acts as the account.",
        fix: "keep the key only in a secrets manager, name the secret here, and replace a key that has been here",
      });
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
      "somebody who is unknown until the update",
    ],
  ];
  for (const [title, resources, who] of table)
    it(`names ${title}`, () => {
      expect(said(["secret-readers"], [...kept, ...resources])).to.deep.equal([
        `mandatory: \`reader\` grants ${who} ${accessor} on project acme. The role reaches every secret there, and \`segment-key\` holds the key of Segment's account. Fix: grant the role on \`segment-key\` alone, to those who hand the key to Segment. [secret-readers]`,
      ]);
    });
});
