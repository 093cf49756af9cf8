import { expect } from "chai";
import type { PreviewResult } from "../../../cli/preview/previewResult";
import { packOf, programOf, removeDirectories } from "../../support/hosts/projectDirectory";
import { previewJson, runPreview } from "../../support/hosts/runPreview";
import { showingPack, shownBy, type Shown } from "../../support/hosts/showingPack";

const program = `
const config = new pulumi.Config();
class Remote extends pulumi.ComponentResource {
  constructor(name, args) { super("far:index:Thing", name, args, {}, true); }
}
module.exports = async () => {
  new Remote("remote", { size: 1 });
  const other = new pulumi.StackReference("acme/network/prod");
  const found = gcp.serviceaccount.Account.get("found", "projects/acme/serviceAccounts/x@acme.iam.gserviceaccount.com");
  const asked = gcp.organizations.getProjectOutput({ projectId: "acme" });
  const token = config.requireSecret("token");
  new gcp.projects.IAMMember("grant", {
    project: asked.number,
    role: other.getOutput("role"),
    member: pulumi.interpolate\`serviceAccount:\${token}@acme.iam.gserviceaccount.com\`,
  });
  new gcp.projects.IAMMember("grant-of-found", { project: "acme", role: "roles/viewer", member: found.member });
};
`;

const stackFile = `
environment: [team/base]
config:
  gcp:project: acme
  shop:token:
    secure: AAABADQXFlU0mxC
`;

describe("a preview that cannot see everything", function () {
  this.timeout(120_000);
  let directory: string;
  let pack: string;
  let code: number;
  let result: PreviewResult;
  let shown: Record<string, Shown>;

  before(async () => {
    directory = programOf(program, { "Pulumi.dev.yaml": stackFile });
    pack = showingPack();
    ({ code, result } = await previewJson([directory, "--policy-pack", pack]));
    shown = shownBy(result);
  });
  after(removeDirectories);

  it("names every part that could not be judged, and why", () => {
    expect(result.incomplete).to.deep.equal([
      {
        subject: "configuration shop:token",
        reason: "it is encrypted and cannot be read offline, so it counts as unknown",
      },
      {
        subject: "environment team/base of stack dev",
        reason: "only the Pulumi service can open it, so what it sets is missing here",
      },
      {
        subject: "function gcp:organizations/getProject:getProject",
        reason: "a provider would have to be asked, so its result counts as unknown",
      },
      {
        subject: "urn:pulumi:dev::shop::far:index:Thing::remote",
        reason: "it is built by a component plugin, which does not run offline; its parts are missing",
      },
      {
        subject: "urn:pulumi:dev::shop::gcp:serviceaccount/account:Account::found",
        reason:
          "it reads an existing resource, which cannot be looked up offline, so its properties count as unknown",
      },
      {
        subject: "urn:pulumi:dev::shop::pulumi:pulumi:StackReference::acme/network/prod",
        reason: "it reads output role of stack acme/network/prod, which is not here, so it counts as unknown",
      },
    ]);
  });

  it("is neither accepted nor let through", () => {
    expect(result.verdict).to.equal("incomplete");
    expect(code).to.equal(1);
  });

  it("keeps what depends on the missing parts unknown", () => {
    expect(shown["grant"]?.props).to.deep.equal({
      etag: "<unknown>",
      member: "<unknown>",
      project: "<unknown>",
      role: "<unknown>",
    });
    expect(shown["grant-of-found"]?.props["member"]).to.equal("<unknown>");
  });

  it("marks remote and read resources", () => {
    const kinds = Object.fromEntries(result.resources.map(({ name, kind }) => [name, kind]));
    expect(kinds).to.include({
      remote: "remote",
      found: "read",
      "acme/network/prod": "read",
      grant: "managed",
    });
  });

  it("says so in words, and never that it is accepted, even with --allow-incomplete", async () => {
    const run = await runPreview([directory, "--policy-pack", pack, "--allow-incomplete"]);
    expect(run.code).to.equal(0);
    const unwrapped = run.stdout.replace(/\s+/g, " ");
    expect(unwrapped).to.contain(
      "? remote (far:index:Thing) could not be judged because it is built by a component plugin, " +
        "which does not run offline; its parts are missing.",
    );
    expect(unwrapped).to.match(
      /Not judged in full: 0 mandatory, \d advisory in what could be judged, but 6 parts could not\. Let through by --allow-incomplete\. $/,
    );
    expect(run.stdout).not.to.match(/accepted/i);
  });

  it("takes a mandatory policy that read an unknown value for something that could not be judged", async () => {
    const reading = packOf(`{
      name: "no-owner", description: "Nobody owns.", enforcementLevel: "mandatory",
      validateResource: ({ type, props }, report) => {
        if (type.endsWith(":IAMMember") && props.role === "roles/owner") report("an owner");
      },
    }`);
    const quiet = programOf(
      'new gcp.projects.IAMMember("g", { project: "acme", role: new gcp.projects.IAMCustomRole("r", ' +
        '{ roleId: "r", title: "r", permissions: [] }).name, member: "user:a@x.org" });',
    );
    const { code: exit, result: judged } = await previewJson([quiet, "--policy-pack", reading]);
    expect(exit).to.equal(1);
    expect(judged.verdict).to.equal("incomplete");
    expect(judged.violations).to.deep.equal([]);
    expect(judged.incomplete).to.deep.equal([
      {
        subject: "policy no-owner on urn:pulumi:dev::shop::gcp:projects/iAMMember:IAMMember::g",
        reason:
          "can't run policy 'no-owner' from policy pack 'test-pack@v1.2.3' during preview: " +
          "string value at .role can't be known during preview",
      },
    ]);
  });
});
