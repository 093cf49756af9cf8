import { expect } from "chai";
import { describeEngine } from "../describeEngine";
import { changes, EditedStack } from "./EditedStack";
import { changing, same } from "./pairs";

describeEngine("edits of a component's arguments, against an imitation of Google", () => {
  let stack: EditedStack;

  beforeEach(async () => {
    stack = await EditedStack.start();
  });
  afterEach(() => stack?.stop());

  for (const { title, before, after } of same) {
    it(`does nothing when ${title}`, async () => {
      await stack.succeed(before, "--skip-preview");
      expect(await stack.lacking()).to.deep.equal([]);
      const { run, interrupted } = await stack.succeed(after, "--skip-preview");
      expect(changes(run.steps)).to.deep.equal([]);
      expect(interrupted).to.deep.equal([]);
      expect(await stack.drift(after)).to.deep.equal([]);
    });
  }

  for (const { title, before, after } of changing) {
    it(`takes nothing from Segment when ${title}`, async () => {
      await stack.succeed(before, "--skip-preview");
      expect(await stack.lacking(), "after the first arguments").to.deep.equal([]);

      const { interrupted } = await stack.succeed(after, "--skip-preview");
      expect(interrupted, "while it was updated").to.deep.equal([]);
      expect(await stack.lacking(), "after the second arguments").to.deep.equal([]);

      expect(await stack.drift(after), "a second update, Google read again").to.deep.equal([]);
    });
  }
});
