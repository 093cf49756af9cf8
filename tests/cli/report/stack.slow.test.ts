import { expect } from "chai";
import { policySettings } from "../../../cli/judgement/policySettings";
import { reportOnStack } from "../../../cli/report/inputs";
import { today } from "../../policy/support";
import { programOf, removeDirectories } from "../../support/hosts/projectDirectory";

describe("report: a stack, previewed offline", function () {
  this.timeout(120_000);
  after(removeDirectories);

  const report = (directory: string) =>
    reportOnStack(
      { kind: "stack", directory },
      { timeoutSeconds: 100 },
      policySettings(undefined),
      today,
      process.env,
    );

  it("judges what the program would make, and shows no secret of it", async () => {
    const made = await report(
      programOf(
        `const account = new gcp.serviceaccount.Account("segment", { accountId: "segment", project: "acme-one" });
         new gcp.projects.IAMMember("run", { project: "acme-one", role: "roles/bigquery.user", member: account.member });
         new gcp.projects.IAMMember("hidden", {
           project: "acme-one", role: pulumi.secret("projects/acme-one/roles/hushhush"), member: account.member });`,
      ),
    );
    expect(made.subject).to.deep.equal({ kind: "stack", name: "dev of shop" });
    expect(made.grants.map(({ role, state }) => [role, state])).to.deep.include([
      "roles/bigquery.user",
      "needed",
    ]);
    expect(JSON.stringify(made)).not.to.include("hushhush");
    expect(made.verdict).to.equal("rejected");
  });

  it("is incomplete where the preview could not see everything", async () => {
    const made = await report(programOf(`new pulumi.StackReference("other", { name: "acme/net/prod" });`));
    expect(made.verdict).to.equal("incomplete");
    expect(made.incomplete.map(({ subject }) => subject)).to.have.length(2);
    expect(made.incomplete[1]?.subject).to.equal("Segment's account");
  });
});
