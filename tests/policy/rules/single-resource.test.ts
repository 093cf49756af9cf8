import { expect } from "chai";
import { assess } from "../../../policy/access/assessment";
import { packConfig } from "../../../policy/access/config";
import { findings } from "../../../policy/judge";
import { alone } from "../../../policy/rules/single-resource";
import { fromPolicyResource } from "../../../policy/stack/fromPulumi";
import { asPolicyResources, make, type TestResource, today } from "../support";

function said(...resources: TestResource[]): string[] {
  const assessment = assess(
    asPolicyResources(resources).map(fromPolicyResource),
    packConfig({ products: ["linked-events"] }),
    today,
  );
  return findings(alone, assessment).found.map(({ level, urn = "", message }) =>
    [level, urn.slice(urn.lastIndexOf(":") + 1), message].join(": "),
  );
}

const owner = "roles/bigquery.dataOwner";

const where = `mandatory: own: \`own\` grants ${make.member} ${owner} on dataset acme.crm. `;

const remedy = "Fix: remove the grant, or declare dataset acme.crm as a source. ";

describe("the rules that judge one resource alone", () => {
  it("are excess, escalation and impersonation, as they judge a whole stack", () => {
    expect(alone.map(({ id, level, severity }) => [id, level, severity])).to.deep.equal([
      ["excess-permissions", "mandatory", "high"],
      ["privilege-escalation", "mandatory", "critical"],
      ["impersonable-by-others", "mandatory", "high"],
    ]);
  });

  it("reject what is in excess, and name what raises itself in a finding of its own", () => {
    const found = said(make.datasetMember("own", "crm", owner));
    expect(found).to.have.length(2);
    expect(found[0]?.startsWith(where)).to.equal(true);
    expect(found[0]?.endsWith(`${remedy}[excess-permissions]`)).to.equal(true);
    expect(found[1]).to.equal(
      `${where}With bigquery.datasets.setIamPolicy, bigquery.datasets.update, bigquery.dataPolicies.setIamPolicy and 3 more it can ` +
        `give itself more than it has. ${remedy}[privilege-escalation]`,
    );
  });

  it("accept what a declaration may allow", () => {
    expect(said(make.datasetMember("edit", "crm", "roles/bigquery.dataEditor"))).to.deep.equal([]);
  });
});
