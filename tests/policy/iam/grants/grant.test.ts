import { expect } from "chai";
import { concerns, mayName, type Unreadable } from "../../../../policy/iam/grants";

const segment = "segment@acme.iam.gserviceaccount.com";

const other = "other@acme.iam.gserviceaccount.com";

/** Something unreadable that comes from these accounts and, if it is a script, names these addresses. */
const found = (accounts: readonly string[], names?: readonly string[]): Unreadable => ({
  urn: "urn",
  resourceName: "it",
  resourceType: "type",
  property: "policyData",
  why: "it is not known yet",
  unknown: true,
  accounts,
  ...(names === undefined ? {} : { names }),
});

describe("something unreadable", () => {
  const rows: readonly [string, Unreadable, named: boolean, concerned: boolean][] = [
    ["a policy that comes from nobody", found([]), true, true],
    ["a policy that comes from the account", found([other, segment]), true, true],
    ["a policy that comes from another account", found([other]), false, true],
    ["a script that names nobody", found([], []), false, false],
    ["a script that names the account", found([], [other, segment]), true, true],
    ["a script that names another account", found([], [other]), false, false],
    ["a script that comes from the account", found([segment], []), true, true],
    ["a script that comes from one account and names another", found([other], [other]), false, false],
  ];
  for (const [what, unreadable, named, concerned] of rows)
    it(`${named ? "may name" : "does not name"} an account and ${concerned ? "concerns" : "does not concern"} it: ${what}`, () => {
      expect(mayName(unreadable, segment)).to.equal(named);
      expect(concerns(unreadable, segment)).to.equal(concerned);
    });
});
