import { expect } from "chai";
import { make, type TestResource, unknown, verdicts } from "../support";
import { readExamples } from "./readExamples";

describe("rule duplicate-grants", () => {
  const example = readExamples().get("duplicate-grants");
  const found = (resources: readonly TestResource[] = [], config = example?.config) =>
    verdicts(resources, config).map(({ level, urn, message }) => [level, urn?.split("::").pop(), message]);

  it("rejects the example and names what is wrong, why, and the fix", () => {
    expect(found(example?.bad)).to.deep.equal([
      [
        "advisory",
        "again",
        "`again` and `read-crm` make one grant, roles/bigquery.dataViewer on dataset acme.crm to Segment. When any of them is deleted, Google removes the grant, and the others do not notice. Fix: keep one of them, and remove the others from the state without deleting the grant (pulumi state delete). [duplicate-grants]",
      ],
    ]);
  });

  it("accepts the same without it", () => {
    expect(found(example?.good, example?.goodConfig ?? example?.config)).to.deep.equal([]);
  });

  const twins = (...grants: readonly TestResource[]) =>
    verdicts([make.account(), ...grants], { sources: ["acme.crm"], checkMissing: false }).filter(
      ({ rule }) => rule === "duplicate-grants",
    ).length;
  const viewer = "roles/bigquery.dataViewer";
  const entry = { role: viewer, iamMember: make.member };
  const dataset = (accesses: readonly unknown[], name = "crm"): TestResource => ({
    type: "gcp:bigquery/dataset:Dataset",
    name,
    props: { project: "acme", datasetId: "crm", accesses },
  });
  const binding = (members: readonly string[]): TestResource => ({
    type: "gcp:bigquery/datasetIamBinding:DatasetIamBinding",
    name: "binding",
    props: { project: "acme", datasetId: "crm", role: viewer, members },
  });
  const read = (name: string, datasetId: unknown = "crm", role: unknown = viewer) =>
    make.datasetMember(name, datasetId, role);

  it("advises of a grant that two resources make, of whichever kinds they are", () => {
    expect(twins(read("a"), read("b"))).to.equal(1);
    expect(twins(read("a"), binding([make.member]))).to.equal(1);
    const access: TestResource = {
      type: "gcp:bigquery/datasetAccess:DatasetAccess",
      name: "access",
      props: { project: "acme", datasetId: "crm", ...entry },
    };
    expect(twins(read("a"), access)).to.equal(1);
  });

  it("accepts one resource that grants twice, the dataset's own list, and what is not known yet", () => {
    expect(twins(binding([make.member, make.member.replace("segment@", "Segment@")]))).to.equal(0);
    expect(twins(read("a"), dataset([entry]))).to.equal(0);
    expect(twins(read("a", unknown), read("b", unknown))).to.equal(0);
    expect(twins(read("a", "crm", unknown), read("b", "crm", unknown))).to.equal(0);
  });
});
