import { expect } from "chai";
import { KeyMode, Product, Profile, type SegmentBigQueryArgs } from "../../components/index";
import { products as facts } from "../../policy/facts/products";
import { describeEngine } from "./describeEngine";
import { EditedStack } from "./edits/EditedStack";

/** Each test goes on from the stack that the one before it left. */
describeEngine("each of Segment's products under the policy pack, against an imitation of Google", () => {
  let stack: EditedStack;

  before(async () => {
    stack = await EditedStack.start();
  });
  after(() => stack?.stop());

  for (const product of Object.values(Product))
    it(`accepts ${product}, grants what it says, and has nothing to do afterwards`, async () => {
      const args = argsFor(product);
      const { run } = await stack.succeed(args, "--policy-pack", "policy");
      expect(run.violations.map(({ message }) => message)).to.deep.equal([]);
      expect(await stack.lacking()).to.deep.equal([]);
      expect(await stack.drift(args)).to.deep.equal([]);
    });
});

/** Nothing is protected, so that one product can follow another. */
function argsFor(product: Product): SegmentBigQueryArgs {
  const { reads, writes } = facts[product];
  const sources = [{ dataset: "crm" }, { dataset: "web", table: "page_views" }];
  return {
    project: "acme-analytics",
    location: "EU",
    products: [product],
    profile: product === Product.SqlTraits ? Profile.Documented : Profile.Minimal,
    key: { mode: KeyMode.None },
    ...(reads ? { sources, stateDataset: { protect: false } } : {}),
    ...(writes ? { destinations: [{ dataset: "events", protect: false }] } : {}),
  };
}
