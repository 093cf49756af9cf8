import { expect } from "chai";
import { conflictText } from "../../../policy/rules/conflicting-grants";
import type { Authorization } from "../../../policy/rules/hygiene/authorizations";
import type { Writer } from "../../../policy/rules/hygiene/writers";
import { indirectText } from "../../../policy/rules/indirect-access";
import type { AccountAccess } from "../../../policy/access/assessment";
import { naming } from "../../../policy/rules/text";
import { make, messages, unknown } from "../support";
import { assessmentOf } from "./hygiene/assessed";

const { segment } = assessmentOf([make.account()]).accounts[0] as AccountAccess;

const names = naming(assessmentOf([make.account()]));

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
  const rows: readonly [path: Authorization[], steps: number, writes: boolean, ways: string][] = [
    [[view], 1, false, "the authorized view acme.crm.users"],
    [[views], 1, false, "the authorized dataset acme.crm"],
    [[views], 1, true, "the authorized dataset acme.crm"],
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
    it(`tells of ${steps} steps: ${ways}${writes ? ", where it can create views" : ""}`, () => {
      expect(indirectText({ segment, on: dataset("raw"), path, steps, writes }, names)).to.deep.equal({
        what: `Segment reads dataset acme.raw through ${ways}.`,
        why: writes
          ? "It can create views of its own there, so it reads all of the dataset without a grant on it."
          : "It holds no grant on that dataset, so no declaration says that it may read there.",
        fix: "check that this shows no more than Segment needs, or remove the authorization",
      });
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
  const begin = "gcp:bigquery/datasetIamBinding:DatasetIamBinding `readers`";

  it("names what a policy drops, by name and each once", () => {
    const dropped = [table("web", "b"), table("web", "a"), dataset("crm"), table("web", "a")].map((object) =>
      authorized("view", object),
    );
    expect(conflictText({ kind: "views", writer: writer("readers"), dropped })).to.deep.equal({
      what: `${begin} drops what is authorized on dataset acme.crm (dataset acme.crm, table acme.web.a and table acme.web.b).`,
      why: "The policy that it writes holds members only, so what is read through the authorization fails.",
      fix: "grant with DatasetIamMember, which keeps authorizations",
    });
  });

  it("names what a binding or policy removes, by name and each once", () => {
    const fix = "grant there only by members, or put all grants into `readers`";
    const others = ["z", "y", "z"].map((one) => writer(one));
    expect(
      conflictText({ kind: "authoritative", writer: writer("readers", "binding"), others }),
    ).to.deep.equal({
      what: `${begin} alone decides who holds roles/a on dataset acme.crm.`,
      why: "Each update of it removes what `y` and `z` grant there.",
      fix,
    });
    expect(
      conflictText({ kind: "authoritative", writer: writer("readers", "policy"), others: [writer("z")] }),
    ).to.deep.equal({
      what: `${begin} alone decides who holds which role on dataset acme.crm.`,
      why: "Each update of it removes what `z` grants there.",
      fix,
    });
  });
});

describe("what the message about the shared account says", () => {
  const shared = "serviceAccount:connector@segment-1119.iam.gserviceaccount.com";
  for (const [role, words] of [
    ["roles/bigquery.user", "roles/bigquery.user"],
    ["organizations/1/roles/x", "organizations/1/roles/x"],
    [unknown, "a role that is unknown until the update"],
  ] as const)
    it(`names ${words}`, () => {
      expect(messages([make.projectMember("old", role, { member: shared })])).to.deep.equal([
        `advisory: \`old\` grants ${shared} ${words} on project acme. Segment once shared this account between its customers and has deprecated it. Fix: give Segment an account of its own, then remove the grant. [shared-account]`,
      ]);
    });
});
