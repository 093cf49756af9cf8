import { expect } from "chai";
import { judgeRefusal } from "../../../cli/check/judgeRefusal";
import type { Attempted } from "../../../cli/check/result";
import { readErrorFacts } from "../../../cli/google/errors";
import type { Declaration } from "../../../policy/access/declaration";

const declared: Declaration = {
  products: ["linked-events"],
  project: "acme-prod",
  profile: "documented",
  readApi: "REST",
  sources: [{ project: "acme-prod", dataset: "crm" }],
  models: [],
  stateDataset: { project: "acme-prod", dataset: "__segment_reverse_etl" },
  segmentCreatesStateDataset: false,
  destinations: [],
  connections: [],
  exportBuckets: [],
  segmentCreatesDestinations: false,
};
const setting = {
  email: "segment@acme-prod.iam.gserviceaccount.com",
  project: "acme-prod",
  location: "EU",
  declared,
};
const source: Attempted = {
  permissions: ["bigquery.tables.getData"],
  scope: { kind: "dataset", project: "acme-prod", dataset: "crm" },
  purpose: "source",
};
const judge = (status: number, error: object, wanted = source): ReturnType<typeof judgeRefusal> =>
  judgeRefusal(readErrorFacts(status, { error }), wanted, setting);

describe("what stands behind a refusal", () => {
  it("is a permission, with the grant in both forms", () => {
    const message = "Access Denied: Table acme-prod:crm.t: User does not have permission to query table";
    expect(judge(403, { message, errors: [{ reason: "accessDenied" }] })).to.deep.equal({
      outcome: "missing",
      message: `serviceAccount:${setting.email} lacks bigquery.tables.getData on dataset acme-prod.crm: ${message}`,
      permissions: ["bigquery.tables.getData"],
      remedy: {
        stackConfig: "segment-bigquery:sources: [acme-prod.crm]",
        commands: [
          "bq --project_id=acme-prod --location=EU query --use_legacy_sql=false 'GRANT `roles/bigquery.dataViewer` ON SCHEMA " +
            '`acme-prod`.`crm` TO "serviceAccount:segment@acme-prod.iam.gserviceaccount.com"\'',
        ],
      },
    });
  });

  it("is the permission that Google names, not the one expected", () => {
    const { permissions } = judge(403, { message: "Permission bigquery.datasets.get denied on dataset x" });
    expect(permissions).to.deep.equal(["bigquery.datasets.get"]);
  });

  it("is an API that is not enabled, in the project that Google names", () => {
    const details = [
      {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        reason: "SERVICE_DISABLED",
        metadata: { service: "bigquerystorage.googleapis.com", consumer: "projects/42" },
      },
    ];
    const { outcome, message, remedy } = judge(403, { message: "has not been used", details });
    expect([outcome, message, remedy]).to.deep.equal([
      "failed",
      "The API bigquerystorage.googleapis.com is not enabled in project 42.",
      {
        stackConfig: "segment-bigquery:enableApis: true",
        commands: ["gcloud services enable bigquerystorage.googleapis.com --project=42"],
      },
    ]);
  });

  it("is an organization policy, named", () => {
    const message = "'US' violates constraint 'constraints/gcp.resourceLocations' on the resource";
    expect(judge(412, { message }).message).to.equal(
      `The organization policy constraints/gcp.resourceLocations forbids it: ${message}`,
    );
  });

  it("is a service perimeter, by any of the four signs", () => {
    const failure = "type.googleapis.com/google.rpc.PreconditionFailure";
    for (const error of [
      { errors: [{ reason: "policyViolation" }] },
      { message: "Request is prohibited by organization's policy. vpcServiceControlsUniqueIdentifier: X" },
      { details: [{ "@type": failure, violations: [{ type: "VPC_SERVICE_CONTROLS" }] }] },
      {
        details: [
          { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "SECURITY_POLICY_VIOLATED" },
        ],
      },
    ]) {
      expect(judge(403, error).message).to.match(
        /^A service perimeter \(VPC Service Controls\) blocks requests from here: /,
      );
    }
  });

  it("is a place: the dataset is somewhere else", () => {
    const { outcome, message } = judge(404, {
      message: "Not found: Dataset acme-prod:crm was not found in location EU",
    });
    expect([outcome, message]).to.deep.equal([
      "failed",
      "Dataset acme-prod:crm is not in location EU, or does not exist: a query runs in one location only.",
    ]);
  });

  it("is a project that is not there", () => {
    expect(judge(404, { message: "Not found: Project acme-typo" }).message).to.equal(
      "There is no project acme-typo.",
    );
  });

  it("is an account disabled while the check ran", () => {
    expect(judge(401, { message: "invalid credentials" }).remedy).to.deep.equal({
      commands: ["gcloud iam service-accounts enable segment@acme-prod.iam.gserviceaccount.com"],
    });
  });

  it("is Google's own words for any other error, and undetermined for one that is passing", () => {
    expect(judge(400, { message: "Syntax error", errors: [{ reason: "invalidQuery" }] })).to.deep.include({
      outcome: "failed",
      message: "Google refuses it (400, invalidQuery): Syntax error",
    });
    expect(judge(503, { message: "unavailable" })).to.deep.include({
      outcome: "undetermined",
      message: "Google refuses it for the moment (503): unavailable",
    });
    expect(judge(403, { message: "too much", errors: [{ reason: "quotaExceeded" }] }).outcome).to.equal(
      "failed",
    );
  });

  const grants: [string, Attempted, string, ...string[]][] = [
    [
      "the project",
      {
        permissions: ["bigquery.jobs.create"],
        scope: { kind: "project", project: "acme-prod" },
        purpose: "project",
      },
      "segment-bigquery:project: acme-prod",
      "gcloud projects add-iam-policy-binding acme-prod --member=serviceAccount:segment@acme-prod.iam.gserviceaccount.com --role=roles/bigquery.jobUser --condition=None",
    ],
    [
      "a table",
      { ...source, scope: { kind: "table", project: "acme-prod", dataset: "crm", table: "it's" } },
      "segment-bigquery:sources: [acme-prod.crm.it's]",
      "bq --project_id=acme-prod --location=EU query --use_legacy_sql=false 'GRANT `roles/bigquery.dataViewer` ON TABLE `acme-prod`.`crm`.`it'\\''s` TO \"serviceAccount:segment@acme-prod.iam.gserviceaccount.com\"'",
    ],
    [
      "a model",
      {
        permissions: ["bigquery.models.delete"],
        scope: { kind: "dataset", project: "acme-prod", dataset: "ml" },
        purpose: "model",
        operation: "drop",
      },
      "segment-bigquery:models: [{ dataset: acme-prod.ml, operations: [drop] }]",
      "gcloud iam roles create segment_a7c3d25a --project=acme-prod --title=Segment --permissions=bigquery.models.delete",
      "bq --project_id=acme-prod --location=EU query --use_legacy_sql=false 'GRANT `projects/acme-prod/roles/segment_a7c3d25a` ON SCHEMA `acme-prod`.`ml` TO \"serviceAccount:segment@acme-prod.iam.gserviceaccount.com\"'",
    ],
  ];
  for (const [what, wanted, stackConfig, ...commands] of grants) {
    it(`is mended on ${what} by stack config and by command`, () => {
      expect(judge(403, { message: "denied" }, wanted).remedy).to.deep.equal({
        stackConfig,
        commands,
      });
    });
  }
});
