import { expect } from "chai";
import { unresolvedRoles } from "../../../policy/rules/unresolved-role";
import { assessmentOf } from "../access/support";
import { make, type TestResource, unknown } from "../support";

const role = "organizations/1/roles/x";

const expired = { title: "t", expression: 'request.time < timestamp("2026-01-01T00:00:00Z")' };

const bucket: TestResource = {
  type: "gcp:storage/bucketIAMMember:BucketIAMMember",
  name: "grant",
  props: { project: "acme", bucket: "assets", role, member: make.member },
};

const table: readonly [title: string, resources: readonly TestResource[], expected: string[][]][] = [
  ["a custom role from elsewhere", [make.datasetMember("a", "crm", role)], [["a", role]]],
  [
    "a predefined role that the catalogue leaves out",
    [make.projectMember("a", "roles/new")],
    [["a", "roles/new"]],
  ],
  [
    "each role and scope once, of the first resource that grants it",
    [
      make.datasetMember("a", "crm", role),
      make.datasetMember("b", "crm", role),
      make.datasetMember("c", "hr", role),
      make.datasetMember("d", "crm", "organizations/2/roles/x"),
    ],
    [
      ["a", role],
      ["c", role],
      ["d", "organizations/2/roles/x"],
    ],
  ],
  ["one that has expired", [make.datasetMember("a", "crm", role, { condition: expired })], []],
  ["one outside BigQuery, which is in excess", [bucket], []],
  ["one that is not known yet", [make.datasetMember("a", "crm", unknown)], []],
  ["a role that the catalogue holds", [make.datasetMember("a", "crm", "roles/owner")], []],
];

describe("roles from elsewhere", () => {
  for (const [title, resources, expected] of table)
    it(`${expected.length > 0 ? "rejects" : "passes over"} ${title}`, () => {
      const found = unresolvedRoles(assessmentOf([make.account(), ...resources]));
      expect(found.map(({ effective, role }) => [effective.grant.resourceName, role])).to.deep.equal(
        expected,
      );
    });

  it("tells two accounts apart", () => {
    const emails = [make.email, "segment@lake.iam.gserviceaccount.com"];
    const grants = emails.map((email, at) =>
      make.datasetMember(`grant-${at}`, "crm", role, { member: `serviceAccount:${email}` }),
    );
    const found = unresolvedRoles(assessmentOf(grants, { serviceAccounts: emails }));
    expect(found.map(({ access }) => access.segment.identity)).to.deep.equal(emails);
  });
});
