import { make, messages, type TestResource } from "../support";

/** What the pack says by these rules alone, so that a stack need not be complete. */
export function said(
  rules: readonly string[],
  resources: readonly TestResource[],
  config: Readonly<Record<string, unknown>> = {},
): string[] {
  return messages(resources, { sources: [], checkMissing: false, ...config }).filter((message) =>
    rules.some((rule) => message.endsWith(`[${rule}]`)),
  );
}

/** A key of Segment's account, made by Google on the first of November 2026 and without an end. */
export function key(
  name: string,
  props: Readonly<Record<string, unknown>> = {},
  more: Partial<TestResource> = {},
): TestResource {
  return {
    type: "gcp:serviceaccount/key:Key",
    name,
    props: {
      serviceAccountId: `projects/acme/serviceAccounts/${make.email}`,
      validAfter: "2026-11-01T08:00:00Z",
      validBefore: "9999-12-31T23:59:59Z",
      ...props,
    },
    ...more,
  };
}

/** An account that has nothing to do with Segment. */
export function otherAccount(): TestResource {
  return {
    type: "gcp:serviceaccount/account:Account",
    name: "billing",
    props: { accountId: "billing", project: "acme", email: "billing@acme.iam.gserviceaccount.com" },
  };
}

/** A SegmentBigQuery, as it registers itself. */
export function component(outputs: Readonly<Record<string, unknown>> = {}): TestResource {
  return {
    type: "segment-bigquery:index:SegmentBigQuery",
    name: "segment",
    props: { project: "acme", serviceAccountEmail: make.email, sources: [], models: [], ...outputs },
  };
}
