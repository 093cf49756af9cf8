import { expect } from "chai";
import { sharedAccountGrants } from "../../../policy/rules/shared-account";
import { make, type TestResource, unknown } from "../support";
import { assessmentOf } from "./hygiene/assessed";

const shared = "connector@segment-1119.iam.gserviceaccount.com";

const viewer = "roles/bigquery.dataViewer";

const found = (...resources: TestResource[]) =>
  sharedAccountGrants(assessmentOf(resources)).map(({ resourceName }) => resourceName);

const grant = (name: string, member: unknown, role: unknown = viewer) =>
  make.datasetMember(name, "crm", role, { member });

const custom = (permissions: unknown, more: Readonly<Record<string, unknown>> = {}) =>
  make.customRole("mine", permissions, more);

const ofCustom = grant("it", `serviceAccount:${shared}`, "projects/acme/roles/mine");

describe("sharedAccountGrants", () => {
  it("finds every grant to the account, written as a user and in other letters too", () => {
    const members = [`serviceAccount:${shared}`, `user:${shared}`, `serviceAccount:${shared.toUpperCase()}`];
    expect(found(...members.map((member, i) => grant(`g${i}`, member)))).to.deep.equal(["g0", "g1", "g2"]);
  });

  it("accepts everybody else", () => {
    const others = [
      `group:${shared}`,
      `domain:${shared}`,
      "user:connector@segment.com",
      "serviceAccount:connector@segment-1118.iam.gserviceaccount.com",
      `deleted:serviceAccount:${shared}?uid=1`,
      "allUsers",
      unknown,
    ];
    expect(found(...others.map((member, i) => grant(`g${i}`, member)))).to.deep.equal([]);
  });

  it("finds a role that is not known yet, that nobody holds here, and that is known in part", () => {
    expect(found(grant("it", `serviceAccount:${shared}`, unknown))).to.deep.equal(["it"]);
    expect(found(grant("it", `serviceAccount:${shared}`, "roles/else.reader"))).to.deep.equal(["it"]);
    expect(found(ofCustom)).to.deep.equal(["it"]);
    expect(found(ofCustom, custom([unknown]))).to.deep.equal(["it"]);
    expect(found(ofCustom, custom(["bigquery.tables.getData"]))).to.deep.equal(["it"]);
  });

  it("accepts a role that holds nothing", () => {
    expect(found(ofCustom, custom([]))).to.deep.equal([]);
    expect(found(ofCustom, custom(["bigquery.tables.getData"], { stage: "DISABLED" }))).to.deep.equal([]);
  });

  it("accepts a condition that never holds, and no other", () => {
    const under = (expression: string) =>
      make.datasetMember("it", "crm", viewer, {
        member: `serviceAccount:${shared}`,
        condition: { title: "t", expression },
      });
    expect(found(under('request.time < timestamp("2026-11-22T11:59:59Z")'))).to.deep.equal([]);
    expect(found(under('request.time < timestamp("2026-11-22T12:00:01Z")'))).to.deep.equal(["it"]);
  });
});
