import * as fc from "fast-check";
import { SegmentBigQuery, type SegmentBigQueryArgs } from "../../components/index";
import {
  DestinationMode,
  KeyMode,
  ModelOperation,
  Product,
  Profile,
  ReadApi,
  StateDatasetMode,
} from "../../components/args/enums";
import { checkArgs } from "../../components/validate/validate";
import { assess } from "../../policy/access/assessment";
import { packConfig } from "../../policy/access/config";
import { needs } from "../../policy/access/needs";
import { accessTable } from "../../policy/accessTable";
import { products as facts } from "../../policy/facts/products";
import { scopeKey } from "../../policy/iam/scope";
import { judge, type Diagnostic } from "../../policy/judge";
import { rules } from "../../policy/rules";
import { fromPolicyResource } from "../../policy/stack/fromPulumi";
import { asPolicyResources, today, type TestResource } from "../policy/support";
import { MockEngine, settle } from "../support/mocks";

const id = fc.constantFrom("crm", "web", "orders", "geo");
const source = fc
  .record(
    {
      project: fc.constantFrom("acme-analytics", "acme-data"),
      dataset: id,
      table: fc.constantFrom("users", "events"),
    },
    { requiredKeys: [] },
  )
  // Something has to be named, and a table is in a dataset.
  .filter(({ project, dataset, table }) =>
    dataset === undefined ? table === undefined && project !== undefined : true,
  );
const models = fc.record({
  dataset: fc.constantFrom("scores", "crm"),
  operations: fc.uniqueArray(fc.constantFrom(...Object.values(ModelOperation)), { minLength: 1 }),
});
const destination = fc.record({
  dataset: fc.constantFrom("events", "profiles"),
  mode: fc.constantFrom(...Object.values(DestinationMode)),
});

/** Products that can share an account. */
export const shared = Object.values(Product).filter((product) => product !== Product.SqlTraits);

/** The arguments that the products take. */
export function fitting(
  { products = [], ...args }: SegmentBigQueryArgs,
  reading: Partial<SegmentBigQueryArgs>,
  writing: Partial<SegmentBigQueryArgs>,
): SegmentBigQueryArgs {
  const does = (what: "reads" | "writes") => products.some((product) => facts[product][what]);
  return { ...args, products, ...(does("reads") ? reading : {}), ...(does("writes") ? writing : {}) };
}

/** Any arguments that the component takes, as far as they decide over grants. */
export const validArgs: fc.Arbitrary<SegmentBigQueryArgs> = fc
  .record({
    products: fc.oneof(
      fc.constant<Product[]>([Product.LinkedEvents]),
      fc.subarray(shared, { minLength: 1, maxLength: 3 }),
    ),
    profile: fc.constantFrom(...Object.values(Profile)),
    reading: fc.record({
      readApi: fc.constantFrom(...Object.values(ReadApi)),
      sources: fc.array(source, { maxLength: 5 }),
      models: fc.uniqueArray(models, { maxLength: 2, selector: ({ dataset }) => dataset }),
      connections: fc.uniqueArray(
        fc.record({
          project: fc.constantFrom("acme-analytics", "acme-data"),
          connection: fc.constant("vertex"),
        }),
        { maxLength: 2, selector: ({ project }) => project },
      ),
      exportBuckets: fc.subarray([{ bucket: "exports" }]),
      stateDataset: fc.record({ mode: fc.constantFrom(...Object.values(StateDatasetMode)) }),
    }),
    writing: fc.record({
      destinations: fc.uniqueArray(destination, { maxLength: 2, selector: ({ dataset }) => dataset }),
    }),
  })
  .map(({ products, profile, reading, writing }) =>
    fitting(
      { project: "acme-analytics", location: "EU", products, profile, key: { mode: KeyMode.None } },
      reading,
      writing,
    ),
  )
  .filter((args) => checkArgs(args).problems.length === 0);

export const grantType = /IAMMember|IamMember/;

const otherTopics = new Set([
  "conflicting-grants",
  "indirect-access",
  "shared-account",
  "source-hygiene",
  "state-dataset",
]);
const accessRules = rules.filter(({ id: rule, tags }) => !tags.includes("key") && !otherTopics.has(rule));

/** The stack that the component makes, as the policy pack receives it. */
export async function stackFor(args: SegmentBigQueryArgs): Promise<TestResource[]> {
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

/** What the rules about access say. */
export function verdicts(resources: readonly TestResource[]): Diagnostic[] {
  const assessment = assess(asPolicyResources(resources).map(fromPolicyResource), packConfig({}), today);
  return judge(accessRules, assessment);
}

/** The stack with another list of permissions in one of its custom roles. */
export function withPermissions(
  resources: readonly TestResource[],
  role: TestResource,
  permissions: readonly string[],
): TestResource[] {
  const changed = { ...role, props: { ...role.props, permissions } };
  return resources.map((one) => (one === role ? changed : one));
}

/** The permissions of a custom role. */
export function permissionsOf(role: TestResource): string[] {
  return role.props["permissions"] as string[];
}

/** The custom roles of a stack. */
export function customRoles(resources: readonly TestResource[]): TestResource[] {
  return resources.filter(({ type }) => type.includes("IAMCustomRole"));
}

/** The needs that the first stack fills and the second does not, worked out from the access table alone. */
export function lost(
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
