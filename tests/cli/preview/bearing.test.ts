import { expect } from "chai";
import { assess } from "../../../policy/access/assessment";
import { packConfig } from "../../../policy/access/config";
import { IncompleteList } from "../../../cli/offline/incomplete";
import { originUrn } from "../../../cli/offline/inside/notes";
import { modelResources } from "../../../cli/offline/modelResources";
import type { WireObject } from "../../../cli/offline/wire/wireValue";
import { bearsOnSegment } from "../../../cli/preview/bearing";
import { make, today, unknown, type TestResource } from "../../policy/support";
import { onTheWire } from "../../support/packProcess";

const origin = `${originUrn}setting::shop:x`;

/** Whether an encrypted setting that goes into a resource's property takes the verdict away. */
function bears(resource: TestResource, property: string, ...others: TestResource[]): boolean {
  const resources = onTheWire([...others, resource]).map((one) =>
    one.name === resource.name ? { ...one, origins: { [property]: [origin] } } : one,
  );
  const incomplete = new IncompleteList();
  incomplete.add("configuration shop:x", "it is encrypted", origin);
  const [part] = incomplete.list(resources);
  if (!part) throw new Error("Nothing is incomplete.");
  const stack = modelResources(new Map(resources.map((one) => [one.urn, one])));
  return bearsOnSegment(part, assess(stack, packConfig({}), today));
}

const resource = (type: string, props: WireObject): TestResource => ({ type, name: "one", props });
const segment: TestResource = {
  ...{ type: "gcp:serviceaccount/account:Account", name: "segment" },
  props: { accountId: "segment", project: "acme", email: make.email, displayName: "Segment" },
};

describe("a value that is unknown offline", () => {
  const alert = resource("gcp:monitoring/notificationChannel:NotificationChannel", {
    labels: { email_address: unknown },
  });
  const cluster = resource("gcp:container/cluster:Cluster", { minMasterVersion: unknown });
  const runner = resource("gcp:container/cluster:Cluster", { nodeConfig: { serviceAccount: unknown } });
  const member = resource("gcp:projects/iAMMember:IAMMember", {
    ...{ project: "acme", role: "roles/viewer", member: unknown },
  });
  const role = resource("gcp:projects/iAMMember:IAMMember", {
    ...{ project: "acme", role: unknown, member: "user:a@x.org" },
  });

  it("counts in a grant of a stack with Segment's account", () => {
    expect([bears(member, "member", segment), bears(role, "role", segment)]).to.deep.equal([true, true]);
  });

  it("counts in what may run as Segment's account, deep inside too", () => {
    expect(bears(runner, "nodeConfig", segment)).to.equal(true);
  });

  it("does not count in an alert's address, a cluster's version or a dataset's labels", () => {
    const dataset = resource("gcp:bigquery/dataset:Dataset", {
      datasetId: "crm",
      labels: { owner: unknown },
    });
    expect([
      bears(alert, "labels", segment),
      bears(cluster, "minMasterVersion", segment),
      bears(dataset, "labels", segment),
    ]).to.deep.equal([false, false, false]);
  });

  it("does not count in an image or a password, which name nobody", () => {
    const machine = resource("gcp:compute/instance:Instance", {
      bootDisk: { initializeParams: { image: unknown } },
    });
    const user = resource("gcp:sql/user:User", { password: unknown });
    const named = resource("gcp:sql/user:User", { name: unknown });
    expect([
      bears(machine, "bootDisk", segment),
      bears(user, "password", segment),
      bears(named, "name", segment),
    ]).to.deep.equal([false, false, true]);
  });

  it("counts in a stack without Segment's account only where it could name one", () => {
    const account = resource("gcp:serviceaccount/account:Account", { accountId: unknown, project: "acme" });
    expect([bears(member, "member"), bears(account, "accountId")]).to.deep.equal([true, true]);
    expect([bears(role, "role"), bears(runner, "nodeConfig"), bears(alert, "labels")]).to.deep.equal([
      ...[false, false, false],
    ]);
  });

  it("is followed through the resources that it makes", () => {
    const account: TestResource = {
      ...{ type: "gcp:serviceaccount/account:Account", name: "made" },
      props: { accountId: unknown, project: "acme", member: unknown },
    };
    const grant: TestResource = { ...member, from: { member: ["made"] } };
    const [made, granted] = onTheWire([account, grant]);
    if (!made || !granted) throw new Error("There are two resources.");
    const incomplete = new IncompleteList();
    incomplete.add("configuration shop:x", "it is encrypted", origin);
    const [part] = incomplete.list([{ ...made, origins: { accountId: [origin] } }, granted]);
    expect(
      part?.reaches?.map(({ urn, property }) => `${urn.split("::").at(-1)}.${property}`),
    ).to.include.members(["made.accountId", "one.member"]);
  });
});
