import { expect } from "chai";
import type { Adoption } from "../../../cli/adopt/adoption";
import { startFakeGoogle, type FakeGoogle, type GoogleSeed } from "../../fakes/google";
import { adopt, ann, clickedTogether, email, member, project } from "./support";

type ProjectSeed = NonNullable<GoogleSeed["projects"]>[string];

describe("adopt: what the grants say", () => {
  let google: FakeGoogle | undefined;
  afterEach(async () => {
    await google?.stop();
    google = undefined;
  });

  async function outcome(seed: ProjectSeed, argv: readonly string[] = []) {
    google = await startFakeGoogle({
      projects: {
        [project]: {
          accounts: { segment: {} },
          ...seed,
          bindings: [{ role: "roles/owner", members: [ann] }, ...(seed.bindings ?? [])],
        },
      },
    });
    return adopt(google, [...argv, "--json"]);
  }

  async function setup(seed: ProjectSeed, argv: readonly string[] = []): Promise<Adoption["setup"]> {
    const { out, err } = await outcome(seed, argv);
    expect(err).to.equal("");
    return (JSON.parse(out) as Adoption).setup;
  }

  const reader = { role: "READER", userByEmail: email };
  const state = { __segment_reverse_etl: { location: "EU" } };

  it("takes readable datasets and tables for sources, not the state, and not what lies in another source", async () => {
    const view = { bindings: [{ role: "roles/bigquery.dataViewer", members: [member] }] };
    const { sources, notes } = await setup({
      datasets: {
        __segment_reverse_etl: { location: "EU", access: [{ role: "WRITER", userByEmail: email }] },
        crm: { location: "EU", access: [reader], tables: { users: view } },
        web: { location: "EU", tables: { views: view, other: {} } },
        hr: { location: "EU" },
      },
    });
    expect(sources).to.deep.equal([
      { project, dataset: "crm" },
      { project, dataset: "web", table: "views" },
    ]);
    expect(notes).to.deep.equal([]);
  });

  it("takes the whole project for a source only where nothing narrower is granted, and says so", async () => {
    const bindings = [{ role: "roles/bigquery.dataViewer", members: [member] }];
    const wide = await setup({ bindings, datasets: state });
    expect(wide.sources).to.deep.equal([{ project }]);
    expect(wide.notes).to.have.length(1);
    await google?.stop();
    const narrow = await setup({
      bindings,
      datasets: { ...state, crm: { location: "EU", access: [reader] } },
    });
    expect(narrow.sources).to.deep.equal([{ project, dataset: "crm" }]);
    expect(narrow.notes[0]).to.include("the project-wide grant as excess");
  });

  it("says that there are no sources where nothing can be read", async () => {
    const { sources, notes } = await setup({ datasets: state });
    expect(sources).to.deep.equal([]);
    expect(notes).to.deep.equal(["It may read nothing, so there are no sources; name them with --source."]);
  });

  it("lets the options outrank what it sees", async () => {
    const seen = await setup({ datasets: { ...state, crm: { location: "EU", access: [reader] } } }, [
      ...["--source", "acme-lake.a", "--source", "acme-lake.b.c", "--location", "US"],
      ...["--profile", "minimal", "--read-api", "storage", "--state-dataset", "other_state"],
    ]);
    expect(seen).to.deep.include({ location: "US", profile: "minimal", readApi: "STORAGE" });
    expect(seen.sources).to.deep.equal([
      { project: "acme-lake", dataset: "a" },
      { project: "acme-lake", dataset: "b", table: "c" },
    ]);
    expect(seen.stateDataset).to.deep.equal({ datasetId: "other_state", exists: false });
  });

  it("takes custom roles on the project for profile minimal, read sessions for the Storage API, models for models", async () => {
    const role = (id: string): string => `projects/${project}/roles/${id}`;
    const seen = await setup({
      bindings: [{ role: role("run"), members: [member] }],
      roles: {
        run: [
          "bigquery.jobs.create",
          ...["create", "getData", "update"].map((verb) => `bigquery.readsessions.${verb}`),
        ],
        models: ["bigquery.models.getMetadata", "bigquery.models.list"],
      },
      datasets: { ...state, ml: { location: "EU", access: [{ role: role("models"), userByEmail: email }] } },
    });
    expect(seen.profile).to.equal("minimal");
    expect(seen.readApi).to.equal("STORAGE");
    expect(seen.models).to.deep.equal([{ project, dataset: "ml", operations: ["get", "list"] }]);
  });

  it("keeps what would be lost: the state dataset's key, its labels, the secret's places", async () => {
    const seen = await setup({
      datasets: {
        __segment_reverse_etl: {
          location: "EU",
          resource: { labels: { a: "b" }, defaultEncryptionConfiguration: { kmsKeyName: "projects/p/k" } },
        },
      },
      accounts: { segment: { disabled: true } },
      secrets: {
        "segment-key": {
          resource: {
            labels: { c: "d" },
            topics: [{ name: "projects/p/topics/t" }],
            replication: {
              userManaged: {
                replicas: [
                  { location: "europe-west3", customerManagedEncryption: { kmsKeyName: "projects/p/l" } },
                ],
              },
            },
          },
        },
      },
    });
    expect(seen.notes).to.include(
      "Secret segment-key has topics set: repeat that under key.secret, or the update removes it.",
    );
    expect(seen.disabled).to.equal(true);
    expect(seen.stateDataset).to.deep.include({ kmsKeyName: "projects/p/k", labels: { a: "b" } });
    expect(seen.secret).to.deep.equal({
      id: "segment-key",
      exists: true,
      locations: ["europe-west3"],
      accessors: [],
      labels: { c: "d" },
      kmsKeyNames: { "europe-west3": "projects/p/l" },
    });
  });

  it("rejects several accounts that may be Segment's, and none", async () => {
    const accounts = { segment: {}, "segment-two": {}, "market-segments": {} };
    const several = await outcome({ accounts, datasets: state });
    expect(several.code).to.equal(2);
    expect(several.err).to.include(
      `Several service accounts of project ${project} may be Segment's: ${email}, segment-two@${project}.iam.gserviceaccount.com. Name one with --service-account.`,
    );
    await google?.stop();
    const none = await outcome({ accounts: { "market-segments": {} }, datasets: state });
    expect(none.err).to.include(
      `No service account of project ${project} says in its id, name or description that it is Segment's; it has market-segments@${project}.iam.gserviceaccount.com. Name it with --service-account.`,
    );
    await google?.stop();
    const other = await outcome({ datasets: state }, ["--service-account", "x@y.z"]);
    expect(other.err).to.include(`Project ${project} has no service account x@y.z; it has ${email}.`);
  });

  it("rejects data in several places, or in none that can be told", async () => {
    const spread = await outcome({
      datasets: { crm: { location: "EU", access: [reader] }, web: { location: "US", access: [reader] } },
    });
    expect(spread.err).to.include(
      "The sources are in several locations (EU, US), and Segment works in one. Give --location.",
    );
    await google?.stop();
    const nowhere = await outcome({});
    expect(nowhere.code).to.equal(2);
    expect(nowhere.err).to.include("is unknown: there is no state dataset, and no source that can be read.");
  });

  it("says first what is in another location than the state", async () => {
    await outcome({
      datasets: { ...state, crm: { location: "US", access: [reader] } },
    });
    if (!google) throw new Error("The fake of Google was not started");
    const { code, out } = await adopt(google, []);
    expect(code).to.equal(0);
    const location = "EU";
    expect(out.split("\n").slice(0, 2)).to.deep.equal([
      "In another location:",
      `  Source ${project}.crm is in US, and Segment works in ${location}: no query can use both. Move it, leave it out, or give another --location.`,
    ]);
  });

  it("reads a named source in another project", async () => {
    google = await startFakeGoogle({
      projects: {
        ...clickedTogether().projects,
        "acme-lake": {
          bindings: [{ role: "roles/owner", members: [ann] }],
          datasets: { profiles: { location: "EU", access: [{ role: "READER", userByEmail: email }] } },
        },
      },
    });
    const { out } = await adopt(google, ["--source", "acme-lake.profiles", "--json"]);
    const { imports, missing } = JSON.parse(out) as Adoption;
    expect(imports.map(({ id }) => id)).to.include(
      `projects/acme-lake/datasets/profiles roles/bigquery.dataViewer ${member}`,
    );
    expect(missing).to.deep.equal([]);
  });

  it("says that a whole project elsewhere was not read", async () => {
    const { out } = await outcome({ datasets: state }, ["--source", "acme-lake"]);
    expect((JSON.parse(out) as Adoption).unread).to.deep.equal([
      {
        subject: "project acme-lake",
        reason: "it is a source as a whole, but only one project is read: what is granted there is not seen",
      },
    ]);
  });
});
