import { expect } from "chai";
import { load } from "js-yaml";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type TestResource, unknown, verdicts } from "./support";

const written = readFileSync(join(__dirname, "corpus", "company.yaml"), "utf8");

const stack = (load(written.replaceAll("«unknown»", unknown)) as TestResource[]).map((resource) => ({
  ...resource,
  providerProject: "acme-data",
}));

const segment = "segment-bigquery@acme-data.iam.gserviceaccount.com";

const mandatory = (resources: readonly TestResource[], config: object) =>
  verdicts(resources, config).filter(({ level }) => level === "mandatory");

describe("a company's stack, with Segment in one least-privilege binding beside everybody else's", () => {
  it("holds 120 resources or more", () => {
    expect(stack.length).to.be.at.least(120);
  });

  const named = { serviceAccounts: [segment], sources: ["acme-data.analytics"] };
  for (const [how, config] of [
    ["names the account", named],
    ["says nothing of accounts", { sources: named.sources }],
    ["says nothing", {}],
  ] as const)
    it(`accepts it without a mandatory finding where the config ${how}`, () => {
      expect(mandatory(stack, config).map(({ message }) => message)).to.deep.equal([]);
    });

  it("rejects one binding more", () => {
    const more: TestResource = {
      type: "gcp:projects/iAMBinding:IAMBinding",
      name: "more",
      props: {
        project: "acme-data",
        role: "roles/bigquery.dataOwner",
        members: [`serviceAccount:${segment}`],
      },
    };
    const found = mandatory([...stack, more], named);
    expect(found.map(({ urn }) => urn?.slice(urn.lastIndexOf("::") + 2))).to.include("more");
  });
});
