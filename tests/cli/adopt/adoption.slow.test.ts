import { expect } from "chai";
import { load } from "js-yaml";
import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { SegmentBigQuery } from "../../../components/segmentBigQuery";
import type { Adoption, ImportEntry } from "../../../cli/adopt/adoption";
import { preview } from "../../../cli/preview/preview";
import { argsOf } from "../../../cli/adopt/imports";
import { startFakeGoogle, type FakeGoogle } from "../../fakes/google";
import { MockEngine, settle } from "../../support/mocks";
import { adopt, clickedTogether, email, member, project } from "./support";

const run = promisify(execFile);

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

  const sources = ["--source", `${project}.crm`, "--source", `${project}.web.page_views`];

  async function adoption(argv: readonly string[] = sources): Promise<Adoption> {
    const { code, out, err } = await adopt(google, [...argv, "--json"]);
    expect(err).to.equal("");
    expect(code).to.equal(0);
    return JSON.parse(out) as Adoption;
  }

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

  it("removes what is in excess command by command, and what is left is not in excess", async () => {
    const { excess } = await adoption();
    expect(excess.map(({ role, scope }) => [role, scope])).to.have.deep.members([
      ["roles/bigquery.dataOwner", `dataset ${project}.finance`],
      ["roles/bigquery.dataEditor", `table ${project}.web.it's $(touch x)`],
      ["roles/bigquery.dataEditor", `project ${project}`],
      [`projects/${project}/roles/segment_limited`, `project ${project}`],
      ["roles/iam.serviceAccountTokenCreator", `service account etl@${project}.iam.gserviceaccount.com`],
    ]);
    for (const { command } of excess) takeAway(google, command ?? []);
    expect((await adoption()).excess).to.deep.equal([]);
  });

  it("writes commands that a shell reads back word for word", async () => {
    await adopt(google, [...sources, "--out", directory]);
    const stubs = join(directory, "stubs");
    await mkdir(stubs);
    for (const name of ["gcloud", "bq"]) {
      await writeFile(join(stubs, name), `#!/bin/sh\nprintf '%s\\n' ${name} "$@" --\n`);
      await chmod(join(stubs, name), 0o755);
    }
    const { stdout } = await run(join(directory, "remove-excess.sh"), {
      env: { PATH: `${stubs}:/usr/bin:/bin` },
      cwd: directory,
    });
    const { excess, superseded } = await adoption();
    const commands = stdout
      .split("\n--\n")
      .filter((one) => one !== "")
      .map((one) => one.split("\n"));
    expect(commands).to.deep.equal([...excess, ...superseded].map(({ command }) => command));
    expect(await readdir(directory)).not.to.include("x");
  });

  it("runs every line whatever happens to the others, and takes what is gone for removed", async () => {
    await adopt(google, [...sources, "--out", directory]);
    const stubs = join(directory, "stubs");
    await mkdir(stubs);
    await writeFile(
      join(stubs, "gcloud"),
      "#!/bin/sh\necho 'ERROR: (gcloud.projects.remove-iam-policy-binding) Policy binding with the specified principal, role, and condition not found!' >&2\nexit 1\n",
    );
    await writeFile(join(stubs, "bq"), "#!/bin/sh\necho 'Access Denied' >&2\nexit 1\n");
    for (const name of ["gcloud", "bq"]) await chmod(join(stubs, name), 0o755);
    const script = join(directory, "remove-excess.sh");
    const env = { PATH: `${stubs}:/usr/bin:/bin` };
    const failed = await run(script, { env }).catch((error: unknown) => error as Record<string, unknown>);
    const { excess, superseded } = await adoption();
    const commands = [...excess, ...superseded].map(({ command }) => command?.[0]);
    const count = (name: string): number => commands.filter((one) => one === name).length;
    expect(String(failed["stdout"]).match(/^Removed already: gcloud /gm)).to.have.length(count("gcloud"));
    expect(String(failed["stderr"]).match(/^Failed: bq /gm)).to.have.length(count("bq"));
    expect((failed as { code?: unknown }).code).to.equal(1);
    await writeFile(join(stubs, "bq"), "#!/bin/sh\nexit 0\n");
    await run(script, { env });
  });

  it("judges the entries of one access list one by one", async () => {
    const access = google.state.projects.get(project)?.datasets.get("crm")?.resource["access"] as unknown[];
    access.push({ role: "OWNER", userByEmail: email });
    const { excess, imports } = await adoption();
    expect(imports.map(({ id }) => id)).to.include(
      `projects/${project}/datasets/crm roles/bigquery.dataViewer ${member}`,
    );
    expect(
      excess.filter(({ scope }) => scope === `dataset ${project}.crm`).map(({ command }) => command?.at(-1)),
    ).to.deep.equal([
      `REVOKE \`roles/bigquery.dataOwner\` ON SCHEMA \`${project}\`.\`crm\` FROM "${member}"`,
    ]);
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

  it("leaves out what is granted through somebody else, and says so", async () => {
    const state = google.state.projects.get(project);
    state?.policy.bindings.push({ role: "roles/bigquery.admin", members: ["allAuthenticatedUsers"] });
    const { excess, findings } = await adoption();
    expect(excess.some(({ role }) => role === "roles/bigquery.admin")).to.equal(false);
    expect(findings.map(({ rule }) => rule)).to.include("public-access");
  });

  it("removes a grant with a condition only where a flag can say the condition", async () => {
    const state = google.state.projects.get(project);
    const condition = {
      title: "until spring",
      expression: 'request.time < timestamp("2027-03-01T00:00:00Z")',
    };
    state?.policy.bindings.push(
      { role: "roles/bigquery.dataOwner", members: [member], condition },
      { role: "roles/bigquery.admin", members: [member], condition: { ...condition, title: "one, two" } },
    );
    const { excess, notImported } = await adoption();
    const of = (role: string) =>
      excess.find((one) => one.role === role && one.scope === `project ${project}`);
    expect(of("roles/bigquery.dataOwner")?.command?.at(-1)).to.equal(
      `--condition=expression=${condition.expression},title=until spring`,
    );
    expect(of("roles/bigquery.admin")?.command).to.equal(undefined);
    expect(of("roles/bigquery.admin")?.advice).to.equal(
      "remove it in the console: no single command takes away this entry and nothing else",
    );
    expect(notImported.map(({ what }) => what)).to.include(
      `the grant of roles/bigquery.admin on project ${project}, which has a condition`,
    );
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

/** Does at the fake what the command would do at Google. */
function takeAway(google: FakeGoogle, [tool, ...words]: readonly string[]): void {
  const held = google.state.projects.get(project);
  if (!held) throw new Error("the fake's project is gone");
  const flag = (name: string): string =>
    words.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3) ?? "";
  const policies = {
    projects: held.policy,
    iam: held.accounts.get(words[3] ?? "")?.policy,
    bq: held.datasets.get("web")?.tables.get((words.at(-1) ?? "").split(".").at(-1) ?? "")?.policy,
  };
  const revoke = /^REVOKE `(.+)` ON SCHEMA `(.+)`\.`(.+)` FROM "serviceAccount:(.+)"$/.exec(
    words.at(-1) ?? "",
  );
  if (revoke) {
    const [, , , dataset = "", who] = revoke;
    const resource = held.datasets.get(dataset)?.resource ?? {};
    resource["access"] = (resource["access"] as { userByEmail?: string }[]).filter(
      (one) => one.userByEmail !== who,
    );
    return;
  }
  const policy = tool === "bq" ? policies.bq : words[0] === "projects" ? policies.projects : policies.iam;
  if (!policy) throw new Error(`the fake has nothing for ${[tool, ...words].join(" ")}`);
  policy.bindings = policy.bindings.map((binding) =>
    binding.role === flag("role")
      ? { ...binding, members: binding.members.filter((one) => one !== flag("member")) }
      : binding,
  );
}
