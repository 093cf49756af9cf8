import { expect } from "chai";
import type { PreviewResult } from "../../../cli/preview/previewResult";
import { programOf, removeDirectories } from "../../support/hosts/projectDirectory";
import { previewJson } from "../../support/hosts/runPreview";
import { showingPack, shownBy, type Shown } from "../../support/hosts/showingPack";

const program = `
class Access extends pulumi.ComponentResource {
  constructor(name, args, opts) {
    super("shop:index:Access", name, args, opts);
    const account = new gcp.serviceaccount.Account(name + "-account", { accountId: args.accountId }, { parent: this });
    const role = new gcp.projects.IAMCustomRole(name + "-role",
      { roleId: "reader", title: "Reader", permissions: ["bigquery.tables.get"] }, { parent: this, protect: true });
    new gcp.projects.IAMMember(name + "-grant", { project: "acme", role: role.name, member: account.member },
      { parent: this, dependsOn: [account], ignoreChanges: ["role"], customTimeouts: { create: "1h30m" },
        aliases: ["urn:pulumi:dev::shop::gcp:projects/iAMMember:IAMMember::old"] });
    const key = new gcp.serviceaccount.Key(name + "-key", { serviceAccountId: account.name }, { parent: this });
    new gcp.secretmanager.SecretVersion(name + "-version", { secret: "s", secretData: key.privateKey }, { parent: this });
    this.registerOutputs({ email: account.email, uniqueId: account.uniqueId });
  }
}
const config = new pulumi.Config();
const access = new Access("segment", { accountId: "segment" });
const elsewhere = new gcp.Provider("elsewhere", { project: "globex" });
new Access("other", { accountId: config.require("account") }, { provider: elsewhere });
new gcp.serviceaccount.Account("domain", { accountId: "segment", project: "example.com:acme" });
new gcp.bigquery.Dataset("data", { datasetId: "crm", location: "EU", labels: { token: config.requireSecret("token") } });
const binding = (role, ...members) => ({ role, members });
const owners = gcp.organizations.getIAMPolicyOutput({
  bindings: [binding("roles/viewer", "user:b@x.org", "user:a@x.org"), binding("roles/owner", "user:o@x.org")],
});
new gcp.projects.IAMPolicy("policy", { project: "acme", policyData: owners.policyData });
new gcp.projects.IAMPolicy("unknown-policy", {
  project: "acme",
  policyData: gcp.organizations.getIAMPolicyOutput({ bindings: [{ role: "roles/viewer", members: [access.urn, new gcp.serviceaccount.Account("late", { accountId: "segment" }).uniqueId] }] }).policyData,
});
module.exports = { account: elsewhere.urn };
`;

describe("what a policy pack is shown of a preview", function () {
  this.timeout(120_000);
  let result: PreviewResult;
  let shown: Record<string, Shown>;

  before(async () => {
    const directory = programOf(program, {
      "Pulumi.dev.yaml":
        "config:\n  gcp:project: acme\n  shop:account: globex-reader\n  shop:token: top-secret-token\n",
    });
    ({ result } = await previewJson([directory, "--policy-pack", showingPack()]));
    shown = shownBy(result);
  });
  after(removeDirectories);

  it("accepts a program of which everything can be judged", () => {
    expect(result.incomplete).to.deep.equal([]);
    expect(result.verdict).to.equal("accepted");
  });

  it("qualifies a URN's type by those of its parents", () => {
    expect(shown["segment-account"]?.urn).to.equal(
      "urn:pulumi:dev::shop::shop:index:Access$gcp:serviceaccount/account:Account::segment-account",
    );
    expect(shown["data"]?.urn).to.equal("urn:pulumi:dev::shop::gcp:bigquery/dataset:Dataset::data");
  });

  it("knows an account's email and member, and neither its name nor its unique id", () => {
    expect(shown["segment-account"]?.props).to.deep.equal({
      accountId: "segment",
      email: "segment@acme.iam.gserviceaccount.com",
      member: "serviceAccount:segment@acme.iam.gserviceaccount.com",
      name: "<unknown>",
      project: "acme",
      uniqueId: "<unknown>",
    });
  });

  it("takes the project from the resource's own provider", () => {
    expect(shown["other-account"]?.props["email"]).to.equal("globex-reader@globex.iam.gserviceaccount.com");
    expect(shown["other-account"]?.provider).to.deep.equal({
      name: "elsewhere",
      props: { project: "globex" },
    });
    expect(shown["segment-account"]?.provider?.name).to.match(/^default_\d+_\d+_\d+$/);
  });

  it("leaves the email of a domain-scoped project's account unknown", () => {
    expect(shown["domain"]?.props["email"]).to.equal("<unknown>");
  });

  it("shows an unknown value as unknown, and which resource it comes from", () => {
    const grant = shown["segment-grant"];
    expect(grant?.props["role"]).to.equal("<unknown>");
    expect(grant?.props["member"]).to.equal("serviceAccount:segment@acme.iam.gserviceaccount.com");
    expect(grant?.propertyDependencies).to.deep.equal({
      member: ["segment-account"],
      role: ["segment-role"],
    });
    expect(grant?.dependencies).to.deep.equal(["segment-account", "segment-role"]);
    expect(grant?.parent).to.equal("segment");
  });

  it("passes the options on", () => {
    expect(shown["segment-role"]?.opts["protect"]).to.equal(true);
    const opts = shown["segment-grant"]?.opts;
    expect(opts?.["ignoreChanges"]).to.deep.equal(["role"]);
    expect(opts?.["aliases"]).to.deep.equal(["urn:pulumi:dev::shop::gcp:projects/iAMMember:IAMMember::old"]);
    expect(opts?.["customTimeouts"]).to.deep.equal({
      createSeconds: 5400,
      updateSeconds: 0,
      deleteSeconds: 0,
    });
    expect(shown["segment-key"]?.opts["additionalSecretOutputs"]).to.deep.equal(["privateKey"]);
  });

  it("shows a component's registered outputs, not its arguments", () => {
    expect(shown["segment"]?.props).to.deep.equal({
      email: "segment@acme.iam.gserviceaccount.com",
      uniqueId: "<unknown>",
    });
  });

  it("shows the stack's outputs on the stack", () => {
    expect(shown["shop-dev"]?.props).to.deep.equal({
      account: "urn:pulumi:dev::shop::pulumi:providers:gcp::elsewhere",
    });
  });

  it("keeps the key's text unknown on its way into a secret", () => {
    expect(shown["segment-version"]?.props["secretData"]).to.equal("<unknown>");
  });

  it("answers getIAMPolicy as Google's provider does", () => {
    expect(shown["policy"]?.props["policyData"]).to.equal(
      '{"bindings":[{"members":["user:o@x.org"],"role":"roles/owner"},' +
        '{"members":["user:a@x.org","user:b@x.org"],"role":"roles/viewer"}]}',
    );
  });

  it("leaves a policy with an unknown member unknown as a whole", () => {
    expect(shown["unknown-policy"]?.props["policyData"]).to.equal("<unknown>");
  });
});
