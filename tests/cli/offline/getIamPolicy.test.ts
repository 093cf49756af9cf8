import { expect } from "chai";
import { getIamPolicy } from "../../../cli/offline/invoke/getIamPolicy";
import { UNKNOWN, type WireObject, type WireValue } from "../../../cli/offline/wire/wireValue";

/** The document of an answer that has to be one. */
function policyData(bindings: WireValue, more: WireObject = {}): WireValue | undefined {
  const answer = getIamPolicy({ bindings, ...more });
  if (answer instanceof Error) throw answer;
  return answer.policyData;
}

const viewer = (...members: string[]): WireObject => ({ role: "roles/viewer", members });

describe("getIAMPolicy, answered offline", () => {
  it("writes an empty policy for no bindings", () => {
    expect(policyData([])).to.equal("{}");
  });

  it("sorts bindings by role and members by name", () => {
    expect(
      policyData([
        viewer("user:b@x.org", "user:a@x.org"),
        { role: "roles/editor", members: ["user:c@x.org"] },
      ]),
    ).to.equal(
      '{"bindings":[{"members":["user:c@x.org"],"role":"roles/editor"},' +
        '{"members":["user:a@x.org","user:b@x.org"],"role":"roles/viewer"}]}',
    );
  });

  it("joins bindings of one role, and counts a block written twice once", () => {
    const data = policyData([viewer("user:b@x.org"), viewer("user:a@x.org"), viewer("user:b@x.org")]);
    expect(data).to.equal('{"bindings":[{"members":["user:a@x.org","user:b@x.org"],"role":"roles/viewer"}]}');
  });

  it("keeps bindings of one role with different conditions apart, those without one first", () => {
    const condition = (expression: string): WireObject => ({ title: "t", expression });
    const data = policyData([
      { ...viewer("user:a@x.org"), condition: condition("b") },
      viewer("user:a@x.org"),
      { ...viewer("user:a@x.org"), condition: { ...condition("a"), description: "" } },
    ]);
    expect(data).to.equal(
      '{"bindings":[{"members":["user:a@x.org"],"role":"roles/viewer"},' +
        '{"condition":{"expression":"a","title":"t"},"members":["user:a@x.org"],"role":"roles/viewer"},' +
        '{"condition":{"expression":"b","title":"t"},"members":["user:a@x.org"],"role":"roles/viewer"}]}',
    );
  });

  it("escapes what Go's JSON escapes", () => {
    const data = policyData([
      { ...viewer("user:a@x.org"), condition: { title: "<&>", expression: "a < b" } },
    ]);
    expect(data).to.contain('{"expression":"a \\u003c b","title":"\\u003c\\u0026\\u003e"}');
  });

  it("puts audit configurations in front", () => {
    const auditConfigs = [{ service: "allServices", auditLogConfigs: [{ logType: "DATA_READ" }] }];
    expect(policyData([], { auditConfigs })).to.equal(
      '{"auditConfigs":[{"auditLogConfigs":[{"logType":"DATA_READ"}],"service":"allServices"}]}',
    );
  });

  it("cannot tell yet when any part is unknown", () => {
    expect(policyData([viewer("user:a@x.org", UNKNOWN)])).to.equal(UNKNOWN);
  });

  for (const [what, bindings, message] of [
    ["a list that is none", "roles/viewer", "bindings must be a list"],
    ["a binding without a role", [{ members: [] }], "each binding must name a role"],
    [
      "members that are no texts",
      [{ role: "r", members: [1] }],
      "the binding of r must list its members as texts",
    ],
    [
      "a deleted member",
      [viewer("deleted:user:a@x.org?uid=1")],
      "deleted:user:a@x.org?uid=1 is deleted, and cannot be in a policy",
    ],
  ] as [string, WireValue, string][]) {
    it(`rejects ${what}`, () => {
      expect(() => policyData(bindings)).to.throw(message);
    });
  }
});
