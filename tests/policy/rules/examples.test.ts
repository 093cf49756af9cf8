import { expect } from "chai";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { rules } from "../../../policy/rules";
import { verdicts } from "../support";
import { readExamples } from "./readExamples";

/** Ids are part of what users configure: one may be added, none may be renamed or reused. */
const ids = [
  ...[
    "excess-permissions",
    "privilege-escalation",
    "missing-permissions",
    "public-access",
    "unresolved-role",
  ],
  ...["unreadable-grant", "allowed-sources", "impersonates-others", "impersonable-by-others"],
  ...["unrestricted-workload-pool", "runs-as-segment", "unexplained-mention", "unconfigured-account"],
  ...["invalid-configuration", "undetermined", "key-age", "unfinished-rotation", "uploaded-key", "hmac-key"],
  ...["api-key", "key-rotation", "secret-readers", "secret-versions", "key-leak", "conflicting-grants"],
  ...["duplicate-grants", "duplicate-identity", "indirect-access", "state-dataset", "source-hygiene"],
  ...["shared-account", "unknown-key-owner"],
];

describe("the rules", () => {
  it("are these", () => {
    expect(rules.map(({ id }) => id)).to.deep.equal(ids);
  });

  it("have a test file each", () => {
    expect(ids.filter((id) => !existsSync(join(__dirname, `${id}.test.ts`)))).to.deep.equal([]);
  });

  it("have a bad and a good example each", () => {
    expect([...readExamples().keys()]).to.deep.equal(ids);
  });

  for (const [id, { config, goodConfig = config, bad, good }] of readExamples()) {
    it(`rejects the bad example of ${id}, by this rule alone`, () => {
      const found = verdicts(bad, config);
      expect(found.map(({ rule, message }) => (rule === id ? rule : message))).to.deep.equal([id]);
    });

    it(`accepts the good example of ${id}`, () => {
      expect(verdicts(good, goodConfig).map(({ message }) => message)).to.deep.equal([]);
    });
  }
});
