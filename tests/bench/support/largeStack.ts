import { noOptions, type StackResource } from "../../../cli/offline/engine/stackResource";

export const member = "serviceAccount:segment@acme.iam.gserviceaccount.com";

/** A stack of many kinds of resources, of which one in fifty has to do with Segment. */
export function largeStack(size: number): StackResource[] {
  return Array.from({ length: size }, (_, i): StackResource => {
    const [type, props] = kinds[i % kinds.length]?.(i) ?? ["", {}];
    return {
      urn: `urn:pulumi:dev::bench::${type}::resource-${i}`,
      type,
      name: `resource-${i}`,
      custom: true,
      read: false,
      remote: false,
      inputs: props,
      outputs: props,
      dependencies: [],
      propertyDependencies: {},
      options: noOptions,
    };
  });
}

const other = (i: number): [string, Record<string, never>] => [
  "gcp:compute/instance:Instance",
  {
    name: `vm-${i}`,
    zone: "europe-west3-a",
    labels: { team: "web", tier: "2" },
    tags: ["a", "b"],
    machineType: "e2-small",
  } as never,
];
const kinds: readonly ((i: number) => [string, Record<string, never>])[] = [
  (i) =>
    i === 0
      ? [
          "gcp:serviceaccount/account:Account",
          { accountId: "segment", project: "acme", email: member.slice(15) } as never,
        ]
      : [
          "gcp:bigquery/datasetIamMember:DatasetIamMember",
          { project: "acme", datasetId: `source_${i}`, role: "roles/bigquery.dataViewer", member } as never,
        ],
  (i) => [
    "gcp:projects/iAMMember:IAMMember",
    { project: "acme", role: "roles/viewer", member: `user:u${i}@example.com` } as never,
  ],
  (i) => [
    "gcp:bigquery/dataset:Dataset",
    {
      project: "acme",
      datasetId: `d${i}`,
      location: "EU",
      accesses: [{ role: "OWNER", specialGroup: "projectOwners" }],
    } as never,
  ],
  ...Array.from({ length: 47 }, () => other),
];
