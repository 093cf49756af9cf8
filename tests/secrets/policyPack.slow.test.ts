import { expect } from "chai";
import type { ChildHost } from "../../cli/offline/hosts/childHost";
import { onTheWire, PackProcess } from "../support/packProcess";
import type { TestResource } from "../policy/support";
import { everythingOf } from "./captured";
import { LeakFinder } from "./LeakFinder";
import { Planted } from "./Planted";

const planted = new Planted();
const finder = new LeakFinder(planted.privateLines);
const email = "segment@acme.iam.gserviceaccount.com";
const file = planted.file(email);
const base64 = Buffer.from(file).toString("base64");

/** Key material where it is found in stacks, and where nobody would look for it. */
function stack(): TestResource[] {
  const account = {
    project: "acme",
    accountId: "segment",
    email,
    member: `serviceAccount:${email}`,
    displayName: planted.pem,
  };
  const grant = (name: string, props: Record<string, unknown>): TestResource => ({
    type: "gcp:projects/iAMMember:IAMMember",
    name,
    props: { project: "acme", member: `serviceAccount:${email}`, role: "roles/owner", ...props },
  });
  return [
    { type: "gcp:serviceaccount/account:Account", name: "segment", props: account },
    {
      type: "gcp:serviceaccount/key:Key",
      name: "key",
      props: {
        serviceAccountId: email,
        name: `projects/acme/serviceAccounts/${email}/keys/1`,
        privateKey: base64,
        keepers: { leaked: planted.pem },
      },
    },
    {
      type: "gcp:serviceaccount/key:Key",
      name: "uploaded",
      props: { serviceAccountId: email, publicKeyData: base64, validAfter: planted.pem },
    },
    { type: "kubernetes:core/v1:ConfigMap", name: "plain", props: { data: { "key.json": file } } },
    { type: "kubernetes:core/v1:ConfigMap", name: "encoded", props: { binaryData: { key: base64 } } },
    { type: "gcp:storage/bucketObject:BucketObject", name: "object", props: { content: planted.pem } },
    {
      type: "gcp:cloudrun/service:Service",
      name: "environment",
      props: {
        template: { spec: { containers: [{ envs: [{ name: "KEY", value: encodeURIComponent(file) }] }] } },
      },
    },
    {
      type: "command:local:Command",
      name: "command",
      props: {
        create: `gcloud projects add-iam-policy-binding acme --member=serviceAccount:${email} --role=${planted.pem}`,
      },
    },
    grant("role", { role: planted.pem }),
    grant("role-in-base64", { role: base64 }),
    grant("role-of-the-private-part", { role: planted.privateLines.join("") }),
    grant("role-of-a-line", { role: planted.privateLines[1] }),
    grant("role-of-a-custom-one", { role: `projects/acme/roles/${planted.privateLines[2]}` }),
    grant("member", { member: planted.pem }),
    grant("project", { project: planted.pem }),
    grant("condition", { condition: { title: planted.pem, expression: planted.pem } }),
    {
      type: "gcp:projects/iAMPolicy:IAMPolicy",
      name: "policy",
      props: { project: "acme", policyData: file },
    },
    {
      type: "gcp:bigquery/dataset:Dataset",
      name: "dataset",
      props: {
        project: "acme",
        datasetId: planted.pem,
        location: base64,
        accesses: [{ role: planted.pem, userByEmail: email }],
      },
    },
    {
      type: "gcp:projects/iAMCustomRole:IAMCustomRole",
      name: "custom",
      props: { project: "acme", roleId: "x", permissions: [planted.pem, base64] },
    },
    {
      type: "gcp:bigquery/job:Job",
      name: "job",
      props: { query: { query: `GRANT \`${planted.pem}\` ON SCHEMA x TO "serviceAccount:${email}"` } },
    },
    {
      type: "gcp:secretmanager/secretVersion:SecretVersion",
      name: "version",
      props: { secret: planted.pem, secretData: file },
    },
    { type: "x:y:Z", name: "unheardOf", props: { [planted.pem]: { deep: [file] } } },
  ];
}

describe("where secrets could leak: the policy pack, over gRPC", function () {
  this.timeout(120_000);
  let pack: PackProcess;
  before(async () => void (pack = await PackProcess.start()));
  after(() => pack.stop());

  const printed = (): string => {
    const { host } = pack as unknown as { host: ChildHost };
    return host.stdout() + host.stderr();
  };

  it("names places, accounts and policies, and no key", async () => {
    await pack.configure({ serviceAccounts: [email] });
    const resources = onTheWire(stack());
    const violations = await pack.judgeStack(resources);
    for (const resource of resources) {
      violations.push(...(await pack.judgeOne(resource)));
      const narrowed = await pack.narrow(resource).catch(everythingOf);
      if (typeof narrowed === "string") expect(finder.find(narrowed)).to.deep.equal([]);
    }
    expect(violations.filter(({ message }) => message.endsWith("[key-leak]"))).to.not.be.empty;
    const leaking = violations
      .map((violation) => [
        violation.policy,
        violation.urn.split("::").at(-1),
        finder.find(JSON.stringify(violation)),
      ])
      .filter(([, , forms]) => forms?.length);
    expect(leaking).to.deep.equal([]);
    expect(finder.find(printed())).to.deep.equal([]);
  });

  it("refuses a configuration with a key in it, without repeating it", async () => {
    const fresh = await PackProcess.start();
    try {
      const config = { serviceAccounts: [planted.pem], profile: file, maxKeyAgeDays: planted.pem } as never;
      const failure: unknown = await fresh.configure(config).catch((error: unknown) => error);
      const outcome =
        failure === undefined
          ? await fresh.judgeStack(onTheWire(stack())).catch((error: unknown) => error)
          : failure;
      expect(finder.find(everythingOf(outcome))).to.deep.equal([]);
    } finally {
      await fresh.stop();
    }
  });
});
