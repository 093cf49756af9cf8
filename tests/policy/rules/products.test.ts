import { expect } from "chai";
import { make, messages } from "../support";

const sync = "segment-profiles-sync@acme.iam.gserviceaccount.com";
const account = {
  type: "gcp:serviceaccount/account:Account",
  name: "sync",
  props: { accountId: "segment-profiles-sync", project: "acme", email: sync, displayName: "Segment" },
};
const grants = (...roles: readonly string[]) =>
  roles.map((role, at) => make.projectMember(`g${at}`, role, { member: `serviceAccount:${sync}` }));
const judgedAs =
  `advisory: serviceAccount:${sync} is judged as Profiles Sync, because its name says so. ` +
  "Fix: set products in the pack's config. [undetermined]";

describe("products that write", () => {
  it("accepts what the page of Profiles Sync asks for, and says as what it is judged", () => {
    expect(
      messages([account, ...grants("roles/bigquery.dataOwner", "roles/bigquery.jobUser")], {}),
    ).to.deep.equal([judgedAs]);
  });

  it("accepts without a word where the config says the product", () => {
    const config = { products: ["profiles-sync"] };
    expect(
      messages([account, ...grants("roles/bigquery.dataOwner", "roles/bigquery.jobUser")], config),
    ).to.deep.equal([]);
  });

  it("rejects a role that the page does not ask for", () => {
    const found = messages([account, ...grants("roles/bigquery.dataOwner", "roles/bigquery.admin")], {
      products: ["profiles-sync"],
    });
    expect(found.filter((one) => one.includes("roles/bigquery.admin")).length).to.be.greaterThan(0);
  });

  it("rejects an account that can run no query, and names that alone", () => {
    const found = messages([account, ...grants("roles/bigquery.dataOwner")], { products: ["warehouse"] });
    expect(found).to.have.length(1);
    expect(found[0]).to.include(
      "lacks bigquery.jobs.create on project acme, needed to load and merge its tables",
    );
  });

  it("rejects Data Owner where Linked Events is configured", () => {
    const found = messages([account, ...grants("roles/bigquery.dataOwner", "roles/bigquery.user")], {
      products: ["linked-events"],
      sources: ["acme.crm"],
    });
    expect(found.some((one) => one.includes("[excess-permissions]"))).to.equal(true);
  });

  it("accepts on minimal what makes its datasets, and tells Data Owner the smaller way", () => {
    const config = { products: ["profiles-sync"], profile: "minimal" };
    const least = make.customRole("least", ["bigquery.jobs.create", "bigquery.datasets.create"]);
    expect(messages([account, least, ...grants("projects/acme/roles/least")], config)).to.deep.equal([]);
    expect(
      messages([account, ...grants("roles/bigquery.dataOwner", "roles/bigquery.jobUser")], config).join(),
    ).to.include("roles/bigquery.dataOwner on project acme");
  });

  it("misses nothing for SQL Traits, which is off sale", () => {
    const config = { products: ["sql-traits"] };
    expect(messages([account], config)).to.deep.equal([]);
    expect(
      messages([account, ...grants("roles/bigquery.dataViewer", "roles/bigquery.jobUser")], config),
    ).to.deep.equal([]);
  });
});
