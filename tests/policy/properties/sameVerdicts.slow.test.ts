import { expect } from "chai";
import * as fc from "fast-check";
import { messages, verdicts, type TestResource } from "../support";
import { asBinding, asMembers, asPolicy, configs, grantPlans, stacks, surroundings } from "./generators";
import { runs } from "./runs";

/** The rules whose verdicts hang on grants, not on how resources are written. */
const ofAccess = new Set([
  "excess-permissions",
  "privilege-escalation",
  "missing-permissions",
  "public-access",
  "unresolved-role",
  "impersonates-others",
]);

/** What a stack gives to whom, each once: the resource that gives it is left out. */
const accessOf = (stack: readonly TestResource[], config: object) => [
  ...new Set(
    verdicts(stack, config)
      .filter(({ rule }) => ofAccess.has(rule))
      .map(({ rule, level, account, role, scope, permissions, remove, grant }) =>
        JSON.stringify([rule, level, account, role, scope, permissions, remove, grant]),
      )
      .sort(),
  ),
];

describe("a stack's verdicts", function () {
  this.timeout(120_000);
  it("are the same text in the same order, whatever order its resources come in", () => {
    fc.assert(
      fc.property(
        stacks.chain((stack) =>
          fc.tuple(
            fc.constant(stack),
            fc.shuffledSubarray(stack, { minLength: stack.length, maxLength: stack.length }),
          ),
        ),
        configs,
        ([stack, shuffled], config) => {
          expect(messages(shuffled, config)).to.deep.equal(messages(stack, config));
        },
      ),
      { numRuns: runs(150) },
    );
  });

  it("are the same whether grants stand in members, in bindings or in policies", () => {
    fc.assert(
      fc.property(
        surroundings,
        fc.array(grantPlans, { minLength: 1, maxLength: 4 }),
        configs,
        (around, plans, config) => {
          const split = [...around, ...plans.flatMap((plan, i) => asMembers(`g${i}`, plan))];
          const merged = [...around, ...plans.map((plan, i) => asBinding(`g${i}`, plan))];
          const whole = [...around, ...plans.map((plan, i) => asPolicy(`g${i}`, plan))];
          const expected = accessOf(split, config);
          expect(accessOf(merged, config)).to.deep.equal(expected);
          expect(accessOf(whole, config)).to.deep.equal(expected);
        },
      ),
      { numRuns: runs(150) },
    );
  });

  it("are the same for a grant made twice", () => {
    fc.assert(
      fc.property(surroundings, grantPlans, configs, (around, plan, config) => {
        const once = accessOf([...around, ...asMembers("a", plan)], config);
        expect(accessOf([...around, ...asMembers("a", plan), ...asMembers("b", plan)], config)).to.deep.equal(
          once,
        );
      }),
      { numRuns: runs(100) },
    );
  });

  it("hang on something: the generated stacks are judged, not passed over", () => {
    const seen = new Set<string>();
    for (const [stack, config] of fc.sample(fc.tuple(stacks, configs), { numRuns: 300, seed: 7 })) {
      for (const { rule } of verdicts(stack, config)) seen.add(rule);
    }
    expect([...seen].sort()).to.include.members([
      ...ofAccess,
      "undetermined",
      "impersonable-by-others",
      "conflicting-grants",
    ]);
  });
});
