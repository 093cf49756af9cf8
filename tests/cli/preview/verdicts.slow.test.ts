import { expect } from "chai";
import { packOf, programOf, removeDirectories, directoryOf } from "../../support/hosts/projectDirectory";
import { previewJson, runPreview } from "../../support/hosts/runPreview";

const grant = (role: string): string =>
  `new gcp.projects.IAMMember("grant", { project: "acme", role: "${role}", member: "user:a@x.org" });`;

const pack = (): string =>
  packOf(`{
    name: "no-owner", description: "Nobody owns.", enforcementLevel: "mandatory", severity: "high",
    remediationSteps: "Grant less.", url: "https://example.com/no-owner",
    configSchema: { properties: { role: { type: "string" } } },
    validateResource: ({ props, getConfig }, report) => {
      if (props.role === (getConfig().role ?? "roles/owner")) report(props.role + " is granted");
    },
  }, {
    name: "count", description: "Counts.", enforcementLevel: "advisory",
    validateStack: ({ resources }, report) => {
      if (resources.some((r) => r.props.role === "roles/owner")) report("a stack with an owner");
    },
  }`);

describe("the verdict of a preview", function () {
  this.timeout(120_000);
  after(removeDirectories);

  it("rejects a mandatory violation with exit code 1, and prints findings first, with their fixes", async () => {
    const directory = programOf(grant("roles/owner"));
    const run = await runPreview([directory, "--policy-pack", pack(), "--verbose"]);
    expect(run.stderr).to.equal("");
    expect(run.stdout).to.equal(`Rejected: 1 mandatory, 1 advisory
Offline preview of shop, stack dev, judged by test-pack 1.2.3

mandatory no-owner (high)
  grant (gcp:projects:IAMMember), ${directory}/index.js:3
  roles/owner is granted
  Fix: Grant less.
  https://example.com/no-owner

advisory count
  shop-dev (pulumi:pulumi:Stack)
  a stack with an owner

Access
  none of Segment's accounts holds anything

Resources
shop-dev  pulumi:pulumi:Stack
└─ grant  gcp:projects:IAMMember

Rejected: 1 mandatory, 1 advisory. Next: make the fixes above and preview again, or accept a finding
with a reason and a date under exemptions in the policy config.
`);
    expect(run.code).to.equal(1);
  });

  it("prints one JSON object of the documented shape", async () => {
    const directory = programOf(grant("roles/owner"));
    const { code, result } = await previewJson([directory, "--policy-pack", pack()]);
    const root = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev";
    const provider = result.resources.find(({ type }) => type === "pulumi:providers:gcp");
    const urn = "urn:pulumi:dev::shop::gcp:projects/iAMMember:IAMMember::grant";
    expect(code).to.equal(1);
    expect(provider?.name).to.match(/^default_9_\d+_\d+$/);
    expect(result).to.deep.equal({
      formatVersion: 1,
      project: "shop",
      stack: "dev",
      verdict: "rejected",
      packs: [{ name: "test-pack", version: "1.2.3" }],
      resources: [
        { urn: root, type: "pulumi:pulumi:Stack", name: "shop-dev", kind: "component" },
        provider,
        {
          urn,
          type: "gcp:projects/iAMMember:IAMMember",
          name: "grant",
          parent: root,
          provider: provider?.urn,
          kind: "managed",
        },
      ],
      accounts: [],
      products: [],
      access: [],
      violations: [
        {
          pack: "test-pack",
          packVersion: "1.2.3",
          policy: "no-owner",
          rule: "no-owner",
          level: "mandatory",
          severity: "high",
          urn,
          resource: "grant",
          type: "gcp:projects/iAMMember:IAMMember",
          permissions: [],
          message: "roles/owner is granted",
          summary: "roles/owner is granted",
          fix: "Grant less.",
          url: "https://example.com/no-owner",
          place: { file: `${directory}/index.js`, line: 3, column: 1 },
        },
        {
          pack: "test-pack",
          packVersion: "1.2.3",
          policy: "count",
          rule: "count",
          level: "advisory",
          urn: root,
          resource: "shop-dev",
          type: "pulumi:pulumi:Stack",
          permissions: [],
          message: "a stack with an owner",
          summary: "a stack with an owner",
        },
      ],
      remediations: [],
      incomplete: [],
      unknown: [],
      segmentForms: [],
      messages: [],
      output: "",
    });
  });

  it("accepts advice with exit code 0, as --policy-config sets it", async () => {
    const files = directoryOf({ "config.json": '{ "all": "advisory" }' });
    const argv = [programOf(grant("roles/owner")), "--policy-pack", pack()];
    const { code, result } = await previewJson([...argv, "--policy-config", `${files}/config.json`]);
    expect(result.violations.map(({ policy, level }) => [policy, level])).to.deep.equal([
      ["count", "advisory"],
      ["no-owner", "advisory"],
    ]);
    expect([code, result.verdict]).to.deep.equal([0, "accepted"]);
  });

  it("judges nothing in full where only an unknown address may be one that the config names", async () => {
    const source = `const id = new gcp.projects.IAMCustomRole("r", { roleId: "r", title: "r", permissions: [] }).name;
      new gcp.serviceaccount.Account("writer", { accountId: id, project: "acme" });`;
    const files = directoryOf({
      "config.json":
        '{ "segment-bigquery": { "serviceAccounts": ["writer-*@acme.iam.gserviceaccount.com"] } }',
    });
    const argv = [programOf(source), "--policy-config", `${files}/config.json`];
    const { code, result } = await previewJson(argv);
    expect([code, result.verdict]).to.deep.equal([1, "incomplete"]);
    expect(result.incomplete).to.deep.equal([
      {
        subject: "urn:pulumi:dev::shop::gcp:serviceaccount/account:Account::writer",
        reason:
          "its address, by which the policy config names Segment's account, is unknown until the update",
      },
    ]);
    const unconfigured = await previewJson([programOf(source)]);
    expect([unconfigured.code, unconfigured.result.verdict]).to.deep.equal([0, "nothing-to-judge"]);
  });

  it("rejects a stack without an account of Segment's only with --require-account, and says so", async () => {
    const directory = programOf("");
    const free = await runPreview([directory]);
    expect([free.code, free.stderr]).to.deep.equal([0, ""]);
    expect(free.stdout).to.match(/^Nothing to judge: 0 mandatory, 0 advisory\n/);
    const required = await runPreview([directory, "--require-account", "--quiet"]);
    expect(required).to.deep.equal({
      ...{ code: 1, stdout: "" },
      stderr: "This stack has no account of Segment's, and --require-account asks for one.\n",
    });
  });

  it("hands each policy its configuration", async () => {
    const files = directoryOf({ "config.json": '{ "no-owner": { "role": "roles/editor" } }' });
    const argv = [programOf(grant("roles/editor")), "--policy-pack", pack()];
    const { result } = await previewJson([...argv, "--policy-config", `${files}/config.json`]);
    expect(result.violations.map(({ message }) => message)).to.deep.equal(["roles/editor is granted"]);
  });

  it("rejects bad configuration of policies, naming everything wrong with it", async () => {
    const files = directoryOf({
      "config.json": '{ "no-onwer": "mandatory", "no-owner": { "role": 7 }, "count": "loud" }',
    });
    const argv = [programOf(grant("roles/viewer")), "--policy-pack", pack()];
    const run = await runPreview([...argv, "--policy-config", `${files}/config.json`]);
    expect(run.code).to.equal(2);
    expect(run.stderr).to.equal(
      `${files}/config.json: pack test-pack has no policy "no-onwer"; it has no-owner, count; ` +
        "no-owner: role must be of type string, not number; " +
        'count: "loud" is not an enforcement level; allowed are advisory, mandatory, remediate, disabled.\n' +
        "See: segment-bigquery preview --help\n",
    );
  });

  it("judges with several packs at once", async () => {
    const second = packOf(`{ name: "always", description: "Always.", enforcementLevel: "advisory",
      validateStack: (_, report) => report("seen") }`);
    const argv = [programOf(grant("roles/owner")), "--policy-pack", pack(), "--policy-pack", second];
    const { result } = await previewJson(argv);
    expect(result.packs).to.have.length(2);
    expect(result.violations.map(({ policy }) => policy)).to.deep.equal(["no-owner", "always", "count"]);
  });

  it("lets a policy change a resource before it is judged, and tells", async () => {
    const changing = packOf(`{ name: "lessen", description: "Lessens.", enforcementLevel: "remediate",
      remediateResource: ({ type, props }) => {
        if (type.endsWith(":IAMMember") && props.role === "roles/owner") return { ...props, role: "roles/viewer" };
      },
    }, { name: "no-owner", description: "Nobody owns.", enforcementLevel: "mandatory",
      validateStack: ({ resources }, report) => {
        for (const r of resources) if (r.props.role === "roles/owner") report("an owner");
      },
    }`);
    const { code, result } = await previewJson([programOf(grant("roles/owner")), "--policy-pack", changing]);
    const urn = "urn:pulumi:dev::shop::gcp:projects/iAMMember:IAMMember::grant";
    expect(result.remediations).to.deep.equal([{ policy: "lessen", description: "Lessens.", urn }]);
    expect([code, result.verdict]).to.deep.equal([0, "accepted"]);
  });

  it("applies a program's transforms before anything is judged", async () => {
    const source = `pulumi.runtime.registerResourceTransform(({ type, props, opts }) => {
      if (type.endsWith(":IAMMember")) return { props: { ...props, role: "roles/owner" }, opts };
    });\n${grant("roles/viewer")}`;
    const { result } = await previewJson([programOf(source), "--policy-pack", pack()]);
    expect(result.verdict).to.equal("rejected");
  });

  it("prints no secret, whoever says it", async () => {
    const source = `const token = new pulumi.Config().requireSecret("token");
      token.apply((text) => { console.log("printed " + text); pulumi.log.warn("logged " + text); });
      new gcp.secretmanager.SecretVersion("version", { secret: "s", secretData: token });
      new gcp.secretmanager.SecretVersion("made", { secret: "s", secretData: pulumi.secret("made up here") });`;
    const directory = programOf(source, {
      "Pulumi.yaml":
        "name: shop\nruntime: { name: nodejs, options: { typescript: false } }\nmain: index.js\n" +
        "config:\n  token: { type: string, secret: true, default: hunter2-hunter2 }\n",
    });
    const telling = packOf(`{ name: "tell", description: "Tells.", enforcementLevel: "advisory",
      validateResource: ({ props }, report) => { if ("secretData" in props) report("it is " + JSON.stringify(props)); } }`);
    const argv = [directory, "--policy-pack", telling];
    const text = await runPreview(argv);
    const json = await runPreview([...argv, "--json"]);
    for (const printed of [text.stdout, text.stderr, json.stdout, json.stderr]) {
      expect(printed).not.to.contain("hunter2").and.not.to.contain("made up here");
    }
    expect(text.stdout).to.contain("printed [secret]").and.to.contain("warning: logged [secret]");
    expect(text.stdout).to.contain('it is {"secret":"s","secretData":"[secret]"}');
  });
});
