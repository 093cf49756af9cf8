import * as pulumi from "@pulumi/pulumi";
import {
  KeyMode,
  ModelOperation,
  Profile,
  type SegmentBigQueryArgs,
  StateDatasetMode,
} from "../../../components/index";

/** Two sets of arguments, from the first of which a stack goes to the second. */
export interface Pair {
  title: string;
  before: SegmentBigQueryArgs;
  after: SegmentBigQueryArgs;
}

const project = "acme-analytics";
const location = "EU";
const crm = { dataset: "crm" };
const contacts = { dataset: "crm", table: "contacts" };
const views = { dataset: "web", table: "page_views" };
const sessions = { dataset: "web", table: "sessions" };
const lake = { project: "acme-lake", dataset: "profiles_sync" };
const out = pulumi.output;

/** No key, for a key adds half a minute to each update and nothing to what is looked at here. */
const documented = { project, location, key: { mode: KeyMode.None } };
const minimal = { ...documented, profile: Profile.Minimal };

/** The same grants, written in another way: nothing is to be done. */
export const same: readonly Pair[] = [
  {
    title: "names of sources change, and their order, and a project is written out",
    before: { ...documented, sources: [{ ...crm, name: "a" }, views] },
    after: { ...documented, sources: [views, { ...crm, project, name: "b" }] },
  },
  {
    title: "two sources exchange their names",
    before: {
      ...minimal,
      sources: [
        { ...crm, name: "one" },
        { ...views, name: "two" },
      ],
    },
    after: {
      ...minimal,
      sources: [
        { ...crm, name: "two" },
        { ...views, name: "one" },
      ],
    },
  },
];

/** Other grants, or the same by other children. */
export const changing: readonly Pair[] = [
  {
    title: "two datasets that are outputs exchange their names",
    before: {
      ...documented,
      sources: [
        { dataset: out("crm"), name: "one" },
        { dataset: out("web"), name: "two" },
      ],
    },
    after: {
      ...documented,
      sources: [
        { dataset: out("web"), name: "one" },
        { dataset: out("crm"), name: "two" },
      ],
    },
  },
  {
    title: "a table joins another of a dataset that is an output",
    before: { ...minimal, sources: [{ ...sessions, dataset: out("web"), name: "z" }] },
    after: {
      ...minimal,
      sources: [
        { ...sessions, dataset: out("web"), name: "z" },
        { ...views, dataset: out("web"), name: "a" },
      ],
    },
  },
  {
    title: "a dataset becomes an output",
    before: { ...documented, sources: [crm] },
    after: { ...documented, sources: [{ dataset: out("crm"), name: "crm" }] },
  },
  {
    title: "the component's project becomes an output",
    before: { ...documented, sources: [crm, { ...views, project }] },
    after: { ...documented, project: out(project), sources: [crm, { ...views, project }] },
  },
  {
    title: "a table becomes its whole dataset",
    before: { ...minimal, sources: [contacts, views, sessions] },
    after: { ...minimal, sources: [crm, sessions, views] },
  },
  {
    title: "the profile changes",
    before: { ...documented, sources: [crm, views, lake] },
    after: { ...minimal, sources: [lake, views, crm] },
  },
  {
    title: "operations on models change",
    before: {
      ...minimal,
      models: [{ dataset: "ml", operations: [ModelOperation.Predict, ModelOperation.Get] }],
    },
    after: {
      ...minimal,
      models: [{ dataset: "ml", name: "churn", operations: [ModelOperation.List, ModelOperation.Predict] }],
    },
  },
  {
    title: "the state dataset is handed over",
    before: { ...minimal, sources: [crm], stateDataset: { protect: false } },
    after: { ...minimal, sources: [crm], stateDataset: { mode: StateDatasetMode.Existing } },
  },
];
