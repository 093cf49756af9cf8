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
  `advisory: \`grant\` grants ${role} on dataset acme.crm to all service accounts of project number 42. Whether Segment's account ` +
  "is among them cannot be determined: this stack creates no project with that number. " +
  "Fix: create the project in this stack, or grant to the accounts that need it. [undetermined]";

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
    expect(said(grant("42", unknown))).to.deep.equal([open("a role that is unknown until the update")]);
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

  it("reads the number where the config tells whose it is", () => {
    const told = (numbers: object) =>
      messages([...documentedStack(), grant("42")], { ...config, projectNumbers: numbers });
    expect(told({ 42: "acme" }).map((one) => one.slice(one.lastIndexOf("[")))).to.deep.equal([
      "[excess-permissions]",
    ]);
    expect(told({ 42: "other" })).to.deep.equal([]);
    expect(told({ 43: "acme" })).to.deep.equal([]);
  });

  it("says nothing in a stack without Segment", () => {
    expect(messages([grant("42")], { sources: ["acme.crm"] })).to.deep.equal([]);
  });
});

describe("a project by number", () => {
  const member = (name: string, project: string, role: string): TestResource =>
    make.projectMember(name, role, { project });
  const byNumber = [
    make.account(),
    member("user", "42", "roles/bigquery.user"),
    make.datasetMember("crm", "crm", "roles/bigquery.dataViewer", { project: "42" }),
    make.datasetMember("state", "__segment_reverse_etl", "roles/bigquery.dataEditor", { project: "42" }),
  ];

  it("accepts what Segment needs where the stack or the config tells whose number it is", () => {
    expect(messages([...byNumber, project("own", "acme", "42")], config)).to.deep.equal([]);
    expect(messages(byNumber, { ...config, projectNumbers: { 42: "acme" } })).to.deep.equal([]);
  });

  it("accepts sources and state that the config names by number", () => {
    const numbered = { ...config, sources: ["42.crm"], stateDataset: "42.__segment_reverse_etl" };
    expect(messages([...documentedStack(), project("own", "acme", "42")], numbered)).to.deep.equal([]);
    const wrong = { ...numbered, projectNumbers: { 42: "other" } };
    expect(
      messages(documentedStack(), wrong).filter((one) => one.includes("[excess-permissions]")),
    ).to.have.length(2);
  });

  it("cannot tell what of a source may be read whose number nothing explains", () => {
    const found = messages(documentedStack(), { ...config, sources: ["42.crm"] });
    expect(found.filter((one) => !one.startsWith("advisory"))).to.deep.equal([]);
    expect(found.filter((one) => one.includes("[undetermined]"))).to.have.length(1);
  });

  it("rejects a key of projectNumbers that is no number", () => {
    const found = messages(documentedStack(), { ...config, projectNumbers: { acme: "42" } });
    expect(found.map((one) => one.slice(0, 80)).join()).to.include("projectNumbers.acme");
  });
});
