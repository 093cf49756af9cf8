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

describe("a dataset's access list after a refresh", () => {
  const usual = ["OWNER projectOwners", "WRITER projectWriters", "READER projectReaders"].map((entry) => {
    const [role, specialGroup] = entry.split(" ");
    return { role, specialGroup };
  });
  const reader = { role: "READER", userByEmail: make.email };
  const creator = { role: "OWNER", userByEmail: "deployer@acme.iam.gserviceaccount.com" };
  const stack = [make.account(), make.datasetMember("read-crm", "crm", "roles/bigquery.dataViewer")];
  const conflicts = (accesses: unknown) =>
    messages([...stack, dataset({ accesses })], { ...config, checkMissing: false }).filter((one) =>
      one.endsWith("[conflicting-grants]"),
    );

  it("accepts what the provider computed: Google's defaults, the creator and what the stack grants", () => {
    expect(conflicts([...usual, reader, creator])).to.deep.equal([]);
    expect(conflicts([...usual, reader])).to.deep.equal([]);
    expect(conflicts(usual)).to.deep.equal([]);
  });

  it("advises of a list that a program states", () => {
    const says =
      "advisory: `crm` states the accesses of dataset acme.crm, and `read-crm` grants there too. The next change of the list removes " +
      "what is not in it. Fix: remove accesses from `crm`, or put all grants of the dataset into it. [conflicting-grants]";
    expect(conflicts([reader])).to.deep.equal([says]);
    const bob = { role: "READER", userByEmail: "bob@acme.com" };
    expect(conflicts([...usual, reader, bob])).to.deep.equal([says]);
  });
});
