import { expect } from "chai";
import { configProperties } from "../../policy/configSchema";
import { policies } from "../../policy/policies";
import { rules } from "../../policy/rules";
import { asPolicyResources, documentedStack, make, today, type TestResource } from "./support";

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
type Name = "segment-access" | "segment-keys" | "segment-hygiene";

function named(name: Name, now: () => Date = () => today): Policy {
  const found = policies(now).find((one) => one.name === name);
  if (found === undefined) throw new Error(`There is no policy ${name}`);
  return found;
}

/** What a policy reports of a stack, each with the rule's id in the place of the message. */
function ofStack(
  judging: Name | Policy,
  resources: readonly TestResource[],
  settings: object = config,
): Reported[] {
  const reported: Reported[] = [];
  const judge = typeof judging === "string" ? named(judging) : judging;
  judge.validateStack(
    { resources: asPolicyResources(resources), getConfig: () => settings },
    (violation) => void reported.push(violation),
  );
  return reported.map((one) => ({ ...one, message: ruleIn(one.message) }));
}

function ofResource(resource: TestResource, settings: object = config): Reported[] {
  const reported: Reported[] = [];
  named("segment-access").validateResource?.(
    alone(resource, settings),
    (violation) => void reported.push(violation),
  );
  return reported.map((one) => ({ ...one, message: ruleIn(one.message) }));
}

function narrowed(resource: TestResource, settings: object = config): unknown {
  return named("segment-access").remediateResource?.(alone(resource, settings));
}

function alone(resource: TestResource, settings: object) {
  const [one] = asPolicyResources([resource]);
  if (one === undefined) throw new Error("The test has no resource");
  return { ...one, getConfig: () => settings };
}

const ruleIn = (message: string) => message.slice(message.lastIndexOf("[") + 1, -1);
const urnOf = ({ type, name }: TestResource) => `urn:pulumi:test::stack::${type}::${name}`;

describe("policies", () => {
  it("are three, each of which makes sense enforced alone", () => {
    expect(policies().map(({ name, description }) => [name, description])).to.deep.equal([
      [
        "segment-access",
        "Segment's account holds what it needs in BigQuery, and nothing beyond, by whatever path.",
      ],
      [
        "segment-keys",
        "The key of Segment's account is young, and stays between Google, the secrets manager and Segment.",
      ],
      ["segment-hygiene", "Nothing in the stack will break Segment's access later."],
    ]);
  });

  it("are mandatory, grave, and take the pack's config", () => {
    for (const policy of policies()) {
      expect([policy.enforcementLevel, policy.severity]).to.deep.equal(["mandatory", "high"]);
      expect(policy.configSchema.properties).to.equal(configProperties);
    }
  });

  it("say what to do about each of their rules, and carry the tags of all", () => {
    for (const group of ["access", "keys", "hygiene"] as const) {
      const policy = named(`segment-${group}`);
      const own = rules.filter((rule) => rule.group === group);
      expect(policy.remediationSteps.split("\n")).to.deep.equal(
        own.map(({ id, remediation }) => `${id}: ${remediation}`),
      );
      expect([...policy.tags].sort()).to.deep.equal([...new Set(own.flatMap(({ tags }) => tags))].sort());
      expect(policy.url).to.equal(own[0]?.url);
    }
  });

  it("judge single resources only for access", () => {
    expect(policies().map((policy) => typeof policy.validateResource)).to.deep.equal([
      "function",
      "undefined",
      "undefined",
    ]);
    expect(policies().map((policy) => typeof policy.remediateResource)).to.deep.equal([
      "function",
      "undefined",
      "undefined",
    ]);
  });
});

describe("a policy's judgement of a stack", () => {
  it("accepts the documented set-up", () => {
    for (const policy of policies(() => today)) expect(ofStack(policy, documentedStack())).to.deep.equal([]);
  });

  it("rejects at the policy's own level where the rule has no other", () => {
    expect(ofStack("segment-access", [...documentedStack(), edit])).to.deep.equal([
      { message: "excess-permissions", urn: urnOf(edit), severity: "high", enforcementLevel: undefined },
    ]);
  });

  it("takes the level that the config sets, and leaves out what is disabled", () => {
    const stack = [...documentedStack(), edit];
    const at = (level: string) =>
      ofStack("segment-access", stack, { ...config, levels: { excess: level } }).map(
        ({ enforcementLevel }) => enforcementLevel,
      );
    expect(at("mandatory")).to.deep.equal(["mandatory"]);
    expect(at("advisory")).to.deep.equal(["advisory"]);
    expect(at("disabled")).to.deep.equal([]);
  });

  it("leaves to each policy its own rules", () => {
    const stack = [...documentedStack(), oldKey, edit];
    expect(
      ofStack("segment-keys", stack).map(({ message, enforcementLevel }) => [message, enforcementLevel]),
    ).to.deep.equal([
      ["key-age", undefined],
      ["key-rotation", "advisory"],
    ]);
    expect(ofStack("segment-access", stack).map(({ message }) => message)).to.deep.equal([
      "excess-permissions",
    ]);
    expect(ofStack("segment-hygiene", stack)).to.deep.equal([]);
  });

  it("judges by the day that it is given", () => {
    const [, later] = policies(() => new Date("2026-02-01T00:00:00Z")) as [Policy, Policy];
    expect(ofStack(later, [...documentedStack(), oldKey]).map(({ message }) => message)).to.deep.equal([
      "key-rotation",
    ]);
  });

  it("judges by today", () => {
    const young = { ...oldKey, props: { ...oldKey.props, validAfter: new Date().toISOString() } };
    const [, keys] = policies();
    if (keys === undefined) throw new Error("There is no policy about keys");
    expect(ofStack(keys, [...documentedStack(), young]).map(({ message }) => message)).to.deep.equal([
      "key-rotation",
    ]);
  });

  it("says again nothing that was said of the resource, and all the rest", () => {
    expect(ofStack("segment-access", [...documentedStack(), admin])).to.deep.equal([]);
    expect(
      ofStack("segment-access", [...documentedStack(), admin, edit]).map(({ urn }) => urn),
    ).to.deep.equal([urnOf(edit)]);
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
    expect(ofStack("segment-access", [...documentedStack(), role, all])).to.deep.equal([
      { message: "excess-permissions", urn: urnOf(all), severity: "high", enforcementLevel: undefined },
    ]);
  });

  it("says what the resource did not tell alone: a custom role that the stack makes", () => {
    const role = make.customRole("wide", ["bigquery.datasets.delete"]);
    const grant = make.projectMember("grant", "projects/acme/roles/wide");
    expect(ofResource(grant)).to.deep.equal([]);
    expect(
      ofStack("segment-access", [...documentedStack(), role, grant]).map(({ message }) => message),
    ).to.deep.equal(["excess-permissions"]);
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
    named("segment-access").validateResource?.(args, () => expect.fail("reported"));
    expect(named("segment-access").remediateResource?.(args)).to.equal(undefined);
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
});
