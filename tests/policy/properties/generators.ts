import * as fc from "fast-check";
import { make, type TestResource } from "../support";

const loader = "loader@acme.iam.gserviceaccount.com";
const group = "readers@example.com";

/** Who may be granted something: Segment's account, and everybody that it has, or has not, to do with. */
export const members = [
  make.member,
  `serviceAccount:${loader}`,
  `group:${group}`,
  "group:strangers@example.com",
  "user:ana@example.com",
  "allUsers",
  "allAuthenticatedUsers",
  "projectViewer:acme",
  "domain:example.com",
  `deleted:${make.member}?uid=1`,
  make.member.toUpperCase().replace("SERVICEACCOUNT", "serviceAccount"),
  "principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/*",
] as const;

/** Roles of every kind: fitting, too broad, raising, borrowing, basic, made by the stack, from elsewhere, none at all. */
export const roles = [
  "roles/bigquery.user",
  "roles/bigquery.jobUser",
  "roles/bigquery.dataViewer",
  "roles/bigquery.dataEditor",
  "roles/bigquery.admin",
  "roles/viewer",
  "roles/owner",
  "roles/iam.serviceAccountTokenCreator",
  "roles/resourcemanager.projectIamAdmin",
  "projects/acme/roles/reader",
  "projects/acme/roles/wide",
  "projects/other/roles/elsewhere",
  "roles/no.such",
] as const;

const conditions = [
  { title: "until", expression: 'request.time < timestamp("2030-01-01T00:00:00Z")' },
  { title: "over", expression: 'request.time < timestamp("2020-01-01T00:00:00Z")' },
  { title: "one", expression: 'resource.name.startsWith("projects/acme/datasets/crm/tables/users")' },
  { title: "unread", expression: "resource.matchTag('a', 'b')" },
  { title: "broken", expression: "((" },
] as const;

/** One grant, before it is written as a resource of one shape or another. */
export interface GrantPlan {
  readonly place: Place;
  readonly role: string;
  readonly members: readonly string[];
  readonly condition?: object;
}

interface Place {
  readonly prefix: string;
  readonly props: Readonly<Record<string, string>>;
}

const bigquery = (kind: string) => `gcp:bigquery/${kind}Iam`;
const places: readonly Place[] = [
  { prefix: "gcp:projects/iAM", props: { project: "acme" } },
  { prefix: "gcp:projects/iAM", props: { project: "other" } },
  { prefix: "gcp:folder/iAM", props: { folder: "folders/7" } },
  { prefix: "gcp:organizations/iAM", props: { orgId: "5" } },
  { prefix: bigquery("dataset"), props: { project: "acme", datasetId: "crm" } },
  { prefix: bigquery("dataset"), props: { project: "acme", datasetId: "hr" } },
  { prefix: bigquery("dataset"), props: { project: "acme", datasetId: "__segment_reverse_etl" } },
  { prefix: "gcp:bigquery/iam", props: { project: "acme", datasetId: "crm", tableId: "users" } },
  { prefix: bigquery("connection"), props: { project: "acme", location: "EU", connectionId: "lake" } },
  { prefix: "gcp:storage/bucketIAM", props: { bucket: "assets" } },
  {
    prefix: "gcp:serviceaccount/iAM",
    props: { serviceAccountId: `projects/acme/serviceAccounts/${loader}` },
  },
  {
    prefix: "gcp:serviceaccount/iAM",
    props: { serviceAccountId: `projects/acme/serviceAccounts/${make.email}` },
  },
];

export const grantPlans: fc.Arbitrary<GrantPlan> = fc.record(
  {
    place: fc.constantFrom(...places),
    role: fc.constantFrom(...roles),
    // Segment's account most of all: a grant to others is seldom of interest.
    members: fc.uniqueArray(
      fc.oneof({ weight: 3, arbitrary: fc.constant(make.member) }, fc.constantFrom(...members)),
      { minLength: 1, maxLength: 4 },
    ),
    condition: fc.option(fc.constantFrom(...conditions), { nil: undefined, freq: 3 }),
  },
  { requiredKeys: ["place", "role", "members"] },
);

const capital = (prefix: string) => (prefix.endsWith("iAM") ? "IAM" : prefix.endsWith("IAM") ? "IAM" : "Iam");

/** `gcp:projects/iAM` and `Member` make `gcp:projects/iAMMember:IAMMember`; `datasetIam`, `DatasetIamMember`. */
function token(prefix: string, shape: string): string {
  const name = prefix.slice(prefix.indexOf("/") + 1);
  const kind = name.slice(0, -3);
  const title = kind === "" ? "" : `${kind[0]?.toUpperCase()}${kind.slice(1)}`;
  return `${prefix}${shape}:${title}${capital(prefix)}${shape}`;
}

/** The grant as one resource for each member. */
export function asMembers(name: string, { place, role, members: all, condition }: GrantPlan): TestResource[] {
  return all.map((member, i) => ({
    type: token(place.prefix, "Member"),
    name: `${name}-${i}`,
    props: { ...place.props, role, member, condition },
  }));
}

/** The grant as one binding. */
export function asBinding(name: string, { place, role, members: all, condition }: GrantPlan): TestResource {
  return {
    type: token(place.prefix, "Binding"),
    name,
    props: { ...place.props, role, members: all, condition },
  };
}

/** The grant as a policy that holds nothing else. */
export function asPolicy(name: string, { place, role, members: all, condition }: GrantPlan): TestResource {
  const policyData = JSON.stringify({ bindings: [{ role, members: all, condition }] });
  return { type: token(place.prefix, "Policy"), name, props: { ...place.props, policyData } };
}

/** An entry of a dataset's access list, as a resource of its own or in the dataset. */
const accessEntries: fc.Arbitrary<(name: string) => TestResource> = fc
  .tuple(
    fc.constantFrom<object>(
      { userByEmail: make.email },
      { groupByEmail: group },
      { specialGroup: "projectReaders" },
      { iamMember: "allUsers" },
      {},
    ),
    fc.constantFrom("READER", "WRITER", "OWNER", "roles/bigquery.dataViewer"),
    fc.boolean(),
  )
  .map(([who, role, alone]) => (name) => {
    const entry = { role, ...who };
    return alone
      ? {
          type: "gcp:bigquery/datasetAccess:DatasetAccess",
          name,
          props: { project: "acme", datasetId: "crm", ...entry },
        }
      : {
          type: "gcp:bigquery/dataset:Dataset",
          name,
          props: { project: "acme", datasetId: `d${name}`, location: "EU", accesses: [entry] },
        };
  });

const scripts: fc.Arbitrary<(name: string) => TestResource> = fc.constantFrom(
  (name: string) => ({
    type: "gcp:bigquery/job:Job",
    name,
    props: {
      project: "acme",
      query: { query: `GRANT \`roles/bigquery.dataOwner\` ON SCHEMA acme.hr TO "${make.member}"` },
    },
  }),
  (name: string) => ({
    type: "command:local:Command",
    name,
    props: {
      create: `gcloud projects add-iam-policy-binding acme --member=${make.member} --role=roles/editor`,
    },
  }),
);

/** A grant of any shape, as resources whose names begin with the given one. */
export const grants: fc.Arbitrary<(name: string) => TestResource[]> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(grantPlans, fc.constantFrom("members", "binding", "policy")).map(
      ([plan, shape]) =>
        (name: string) =>
          shape === "members"
            ? asMembers(name, plan)
            : [shape === "binding" ? asBinding(name, plan) : asPolicy(name, plan)],
    ),
  },
  { weight: 1, arbitrary: accessEntries.map((entry) => (name: string) => [entry(name)]) },
  { weight: 1, arbitrary: scripts.map((script) => (name: string) => [script(name)]) },
);

/** Whom and what grants speak of: accounts, custom roles, a group that may hold Segment's account, a dataset. */
export const surroundings: fc.Arbitrary<TestResource[]> = fc
  .record({ inGroup: fc.boolean(), wildcard: fc.boolean(), key: fc.boolean() })
  .map(({ inGroup, wildcard, key }) => [
    make.account({ description: "Twilio Segment" }),
    {
      type: "gcp:serviceaccount/account:Account",
      name: "loader",
      props: { accountId: "loader", project: "acme", email: loader, member: `serviceAccount:${loader}` },
    },
    make.customRole("reader", [
      "bigquery.datasets.get",
      "bigquery.tables.list",
      "bigquery.tables.get",
      "bigquery.tables.getData",
    ]),
    make.customRole("wide", [wildcard ? "bigquery.tables.*" : "bigquery.tables.delete"]),
    {
      type: "gcp:cloudidentity/group:Group",
      name: "group",
      props: { name: "groups/1", groupKey: { id: group } },
    },
    {
      type: "gcp:cloudidentity/groupMembership:GroupMembership",
      name: "membership",
      props: { group: "groups/1", preferredMemberKey: { id: inGroup ? make.email : loader } },
    },
    ...(key
      ? [
          {
            type: "gcp:serviceaccount/key:Key",
            name: "key",
            props: { serviceAccountId: make.email, validAfter: "2026-10-01T00:00:00Z" },
          },
        ]
      : []),
  ]);

/** A stack of accounts, roles, groups and up to six grants. */
export const stacks: fc.Arbitrary<TestResource[]> = fc
  .tuple(surroundings, fc.array(grants, { maxLength: 6 }))
  .map(([around, list]) => [...around, ...list.flatMap((grant, i) => grant(`g${i}`))]);

/** What an organization may configure. */
export const configs: fc.Arbitrary<object> = fc.record(
  {
    sources: fc.constantFrom<string[][]>([], ["acme.crm"], ["acme"], ["acme.crm.users"]),
    serviceAccounts: fc.constantFrom<string[][]>([make.email], ["segment@*"]),
    profile: fc.constantFrom("documented", "minimal"),
    readApi: fc.constantFrom("REST", "STORAGE"),
    checkMissing: fc.boolean(),
    segmentCreatesStateDataset: fc.boolean(),
  },
  { requiredKeys: [] },
);
