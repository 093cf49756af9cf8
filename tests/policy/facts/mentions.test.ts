import { expect } from "chai";
import { mentionKind } from "../../../policy/facts/mentions";

describe("mentionKind", () => {
  const table: readonly [type: string, path: string, kind: string][] = [
    ["gcp:compute/instance:Instance", "serviceAccount.email", "runs-as"],
    ["gcp:cloudrun/service:Service", "template.spec.serviceAccountName", "runs-as"],
    ["gcp:pubsub/subscription:Subscription", "pushConfig.oidcToken.serviceAccountEmail", "runs-as"],
    ["gcp:datafusion/instance:Instance", "dataprocServiceAccount", "runs-as"],
    ["gcp:storage/bucketAccessControl:BucketAccessControl", "entity", "actor"],
    ["gcp:notebooks/instance:Instance", "instanceOwners", "actor"],
    ["gcp:apigee/controlPlaneAccess:ControlPlaneAccess", "synchronizerIdentities", "actor"],
    ["azuread:index/groupMember:GroupMember", "memberObjectId", "actor"],
    ["gcp:sql/user:User", "name", "actor"],
    ["gcp:ces/agent:Agent", "afterAgentCallbacks.pythonCode", "code"],
    ["azure-native:resources:AzureCliScript", "scriptContent", "code"],
    ["gcp:integrationconnectors/connection:Connection", "configVariables.stringValue", "code"],
    ["command:local:Command", "create", "code"],
    ["command:local:Command", "triggers", "harmless"],
    ["null:index/resource:Resource", "triggers", "code"],
    ["acme:runtime:Runner", "triggers", "code"],
    ["gcp:compute/instance:Instance", "serviceAccount.of.email", "actor"],
    ["gcp:notebooks/instance:Instance", "instanceOwners.value", "actor"],
    ["gcp:bigquery/table:Table", "view.query", "other"],
    ["github:index/actionsVariable:ActionsVariable", "value", "other"],
    ["google-native:compute/v1:Firewall", "targetServiceAccounts", "harmless"],
    ["gcp:logging/metric:Metric", "filter", "harmless"],
    ["gcp:compute/instance:Instance", "labels.serviceAccount", "harmless"],
    ["pulumi:pulumi:Stack", "member", "harmless"],
  ];
  for (const [type, path, kind] of table)
    it(`takes ${path} of ${type} for ${kind}`, () => {
      expect(mentionKind(type, path.split("."))).to.equal(kind);
    });

  it("takes the annotation by which a Kubernetes account acts as Google's for running as it", () => {
    const path = ["metadata", "annotations", "iam.gke.io/gcp-service-account"];
    expect(mentionKind("kubernetes:core/v1:ServiceAccount", path)).to.equal("runs-as");
  });

  it("takes a text that grants for code, wherever it is kept", () => {
    const map = "kubernetes:core/v1:ConfigMap";
    expect(mentionKind(map, ["data", "run.sh"], "gcloud projects list")).to.equal("code");
    expect(mentionKind(map, ["data", "readme"], "segment reads here")).to.equal("other");
  });

  it("reads names of any length at once", () => {
    for (const word of ["serviceAccount", "a", "user_", "aB-", "policy", "member"]) {
      const name = `${word.repeat(20_000)}!`;
      const start = process.cpuUsage().user;
      mentionKind("acme:x/y:Z", [name]);
      mentionKind("acme:x/y:Z", [`${name}serviceAccountPermission`]);
      expect(process.cpuUsage().user - start, word).to.be.lessThan(2_000_000);
    }
  });
});
