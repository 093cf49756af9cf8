import { expect } from "chai";
import { make, type TestResource, verdicts } from "../support";
import { component } from "./keySupport";

const found = (resources: readonly TestResource[], config: object) =>
  verdicts(resources, config)
    .filter(({ rule }) => rule === "allowed-sources")
    .map(({ urn, message }) => [urn?.split("::").pop(), message]);

const says = (bounds: string) =>
  `acme.hr is declared for Segment to use. The organization allows ${bounds}. Fix: remove acme.hr from the declaration, or add it to allowedSources. [allowed-sources]`;

const declaring = { ...component({ sources: [{ dataset: "hr" }] }), name: "connection" };

describe("rule allowed-sources, of anyone who declares", () => {
  it("names the component that declares", () => {
    expect(found([declaring, make.account()], { allowedSources: ["acme.crm"] })).to.deep.equal([
      ["connection", says("only acme.crm")],
    ]);
  });

  it("names the account where there is no component, and nothing where it is made elsewhere", () => {
    const config = { allowedSources: ["acme.crm", "lake.*"], sources: ["acme.hr"] };
    const bounds = says("only acme.crm and lake.*");
    expect(found([make.account()], config)).to.deep.equal([["segment", bounds]]);
    expect(found([make.projectMember("user", "roles/bigquery.user")], config)).to.deep.equal([
      [undefined, bounds],
    ]);
  });

  it("rejects every source where none is allowed", () => {
    expect(found([declaring], { allowedSources: [] })).to.deep.equal([["connection", says("nothing")]]);
  });

  it("rejects a state dataset that is a source, unless the config names it", () => {
    const mixed = {
      ...component({ sources: [{ dataset: "crm" }], stateDataset: { project: "acme", dataset: "crm" } }),
      name: "connection",
    };
    expect(found([mixed, make.account()], { allowedSources: ["acme.crm"] })).to.deep.equal([
      [
        "connection",
        "acme.crm is declared as the state dataset of Segment, and is one of its sources. Segment may read its sources and not write to them. Fix: declare another dataset, or name it as stateDataset in the config. [allowed-sources]",
      ],
    ]);
    const config = { allowedSources: ["acme.crm"], stateDataset: "acme.crm" };
    expect(found([mixed, make.account()], config)).to.deep.equal([]);
  });

  it("accepts an account for which nobody has declared sources", () => {
    expect(found([make.account()], { allowedSources: [] })).to.deep.equal([]);
  });

  it("accepts everything where nothing is ruled out", () => {
    expect(found([declaring], {})).to.deep.equal([]);
  });

  const state = (project: string, dataset: string) => ({ stateDataset: { project, dataset } });
  const declares = (outputs: Readonly<Record<string, unknown>>) => [
    { ...component(outputs), name: "connection" },
    make.account(),
  ];
  const rejected: readonly (readonly [string, Readonly<Record<string, unknown>>, readonly string[]])[] = [
    ["the dataset of models", { models: [{ dataset: "dbt" }] }, ["acme.dbt"]],
    ["a dataset to fill", { destinations: [{ dataset: "lake" }] }, ["acme.lake"]],
    ["a state dataset of another name", state("acme", "state"), ["acme.state"]],
    [
      "a state dataset in another project",
      state("lab", "__segment_reverse_etl"),
      ["lab.__segment_reverse_etl"],
    ],
    [
      "a state dataset that shares its name with one source and its project with another",
      { sources: [{ project: "lab", dataset: "crm" }, { dataset: "ads" }], ...state("acme", "crm") },
      ["acme.ads", "lab.crm"],
    ],
  ];
  for (const [title, outputs, sources] of rejected)
    it(`rejects ${title} and names it`, () => {
      expect(found(declares(outputs), { allowedSources: ["acme.crm"] })).to.deep.equal(
        sources.map((source) => ["connection", says("only acme.crm").replaceAll("acme.hr", source)]),
      );
    });

  it("rejects a state dataset that is a source and not allowed, and names it once", () => {
    const outputs = { sources: [{ dataset: "hr" }], ...state("acme", "hr") };
    expect(found(declares(outputs), { allowedSources: ["acme.crm"] })).to.deep.equal([
      ["connection", says("only acme.crm")],
    ]);
  });

  for (const [title, outputs, config] of [
    [
      "datasets of models that the config names",
      { models: [{ dataset: "dbt" }] },
      { models: [{ dataset: "hr" }] },
    ],
    [
      "datasets to fill that the config names",
      { destinations: [{ dataset: "lake" }] },
      { destinations: ["hr"] },
    ],
    ["a state dataset that the config names", state("acme", "state"), { stateDataset: "hr" }],
    ["the usual state dataset", state("acme", "__segment_reverse_etl"), {}],
  ] as const)
    it(`accepts ${title}`, () => {
      expect(found(declares(outputs), { allowedSources: ["acme.crm"], ...config })).to.deep.equal([]);
    });
});
