import { expect } from "chai";
import type { Scope } from "../../../policy/iam/scope";
import { sourceTest } from "../../../policy/rules/source-hygiene";
import { make, type TestResource } from "../support";
import { accountOf } from "./hygiene/assessed";

const viewer = "roles/bigquery.dataViewer";

const state = "__segment_reverse_etl";

/** `dataset` or `dataset.table` of project acme, or with a project before it. */
function scopeOf(text: string): Scope {
  const [project = "acme", dataset = "", table] = text.split(".");
  return table === undefined
    ? { kind: "dataset", project, dataset }
    : { kind: "table", project, dataset, table };
}

const places = [
  "acme.crm",
  "acme.crm.users",
  "acme.crm.orders",
  "acme.hr",
  "acme.hr.users",
  "data.crm",
  `acme.${state}`,
  `acme.${state}.records_1`,
];

const sourcesAmong = (resources: readonly TestResource[], config: Readonly<Record<string, unknown>> = {}) => {
  const isSource = sourceTest(accountOf([make.account(), ...resources], config));
  return places.filter((place) => isSource(scopeOf(place)));
};

describe("sourceTest", () => {
  const declared: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ["a dataset", ["acme.crm"], ["acme.crm", "acme.crm.users", "acme.crm.orders"]],
    ["a table, with its dataset", ["acme.crm.users"], ["acme.crm", "acme.crm.users"]],
    [
      "a project but for the state dataset",
      ["acme"],
      ["acme.crm", "acme.crm.users", "acme.crm.orders", "acme.hr", "acme.hr.users"],
    ],
    ["a dataset of another project", ["data.crm"], ["data.crm"]],
    ["the state dataset never", [`acme.${state}`, `acme.${state}.records_1`], []],
    ["nothing", [], []],
  ];
  for (const [title, sources, expected] of declared) {
    it(`takes ${title}, where it is declared`, () => {
      const others = make.datasetMember("hr", "hr", viewer);
      expect(sourcesAmong([others], { sources })).to.deep.equal(expected);
    });
  }

  it("takes the configured state dataset for none, and then the usual one like any other", () => {
    expect(sourcesAmong([], { sources: ["acme"], stateDataset: "crm" })).to.deep.equal([
      "acme.hr",
      "acme.hr.users",
      `acme.${state}`,
      `acme.${state}.records_1`,
    ]);
  });

  const granted: readonly (readonly [string, readonly TestResource[], readonly string[]])[] = [
    [
      "the dataset",
      [make.datasetMember("it", "crm", viewer)],
      ["acme.crm", "acme.crm.users", "acme.crm.orders"],
    ],
    ["the table", [make.tableMember("it", "crm", "users", viewer)], ["acme.crm", "acme.crm.users"]],
    ["the state dataset", [make.datasetMember("it", state, "roles/bigquery.dataEditor")], []],
    ["a whole project", [make.projectMember("it", viewer)], []],
    [
      "a routine",
      [
        {
          type: "gcp:bigquery/routineIamMember:RoutineIamMember",
          name: "it",
          props: { project: "acme", datasetId: "crm", routineId: "f", role: viewer, member: make.member },
        },
      ],
      [],
    ],
    [
      "what it sees of a dataset but does not read",
      [make.datasetMember("it", "crm", "roles/bigquery.metadataViewer")],
      [],
    ],
    ["a dataset with a role that is not known", [make.datasetMember("it", "crm", "roles/else.reader")], []],
  ];
  for (const [title, resources, expected] of granted) {
    it(`takes ${expected.length === 0 ? "nothing" : "the place"} where none is declared and Segment is granted ${title}`, () => {
      expect(sourcesAmong(resources)).to.deep.equal(expected);
    });
  }
});
