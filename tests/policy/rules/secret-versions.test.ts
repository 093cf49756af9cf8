import { expect } from "chai";
import { oldVersions } from "../../../policy/rules/secret-versions";
import { make, type TestResource, unknown } from "../support";
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
