import { expect } from "chai";
import { parseAccessEntry } from "../../../policy/iam/member";
import { type PlainObject, UNKNOWN } from "../../../policy/stack/plain";

const email = "segment@acme.iam.gserviceaccount.com";

describe("parseAccessEntry", () => {
  const nobody = { userByEmail: "", groupByEmail: null, domain: "", specialGroup: "", iamMember: null };
  const view = { projectId: "acme", datasetId: "d", tableId: "v" };
  const table: readonly [string, PlainObject, ReturnType<typeof parseAccessEntry>][] = [
    ["a service account", { role: "READER", userByEmail: email }, { kind: "serviceAccount", email }],
    ["its email in capitals", { userByEmail: email.toUpperCase() }, { kind: "serviceAccount", email }],
    ["a user", { userByEmail: "ann@acme.com" }, { kind: "user", email: "ann@acme.com" }],
    ["an IAM member", { iamMember: `serviceAccount:${email}` }, { kind: "serviceAccount", email }],
    ["everybody as an IAM member", { ...nobody, iamMember: "allUsers" }, { kind: "allUsers" }],
    ["a group", { groupByEmail: "Data@acme.com" }, { kind: "group", email: "data@acme.com" }],
    ["a domain", { domain: "acme.com" }, { kind: "domain", domain: "acme.com" }],
    [
      "everybody with an account",
      { specialGroup: "allAuthenticatedUsers" },
      { kind: "allAuthenticatedUsers" },
    ],
    [
      "the project's readers",
      { specialGroup: "projectReaders" },
      { kind: "projectRole", role: "roles/viewer", project: "acme" },
    ],
    [
      "the project's writers",
      { specialGroup: "projectWriters" },
      { kind: "projectRole", role: "roles/editor", project: "acme" },
    ],
    [
      "a special group unheard of",
      { specialGroup: "everyone" },
      { kind: "other", text: "specialGroup:everyone" },
    ],
    ["nobody", { role: "READER" }, "nobody"],
    ["nobody, as outputs spell it", { role: "READER", ...nobody, view: null, routine: null }, "nobody"],
    ["nobody and an empty view", { role: "READER", view: { datasetId: "", projectId: null } }, "nobody"],
    ["nobody and a view of nothing", { role: "READER", view: "", routine: false, dataset: {} }, "nobody"],
    ["a view of which a part is empty", { view: { datasetId: "d", projectId: null } }, "authorized"],
    ["a view", { ...nobody, role: "", view }, "authorized"],
    ["a routine", { routine: { projectId: "acme", datasetId: "d", routineId: "r" } }, "authorized"],
    ["a dataset", { dataset: { dataset: { datasetId: "d" }, targetTypes: ["VIEWS"] } }, "authorized"],
    ["a dataset in DatasetAccess", { authorizedDataset: { dataset: { datasetId: "d" } } }, "authorized"],
    ["a view that is not known yet", { view: UNKNOWN }, "authorized"],
    ["an email that is not known yet", { role: "READER", userByEmail: UNKNOWN }, UNKNOWN],
    ["a hidden email", { role: "READER", userByEmail: "[secret]" }, UNKNOWN],
    [
      "what is known beside what is not",
      { userByEmail: UNKNOWN, specialGroup: "allUsers" },
      { kind: "allUsers" },
    ],
    [
      "a member with its prefix as an email",
      { userByEmail: `serviceAccount:x` },
      { kind: "invalid", text: "user:serviceAccount:x" },
    ],
    ["something that is no text", { userByEmail: ["x"] }, { kind: "invalid", text: "user:(not a text)" }],
  ];
  for (const [what, entry, principal] of table) {
    it(`reads ${what}`, () => expect(parseAccessEntry(entry, "acme")).to.deep.equal(principal));
  }
});
