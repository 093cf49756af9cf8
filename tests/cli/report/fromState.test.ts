import { expect } from "chai";
import { UsageError } from "../../../cli/errors";
import { fromState } from "../../../cli/stackState";
import { UNKNOWN } from "../../../policy/stack/plain";

const secret = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ciphertext: "v1:abc:def",
};

const urn = (type: string, name: string): string => `urn:pulumi:dev::acme::${type}::${name}`;

function state(resources: object[], more: object = {}): string {
  return JSON.stringify({ version: 3, deployment: { resources, ...more } });
}

describe("report: an exported state", () => {
  it("accepts outputs, parents, dependencies and the provider's project", () => {
    const provider = urn("pulumi:providers:gcp", "default");
    const member = urn("gcp:projects/iAMMember:IAMMember", "a::b");
    const input = fromState(
      state([
        { urn: provider, type: "pulumi:providers:gcp", id: "1", inputs: { project: "acme" } },
        {
          urn: member,
          type: "gcp:projects/iAMMember:IAMMember",
          id: "x",
          inputs: { role: "in" },
          outputs: { role: "out" },
          parent: "urn:parent",
          provider: `${provider}::1`,
          dependencies: [provider],
          propertyDependencies: { role: [provider] },
        },
      ]),
      "state.json",
    );
    expect(input.subject).to.deep.equal({ kind: "state", name: "dev of acme" });
    expect(input.resources[1]).to.deep.include({
      urn: member,
      name: "b",
      parent: "urn:parent",
      providerProject: "acme",
      dependencies: [provider],
      propertyDependencies: { role: [provider] },
    });
    expect(input.resources[1]?.props["role"]).to.equal("out");
    expect(input.incomplete).to.deep.equal([]);
  });

  it("accepts inputs where there are no outputs, and a checkpoint of a self-managed backend", () => {
    const resource = { urn: urn("a:b:C", "x"), type: "a:b:C", inputs: { role: "in" } };
    const checkpoint = JSON.stringify({ version: 3, checkpoint: { latest: { resources: [resource] } } });
    expect(fromState(checkpoint, "c").resources[0]?.props["role"]).to.equal("in");
  });

  it("accepts a stack that was never updated", () => {
    expect(fromState(JSON.stringify({ version: 3, deployment: {} }), "s").resources).to.deep.equal([]);
  });

  it("takes secrets for unknown, shown or not, deep in lists as well", () => {
    const shown = {
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      plaintext: '"hunter2"',
    };
    const [resource] = fromState(
      state([
        { urn: urn("a:b:C", "x"), type: "a:b:C", outputs: { a: secret, b: [{ c: shown }], d: "[secret]" } },
      ]),
      "s",
    ).resources;
    expect(resource?.props["a"]).to.equal(UNKNOWN);
    expect(resource?.props["d"]).to.equal(UNKNOWN);
    const [inList] = resource?.props["b"] as { c: unknown }[];
    expect(inList?.c).to.equal(UNKNOWN);
  });

  it("keeps what is still to be deleted, for it grants until then", () => {
    const one = { urn: urn("a:b:C", "x"), type: "a:b:C", id: "1" };
    const { resources } = fromState(state([one, { ...one, id: "2", delete: true }]), "s");
    expect(resources.map(({ name }) => name)).to.deep.equal(["x", "x (to be deleted)"]);
    expect(new Set(resources.map(({ urn: one }) => one)).size).to.equal(2);
  });

  it("undetermined what an interrupted update has done", () => {
    const { incomplete } = fromState(state([], { pending_operations: [{}] }), "state.json");
    expect(incomplete).to.deep.equal([
      {
        subject: "state.json",
        reason:
          "an update was interrupted: 1 operation is pending, whose outcome the state does not know; run `pulumi refresh`",
      },
    ]);
  });

  for (const [what, text] of [
    ["no JSON", "{"],
    ["a list", "[]"],
    ["null", "null"],
    ["no deployment", "{}"],
    ["a deployment that is text", '{"deployment":"x"}'],
  ] as const) {
    it(`rejects ${what} and says what is wanted`, () => {
      expect(() => fromState(text, "state.json")).to.throw(
        UsageError,
        "state.json is not an exported state: give what `pulumi stack export` prints, an object with deployment.resources.",
      );
    });
  }

  it("accepts resources with parts of the wrong type, and leaves out those without a URN", () => {
    const { resources } = fromState(
      state([
        {
          urn: urn("a:b:C", "x"),
          type: 7,
          outputs: [],
          dependencies: "no",
          propertyDependencies: [],
          provider: 1,
        },
        { type: "a:b:C" },
      ]),
      "s",
    );
    expect(resources).to.have.length(1);
    expect(resources[0]).to.deep.include({ type: "", dependencies: [], propertyDependencies: {} });
  });
});
