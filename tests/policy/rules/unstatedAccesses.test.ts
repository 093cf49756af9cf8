import { expect } from "chai";
import { documentedStack, make, messages, unknown, type TestResource } from "../support";

const config = { sources: ["acme.crm"] };

function dataset(props: object, from?: Record<string, string[]>): TestResource {
  return {
    type: "gcp:bigquery/dataset:Dataset",
    name: "crm",
    props: { project: "acme", datasetId: "crm", ...props },
    from,
  };
}

describe("a dataset's access list in a first preview", () => {
  it("accepts one that the program does not state, which the provider calls unknown", () => {
    expect(messages([...documentedStack(), dataset({ accesses: unknown })], config)).to.deep.equal([]);
  });

  it("cannot tell yet what one grants that comes from another resource", () => {
    const list = make.customRole("list", []);
    const stack = [...documentedStack(), list, dataset({ accesses: unknown }, { accesses: [list.name] })];
    expect(messages(stack, config)).to.deep.equal([
      "advisory: What gcp:bigquery/dataset:Dataset `crm` grants to whom is unknown until the update. Its accesses is unknown, so it is not judged yet. Fix: use a value that is known before the update, or let the update judge it. [undetermined]",
    ]);
  });
});
