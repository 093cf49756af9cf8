import { asset } from "@pulumi/pulumi";
import { expect } from "chai";
import { keyLeaks } from "../../../policy/rules/key-leak";
import { make, type TestResource, unknown } from "../support";
import { key, otherAccount } from "./keySupport";
import { access, keyFile, keyPair } from "./keys/support";

const own = keyPair(0);

const others = keyPair(1);

const ours = keyFile(make.email, own.pem);

const theirs = keyFile("billing@acme.iam.gserviceaccount.com", others.pem);

const base64 = (text: string) => Buffer.from(text).toString("base64");

const body = own.pem.replace(/-----[^-]*-----|\s/g, "");

const made = key("key", { privateKey: base64(ours) });

/** A resource in which nothing lies open, so that it is searched only where the stack holds a key. */
function thing(props: Readonly<Record<string, unknown>>, from?: TestResource["from"]): TestResource {
  return { type: "acme:index:Thing", name: "thing", props, from };
}

function settings(data: unknown, from?: TestResource["from"]): TestResource {
  return { type: "kubernetes:core/v1:ConfigMap", name: "settings", props: { data }, from };
}

/** Compared as one text, for a message of chai prints what it compares: `PLACE by value: MEMBER (KEY)`. */
function found(stack: readonly TestResource[], config: unknown = {}): string {
  return keyLeaks(access(stack, config))
    .map(({ resource, path, owner, key: leaked, how }) => {
      return `${path} of ${resource.name} by ${how}: ${owner.member} (${leaked?.resource.name ?? "another key"})`;
    })
    .join("\n");
}

const of = (place: string, how = "value", named = "key") => `${place} by ${how}: ${make.member} (${named})`;

describe("keyLeaks", () => {
  describe("names the path", () => {
    for (const [path, props] of [
      ["note", { note: ours }],
      ["notes.parts", { notes: { parts: own.pem.split("\n") } }],
      ['["a b"].c[1]', { "a b": { c: ["x", ours, 5] } }],
      ["list[0].er", { list: [{ er: ours }, "x"] }],
    ] as const)
      it(path, () => {
        expect(found([make.account(), made, thing(props)])).to.equal(of(`${path} of thing`));
      });

    it("once for each property", () => {
      const place = thing({ a: { one: ours, two: ours }, b: ours, c: "x" });
      expect(found([make.account(), made, place])).to.equal(
        [of("a.one of thing"), of("b of thing")].join("\n"),
      );
    });
  });

  describe("finds Segment's key beside somebody else's, and names the path", () => {
    for (const [path, value] of [
      ["b", { a: theirs, b: ours }],
      ["[1]", [theirs, ours, 5]],
      ["list[1].er", { list: [theirs, { er: ours }] }],
      ["list[1][0]", { list: [theirs, [ours]] }],
      ['["a b"].c', { "a b": { b: theirs, c: ours } }],
      ['["1a"].c', { "1a": { b: theirs, c: ours } }],
      ['["a-"].c', { "a-": { b: theirs, c: ours } }],
      ["_$1a.c", { _$1a: { b: theirs, c: ours } }],
      ['deep[2].er["key.json"]', { deep: [1, theirs, { er: { b: theirs, "key.json": ours } }] }],
    ] as const) {
      const written = path.startsWith("[") ? `note${path}` : `note.${path}`;
      it(written, () => {
        expect(found([make.account(), made, thing({ note: value })])).to.equal(of(`${written} of thing`));
      });
    }

    it("once in each property", () => {
      const place = thing({ note: [theirs, ours, ours, 5], more: [ours, theirs, 5] });
      expect(found([make.account(), made, place])).to.equal(
        [of("note[1] of thing"), of("more[0] of thing")].join("\n"),
      );
    });

    it("never by a name that is the other key", () => {
      const place = thing({ note: { [theirs]: { b: "x", c: ours } } });
      expect(found([make.account(), made, place])).to.equal(of("note[…].c of thing"));
    });
  });

  it("knows by its value a key of google-native, and whose of several keys it is", () => {
    const native = {
      type: "google-native:iam/v1:Key",
      name: "native",
      props: { serviceAccountId: make.email, privateKeyData: base64(ours) },
    };
    const part = thing({ note: body.slice(600, 640) });
    expect(found([make.account(), native, part])).to.equal(of("note of thing", "value", "native"));
    const second = key("second", { privateKey: base64(keyFile(make.email, others.pem)) });
    expect(found([make.account(), second, native, part])).to.equal(of("note of thing", "value", "native"));
  });

  it("searches every resource, whether the stack holds a key or not", () => {
    const elsewhere = keyFile(make.email, others.pem);
    const stack = [make.account(), thing({ note: elsewhere }), settings({ note: elsewhere })];
    const open = of("data.note of settings", "shape", "another key");
    expect(found(stack)).to.equal([of("note of thing", "shape", "another key"), open].join("\n"));
    expect(found([...stack, made])).to.equal([of("note of thing", "shape", "another key"), open].join("\n"));
  });

  it("searches for the key of a configured account of which the stack holds nothing else", () => {
    const stack = [made, thing({ note: ours })];
    expect(found(stack, { serviceAccounts: ["segment@*"] })).to.equal(of("note of thing"));
    expect(found(stack)).to.equal(of("note of thing"));
  });

  it("leaves out secrets managers and the keys themselves", () => {
    const version = {
      type: "gcp:secretmanager/secretVersion:SecretVersion",
      name: "version",
      props: { secretData: ours, labels: { a: "x" } },
    };
    const open = { ...version, name: "open", props: { secretData: ours, labels: { a: ours } } };
    expect(found([make.account(), made, version, open])).to.equal(of("labels.a of open"));
  });

  describe("of a key in PEM, that does not tell whose it is", () => {
    const hidden = key("hidden", { privateKey: "[secret]" });
    const anonymous = others.pem;

    it("takes it for Segment's beside the address of its account", () => {
      const place = thing({ email: `for ${make.email.toUpperCase()}`, deep: [{ key: anonymous }] });
      expect(found([make.account(), made, place])).to.equal(
        of("deep[0].key of thing", "shape", "another key"),
      );
      const near = thing({ email: "billing@acme.iam.gserviceaccount.com", key: anonymous });
      expect(found([make.account(), made, near])).to.equal("");
    });

    it("takes it in the open for the key whose value is hidden", () => {
      expect(found([make.account(), hidden, settings({ key: anonymous })])).to.equal(
        of("data.key of settings", "shape", "hidden"),
      );
      expect(found([make.account(), made, hidden, settings({ key: anonymous })])).to.equal(
        of("data.key of settings", "shape", "hidden"),
      );
      expect(found([make.account(), made, settings({ key: anonymous })])).to.equal("");
      expect(found([make.account(), hidden, thing({ key: anonymous })])).to.equal("");
    });

    it("takes it anywhere for the key of which it is the other half, and no other one", () => {
      const uploaded = key("uploaded", { publicKeyData: others.publicKey });
      expect(found([make.account(), made, uploaded, thing({ key: anonymous })])).to.equal(
        of("key of thing", "shape", "uploaded"),
      );
      const another = key("uploaded", { publicKeyData: own.publicKey });
      expect(found([make.account(), another, settings({ key: anonymous })])).to.equal("");
    });

    it("takes it for nobody's of Segment's beside a key file of somebody else's", () => {
      const theirKey = key("theirs", { serviceAccountId: "billing@acme.iam.gserviceaccount.com" });
      const stack = [make.account(), otherAccount(), theirKey, settings({ "a.json": theirs })];
      expect(found(stack)).to.equal("");
    });
  });

  describe("of what cannot be read yet", () => {
    const leak = of("data of settings", "dependency");

    for (const [what, data] of [
      ["a value", unknown],
      ["a part of an object", { name: "x", key: unknown }],
      ["a part of a list", ["x", unknown]],
      ["a part of a part", [{ deep: ["x", { er: unknown }] }, "x"]],
      ["the text of an asset", new asset.StringAsset("x")],
      ["an asset in an archive", new asset.AssetArchive({ "key.json": new asset.StringAsset("x") })],
    ] as const)
      it(`rejects ${what} that comes from the key`, () => {
        expect(found([make.account(), made, settings(data, { data: ["key"] })])).to.equal(leak);
        expect(found([make.account(), made, settings(data, { data: ["segment"] })])).to.equal("");
        expect(found([make.account(), made, settings(data)])).to.equal("");
      });

    for (const [what, data] of [
      ["a text", "x"],
      ["no value", null],
      ["a list", ["x", 5, null]],
      ["an object that is called a text", { text: "x", path: "y" }],
      ["an object that is called an archive's parts", { assets: { a: "x" } }],
      ["a file", new asset.FileAsset("page.html")],
      ["an archive of files", new asset.FileArchive("pages")],
      ["an empty list", []],
      ["an empty object", {}],
    ] as const)
      it(`accepts ${what} that comes from the key`, () => {
        expect(found([make.account(), made, settings(data, { data: ["key"] })])).to.equal("");
      });

    it("accepts a property that is not there", () => {
      expect(found([make.account(), made, thing({ a: 1 }, { note: ["key"] })])).to.equal("");
    });

    it("names the one key of several that it comes from, and no uploaded one", () => {
      const keys = [key("a"), key("b"), key("uploaded", { publicKeyData: own.publicKey })];
      const planned = (source: string) =>
        found([make.account(), ...keys, settings(unknown, { data: [source] })]);
      expect(planned("b")).to.equal(of("data of settings", "dependency", "b"));
      expect(planned("uploaded")).to.equal("");
    });
  });
});
