import { expect } from "chai";
import { readErrorFacts } from "../../../cli/google/errors";
import { judgeExpiration, judgeLocation } from "../../../cli/check/judgeDataset";
import { judgeClock, judgeTokenRefusal } from "../../../cli/check/checkKey";
import { judgeRefusal, type Attempted } from "../../../cli/check/judgeRefusal";
import type { Declaration } from "../../../policy/access/declaration";
import { ownAccess } from "../../../cli/check/held";

const declared: Declaration = {
  products: ["linked-events"],
  project: "acme-prod",
  profile: "documented",
  readApi: "REST",
  sources: [{ project: "acme-prod", dataset: "crm" }],
  models: [],
  stateDataset: { project: "acme-prod", dataset: "__segment_reverse_etl" },
  segmentCreatesStateDataset: false,
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

describe("why a key is not taken", () => {
  const names = { email: setting.email, keyId: "abc123", project: "acme-prod" };
  const said = (error_description: string, skew = 0): string =>
    judgeTokenRefusal(readErrorFacts(400, { error: "invalid_grant", error_description }), names, skew)
      .message;

  it("names the key, the account or the clock", () => {
    expect(said("Invalid JWT Signature.")).to.equal(
      `Google does not know the key abc123 of ${setting.email}: it is disabled, deleted, or was altered in copying.`,
    );
    expect(said("Invalid grant: account not found")).to.equal(
      `Google does not find the account ${setting.email}: it is disabled or deleted (an account can be undeleted for 30 days).`,
    );
    expect(said("Check your iat and exp values in the JWT claim.", -900)).to.equal(
      "Google does not take the token request's times: this machine's clock is 15 min behind Google's.",
    );
    expect(said("something new")).to.equal("Google answered 400 (invalid_grant): something new");
  });

  it("tells a clock that is a little wrong from one that is refused", () => {
    expect(judgeClock(0.4, false)).to.deep.equal({
      outcome: "ok",
      message: "This machine's clock is right, as far as Google's answers tell.",
    });
    expect(judgeClock(90, false)).to.deep.equal({
      outcome: "ok",
      message: "This machine's clock is 90 s ahead of Google's.",
      remedy: { advice: "Set this machine's clock by NTP." },
    });
    expect(judgeClock(-900, true).outcome).to.equal("failed");
    expect(judgeClock(undefined, false).outcome).to.equal("undetermined");
  });
});

describe("a dataset", () => {
  it("lies in the location, in whatever case that is written", () => {
    expect(judgeLocation({ location: "europe-west1" }, "acme-prod.crm", "EUROPE-WEST1").outcome).to.equal(
      "ok",
    );
    expect(judgeLocation({ location: "US" }, "acme-prod.crm", "EU").message).to.equal(
      "acme-prod.crm is in US, but queries run in EU: one query reaches one location only.",
    );
  });

  it("loses state by either expiration", () => {
    const judged = judgeExpiration(
      { defaultTableExpirationMs: "3600000", defaultPartitionExpirationMs: "5184000000" },
      { kind: "state", project: "acme-prod", dataset: "state" },
    );
    expect([judged.outcome, judged.message, judged.remedy?.commands]).to.deep.equal([
      "failed",
      "acme-prod.state deletes tables after 1 h and partitions after 60 days: Segment would lose what it has synced, and sync it again.",
      ["bq update --default_table_expiration 0 --default_partition_expiration 0 acme-prod:state"],
    ]);
    const destination = { kind: "destination", project: "acme-prod", dataset: "events" } as const;
    expect(judgeExpiration({ defaultTableExpirationMs: "0" }, destination).outcome).to.equal("ok");
    expect(judgeExpiration({ defaultTableExpirationMs: "3600000" }, destination).message).to.equal(
      "acme-prod.events deletes tables after 1 h: what Segment has loaded would be lost.",
    );
  });

  it("tells of the account what its access list can tell", () => {
    const { email } = setting;
    const listed = (access: unknown): [string[], boolean] => {
      const own = ownAccess({ access }, email);
      return [own.entries.map(({ role }) => role), own.certain];
    };
    expect(listed(undefined)).to.deep.equal([[], false]);
    expect(listed([{ role: "READER", userByEmail: email.toUpperCase() }])).to.deep.equal([
      ["roles/bigquery.dataViewer"],
      true,
    ]);
    expect(listed([{ role: "WRITER", iamMember: `serviceAccount:${email}` }])).to.deep.equal([
      ["roles/bigquery.dataEditor"],
      true,
    ]);
    expect(listed([{ role: "projects/acme-prod/roles/x", userByEmail: email }])).to.deep.equal([
      ["projects/acme-prod/roles/x"],
      false,
    ]);
    for (const hidden of ["READER_withcond_0123456789abcdef0123", "READER_with_conditionalbinding_0123"])
      expect(listed([{ role: hidden, userByEmail: email }])).to.deep.equal([[], false]);
    expect(listed([{ role: "READER", userByEmail: email, condition: {} }])).to.deep.equal([
      ["roles/bigquery.dataViewer"],
      false,
    ]);
    expect(listed([{ role: "READER", groupByEmail: "data@acme.example" }])).to.deep.equal([[], false]);
    expect(listed([{ role: "OWNER", userByEmail: `x${email}` }, { view: {} }, null, 7])).to.deep.equal([
      [],
      true,
    ]);
  });
});
