import { type Input, makeReport } from "../../../cli/report/makeReport";
import type { GrantLine, Report } from "../../../cli/report/report";
import { fromPolicyResource } from "../../../policy/stack/fromPulumi";
import { toPlain } from "../../../policy/stack/plain";
import { asPolicyResources, documentedStack, make, type TestResource, today } from "../../policy/support";

/** The report on a test's stack, each policy with the same config. */
export function reportOn(
  resources: readonly TestResource[],
  config: unknown = {},
  incomplete: Input["incomplete"] = [],
): Report {
  return makeReport(
    {
      subject: { kind: "stack", name: "dev of acme" },
      resources: asPolicyResources(resources).map(fromPolicyResource),
      settings: { config: toPlain(config) },
      incomplete,
    },
    today,
  );
}

export const key = (name: string, props: Readonly<Record<string, unknown>> = {}): TestResource => ({
  type: "gcp:serviceaccount/key:Key",
  name,
  props: {
    serviceAccountId: `projects/acme/serviceAccounts/${make.email}`,
    name: `projects/acme/serviceAccounts/${make.email}/keys/${name}-id`,
    validAfter: "2026-11-01T00:00:00Z",
    validBefore: "9999-12-31T23:59:59Z",
    ...props,
  },
});

/** A stack with something in every state and every section of the report. */
export function colourfulStack(): TestResource[] {
  return [
    ...documentedStack(),
    make.projectMember("quick-fix", "roles/bigquery.dataEditor"),
    make.datasetMember("someday", "crm2", { "4dabf18193072939515e22adb298388d": "unknown" }),
    key("young"),
    key("old", { validAfter: "2026-01-01T00:00:00Z" }),
    {
      type: "gcp:serviceaccount/iAMMember:IAMMember",
      name: "borrow",
      props: {
        serviceAccountId: "projects/acme/serviceAccounts/etl@acme.iam.gserviceaccount.com",
        role: "roles/iam.serviceAccountTokenCreator",
        member: make.member,
      },
    },
  ];
}

export const colourfulConfig = {
  sources: ["acme.crm", "acme.web.views"],
  exemptions: [
    { rule: "public-access", reason: "Open data of the old landing page", until: "2026-12-31" },
    { rule: "key-age", resource: "old", reason: "Rotation planned, SEC-482" },
  ],
};

/** A report with many grants, made without judging them: what is measured is the page. */
export function manyGrants(count: number): Report {
  const report = reportOn(colourfulStack(), colourfulConfig);
  const [example] = report.grants;
  if (!example) throw new Error("The example stack has no grant");
  const states: GrantLine["state"][] = ["excess", "needed", "needed", "allowed"];
  const grants = Array.from({ length: count }, (_, index): GrantLine => ({
    ...example,
    state: states[index % states.length] ?? "needed",
    scope: `dataset acme.dataset_${index}`,
    scopeKind: "dataset",
    urn: `${example.urn}-${index}`,
  }));
  return { ...report, grants };
}
