import { expect } from "chai";
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Adoption } from "../../../cli/adopt/adoption";
import { startFakeGoogle, type FakeGoogle } from "../../fakes/google";
import { adopt, ann, clickedTogether, project } from "./support";

const files = ["Pulumi.adopted.yaml", "adoption.md", "import.json", "remove-excess.sh"];

describe("adopt: command", () => {
  let google: FakeGoogle;
  let directory: string;
  before(async () => (google = await startFakeGoogle(clickedTogether())));
  after(() => google.stop());
  beforeEach(async () => (directory = await mkdtemp(join(tmpdir(), "adopt-"))));
  afterEach(() => rm(directory, { recursive: true, force: true }));

  it("writes four files into the directory and nothing else anywhere", async () => {
    const out = join(directory, "new", "deep");
    const { code, out: said } = await adopt(google, ["--out", out]);
    expect(code).to.equal(0);
    expect((await readdir(out)).sort()).to.deep.equal(files);
    expect(await readdir(directory)).to.deep.equal(["new"]);
    expect(said).to.include(
      `Written to ${out}: ${["Pulumi.adopted.yaml", "import.json", "remove-excess.sh", "adoption.md"].join(", ")}.`,
    );
  });

  it("writes the caller's token nowhere, though Google quotes it", async () => {
    const token = google.tokenFor(ann);
    const body = { error: { code: 403, message: `who is ${token}?` } };
    google.fault({ on: `GET /bigquery/v2/projects/${project}/datasets/crm`, answer: 403, body, times: 9 });
    const { out, err } = await adopt(google, ["--out", directory], ann, token);
    google.state.faults.length = 0;
    const written = await Promise.all(
      (await readdir(directory)).map((name) => readFile(join(directory, name), "utf8")),
    );
    expect(written.join("\n")).to.match(/who is \S{0,8}secret/);
    expect([out, err, ...written].join("\n")).to.not.include(token);
  });

  it("writes nothing without --out", async () => {
    const { out } = await adopt(google, []);
    expect(out).to.match(/Nothing was written: give --out for the files\.\n$/);
  });

  it("leaves files that are there as they are, all of them, unless forced", async () => {
    await writeFile(join(directory, "import.json"), "mine");
    const refused = await adopt(google, ["--out", directory]);
    expect(refused.code).to.equal(2);
    expect(refused.err).to.include(
      `${directory} holds import.json already; nothing was written. Give another --out, or --force to replace.`,
    );
    expect(await readdir(directory)).to.deep.equal(["import.json"]);
    expect(await readFile(join(directory, "import.json"), "utf8")).to.equal("mine");
    expect((await adopt(google, ["--out", directory, "--force"])).code).to.equal(0);
    expect(await readFile(join(directory, "import.json"), "utf8")).to.match(/^\{\n/);
  });

  it("replaces a link, and never what it leads to", async () => {
    const outside = join(directory, "outside");
    const out = join(directory, "out");
    await writeFile(outside, "mine");
    await adopt(google, ["--out", out]);
    await rm(join(out, "adoption.md"));
    await symlink(outside, join(out, "adoption.md"));
    expect((await adopt(google, ["--out", out])).code).to.equal(2);
    expect((await adopt(google, ["--out", out, "--force"])).code).to.equal(0);
    expect(await readFile(outside, "utf8")).to.equal("mine");
    expect(await readFile(join(out, "adoption.md"), "utf8")).to.match(/^# Adopting/);
  });

  it("rejects a directory that cannot be written", async () => {
    const file = join(directory, "file");
    await writeFile(file, "");
    const { code, err } = await adopt(google, ["--out", join(file, "x")]);
    expect(code).to.equal(2);
    expect(err).to.match(/^--out .+ cannot be written: ENOTDIR/);
  });

  it("rejects all bad arguments at once", async () => {
    const { code, err } = await adopt(google, [
      ...["--source", "a.b.c.d", "--location", "../x", "--profile", "wide", "--read-api", "SOAP"],
      ...["--stack", "../etc", "--service-account", "nobody", "--force"],
    ]);
    expect(code).to.equal(2);
    expect(err.split("\n")).to.deep.equal([
      '--service-account is "nobody": give an account\'s address.',
      '--location is "../x": give Segment\'s Data Location, such as US, EU or europe-west1.',
      '--profile is "wide": give documented or minimal.',
      '--read-api is "SOAP": give REST or STORAGE.',
      '--stack is "../etc": give a name of letters, digits, "_", "." and "-".',
      '--source is "a.b.c.d": give project, project.dataset or project.dataset.table.',
      "--force has no effect without --out, because nothing is written.",
      "See: segment-bigquery adopt --help",
      "",
    ]);
  });

  describe("when Google fails", () => {
    it("goes on after a cut connection, a 503 and a 429", async () => {
      google.fault({ on: `POST /v3/projects/${project}:getIamPolicy`, answer: "cut" });
      google.fault({ on: `GET /v1/projects/${project}/serviceAccounts`, answer: 503 });
      google.fault({ on: `GET /bigquery/v2/projects/${project}/datasets/crm`, answer: 429 });
      const { code, out } = await adopt(google, ["--json"]);
      expect(code).to.equal(0);
      expect((JSON.parse(out) as Adoption).unread).to.deep.equal([]);
    });

    for (const [what, on, subject] of [
      ["a dataset", `GET /bigquery/v2/projects/${project}/datasets/finance`, `dataset ${project}.finance`],
      [
        "a table's policy",
        /tables\/page_views:getIamPolicy/,
        `the policies of tables of dataset ${project}.web`,
      ],
      ["the custom roles", `GET /v1/projects/${project}/roles`, `the custom roles of project ${project}`],
      [
        "an account's keys",
        /segment@.*\/keys$/,
        `the keys of service account segment@${project}.iam.gserviceaccount.com`,
      ],
      ["a secret's policy", /secrets\/segment-key:getIamPolicy/, "the policy of secret segment-key"],
      ["the ancestry", /:getAncestry$/, `the folders and the organization above project ${project}`],
    ] as const) {
      it(`names ${what} that may not be read`, async () => {
        google.fault({ on, answer: 403 });
        const { code, out } = await adopt(google, ["--json"]);
        expect(code).to.equal(1);
        expect((await adopt(google, ["--json", "--allow-incomplete"])).code).to.equal(0);
        expect((JSON.parse(out) as Adoption).unread).to.deep.equal([
          { subject, reason: "it could not be read: The caller does not have permission" },
        ]);
      });
    }

    it("adopts nothing where the accounts may not be read", async () => {
      google.fault({ on: `GET /v1/projects/${project}/serviceAccounts`, answer: 403 });
      const { code, err, out } = await adopt(google, ["--out", directory]);
      expect(code).to.equal(2);
      expect(out).to.equal("");
      expect(err).to.match(
        /^Nothing to adopt: the service accounts of project acme-analytics: it could not be read/,
      );
      expect(await readdir(directory)).to.deep.equal([]);
    });

    it("writes nothing where the project may not be read at all", async () => {
      const { code, err } = await adopt(google, ["--out", directory], "user:bob@acme.example");
      expect(code).to.equal(2);
      expect(err).to.match(
        /was refused \(403\): The caller does not have permission\nNothing was written\.\n$/,
      );
      expect(await readdir(directory)).to.deep.equal([]);
    });

    it("takes a service that is not enabled for one that holds nothing", async () => {
      google.state.projects.get(project)?.services.delete("secretmanager.googleapis.com");
      const { out } = await adopt(google, ["--json"]);
      google.state.projects.get(project)?.services.add("secretmanager.googleapis.com");
      const { unread, setup } = JSON.parse(out) as Adoption;
      expect(unread).to.deep.equal([]);
      expect(setup.secret.exists).to.equal(false);
    });
  });
});
