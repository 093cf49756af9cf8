import * as pulumi from "@pulumi/pulumi";
import {
  type SegmentBigQueryArgs,
  KeyMode,
  ModelOperation,
  Profile,
  StateDatasetMode,
} from "../../../components/index";

/** Two sets of arguments between which a stack goes, both ways round where that is said. */
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

/** No key, for a key adds half a minute to each update and nothing to what is looked at here. */
const plain = { project, location, key: { mode: KeyMode.None } };
const minimal = { ...plain, profile: Profile.Minimal };

/** Edits that lost access on the tree of 2026-11-22, and the ones beside them. */
export const pairs: readonly Pair[] = [
  {
    title: "a source is given a name",
    before: { ...plain, sources: [crm] },
    after: { ...plain, sources: [{ ...crm, name: "customers" }] },
  },
  {
    title: "a source's name is taken away",
    before: { ...minimal, sources: [{ ...crm, name: "customers" }] },
    after: { ...minimal, sources: [crm] },
  },
  {
    title: "two sources exchange their names",
    before: {
      ...plain,
      sources: [
        { ...crm, name: "one" },
        { ...views, name: "two" },
      ],
    },
    after: {
      ...plain,
      sources: [
        { ...crm, name: "two" },
        { ...views, name: "one" },
      ],
    },
  },
  {
    title: "one dataset is named twice, in another order",
    before: {
      ...minimal,
      sources: [
        { ...crm, name: "one" },
        { ...crm, name: "two" },
      ],
    },
    after: {
      ...minimal,
      sources: [
        { ...crm, name: "two" },
        { ...crm, name: "one" },
      ],
    },
  },
  {
    title: "a table joins others of a dataset that is an output",
    before: { ...minimal, sources: [{ ...sessions, dataset: pulumi.output("web"), name: "sessions" }] },
    after: {
      ...minimal,
      sources: [
        { ...sessions, dataset: pulumi.output("web"), name: "sessions" },
        { ...views, dataset: pulumi.output("web"), name: "a-views" },
      ],
    },
  },
  {
    title: "a dataset becomes an output",
    before: { ...minimal, sources: [crm, views] },
    after: {
      ...minimal,
      sources: [
        { dataset: pulumi.output("crm"), name: "crm" },
        { ...views, dataset: pulumi.output("web"), name: "views" },
      ],
    },
  },
  {
    title: "the component's project becomes an output",
    before: { ...plain, sources: [{ ...crm, project }] },
    after: { ...plain, project: pulumi.output(project), sources: [{ ...crm, name: "crm" }] },
  },
  {
    title: "a source's own project is left out",
    before: {
      ...plain,
      sources: [
        { ...crm, project },
        { project: "acme-lake", dataset: "profiles_sync" },
      ],
    },
    after: { ...plain, sources: [crm, { project: "acme-lake", dataset: "profiles_sync" }] },
  },
  {
    title: "a table becomes its whole dataset",
    before: { ...minimal, sources: [contacts, views, sessions] },
    after: { ...minimal, sources: [crm, sessions, views] },
  },
  {
    title: "the profile changes, and the order of sources",
    before: { ...plain, sources: [crm, views, { project: "acme-lake", dataset: "profiles_sync" }] },
    after: { ...minimal, sources: [{ project: "acme-lake", dataset: "profiles_sync" }, views, crm] },
  },
  {
    title: "a model's operations change, and its name",
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
    title: "a source joins where the state dataset exists already",
    before: {
      ...minimal,
      sources: [crm],
      stateDataset: { mode: StateDatasetMode.Existing, datasetId: "ml" },
    },
    after: {
      ...minimal,
      sources: [crm, views],
      stateDataset: { mode: StateDatasetMode.Existing, datasetId: "ml" },
    },
  },
];
