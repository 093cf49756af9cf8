import { expect } from "chai";
import { oldVersions } from "../../../policy/rules/secret-versions";
import { make, messages, type TestResource, unknown } from "../support";
import { readExamples } from "./readExamples";
import { key } from "./keySupport";
import { access, keyFile } from "./keys/support";

const dead = { validBefore: "2026-01-01T00:00:00Z" };

function version(name: string, from: string, props: Readonly<Record<string, unknown>> = {}): TestResource {
  return {
    type: "gcp:secretmanager/secretVersion:SecretVersion",
    name,
    props: { secret: "projects/acme/secrets/segment-key", secretData: unknown, ...props },
    from: { secretData: [from] },
  };
}

function found(...stack: readonly TestResource[]): string[] {
  return oldVersions(access([make.account(), ...stack])).map(
    ({ secret, version: { resource }, why }) => `${resource.name} of ${secret.name} is ${why}`,
  );
}

describe("oldVersions", () => {
  it("names the version whose key is dead beside one whose key is in use", () => {
    expect(found(key("a"), key("b", dead), version("one", "a"), version("two", "b"))).to.deep.equal([
      "two of segment-key is stale",
    ]);
  });

  it("calls a version stale rather than abandoned, and tells each what it is", () => {
    const abandoned = { deletionPolicy: "ABANDON" };
    const stack = [key("a"), key("b", dead), version("one", "a", abandoned), version("two", "b", abandoned)];
    expect(found(...stack)).to.deep.equal(["one of segment-key is abandoned", "two of segment-key is stale"]);
  });

  it("accepts the last version, though its key is dead", () => {
    expect(found(key("a", dead), version("one", "a"))).to.deep.equal([]);
    expect(found(key("a", dead), key("b", dead), version("one", "a"), version("two", "b"))).to.deep.equal([]);
  });

  it("leaves disabled versions out, also as those in use", () => {
    const disabled = { enabled: false };
    expect(found(key("a"), key("b", dead), version("one", "a", disabled), version("two", "b"))).to.deep.equal(
      [],
    );
    expect(found(key("a"), version("one", "a", { ...disabled, deletionPolicy: "ABANDON" }))).to.deep.equal(
      [],
    );
  });

  it("takes a version for one in use of which one of the keys is live", () => {
    const stack = [key("a", dead), key("b"), version("one", "b")];
    const file = version("both", "segment", { secretData: keyFile(make.email, "MARKED") });
    expect(found(...stack, file)).to.deep.equal([]);
  });
});

describe("rule secret-versions, of secrets that expire", () => {
  const example = readExamples().get("secret-versions");
  const found = (props: object) =>
    messages(
      (example?.good ?? []).map((one) =>
        one.name === "secret" ? { ...one, props: { ...one.props, ...props } } : one,
      ),
      example?.config,
    );
  const says = (property: string, value: string) =>
    `advisory: Google deletes the secret \`segment-key\` with the key of Segment's account on a date (${property}${value}). ` +
    "The key in use goes with it, and removing the property from the program does not reach Google. " +
    `Fix: remove ${property} from the program, and run gcloud secrets update segment-key --remove-expiration. [secret-versions]`;

  it("advises of one with the key in use, and says what removing the property does not do", () => {
    expect(found({ expireTime: "2027-01-01T00:00:00Z" })).to.deep.equal([
      says("expireTime", ": 2027-01-01T00:00:00Z"),
    ]);
  });

  it("advises once where the provider computed the date of a ttl, and where it is unknown", () => {
    expect(found({ ttl: "2592000s", expireTime: "2026-12-22T00:00:00Z" })).to.deep.equal([
      says("ttl", ": 2592000s"),
    ]);
    expect(found({ expireTime: unknown })).to.deep.equal([says("expireTime", "")]);
  });

  it("accepts a secret without an end", () => {
    for (const props of [{}, { expireTime: "" }, { ttl: null }]) expect(found(props)).to.deep.equal([]);
  });
});
