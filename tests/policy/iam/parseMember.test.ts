import { expect } from "chai";
import fc from "fast-check";
import { type Member, memberText, parseMember } from "../../../policy/iam/member";

const email = "segment@acme.iam.gserviceaccount.com";

const accounts = "principalSet://cloudresourcemanager.googleapis.com";

const pool = "projects/42/locations/global/workloadIdentityPools/github";

describe("parseMember", () => {
  const table: readonly [string, Member][] = [
    [`serviceAccount:${email}`, { kind: "serviceAccount", email }],
    ["serviceAccount:Segment@ACME.iam.gserviceaccount.com", { kind: "serviceAccount", email }],
    [`user:${email}`, { kind: "serviceAccount", email }],
    ["user:Ann@Acme.com", { kind: "user", email: "ann@acme.com" }],
    ["user:ann@gserviceaccount.com.acme.com", { kind: "user", email: "ann@gserviceaccount.com.acme.com" }],
    ["user:ann@notgserviceaccount.com", { kind: "user", email: "ann@notgserviceaccount.com" }],
    ["group:Data@acme.com", { kind: "group", email: "data@acme.com" }],
    ["domain:Acme.com", { kind: "domain", domain: "acme.com" }],
    ["allUsers", { kind: "allUsers" }],
    ["allAuthenticatedUsers", { kind: "allAuthenticatedUsers" }],
    ["specialGroup:allUsers", { kind: "allUsers" }],
    ["specialGroup:allAuthenticatedUsers", { kind: "allAuthenticatedUsers" }],
    ["principalSet://goog/public:all", { kind: "allUsers" }],
    ["iamMember:allUsers", { kind: "allUsers" }],
    [`iamMember:serviceAccount:${email}`, { kind: "serviceAccount", email }],
    [
      `deleted:serviceAccount:${email}?uid=1`,
      { kind: "deleted", text: `deleted:serviceAccount:${email}?uid=1` },
    ],
    ["projectOwner:acme", { kind: "projectRole", role: "roles/owner", project: "acme" }],
    ["projectEditor:acme", { kind: "projectRole", role: "roles/editor", project: "acme" }],
    ["projectViewer:acme.com:old", { kind: "projectRole", role: "roles/viewer", project: "acme.com:old" }],
    [`${accounts}/projects/42/type/ServiceAccount`, { kind: "projectServiceAccounts", number: "42" }],
    [
      `${accounts}/folders/7/type/ServiceAccount`,
      { kind: "ancestorServiceAccounts", ancestor: "folder", number: "7" },
    ],
    [
      `${accounts}/organizations/7/type/ServiceAccount`,
      { kind: "ancestorServiceAccounts", ancestor: "organization", number: "7" },
    ],
    [
      `${accounts}/projects/42/type/ServiceAgent`,
      { kind: "other", text: `${accounts}/projects/42/type/ServiceAgent` },
    ],
    [
      `principalSet://iam.googleapis.com/${pool}/*`,
      { kind: "federated", pool, text: `principalSet://iam.googleapis.com/${pool}/*` },
    ],
    [
      `principal://iam.googleapis.com/${pool}/subject/repo:acme/x`,
      { kind: "federated", pool, text: `principal://iam.googleapis.com/${pool}/subject/repo:acme/x` },
    ],
    [
      "principal://iam.googleapis.com/locations/global/workforcePools/staff/subject/ann",
      {
        kind: "federated",
        pool: "locations/global/workforcePools/staff",
        text: "principal://iam.googleapis.com/locations/global/workforcePools/staff/subject/ann",
      },
    ],
    [
      "serviceAccount:acme.svc.id.goog[prod/syncer]",
      { kind: "federated", pool: "acme.svc.id.goog", text: "serviceAccount:acme.svc.id.goog[prod/syncer]" },
    ],
    [`principal://iam.googleapis.com/projects/-/serviceAccounts/${email}`, { kind: "serviceAccount", email }],
    ["principal://goog/subject/ann@acme.com", { kind: "user", email: "ann@acme.com" }],
    ["principalSet://goog/group/data@acme.com", { kind: "group", email: "data@acme.com" }],
    [`principal://goog/subject/${email}`, { kind: "serviceAccount", email }],
    ["principalSet://goog/group/Data@Acme.com", { kind: "group", email: "data@acme.com" }],
    [
      "principal://iam.googleapis.com/projects/-/serviceAccounts/robot@acme.example.com",
      { kind: "serviceAccount", email: "robot@acme.example.com" },
    ],
    ["serviceAccount:robot@acme.example.com", { kind: "serviceAccount", email: "robot@acme.example.com" }],
    ["user:robot@gserviceaccount.com", { kind: "serviceAccount", email: "robot@gserviceaccount.com" }],
    [":x", { kind: "other", text: ":x" }],
    ["projectReaders", { kind: "other", text: "projectReaders" }],
    ["segment", { kind: "other", text: "segment" }],
    ["connection:eu.x", { kind: "other", text: "connection:eu.x" }],
    ["toString:x", { kind: "other", text: "toString:x" }],
  ];
  for (const [text, member] of table) {
    it(`reads ${text} as ${member.kind}`, () => expect(parseMember(text)).to.deep.equal(member));
  }

  const refused = [
    `serviceaccount:${email}`,
    `ServiceAccount:${email}`,
    ` serviceAccount:${email}`,
    `serviceAccount: ${email}`,
    `serviceAccount:${email}?uid=1`,
    "serviceAccount:",
    "serviceAccount:segment",
    "user:ann",
    "user:acme.svc.id.goog[prod/syncer]",
    "domain: acme.com",
    "domain:acme.com ",
    " allUsers",
    " ",
    "serviceAccount:[x]",
    "serviceAccount:a@b@c",
    "group:",
    "projectowner:acme",
    "projectOwner:",
    "AllUsers",
    "allauthenticatedusers",
    "iamMember:iamMember:allUsers",
    "",
  ];
  for (const text of refused) {
    it(`takes ${JSON.stringify(text)} for nobody: Google refuses it`, () =>
      expect(parseMember(text)).to.deep.equal({ kind: "invalid", text }));
  }

  it("reads a dataset's special groups as basic roles of the dataset's project", () => {
    const role = (text: string) => memberText(parseMember(text, "acme"));
    expect(
      ["projectOwners", "projectWriters", "specialGroup:projectReaders", "iamMember:projectOwners"].map(role),
    ).to.deep.equal(["projectOwner:acme", "projectEditor:acme", "projectViewer:acme", "projectOwner:acme"]);
  });

  it("gives a text that reads back as the same member", () => {
    for (const [text, member] of table) expect(parseMember(memberText(member)), text).to.deep.equal(member);
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...table.map(([text]) => text)), fc.string()), (text) => {
        const member = parseMember(text);
        expect(parseMember(memberText(member))).to.deep.equal(member);
      }),
    );
  });
});
