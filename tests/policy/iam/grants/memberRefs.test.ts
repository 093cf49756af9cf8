import { expect } from "chai";
import { memberRefs, openRefs } from "../../../../policy/iam/grants/grant";
import { fromPolicyResource } from "../../../../policy/stack/fromPulumi";
import { type Plain, UNKNOWN } from "../../../../policy/stack/plain";
import { stackOf } from "../../../../policy/stack/stack";
import { asPolicyResources, make, type TestResource } from "../../support";
import { urnOf } from "./support";

const ann = { kind: "named", member: { kind: "user", email: "ann@acme.com" } } as const;

const account = make.account();

const unplaced: TestResource = { ...account, name: "unplaced", props: { accountId: "unplaced" } };

const pool: TestResource = {
  type: "gcp:iam/workloadIdentityPool:WorkloadIdentityPool",
  name: "github",
  props: { workloadIdentityPoolId: "github" },
};

const bucket: TestResource = { type: "gcp:storage/bucket:Bucket", name: "assets", props: {} };

const segment = { kind: "account", identity: make.email } as const;

const ofPool = {
  kind: "named",
  member: {
    kind: "federated",
    pool: urnOf(pool),
    text: "principalSet of workload identity pool github, not known yet",
  },
} as const;

/** Whom `members` names with that value, in a binding whose members come from those resources. */
function named(value: Plain | undefined, ...from: readonly TestResource[]) {
  const { stack, binding } = worldOf(from);
  return memberRefs(stack, binding, "members", value);
}

function worldOf(from: readonly TestResource[]) {
  const it: TestResource = {
    type: "gcp:projects/iAMBinding:IAMBinding",
    name: "it",
    props: {},
    from: { members: from.map(({ name }) => name) },
  };
  const all = asPolicyResources([it, account, unplaced, pool, bucket]).map(fromPolicyResource);
  const stack = stackOf(all);
  const [binding = stack.get("")] = stack.ofType(it.type);
  if (binding === undefined) throw new Error("The test's stack has no binding");
  return { stack, binding };
}

describe("memberRefs", () => {
  const rows: readonly [string, Plain | undefined, readonly TestResource[], ReturnType<typeof named>][] = [
    ["nobody in nothing", undefined, [account], []],
    ["nobody in null and in an empty text", [null, ""], [account], []],
    ["nobody in an object", { member: "user:ann@acme.com" }, [account], []],
    ["whom a text names, not where it comes from", "user:ann@acme.com", [account], [ann]],
    [
      "whom each text of a list names, twice where it stands twice",
      ["user:ann@acme.com", false, "allUsers", "user:ann@acme.com"],
      [],
      [ann, { kind: "named", member: { kind: "allUsers" } }, ann],
    ],
    ["the account behind a value that is not known yet", UNKNOWN, [account], [segment]],
    ["the account, not the bucket and the pool beside it", UNKNOWN, [bucket, pool, account], [segment]],
    [
      "each account, where several are behind one value",
      [UNKNOWN, "user:ann@acme.com"],
      [account, unplaced],
      [ann, segment, { kind: "account", identity: urnOf(unplaced) }],
    ],
    ["the pool behind a value that is not known yet", [UNKNOWN], [bucket, pool], [ofPool]],
    [
      "somebody, where only other resources are behind it",
      UNKNOWN,
      [bucket],
      [{ kind: "unknown", property: "members" }],
    ],
    [
      "somebody, where nothing is behind it, and once for two open parts",
      [UNKNOWN, UNKNOWN],
      [],
      [{ kind: "unknown", property: "members" }],
    ],
  ];
  for (const [what, value, from, expected] of rows)
    it(`finds ${what}`, () => {
      expect(named(value, ...from)).to.deep.equal(expected);
    });
});

describe("openRefs", () => {
  it("looks only at the property that is asked for", () => {
    const { stack, binding } = worldOf([account]);
    expect(openRefs(stack, binding, "members")).to.deep.equal([segment]);
    expect(openRefs(stack, binding, "member")).to.deep.equal([{ kind: "unknown", property: "member" }]);
  });
});
