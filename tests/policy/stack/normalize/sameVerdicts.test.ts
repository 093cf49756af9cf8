import { expect } from "chai";
import { documentedStack, make, messages, type TestResource } from "../../support";
import { cnrm, inProject } from "./support";

const group = { type: "gcp:cloudidentity/group:Group", name: "g", props: {} };

const membership = { type: "gcp:cloudidentity/groupMembership:GroupMembership", name: "m", props: {} };

const members = { groupKey: { id: "data@acme.com" }, name: "groups/abc" };

const toGroup = make.projectMember("grant", "roles/owner", { member: "group:data@acme.com" });

/** What the pack says of the documented stack with these resources besides. */
const said = (...resources: TestResource[]) => messages([...documentedStack(), ...resources]);

describe("canonical: a stack in another spelling", () => {
  it("is told the same of a group's membership", () => {
    const ours = said(
      toGroup,
      { ...group, props: members },
      { ...membership, props: { group: "groups/abc", preferredMemberKey: { id: make.email } } },
    );
    const native = said(
      toGroup,
      { ...group, type: "google-native:cloudidentity/v1:Group", props: members },
      {
        ...membership,
        type: "google-native:cloudidentity/v1:Membership",
        props: { groupId: "abc", preferredMemberKey: { id: make.email } },
      },
    );
    expect(ours.join()).to.include("group:data@acme.com");
    expect(native).to.deep.equal(ours);
  });

  it("is told the same of a procedure that grants in another project", () => {
    const sql =
      "BEGIN GRANT `roles/bigquery.dataOwner` ON SCHEMA crm TO 'serviceAccount:" + make.email + "'; END";
    const body = { definitionBody: sql, routineType: "PROCEDURE", language: "SQL" };
    const ours = said({
      type: "gcp:bigquery/routine:Routine",
      name: "r",
      props: { ...body, project: "beta", datasetId: "d", routineId: "r" },
    });
    const native = said({
      type: "google-native:bigquery/v2:Routine",
      name: "r",
      props: { ...body, routineReference: { project: "beta", datasetId: "d", routineId: "r" } },
    });
    expect(ours.join()).to.include("beta");
    expect(native).to.deep.equal(ours);
  });

  it("is told the same of a member of a connection in another project", () => {
    const grant = { role: "roles/bigquery.connectionAdmin", member: make.member };
    const ours = said({
      type: "gcp:bigquery/connectionIamMember:ConnectionIamMember",
      name: "c",
      props: { ...grant, project: "beta", location: "eu", connectionId: "c" },
    });
    const connector = said({
      type: cnrm("iam", "IAMPolicyMember"),
      name: "c",
      props: {
        metadata: inProject("acme", "c"),
        spec: {
          ...grant,
          resourceRef: {
            kind: "BigQueryConnectionConnection",
            external: "projects/beta/locations/eu/connections/c",
          },
        },
      },
    });
    expect(ours.join()).to.include("beta");
    expect(connector).to.deep.equal(ours);
  });
});
