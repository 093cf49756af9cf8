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
  "advisory: serviceAccount:segment-profiles-sync@acme.iam.gserviceaccount.com is judged as Profiles Sync. Its name says so, and no setting does. Fix: set products in the pack's config. [undetermined]";

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
      "Segment lacks bigquery.jobs.create on project acme. It needs this to load and merge its tables.",
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

  it("accepts Data Editor on each declared destination, and names what is in excess on others", () => {
    const config = {
      products: ["warehouse"],
      profile: "minimal",
      destinations: ["segment_web", "acme.segment_app"],
    };
    const member = `serviceAccount:${sync}`;
    const editor = (dataset: string) =>
      make.datasetMember(dataset, dataset, "roles/bigquery.dataEditor", { member });
    const jobs = grants("roles/bigquery.jobUser");
    expect(messages([account, ...jobs, editor("segment_web"), editor("segment_app")], config)).to.deep.equal(
      [],
    );
    const found = messages([account, ...jobs, editor("segment_web"), editor("crm")], config);
    expect(found).to.have.length(2);
    expect(found.join()).to.include("roles/bigquery.dataEditor on dataset acme.crm");
    expect(found.join()).to.include(
      "Fix: remove the grant, or declare dataset acme.crm as a source. [excess-permissions],mandatory: Segment lacks bigquery.datasets.get, bigquery.tables.create, bigquery.tables.delete and 5 more on dataset acme.segment_app",
    );
  });

  it("accepts datasets.create where Segment makes further destinations, and rejects it where it makes none", () => {
    const config = { products: ["warehouse"], profile: "minimal", destinations: ["segment_web"] };
    const member = `serviceAccount:${sync}`;
    const stack = [
      account,
      make.customRole("least", ["bigquery.jobs.create", "bigquery.datasets.create"]),
      ...grants("projects/acme/roles/least"),
      make.datasetMember("web", "segment_web", "roles/bigquery.dataEditor", { member }),
    ];
    expect(messages(stack, { ...config, segmentCreatesDestinations: true })).to.deep.equal([]);
    const found = messages(stack, config);
    expect(found).to.have.length(1);
    expect(found[0]).to.include("bigquery.datasets.create").and.include("[excess-permissions]");
  });
});

describe("Reverse ETL", () => {
  const config = { products: ["reverse-etl"], sources: ["acme.crm"] };
  const state = make.datasetMember("state", "__segment_reverse_etl", "roles/bigquery.dataEditor");
  const limited = ["bigquery.datasets.get", "bigquery.jobs.create", "bigquery.tables.getData"];

  it("accepts the limited set-up of its page of 2025-09-29", () => {
    const stack = [
      make.account(),
      make.customRole("limited", limited),
      make.projectMember("g", "projects/acme/roles/limited"),
      state,
    ];
    expect(messages(stack, config)).to.deep.equal([]);
    const found = messages(stack, { ...config, profile: "minimal" });
    expect(found).to.have.length(1);
    expect(found[0]).to.include("bigquery.tables.getData").and.include("[excess-permissions]");
  });

  it("rejects the page's full set-up, which writes every dataset of the project", () => {
    const stack = [
      make.account(),
      make.projectMember("user", "roles/bigquery.user"),
      make.projectMember("editor", "roles/bigquery.dataEditor"),
    ];
    const found = messages(stack, { ...config, segmentCreatesStateDataset: true });
    expect(found).to.have.length(1);
    expect(found[0])
      .to.include("roles/bigquery.dataEditor on project acme")
      .and.include("[excess-permissions]");
  });

  it("needs to query its sources and to list nothing, on profile minimal", () => {
    const stack = (...onSource: readonly string[]) => [
      make.account(),
      make.customRole("run", ["bigquery.jobs.create"]),
      make.customRole("query", onSource),
      make.projectMember("g", "projects/acme/roles/run"),
      make.datasetMember("q", "crm", "projects/acme/roles/query"),
      state,
    ];
    const minimal = { ...config, profile: "minimal" };
    expect(messages(stack("bigquery.tables.getData"), minimal)).to.deep.equal([]);
    const found = messages(stack("bigquery.tables.getData", "bigquery.tables.list"), minimal);
    expect(found).to.have.length(1);
    expect(found[0]).to.include("bigquery.tables.list").and.include("[excess-permissions]");
    expect(messages(stack("bigquery.tables.get"), minimal).join()).to.include(
      "Fix: remove bigquery.tables.get from projects/acme/roles/query. [excess-permissions],mandatory: Segment lacks bigquery.tables.getData on dataset acme.crm",
    );
  });
});

describe("SQL Traits", () => {
  const config = { products: ["sql-traits"], profile: "minimal" };
  const page = ["roles/bigquery.dataViewer", "roles/bigquery.jobUser"].map((role, at) =>
    make.projectMember(`g${at}`, role),
  );

  it("accepts its page's two roles on either profile, for Segment refuses to connect with others", () => {
    for (const profile of ["documented", "minimal"])
      expect(messages([make.account(), ...page], { ...config, profile })).to.deep.equal([]);
  });

  it("rejects every other role, a narrower one too", () => {
    const stack = [
      make.account(),
      ...page,
      make.customRole("narrow", ["bigquery.tables.getData"]),
      make.projectMember("narrow-grant", "projects/acme/roles/narrow"),
      make.projectMember("user", "roles/bigquery.user"),
    ];
    const found = messages(stack, config);
    expect(found).to.have.length(2);
    for (const message of found) expect(message).to.include("[excess-permissions]");
  });
});

describe("what a component declares of products", () => {
  const component = (outputs: Readonly<Record<string, unknown>>) => ({
    type: "segment-bigquery:index:SegmentBigQuery",
    name: "component",
    props: { project: "acme", serviceAccountEmail: make.email, profile: "minimal", ...outputs },
  });
  const jobs = make.projectMember("jobs", "roles/bigquery.jobUser");
  const web = make.datasetMember("web", "segment_web", "roles/bigquery.dataEditor");

  it("is what its account is judged by", () => {
    const declared = component({
      products: ["warehouse"],
      destinations: [{ project: "acme", dataset: "segment_web" }],
    });
    expect(messages([declared, make.account(), jobs, web])).to.deep.equal([]);
  });

  it("asks for datasets.create where it declares no destination", () => {
    const found = messages([component({ products: ["profiles-sync"] }), make.account(), jobs]);
    expect(found).to.have.length(1);
    expect(found[0]).to.include("Segment lacks bigquery.datasets.create on project acme");
  });

  it("is outranked by the config", () => {
    const declared = component({ products: ["warehouse"], sources: [] });
    expect(messages([declared, make.account(), jobs], { products: ["sql-traits"] })).to.deep.equal([]);
  });
});
