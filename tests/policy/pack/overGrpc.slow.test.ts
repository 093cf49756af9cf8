import { expect } from "chai";
import { onTheWire, PackProcess } from "../../support/packProcess";
import { documentedStack, make, messages, unknown, type TestResource } from "../support";

const config = { sources: ["acme.crm"], serviceAccounts: [make.email] };

describe("the pack in its own process", function () {
  this.timeout(60_000);
  let pack: PackProcess;
  before(async () => {
    pack = await PackProcess.start();
  });
  after(() => pack.stop());
  beforeEach(() => pack.configure(config));

  const judged = async (resources: readonly TestResource[]) =>
    (await pack.judgeStack(onTheWire(resources))).map(({ level, message }) => `${level}: ${message}`).sort();

  it("accepts the documented set-up", async () => {
    expect(await judged(documentedStack())).to.deep.equal([]);
  });

  it("says in a stack what the model says, what one resource tells left out", async () => {
    const stack = [...documentedStack(), make.datasetMember("edit", "crm", "roles/bigquery.dataEditor")];
    expect(await judged(stack)).to.deep.equal(messages(stack, config).sort());
  });

  it("rejects a grant before it is made, and does not report it again with the stack", async () => {
    const grant = make.projectMember("admin", "roles/bigquery.admin");
    const [resource] = onTheWire([grant]);
    const alone = await pack.judgeOne(resource as never);
    expect(
      alone.map(({ policy, level, urn, message }) => [
        policy,
        level,
        urn,
        message.slice(message.lastIndexOf("[")),
      ]),
    ).to.deep.equal([
      [
        "segment-bigquery",
        "mandatory",
        "urn:pulumi:dev::test::gcp:projects/iAMMember:IAMMember::admin",
        "[excess-permissions]",
      ],
      [
        "segment-bigquery",
        "mandatory",
        "urn:pulumi:dev::test::gcp:projects/iAMMember:IAMMember::admin",
        "[privilege-escalation]",
      ],
    ]);
    expect(await judged([...documentedStack(), grant])).to.deep.equal([]);
  });

  it("leaves to the stack what a declaration might allow", async () => {
    await pack.configure({});
    const [resource] = onTheWire([make.datasetMember("edit", "crm", "roles/bigquery.dataEditor")]);
    expect(await pack.judgeOne(resource as never)).to.deep.equal([]);
  });

  it("judges unknown values without giving up", async () => {
    const stack = [
      make.account({ accountId: unknown, email: unknown, member: unknown, description: "Twilio Segment" }),
      make.customRole("wide", ["bigquery.tables.delete"], { name: unknown, roleId: unknown }),
      {
        ...make.datasetMember("wide-crm", "crm", unknown, { member: unknown }),
        from: { member: ["segment"], role: ["wide"] },
      },
    ];
    await pack.configure({ sources: ["acme.crm"] });
    const found = await judged(stack);
    expect(found).to.deep.equal(messages(stack, { sources: ["acme.crm"] }).sort());
    expect(found.some((one) => one.includes("can't run policy"))).to.equal(false);
    expect(found.some((one) => one.includes("in excess (bigquery.tables.delete"))).to.equal(true);
  });

  it("can be configured and run again and again in one process", async () => {
    const stack = [...documentedStack(), make.datasetMember("edit", "crm", "roles/bigquery.dataEditor")];
    await pack.configure({ ...config, levels: { "excess-permissions": "disabled" } });
    expect(await judged(stack)).to.deep.equal([]);
    await pack.configure(config);
    expect(await judged(stack)).to.have.length(1);
  });

  it("follows the level that the organization gives the policy, where a rule has none of its own", async () => {
    const stack = [...documentedStack(), make.datasetMember("edit", "crm", "roles/bigquery.dataEditor")];
    await pack.configure(config, { "segment-bigquery": "advisory" });
    expect((await judged(stack)).map((one) => one.split(":")[0])).to.deep.equal(["advisory"]);
    await pack.configure(config, { "segment-bigquery": "disabled" });
    expect(await judged(stack)).to.deep.equal([]);
  });

  it("states no defaults in its schema, which would hide what was set", () => {
    expect(pack.policies.map(({ name }) => name)).to.include("segment-bigquery");
    expect(JSON.stringify(pack.policies.map(({ schema }) => schema))).to.not.include('"default"');
  });

  describe("with enforcement level remediate", () => {
    beforeEach(() => pack.configure(config, { "segment-bigquery": "remediate" }));
    const narrowed = async (resource: TestResource) =>
      (await pack.narrow(onTheWire([resource])[0] as never))["role"];

    it("narrows a role on a declared source to the narrowest that serves", async () => {
      expect(await narrowed(make.datasetMember("edit", "crm", "roles/bigquery.dataEditor"))).to.equal(
        "roles/bigquery.dataViewer",
      );
    });

    it("narrows a role on the state dataset and on the project", async () => {
      expect(
        await narrowed(make.datasetMember("own", "__segment_reverse_etl", "roles/bigquery.dataOwner")),
      ).to.equal("roles/bigquery.dataEditor");
      expect(await narrowed(make.projectMember("admin", "roles/bigquery.admin"))).to.equal(
        "roles/bigquery.jobUser",
      );
    });

    it("leaves alone what is fine, what is not declared, other people's grants and lists of members", async () => {
      const kept: [TestResource, string][] = [
        [make.datasetMember("view", "crm", "roles/bigquery.dataViewer"), "roles/bigquery.dataViewer"],
        [make.datasetMember("hr", "hr", "roles/bigquery.dataEditor"), "roles/bigquery.dataEditor"],
        [
          make.projectMember("ana", "roles/bigquery.admin", { member: "user:ana@example.com" }),
          "roles/bigquery.admin",
        ],
        [
          {
            type: "gcp:projects/iAMBinding:IAMBinding",
            name: "all",
            props: { project: "acme", role: "roles/bigquery.admin", members: [make.member] },
          },
          "roles/bigquery.admin",
        ],
      ];
      for (const [resource, role] of kept) expect(await narrowed(resource), resource.name).to.equal(role);
    });
  });
});
