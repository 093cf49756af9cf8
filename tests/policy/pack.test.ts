import { asset } from "@pulumi/pulumi";
import { expect } from "chai";
import { configProperties } from "../../policy/configSchema";
import { policies } from "../../policy/pack";
import { rules } from "../../policy/rules";
import { readExamples } from "./rules/readExamples";
import { asPolicyResources, documentedStack, make, today, type TestResource, unknown } from "./support";

const config = { sources: ["acme.crm"], serviceAccounts: [make.email] };
const edit = make.datasetMember("edit", "crm", "roles/bigquery.dataEditor");
const admin = make.projectMember("admin", "roles/bigquery.admin");
const otherPerson = make.projectMember("ana", "roles/bigquery.admin", { member: "user:ana@example.com" });
const bucket: TestResource = { type: "gcp:storage/bucket:Bucket", name: "bucket", props: { name: "b" } };
const oldKey: TestResource = {
  type: "gcp:serviceaccount/key:Key",
  name: "key",
  props: {
    serviceAccountId: `projects/acme/serviceAccounts/${make.email}`,
    validAfter: "2026-01-01T00:00:00Z",
  },
};

interface Reported {
  readonly message: string;
  readonly urn?: string;
  readonly severity: string;
  readonly enforcementLevel?: string;
}

type Policy = ReturnType<typeof policies>[number];

function policy(now: () => Date = () => today): Policy {
  const [only, ...others] = policies(now);
  if (only === undefined || others.length > 0) throw new Error("There is not one policy");
  return only;
}

/** What a policy reports of a stack, each with the rule's id in the place of the message. */
function ofStack(
  resources: readonly TestResource[],
  settings: object = config,
  now = () => today,
): Reported[] {
  const reported: Reported[] = [];
  void policy(now).validateStack(
    { resources: asPolicyResources(resources), getConfig: () => settings },
    (violation) => void reported.push(violation),
  );
  return reported.map((one) => ({ ...one, message: ruleIn(one.message) }));
}

function ofResource(resource: TestResource, settings: object = config): Reported[] {
  const reported: Reported[] = [];
  policy().validateResource(alone(resource, settings), (violation) => void reported.push(violation));
  return reported.map((one) => ({ ...one, message: ruleIn(one.message) }));
}

function narrowed(resource: TestResource, settings: object = config): unknown {
  return policy().remediateResource(alone(resource, settings));
}

function alone(resource: TestResource, settings: object) {
  const [one] = asPolicyResources([resource]);
  if (one === undefined) throw new Error("The test has no resource");
  return { ...one, getConfig: () => settings };
}

const ruleIn = (message: string) => message.slice(message.lastIndexOf("[") + 1, -1);
const urnOf = ({ type, name }: TestResource) => `urn:pulumi:test::stack::${type}::${name}`;

describe("the policy", () => {
  it("is one, so that one config reaches every rule", () => {
    expect(policies().map(({ name, description }) => [name, description])).to.deep.equal([
      [
        "segment-bigquery",
        "Segment's account holds what it needs in BigQuery and nothing else, and its key stays between Google, the secrets manager and Segment.",
      ],
    ]);
  });

  it("is mandatory, grave, and takes the pack's config", () => {
    const { enforcementLevel, severity, url, configSchema } = policy();
    expect([enforcementLevel, severity, url]).to.deep.equal([
      "mandatory",
      "high",
      "https://cloud.google.com/bigquery/docs/access-control",
    ]);
    expect(configSchema.properties).to.equal(configProperties);
  });

  it("says what to do about each rule, and carries the tags of all", () => {
    expect(policy().remediationSteps.split("\n")).to.deep.equal(
      rules.map(({ id, remediation }) => `${id}: ${remediation}`),
    );
    expect([...policy().tags].sort()).to.deep.equal([...new Set(rules.flatMap(({ tags }) => tags))].sort());
  });
});

describe("a policy's judgement of a stack", () => {
  it("accepts the documented set-up", () => {
    expect(ofStack(documentedStack())).to.deep.equal([]);
  });

  it("rejects at the policy's own level where the rule has no other", () => {
    expect(ofStack([...documentedStack(), edit])).to.deep.equal([
      { message: "excess-permissions", urn: urnOf(edit), severity: "high", enforcementLevel: undefined },
    ]);
  });

  it("takes the level that the config sets, and leaves out what is disabled", () => {
    const stack = [...documentedStack(), edit];
    const at = (level: string) =>
      ofStack(stack, { ...config, levels: { "excess-permissions": level } }).map(
        ({ enforcementLevel }) => enforcementLevel,
      );
    expect(at("mandatory")).to.deep.equal(["mandatory"]);
    expect(at("advisory")).to.deep.equal(["advisory"]);
    expect(at("disabled")).to.deep.equal([]);
  });

  it("applies every rule, keys and hygiene included, with one config", () => {
    const stack = [...documentedStack(), oldKey, edit];
    expect(ofStack(stack).map(({ message, enforcementLevel }) => [message, enforcementLevel])).to.deep.equal([
      ["excess-permissions", undefined],
      ["key-age", undefined],
      ["key-rotation", "advisory"],
    ]);
  });

  it("judges by the day that it is given", () => {
    const then = () => new Date("2026-02-01T00:00:00Z");
    expect(ofStack([...documentedStack(), oldKey], config, then).map(({ message }) => message)).to.deep.equal(
      ["key-rotation"],
    );
  });

  it("judges by today", () => {
    const young = { ...oldKey, props: { ...oldKey.props, validAfter: new Date().toISOString() } };
    const [only] = policies();
    const reported: string[] = [];
    void only?.validateStack(
      { resources: asPolicyResources([...documentedStack(), young]), getConfig: () => config },
      ({ message }) => void reported.push(ruleIn(message)),
    );
    expect(reported).to.deep.equal(["key-rotation"]);
  });

  it("says again nothing that was said of the resource, and all the rest", () => {
    expect(ofStack([...documentedStack(), admin])).to.deep.equal([]);
    expect(ofStack([...documentedStack(), admin, edit]).map(({ urn }) => urn)).to.deep.equal([urnOf(edit)]);
  });

  it("says what is wrong with a resource beside what it told alone", () => {
    const bindings = ["roles/bigquery.admin", "projects/acme/roles/wide"].map((role) => ({
      role,
      members: [make.member],
    }));
    const all: TestResource = {
      type: "gcp:projects/iAMPolicy:IAMPolicy",
      name: "all",
      props: { project: "acme", policyData: JSON.stringify({ bindings }) },
    };
    const role = make.customRole("wide", ["bigquery.datasets.delete"]);
    expect(ofResource(all).map(({ message }) => message)).to.deep.equal([
      "excess-permissions",
      "privilege-escalation",
    ]);
    expect(ofStack([...documentedStack(), role, all])).to.deep.equal([
      { message: "conflicting-grants", urn: urnOf(all), severity: "medium", enforcementLevel: "advisory" },
      { message: "excess-permissions", urn: urnOf(all), severity: "high", enforcementLevel: undefined },
    ]);
  });

  it("says what the resource did not tell alone: a custom role that the stack makes", () => {
    const role = make.customRole("wide", ["bigquery.datasets.delete"]);
    const grant = make.projectMember("grant", "projects/acme/roles/wide");
    expect(ofResource(grant)).to.deep.equal([]);
    expect(ofStack([...documentedStack(), role, grant]).map(({ message }) => message)).to.deep.equal([
      "excess-permissions",
    ]);
  });
});

describe("a policy's judgement of one resource", () => {
  it("rejects what no declaration could allow", () => {
    expect(ofResource(admin)).to.deep.equal([
      { message: "excess-permissions", urn: urnOf(admin), severity: "high", enforcementLevel: undefined },
      {
        message: "privilege-escalation",
        urn: urnOf(admin),
        severity: "critical",
        enforcementLevel: undefined,
      },
    ]);
  });

  it("accepts other people's grants, and resources that grant nothing", () => {
    expect(ofResource(otherPerson)).to.deep.equal([]);
    expect(ofResource(bucket)).to.deep.equal([]);
  });

  it("does not read a resource that grants nothing", () => {
    const unreadable = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error("was read");
        },
      },
    );
    const args = {
      ...alone(bucket, config),
      props: unreadable,
      getConfig: () => expect.fail("asked for the config"),
    };
    policy().validateResource(args, () => expect.fail("reported"));
    expect(policy().remediateResource(args)).to.equal(undefined);
  });
});

describe("a dataset's accesses in the engine's state", () => {
  const accesses = [
    ...["OWNER", "WRITER", "READER"].map((role) => ({
      role,
      specialGroup: `project${role[0]}${role.slice(1).toLowerCase()}s`,
    })),
    { role: "READER", userByEmail: "ann@acme.example" },
    { role: "READER", userByEmail: "ben@acme.example" },
  ];
  const props = { project: "acme", datasetId: "crm", location: "EU" };
  const crm = (more: object): TestResource => ({
    type: "gcp:bigquery/dataset:Dataset",
    name: "crm",
    props: { ...props, ...more },
  });

  /** What is said of the list where a program gives these properties and the engine has Google's answer. */
  function said(given: object): string[] {
    const only = policy();
    const reported: string[] = [];
    only.validateResource(alone(crm(given), config), () => expect.fail("reported"));
    void only.validateStack(
      { resources: asPolicyResources([...documentedStack(), crm({ accesses })]), getConfig: () => config },
      ({ message }) => void reported.push(message),
    );
    return reported.filter((message) => message.includes("[conflicting-grants]"));
  }

  it("are noted beside grants where the program states them", () => {
    expect(said({ accesses })).to.have.length(1);
  });

  it("are accepted where a refresh read them from Google", () => {
    expect(said({})).to.deep.equal([]);
  });
});

describe("a secret's end in the engine's preview", () => {
  const stack = readExamples().get("secret-versions");

  /** What is said of it where a program gives these properties and the rest is not known before the update. */
  function said(given: object, later: object = { expireTime: unknown }): string[] {
    const only = policy();
    const reported: string[] = [];
    const secretWith = (props: object): TestResource[] =>
      (stack?.good ?? []).map((one) =>
        one.name === "secret" ? { ...one, props: { ...one.props, ...props } } : one,
      );
    const settings = stack?.config ?? {};
    for (const one of secretWith(given))
      only.validateResource(alone({ ...one, from: {} }, settings), () => undefined);
    void only.validateStack(
      { resources: asPolicyResources(secretWith({ ...given, ...later })), getConfig: () => settings },
      ({ message }) => void reported.push(message),
    );
    return reported.filter((message) => message.includes("on a date"));
  }

  it("is noted where the program states it, and where Google still keeps it", () => {
    expect(said({ expireTime: unknown })).to.have.length(1);
    expect(said({ ttl: "2592000s" })).to.have.length(1);
    expect(said({}, { expireTime: "2027-01-01T00:00:00Z" })).to.have.length(1);
  });

  it("is accepted where only the provider's answer is unknown", () => {
    expect(said({})).to.deep.equal([]);
  });
});

describe("a text that is an asset", () => {
  it("is judged as any other", async () => {
    const privateKey = `-----BEGIN PRIVATE KEY-----\nMII${"aB3dE6gH9jK2mN5p".repeat(20)}`;
    const source = new asset.StringAsset(
      JSON.stringify({ client_email: make.email, private_key: privateKey }),
    );
    const object: TestResource = {
      type: "gcp:storage/bucketObject:BucketObject",
      name: "upload",
      props: { bucket: "b", source },
    };
    const reported: Reported[] = [];
    await policy().validateStack(
      { resources: asPolicyResources([make.account(), object]), getConfig: () => config },
      (violation) => void reported.push(violation),
    );
    expect(reported.map(({ message, urn }) => [ruleIn(message), urn])).to.deep.include([
      "key-leak",
      urnOf(object),
    ]);
  });
});

describe("remediation", () => {
  it("gives the resource's properties with the narrower role", () => {
    expect(narrowed(edit)).to.deep.equal({
      project: "acme",
      datasetId: "crm",
      role: "roles/bigquery.dataViewer",
      member: make.member,
    });
  });

  it("leaves alone what is fine, other people's, or no grant", () => {
    const kept = [make.datasetMember("view", "crm", "roles/bigquery.dataViewer"), otherPerson, bucket];
    expect(kept.map((one) => narrowed(one))).to.deep.equal([undefined, undefined, undefined]);
  });

  describe("rejects what it made the twin of another grant, and notes the twins of a program", () => {
    const view = "roles/bigquery.dataViewer";
    const project: TestResource = {
      type: "gcp:organizations/project:Project",
      name: "acme",
      props: { projectId: "acme", number: "123456789012" },
    };
    const inBinding = {
      ...make.datasetMember("view", "crm", view, { member: undefined, members: [make.member] }),
      type: "gcp:bigquery/datasetIamBinding:DatasetIamBinding",
    };
    const entry: TestResource = {
      type: "gcp:bigquery/datasetAccess:DatasetAccess",
      name: "view",
      props: { project: "acme", datasetId: "crm", role: "READER", userByEmail: make.email },
    };
    for (const [what, ...others] of [
      ["a member", make.datasetMember("view", "crm", view)],
      [
        "a member in capitals",
        make.datasetMember("view", "crm", view, { member: `serviceAccount:${make.email.toUpperCase()}` }),
      ],
      ["a binding", inBinding],
      ["an entry of the access list", entry],
      [
        "a member of the provider's project",
        { ...make.datasetMember("view", "crm", view, { project: undefined }), providerProject: "acme" },
      ],
      [
        "a member by the project's number",
        make.datasetMember("view", "crm", view, { project: "123456789012" }),
        project,
      ],
    ] as const)
      it(what, () => {
        const judged = (pack: Policy, role: unknown) => {
          const reported: Reported[] = [];
          const stack = [make.account(), { ...edit, props: { ...edit.props, role } }, ...others];
          void pack.validateStack(
            { resources: asPolicyResources(stack), getConfig: () => config },
            (violation) => void reported.push(violation),
          );
          return reported
            .filter(({ message }) => ruleIn(message) === "duplicate-grants")
            .map(({ enforcementLevel }) => enforcementLevel);
        };
        const pack = policy();
        const { role } = pack.remediateResource(alone(edit, config)) ?? {};
        expect(role).to.equal(view);
        expect(judged(pack, role)).to.deep.equal([undefined]);
        expect(judged(policy(), view)).to.deep.equal(["advisory"]);
      });

    it("but not the twins of a program that it left alone, nor anything else said of the twins", () => {
      const twin = make.datasetMember("twin", "crm", view);
      const levels = { "conflicting-grants": "advisory" };
      const reported: unknown[] = [];
      const pack = policy();
      const judged = (...grants: TestResource[]) =>
        void pack.validateStack(
          {
            resources: asPolicyResources([make.account(), ...grants]),
            getConfig: () => ({ ...config, levels }),
          },
          ({ message, enforcementLevel }) => void reported.push([ruleIn(message), enforcementLevel]),
        );
      expect(pack.remediateResource(alone(twin, config))).to.equal(undefined);
      judged(twin, make.datasetMember("view", "crm", view));
      expect(pack.remediateResource(alone(edit, config))).to.include({ role: view });
      judged({ ...edit, props: { ...edit.props, role: view } }, inBinding);
      const missing = ["missing-permissions", undefined];
      expect(reported).to.deep.equal([
        ["duplicate-grants", "advisory"],
        missing,
        missing,
        ["conflicting-grants", "advisory"],
        ["duplicate-grants", undefined],
        missing,
        missing,
      ]);
    });

    it("but not a grant on another level, of another role or with a condition", () => {
      const expression = 'request.time < timestamp("2099-01-01T00:00:00Z")';
      const others = [
        make.tableMember("table", "crm", "users", view),
        make.datasetMember("meta", "crm", "roles/bigquery.metadataViewer"),
        make.datasetMember("until", "crm", view, { condition: { title: "t", expression } }),
      ];
      const stack = [make.account(), make.datasetMember("view", "crm", view), ...others];
      expect(ofStack(stack).filter(({ message }) => message === "duplicate-grants")).to.deep.equal([]);
    });
  });
});
