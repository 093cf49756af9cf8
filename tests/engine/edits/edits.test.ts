import { expect } from "chai";
import { describeEngine } from "../describeEngine";
import { EditedStack } from "./EditedStack";
import { pairs } from "./pairs";

describeEngine("edits of a component's arguments, against an imitation of Google", () => {
  let stack: EditedStack;

  beforeEach(async () => {
    stack = await EditedStack.start();
  });
  afterEach(() => stack?.stop());

  for (const { title, before, after } of pairs) {
    it(`takes nothing from Segment when ${title}`, async () => {
      await stack.succeed(before);
      expect(await stack.lacking(), "after the first arguments").to.deep.equal([]);

      const { interrupted } = await stack.succeed(after);
      expect(interrupted, "while it was updated").to.deep.equal([]);
      expect(await stack.lacking(), "after the second arguments").to.deep.equal([]);

      expect(await stack.drift(after), "a second update, Google read anew").to.deep.equal([]);
    });
  }
});
