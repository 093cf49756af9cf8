import { expect } from "chai";
import { IncompleteList } from "../../../cli/offline/incomplete";
import { listUnknowns } from "../../../cli/offline/programNotes";
import { noConfig } from "../../../cli/offline/project/stackConfig";
import { noValues } from "../../../cli/offline/project/values";

const program = {
  ...{ stack: "dev", config: noConfig, values: noValues, failed: false },
  ...{ resources: new Map(), calls: [] },
};

describe("what a program's process tells", () => {
  it("undetermined where the SDK is not one that the preview can change", () => {
    const incomplete = new IncompleteList();
    listUnknowns([{ note: "unchanged", reason: "Error: no Output" }], program, incomplete);
    expect(incomplete.list()).to.deep.equal([
      {
        subject: "unknown values",
        reason:
          "this preview does not know the program's version of @pulumi/pulumi (Error: no Output), " +
          "so what is made of them is not certain",
      },
    ]);
  });

  it("accepts a program that tells nothing", () => {
    const incomplete = new IncompleteList();
    expect(listUnknowns([], program, incomplete)).to.equal(undefined);
    expect(incomplete.list()).to.deep.equal([]);
  });
});
