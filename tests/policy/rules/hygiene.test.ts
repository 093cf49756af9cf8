import { expect } from "chai";
import { conflictMessage } from "../../../policy/rules/conflicting-grants";
import type { Authorization } from "../../../policy/rules/hygiene/authorizations";
import type { Writer } from "../../../policy/rules/hygiene/writers";
import { indirectMessage } from "../../../policy/rules/indirect-access";
import { make, messages, unknown } from "../support";

const { member } = make;

const dataset = (name: string) => ({ kind: "dataset" as const, project: "acme", dataset: name });

const table = (name: string, tableId: string) => ({
  kind: "table" as const,
  project: "acme",
  dataset: name,
  table: tableId,
});

const routine = { kind: "routine" as const, project: "acme", dataset: "crm", routine: "f" };

const authorized = (what: Authorization["what"], object: Authorization["object"]): Authorization => ({
  urn: "urn",
  name: "leave",
  on: dataset("raw"),
  what,
  object,
});

describe("what the message about indirect access says", () => {
  const view = authorized("view", table("crm", "users"));
  const views = authorized("dataset", dataset("crm"));
  const function_ = authorized("routine", routine);
  const end =
    ", and holds no grant there; check that this shows no more than Segment needs, or take the authorization away.";
  const rows: readonly [path: Authorization[], steps: number, writes: boolean, ways: string][] = [
    [[view], 1, false, "the authorized view acme.crm.users"],
    [[views], 1, false, "the authorized dataset acme.crm"],
    [[views], 1, true, "the authorized dataset acme.crm, in which it can make views of its own"],
    [[function_, view], 2, false, "the authorized routine acme.crm.f and the authorized view acme.crm.users"],
    [
      [view, view, view, view],
      4,
      false,
      `${Array(3).fill("the authorized view acme.crm.users").join(", ")} and the authorized view acme.crm.users`,
    ],
    [
      [view, view, view, view],
      6,
      false,
      `${Array(3).fill("the authorized view acme.crm.users").join(", ")} and 3 more`,
    ],
  ];
  for (const [path, steps, writes, ways] of rows)
    it(`tells of ${steps} steps: ${ways}`, () => {
      expect(indirectMessage({ member, on: dataset("raw"), path, steps, writes })).to.equal(
        `${member} reads dataset acme.raw through ${ways}${end}`,
      );
    });
});

describe("what the messages about conflicts name", () => {
  const writer = (name: string, shape: Writer["shape"] = "member", roleName = "roles/a"): Writer => ({
    urn: name,
    name,
    type: "gcp:bigquery/datasetIamBinding:DatasetIamBinding",
    shape,
    scope: dataset("crm"),
    roleName,
    roleKey: roleName,
    grants: new Set(),
    segment: true,
  });
  const begin = "gcp:bigquery/datasetIamBinding:DatasetIamBinding readers";

  it("names what a policy drops, by name and each once", () => {
    const dropped = [table("web", "b"), table("web", "a"), dataset("crm"), table("web", "a")].map((object) =>
      authorized("view", object),
    );
    expect(conflictMessage({ kind: "views", writer: writer("readers"), dropped })).to.equal(
      `${begin} drops what is authorized on dataset acme.crm (dataset acme.crm, table acme.web.a and table acme.web.b), for the policy that it writes holds members alone; grant by DatasetIamMember, which keeps it.`,
    );
  });

  it("names what a binding or policy takes away, by name and each once", () => {
    const binding = writer("readers", "binding");
    const end = "there; grant it in one way only.";
    expect(
      conflictMessage({
        kind: "authoritative",
        writer: binding,
        beside: ["z", "y", "z"].map((one) => writer(one)),
      }),
    ).to.equal(
      `${begin} decides alone who holds roles/a on dataset acme.crm, and takes away what y and z grant ${end}`,
    );
    expect(
      conflictMessage({ kind: "authoritative", writer: writer("readers", "policy"), beside: [writer("z")] }),
    ).to.equal(
      `${begin} decides alone who holds which role on dataset acme.crm, and takes away what z grants ${end}`,
    );
  });
});

describe("what the message about the shared account says", () => {
  const shared = "serviceAccount:connector@segment-1119.iam.gserviceaccount.com";
  for (const [role, words] of [
    ["roles/bigquery.user", "roles/bigquery.user"],
    ["organizations/1/roles/x", "organizations/1/roles/x"],
    [unknown, "a role that is not known yet"],
  ] as const)
    it(`names ${words}`, () => {
      expect(messages([make.projectMember("old", role, { member: shared })])).to.deep.equal([
        `advisory: ${shared}, which Segment once shared between its customers and is to be removed, holds ${words} on project acme; give Segment an account of its own, then remove the grant. [shared-account]`,
      ]);
    });
});
