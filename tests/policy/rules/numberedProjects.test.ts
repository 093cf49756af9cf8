import { expect } from "chai";
import { documentedStack, make, messages, unknown, type TestResource } from "../support";

const config = { sources: ["acme.crm"], serviceAccounts: [make.email] };
const said = (...added: TestResource[]) => messages([...documentedStack(), ...added], config);
const everyAccountOf = (number: string) =>
  `principalSet://cloudresourcemanager.googleapis.com/projects/${number}/type/ServiceAccount`;
const grant = (number: string, role: unknown = "roles/bigquery.dataEditor") =>
  make.datasetMember("grant", "crm", role, { member: everyAccountOf(number) });
const project = (name: string, projectId: unknown, number: unknown): TestResource => ({
  type: "gcp:organizations/project:Project",
  name,
  props: { projectId, number },
});
const open = (role: string) =>
  `advisory: Whether ${make.member} is among all service accounts of project number 42, to whom grant grants ` +
  `${role} on dataset acme.crm, cannot be determined: this stack makes no project of that number; make it here, or ` +
  "grant to the accounts that need it. [undetermined]";

describe("rule undetermined, of all service accounts of a project", () => {
  it("cannot tell whose project a number is that the stack does not make", () => {
    expect(said(grant("42"))).to.deep.equal([open("roles/bigquery.dataEditor")]);
    expect(said(grant("42"), project("other", "other", "43"))).to.deep.equal([
      open("roles/bigquery.dataEditor"),
    ]);
    expect(said(grant("42"), project("own", "acme", unknown))).to.deep.equal([
      open("roles/bigquery.dataEditor"),
    ]);
  });

  it("cannot tell it of a role that is not known either", () => {
    expect(said(grant("42", unknown))).to.deep.equal([open("a role that is not known yet")]);
  });

  it("cannot tell it of an account whose own project is not known", () => {
    const account = make.account({ project: unknown, email: unknown, member: unknown });
    const found = messages([account, grant("42"), project("own", "acme", "43")], { sources: ["acme.crm"] });
    expect(found.filter((one) => one.includes("project number 42"))).to.have.length(1);
  });

  it("rejects the grant where the number is that of the account's project", () => {
    const found = said(grant("42"), project("own", "acme", "42"));
    expect(found.map((one) => one.slice(one.lastIndexOf("[")))).to.deep.equal(["[excess-permissions]"]);
  });

  it("accepts it where the number is another project's, or the account's project has another", () => {
    expect(said(grant("42"), project("other", "other", "42"))).to.deep.equal([]);
    expect(said(grant("42"), project("own", "acme", "43"))).to.deep.equal([]);
  });

  it("accepts it for another project's id, and for a role that Segment may hold there", () => {
    for (const id of ["other", "other42", "42other"]) expect(said(grant(id)), id).to.deep.equal([]);
    expect(said(grant("42", "roles/bigquery.dataViewer"))).to.deep.equal([]);
  });

  it("says nothing in a stack without Segment", () => {
    expect(messages([grant("42")], { sources: ["acme.crm"] })).to.deep.equal([]);
  });
});
