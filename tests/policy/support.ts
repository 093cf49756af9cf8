import { createRequire } from "node:module";
import { assess } from "../../policy/access/assessment";
import { packConfig } from "../../policy/access/config";
import { type Diagnostic, judge } from "../../policy/judge";
import { rules } from "../../policy/rules";
import { fromPolicyResource, type PolicyResourceLike } from "../../policy/stack/fromPulumi";
import { toPlain } from "../../policy/stack/plain";

/** The engine's sentinel for a text that is not known before the update. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A resource of a test's stack. */
export interface TestResource {
  readonly type: string;
  readonly name: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly urn?: string;
  /** Name of the parent. */
  readonly parent?: string;
  readonly providerProject?: string;
  readonly protect?: boolean;
  /** Names of the resources that each property comes from. */
  readonly from?: Readonly<Record<string, readonly string[]>>;
}

// The proxy that @pulumi/policy puts around props before a policy sees them; not in its types.
const { unknownCheckingProxy } = createRequire(__filename)("@pulumi/policy/proxy") as {
  unknownCheckingProxy: (props: object) => object;
};

/** The resources as a policy would receive them in a preview: behind the proxy that throws on unknown values. */
export function asPolicyResources(resources: readonly TestResource[]): PolicyResourceLike[] {
  const urnOf = (name: string) => {
    const found = resources.find((resource) => resource.name === name);
    if (!found) throw new Error(`The test's stack has no resource ${name}`);
    return found.urn ?? `urn:pulumi:test::stack::${found.type}::${found.name}`;
  };
  return resources.map(({ type, name, props, parent, providerProject, protect, from }) => ({
    type,
    name,
    urn: urnOf(name),
    props: unknownCheckingProxy({ ...props }),
    opts: { protect: protect === true },
    parent: parent === undefined ? undefined : { urn: urnOf(parent) },
    provider:
      providerProject === undefined
        ? undefined
        : { props: unknownCheckingProxy({ project: providerProject }) },
    dependencies: Object.values(from ?? {})
      .flat()
      .map((other) => ({ urn: urnOf(other) })),
    propertyDependencies: Object.fromEntries(
      Object.entries(from ?? {}).map(([property, names]) => [
        property,
        names.map((other) => ({ urn: urnOf(other) })),
      ]),
    ),
  }));
}

/** The day on which all tests judge. */
export const today = new Date("2026-11-22T12:00:00Z");

/** What the whole pack says of a stack. */
export function verdicts(
  resources: readonly TestResource[],
  config: unknown = {},
  now: Date = today,
): Diagnostic[] {
  const assessment = assess(
    asPolicyResources(resources).map(fromPolicyResource),
    packConfig(toPlain(config)),
    now,
  );
  return judge(rules, assessment);
}

/** Only the messages, in the pack's order. */
export function messages(
  resources: readonly TestResource[],
  config: unknown = {},
  now: Date = today,
): string[] {
  return verdicts(resources, config, now).map(({ level, message }) => `${level}: ${message}`);
}

const segment = "segment@acme.iam.gserviceaccount.com";

/** Building blocks of test stacks. */
export const make = {
  email: segment,
  member: `serviceAccount:${segment}`,
  account: (props: Readonly<Record<string, unknown>> = {}): TestResource => ({
    type: "gcp:serviceaccount/account:Account",
    name: "segment",
    props: {
      accountId: "segment",
      project: "acme",
      email: segment,
      member: `serviceAccount:${segment}`,
      ...props,
    },
  }),
  projectMember: (
    name: string,
    role: unknown,
    props: Readonly<Record<string, unknown>> = {},
  ): TestResource => ({
    type: "gcp:projects/iAMMember:IAMMember",
    name,
    props: { project: "acme", role, member: `serviceAccount:${segment}`, ...props },
  }),
  datasetMember: (
    name: string,
    dataset: unknown,
    role: unknown,
    props: Readonly<Record<string, unknown>> = {},
  ): TestResource => ({
    type: "gcp:bigquery/datasetIamMember:DatasetIamMember",
    name,
    props: { project: "acme", datasetId: dataset, role, member: `serviceAccount:${segment}`, ...props },
  }),
  tableMember: (
    name: string,
    dataset: string,
    table: string,
    role: unknown,
    props: Readonly<Record<string, unknown>> = {},
  ): TestResource => ({
    type: "gcp:bigquery/iamMember:IamMember",
    name,
    props: {
      project: "acme",
      datasetId: dataset,
      tableId: table,
      role,
      member: `serviceAccount:${segment}`,
      ...props,
    },
  }),
  customRole: (
    name: string,
    permissions: unknown,
    props: Readonly<Record<string, unknown>> = {},
  ): TestResource => ({
    type: "gcp:projects/iAMCustomRole:IAMCustomRole",
    name,
    props: { project: "acme", roleId: name, name: `projects/acme/roles/${name}`, permissions, ...props },
  }),
};

/** What Segment's Linked Events page of 2025-09-08 asks for, with one dataset to read. */
export function documentedStack(): TestResource[] {
  return [
    make.account(),
    make.projectMember("user", "roles/bigquery.user"),
    make.datasetMember("read-crm", "crm", "roles/bigquery.dataViewer"),
    make.datasetMember("state", "__segment_reverse_etl", "roles/bigquery.dataEditor"),
  ];
}

/** What the page of 2023-08-29 asked for, with which this project began: all that profile documented accepts. */
export function documentedStackThen(): TestResource[] {
  const [account, user, ...onDatasets] = documentedStack() as [TestResource, TestResource, ...TestResource[]];
  return [
    account,
    user,
    make.projectMember("job-user", "roles/bigquery.jobUser"),
    make.projectMember("metadata-viewer", "roles/bigquery.metadataViewer"),
    ...onDatasets,
  ];
}
