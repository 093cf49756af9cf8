import { expect } from "chai";
import { possibleLeaks } from "../../../../policy/rules/keys/possibleLeaks";
import { make, type TestResource, unknown } from "../../support";
import { component, key } from "../keySupport";
import { access, urn } from "./support";

type Props = Readonly<Record<string, unknown>>;

const told = { secretId: "segment-key", name: "projects/42/secrets/segment-key", project: "acme" };

const secret = { type: "gcp:secretmanager/secret:Secret", name: "secret", props: told };

const version: TestResource = {
  type: "gcp:secretmanager/secretVersion:SecretVersion",
  name: "version",
  props: { secret: "projects/acme/secrets/segment-key", secretData: unknown },
  from: { secretData: ["key"] },
};

const stackType = "pulumi:pulumi:Stack";

const outputs = (props: Props): TestResource => ({ type: stackType, name: "acme-prod", props });

const bucketType = "gcp:storage/bucket:Bucket";

const bucket = (property: string, value: unknown, source: string): TestResource => ({
  type: bucketType,
  name: "bucket",
  props: { [property]: value },
  from: { [property]: [source] },
});

const found = (...stack: readonly TestResource[]) => possibleLeaks(access([make.account(), ...stack]));

const onBucket = (property: string) => ({
  urn: urn(bucketType, "bucket"),
  what: `${property} of ${bucketType} \`bucket\``,
  keys: "key",
});

const inOutputs = (names: string, keys = "key") => ({
  urn: urn(stackType, "acme-prod"),
  what: `a stack output (${names})`,
  keys,
});

describe("possibleLeaks", () => {
  it("undetermined for stack outputs while a key is not made, and names outputs and keys in order", () => {
    const stack = outputs({
      z: unknown,
      a: [1, { b: unknown }],
      known: "x",
      nothing: null,
      list: [],
      of: {},
    });
    expect(found(key("key"), key("key-b"), stack)).to.deep.equal([inOutputs("a and z", "key and key-b")]);
  });

  it("undetermined for a label that comes from a key, beside the outputs", () => {
    expect(found(key("key"), bucket("labels", unknown, "key"), outputs({ a: unknown }))).to.deep.equal([
      onBucket("labels"),
      inOutputs("a"),
    ]);
  });

  it("undetermined for a label that comes from a key that is made", () => {
    const made = key("key", { privateKey: "made" });
    expect(found(made, bucket("labels", unknown, "key"), outputs({ a: unknown }))).to.deep.equal([
      onBucket("labels"),
    ]);
  });

  it("undetermined for what comes from a version of its secret, and not for a label", () => {
    const kept = [key("key", { privateKey: "made" }), secret, version];
    expect(found(...kept, bucket("website", unknown, "version"))).to.deep.equal([onBucket("website")]);
    expect(found(...kept, bucket("labels", unknown, "version"))).to.deep.equal([]);
  });

  for (const [title, value] of [
    ["an asset whose text nobody has read", { __pulumiAsset: true, text: {} }],
    ["an archive of which nothing is left", { __pulumiArchive: true, assets: {} }],
    ["an archive with something not known", { __pulumiArchive: true, assets: { "a.txt": unknown } }],
  ] as const)
    it(`undetermined for ${title}`, () => {
      expect(found(key("key"), bucket("labels", value, "key"))).to.deep.equal([onBucket("labels")]);
    });

  const made = key("key", { privateKey: "made" });
  const accepted: readonly (readonly [string, readonly TestResource[]])[] = [
    ["outputs once every key is made", [made, outputs({ a: unknown })]],
    ["outputs that are known", [key("key"), outputs({ a: "x" })]],
    ["what another rule rejects", [made, bucket("website", unknown, "key")]],
    ["a label that is known", [made, bucket("labels", { a: "x" }, "key")]],
    ["an asset that is read", [made, bucket("labels", { __pulumiAsset: true, text: "x" }, "key")]],
    ["an object with a text", [made, bucket("labels", { text: { a: "x" } }, "key")]],
    [
      "an archive that is read",
      [made, bucket("labels", { __pulumiArchive: true, assets: { a: "x" } }, "key")],
    ],
    [
      "an archive whose assets are a path",
      [made, bucket("labels", { __pulumiArchive: true, assets: "" }, "key")],
    ],
    ["an object with assets", [made, bucket("labels", { assets: {} }, "key")]],
    [
      "a version with another key",
      [
        secret,
        { ...version, props: { ...version.props, secretData: "a password" }, from: {} },
        bucket("website", unknown, "version"),
      ],
    ],
  ];
  for (const [title, stack] of accepted)
    it(`accepts ${title}`, () => {
      expect(found(...stack)).to.deep.equal([]);
    });

  it("accepts outputs and what comes from a version where SegmentBigQuery makes the key", () => {
    const within: TestResource[] = [
      component(),
      { ...component({ serviceAccountEmail: "b@acme.iam.gserviceaccount.com" }), name: "second" },
      { ...key("key"), parent: "segment" },
      secret,
      { ...version, parent: "segment" },
      bucket("website", unknown, "version"),
      outputs({ a: unknown }),
    ];
    expect(possibleLeaks(access(within))).to.deep.equal([]);
  });
});
