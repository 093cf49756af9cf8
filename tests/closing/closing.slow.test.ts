import { expect } from "chai";
import * as fc from "fast-check";
import { SegmentBigQuery, type SegmentBigQueryArgs } from "../../components/index";
import { KeyMode, ModelOperation, Profile, ReadApi, StateDatasetMode } from "../../components/args/enums";
import { catalogueRole } from "../../policy/facts/roles";
import { MockEngine, settle } from "../support/mocks";
import { asPolicyResources, today, type TestResource } from "../policy/support";
import { assess } from "../../policy/access/assessment";
import { fromPolicyResource } from "../../policy/stack/fromPulumi";
import { packConfig } from "../../policy/access/config";
import { judge, type Diagnostic } from "../../policy/judge";
import { accessTable } from "../../policy/accessTable";
import { scopeKey } from "../../policy/iam/scope";
import { needs } from "../../policy/access/needs";
import { rules } from "../../policy/rules";

const id = fc.constantFrom("crm", "web", "orders", "geo");
const source = fc.record(
  {
    project: fc.constantFrom("acme-analytics", "acme-data"),
    dataset: id,
    table: fc.constantFrom("users", "events"),
  },
  { requiredKeys: [] },
);
/** Something has to be named, and a table lies in a dataset. */
function isSource({
  project,
  dataset,
  table,
}: {
  project?: string;
  dataset?: string;
  table?: string;
}): boolean {
  return dataset === undefined ? table === undefined && project !== undefined : true;
}
const models = fc.record({
  dataset: fc.constantFrom("scores", "crm"),
  operations: fc.uniqueArray(fc.constantFrom(...Object.values(ModelOperation)), { minLength: 1 }),
});

/** Any arguments that the component takes, as far as they decide over grants. */
const validArgs: fc.Arbitrary<SegmentBigQueryArgs> = fc.record({
  project: fc.constant("acme-analytics"),
  location: fc.constant("EU"),
  profile: fc.constantFrom(...Object.values(Profile)),
  readApi: fc.constantFrom(...Object.values(ReadApi)),
  sources: fc.array(source.filter(isSource), { maxLength: 5 }),
  models: fc.uniqueArray(models, { maxLength: 2, selector: ({ dataset }) => dataset }),
  stateDataset: fc.record({ mode: fc.constantFrom(...Object.values(StateDatasetMode)) }),
  key: fc.constant({ mode: KeyMode.None }),
});

const grantType = /IAMMember|IamMember/;
const otherTopics = new Set([
  "conflicting-grants",
  "indirect-access",
  "shared-account",
  "source-hygiene",
  "state-dataset",
]);
const accessRules = rules.filter(({ id, tags }) => !tags.includes("key") && !otherTopics.has(id));

/** The stack that the component makes, as the policy pack receives it. */
async function stackFor(args: SegmentBigQueryArgs): Promise<TestResource[]> {
  const engine = await new MockEngine().start();
  const component = new SegmentBigQuery("segment", args);
  await settle();
  const urn = await new Promise<string>((resolve) => component.urn.apply(resolve));
  return engine.registered.map(({ type, name, inputs, parent }) => {
    const isComponent = type === "segment-bigquery:index:SegmentBigQuery";
    return {
      type,
      name: isComponent ? name : `${name} of ${type}`,
      props: isComponent ? (engine.outputs.get(urn) ?? {}) : inputs,
      parent: parent === urn ? "segment" : undefined,
    };
  });
}

function verdicts(resources: readonly TestResource[]): Diagnostic[] {
  const assessment = assess(asPolicyResources(resources).map(fromPolicyResource), packConfig({}), today);
  return judge(accessRules, assessment);
}

const withoutTheName = (resources: readonly TestResource[], name: string) =>
  resources.filter((one) => one.name !== name);

describe("the closing property: the component and the pack agree", function () {
  this.timeout(120_000);

  it("accepts whatever the component makes, in either profile", async () => {
    await fc.assert(
      fc.asyncProperty(validArgs, async (args) => {
        expect(verdicts(await stackFor(args)).map(({ message }) => message)).to.deep.equal([]);
      }),
      { numRuns: 25 },
    );
  });

  it("rejects it once a grant is gone, and names exactly the permissions that no other grant carries", async () => {
    await fc.assert(
      fc.asyncProperty(validArgs, fc.nat(), async (args, pick) => {
        const resources = await stackFor(args);
        const grants = resources.filter(({ type }) => grantType.test(type));
        const gone = grants[pick % grants.length];
        if (!gone) throw new Error("the component made no grant");
        const left = withoutTheName(resources, gone.name);
        const expected = lost(resources, left);
        const found = verdicts(left);
        expect(found.map(({ rule }) => rule)).to.deep.equal(
          Array(new Set(expected.map(({ scope }) => scope)).size).fill("missing-permissions"),
        );
        for (const { permission } of expected)
          expect(found.some(({ message }) => message.includes(permission))).to.equal(true);
      }),
      { numRuns: 25 },
    );
  });

  it("rejects it once a custom role loses a permission that no other grant carries", async () => {
    await fc.assert(
      fc.asyncProperty(validArgs, fc.nat(), fc.nat(), async (args, pickRole, pickPermission) => {
        const resources = await stackFor({ ...args, profile: Profile.Minimal });
        const roles = resources.filter(({ type }) => type.includes("IAMCustomRole"));
        const role = roles[pickRole % roles.length];
        const permissions = role?.props["permissions"] as string[];
        const removed = permissions[pickPermission % permissions.length];
        const narrowed = {
          ...role,
          props: { ...role?.props, permissions: permissions.filter((one) => one !== removed) },
        };
        const left = resources.map((one) => (one === role ? (narrowed as TestResource) : one));
        const found = verdicts(left);
        expect(found.length > 0).to.equal(lost(resources, left).length > 0);
        expect(
          found.every(
            ({ rule, message }) => rule === "missing-permissions" && message.includes(String(removed)),
          ),
        ).to.equal(true);
      }),
      { numRuns: 25 },
    );
  });

  it("rejects it once any grant is widened beyond what the profile accepts", async () => {
    const widening = fc.constantFrom(
      "bigquery.datasets.delete",
      "bigquery.tables.delete",
      "bigquery.tables.setIamPolicy",
      "storage.objects.get",
    );
    await fc.assert(
      fc.asyncProperty(validArgs, fc.nat(), widening, async (args, pick, permission) => {
        const resources = await stackFor({ ...args, profile: Profile.Minimal });
        const roles = resources.filter(({ type }) => type.includes("IAMCustomRole"));
        const role = roles[pick % roles.length];
        const wider = {
          ...role,
          props: { ...role?.props, permissions: [...(role?.props["permissions"] as string[]), permission] },
        };
        const found = verdicts(resources.map((one) => (one === role ? (wider as TestResource) : one)));
        expect(found).to.not.be.empty;
        expect(
          found.every(
            ({ rule, message }) =>
              ["excess-permissions", "privilege-escalation"].includes(rule) && message.includes(permission),
          ),
        ).to.equal(true);
      }),
      { numRuns: 25 },
    );
  });

  it("rejects it once any grant's role is replaced by Data Owner", async () => {
    await fc.assert(
      fc.asyncProperty(validArgs, fc.nat(), async (args, pick) => {
        const resources = await stackFor(args);
        const grants = resources.filter(({ type }) => grantType.test(type));
        const widened = grants[pick % grants.length];
        const owner = {
          ...widened,
          name: "widened",
          props: { ...widened?.props, role: "roles/bigquery.dataOwner" },
        } as TestResource;
        const found = verdicts([...resources, owner]);
        expect([...new Set(found.map(({ rule }) => rule))].sort()).to.deep.equal([
          "excess-permissions",
          "privilege-escalation",
        ]);
        expect(catalogueRole("roles/bigquery.dataOwner")).to.not.equal(undefined);
      }),
      { numRuns: 25 },
    );
  });
});

/** The needs that the first stack fills and the second does not, worked out from the access table alone. */
function lost(
  before: readonly TestResource[],
  after: readonly TestResource[],
): { permission: string; scope: string }[] {
  const filled = (resources: readonly TestResource[]) => {
    const plain = asPolicyResources(resources).map(fromPolicyResource);
    const [account] = assess(plain, packConfig({}), today).accounts;
    if (!account) throw new Error("the stack has no account");
    const held = accessTable(plain, {}, today).flatMap((row) =>
      row.needed.map(({ permission, scope }) => `${permission} ${scope}`),
    );
    return new Map(
      needs(account.segment.declared)
        .map(({ permission, scope }) => ({ permission, scope: scopeKey(scope) }))
        .filter(({ permission, scope }) => held.includes(`${permission} ${scope}`))
        .map((need) => [`${need.permission} ${need.scope}`, need]),
    );
  };
  const still = filled(after);
  return [...filled(before)].filter(([key]) => !still.has(key)).map(([, need]) => need);
}
