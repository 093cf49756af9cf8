import { expect } from "chai";
import { load } from "js-yaml";
import { mkdtemp, readdir, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SegmentBigQuery } from "../../../components/segmentBigQuery";
import type { ImportEntry } from "../../../cli/adopt/adoption";
import { preview } from "../../../cli/preview/preview";
import { argsOf } from "../../../cli/adopt/imports";
import { startFakeGoogle, type FakeGoogle } from "../../fakes/google";
import { MockEngine, settle } from "../../support/mocks";
import { adopt, adoptionOf, clickedTogether, email, member, project, sources } from "./support";

describe("adopt: a set-up made by hand", () => {
  let google: FakeGoogle;
  let directory: string;
  beforeEach(async () => {
    google = await startFakeGoogle(clickedTogether());
    directory = await mkdtemp(join(tmpdir(), "adopt-"));
  });
  afterEach(async () => {
    await google.stop();
    await rm(directory, { recursive: true, force: true });
  });

  const adoption = () => adoptionOf(google);

  it("describes it as the stack file of this package's program", async () => {
    await adopt(google, [...sources, "--out", directory]);
    const file = await readFile(join(directory, "Pulumi.adopted.yaml"), "utf8");
    expect(load(file)).to.deep.equal({
      config: {
        "segment-bigquery:project": project,
        "segment-bigquery:location": "EU",
        "segment-bigquery:accountId": "segment",
        "segment-bigquery:profile": "documented",
        "segment-bigquery:readApi": "REST",
        "segment-bigquery:sources": [`${project}.crm`, `${project}.web.page_views`],
        "segment-bigquery:stateDataset": { labels: { owner: "growth" } },
        "segment-bigquery:key": { secret: { accessors: [{ member: "group:admins@acme.example" }] } },
      },
    });
  });

  it("imports what the component would make, under the component's own names", async () => {
    const { setup, imports } = await adoption();
    const engine = await new MockEngine().start();
    new SegmentBigQuery("segment", {
      ...argsOf(setup),
      key: { secret: { accessors: setup.secret.accessors.map((one) => ({ member: one })) } },
    });
    await settle();
    const [component, ...children] = imports;
    expect(component).to.deep.equal({
      type: "segment-bigquery:index:SegmentBigQuery",
      name: "segment",
      component: true,
    });
    expect(engine.children()).to.include.members(children.map(({ name, type }) => `${name} ${type}`));
    expect(children.map(({ parent }) => parent)).to.deep.equal(children.map(() => "segment"));
    expect(children.map(({ id }) => id)).to.deep.equal([
      `projects/${project}/serviceAccounts/${email}`,
      `projects/${project}/datasets/__segment_reverse_etl`,
      `${project} roles/bigquery.user ${member}`,
      `${project} roles/bigquery.jobUser ${member}`,
      `projects/${project}/datasets/__segment_reverse_etl roles/bigquery.dataEditor ${member}`,
      `projects/${project}/datasets/crm roles/bigquery.dataViewer ${member}`,
      `projects/${project}/datasets/web/tables/page_views roles/bigquery.dataViewer ${member}`,
      `projects/${project}/secrets/segment-key`,
      `projects/${project}/secrets/segment-key roles/secretmanager.secretAccessor group:admins@acme.example`,
    ]);
  });

  it("describes a stack that this package's program makes and its pack accepts, with all that is imported", async () => {
    await adopt(google, [...sources, "--out", directory]);
    const root = join(__dirname, "../../..");
    const program = [
      "Pulumi.yaml",
      "index.ts",
      "package.json",
      "tsconfig.json",
      "tsconfig.build.json",
      "components",
      "policy",
      "examples",
    ];
    for (const name of [...program, "node_modules"]) await symlink(join(root, name), join(directory, name));
    const { resources, violations } = await preview(
      {
        directory,
        policyPacks: [],
        policyConfigs: [],
        outputs: [],
        quiet: false,
        verbose: false,
        allowIncomplete: false,
        requireAccount: false,
        timeoutSeconds: 100,
      },
      process.env,
    );
    expect(violations).to.deep.equal([]);
    const { resources: imported } = JSON.parse(await readFile(join(directory, "import.json"), "utf8")) as {
      resources: ImportEntry[];
    };
    expect(resources.map(({ name, type }) => `${name} ${type}`)).to.include.members(
      imported.map(({ name, type }) => `${name} ${type}`),
    );
  }).timeout(120_000);

  it("names what the stack will make, and what cannot be imported with the way out", async () => {
    google.makeKey(email);
    const { made, notImported } = await adoption();
    expect(made).to.deep.equal([
      `roles/bigquery.metadataViewer on project ${project}, to follow the page of Linked Events (2023-08-29)`,
      "a new key, kept in secret segment-key",
    ]);
    expect(notImported.map(({ what }) => what.replace(/key \w{40}, made [\d-]{10}/, "key"))).to.deep.equal([
      "key",
      `custom role projects/${project}/roles/segment_limited`,
      `an authorized view, routine or dataset on dataset ${project}.crm`,
    ]);
    expect(notImported[0]?.wayOut).to.equal(
      "the stack makes a new key in secret segment-key; give that to Segment, test the connection, then disable and delete this one",
    );
  });

  it("leaves Segment's account out of those who read its key, and removes that grant", async () => {
    google.state.projects.get(project)?.secrets.get("segment-key")?.policy.bindings[0]?.members.push(member);
    const { setup, excess, imports } = await adoption();
    expect(setup.secret.accessors).to.deep.equal(["group:admins@acme.example"]);
    expect(imports.some(({ id }) => id?.includes("secretAccessor serviceAccount"))).to.equal(false);
    expect(excess.find(({ role }) => role === "roles/secretmanager.secretAccessor")?.command).to.deep.equal([
      ...["gcloud", "secrets", "remove-iam-policy-binding", "segment-key", `--project=${project}`],
      ...[`--member=${member}`, "--role=roles/secretmanager.secretAccessor", "--condition=None"],
    ]);
  });

  it("reads names and policies only, and changes nothing", async () => {
    await adopt(google, [...sources, "--out", directory]);
    const asked = google.state.requests.map(({ method, path }) => `${method} ${path}`);
    expect(
      asked.filter((one) => !/^GET |:getIamPolicy$|:getAncestry$|:testIamPermissions$/.test(one)),
    ).to.deep.equal([]);
    expect(asked.filter((one) => /:access$|\/data$|\/queries/.test(one))).to.deep.equal([]);
    for (const file of await readdir(directory))
      expect(await readFile(join(directory, file), "utf8")).not.to.include("nobody asked for");
  });
});
