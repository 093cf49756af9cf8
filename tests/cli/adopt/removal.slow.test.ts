import { expect } from "chai";
import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { startFakeGoogle, type FakeGoogle } from "../../fakes/google";
import { adopt, adoptionOf, clickedTogether, email, member, project, sources } from "./support";

const run = promisify(execFile);

describe("adopt: what is in excess is removed", () => {
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
      "remove it in the console: no single command removes this entry and nothing else",
    );
    expect(notImported.map(({ what }) => what)).to.include(
      `the grant of roles/bigquery.admin on project ${project}, which has a condition`,
    );
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
