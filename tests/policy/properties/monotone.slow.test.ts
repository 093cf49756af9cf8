import { expect } from "chai";
import * as fc from "fast-check";
import { assess } from "../../../policy/access/assessment";
import { packConfig } from "../../../policy/access/config";
import { aboutOf, excesses } from "../../../policy/access/excess";
import { gaps } from "../../../policy/access/gaps";
import { scopeKey } from "../../../policy/iam/scope";
import { fromPolicyResource } from "../../../policy/stack/fromPulumi";
import { toPlain } from "../../../policy/stack/plain";
import { asPolicyResources, make, type TestResource, today } from "../support";
import { configs, grants, stacks } from "./generators";
import { runs } from "./runs";

/** Every permission in excess and every permission lacking, each with its account, role and scope. */
function judged(
  stack: readonly TestResource[],
  config: object,
): { beyond: string[]; identities: ReadonlySet<string>; lacking: string[] } {
  const assessment = assess(
    asPolicyResources(stack).map(fromPolicyResource),
    // Whose account is Segment's is fixed: a grant that names another one changes whom the verdicts are about.
    packConfig(toPlain({ ...config, serviceAccounts: [make.email] })),
    today,
  );
  return {
    beyond: excesses(assessment).flatMap((excess) =>
      ["", ...excess.excessive, ...excess.escalating, ...excess.impersonating].map(
        (permission) => `${aboutOf(excess)} ${permission}`,
      ),
    ),
    identities: new Set(assessment.accounts.map(({ segment }) => segment.identity)),
    lacking: gaps(assessment).flatMap(({ access, scope, needs }) =>
      needs.map(({ permission }) => `${access.segment.identity} ${permission} ${scopeKey(scope)}`),
    ),
  };
}

const of = (identities: ReadonlySet<string>) => (one: string) =>
  identities.has(one.slice(0, one.indexOf(" ")));

describe("a grant", () => {
  it("takes away no excess and makes nothing lack by being added", () => {
    fc.assert(
      fc.property(stacks, grants, configs, (stack, grant, config) => {
        const before = judged(stack, config);
        const after = judged([...stack, ...grant("added")], config);
        expect(after.beyond).to.include.members(before.beyond);
        // An account may be recognized by the grant alone.
        expect(before.lacking).to.include.members(after.lacking.filter(of(before.identities)));
      }),
      { numRuns: runs(200) },
    );
  });

  it("adds no excess and fills nothing that lacks by being removed", () => {
    const withOneLess = stacks
      .filter((stack) => stack.some(({ name }) => name.startsWith("g0")))
      .map((stack) => ({ stack, less: stack.filter(({ name }) => !name.startsWith("g0")) }));
    fc.assert(
      fc.property(withOneLess, configs, ({ stack, less }, config) => {
        const before = judged(stack, config);
        const after = judged(less, config);
        expect(before.beyond).to.include.members(after.beyond);
        expect(after.lacking).to.include.members(before.lacking.filter(of(after.identities)));
      }),
      { numRuns: runs(200) },
    );
  });
});
