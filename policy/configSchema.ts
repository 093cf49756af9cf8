import { defaultMaxKeyAgeDays, exemptedField as fieldPattern } from "./access/config";
import { modelOperationNames } from "./facts/modelOperations";
import { productNames } from "./facts/products";
import { rules } from "./rules";

const exemptedField = { type: "string", pattern: fieldPattern.source } as const;

/** What one account needs. */
const needsProperties = {
  products: {
    type: "array",
    items: { type: "string", enum: [...productNames] },
    description:
      "Segment's products that use the account. Not set: what the account's words name (Profiles Sync, warehouse, SQL Traits), else Linked Events.",
  },
  sources: {
    type: "array",
    items: { type: "string", pattern: "^(?:[^:]+:)?[^.:]+(?:\\.[^.:]+){0,2}$" },
    description:
      "What Segment may read: `project`, `project.dataset` or `project.dataset.table`. Outranks the component's own.",
  },
  models: {
    type: "array",
    items: {
      type: "object",
      properties: {
        dataset: { type: "string" },
        operations: { type: "array", items: { type: "string", enum: [...modelOperationNames] } },
      },
      required: ["dataset", "operations"],
      additionalProperties: false,
    },
    description:
      "Datasets that hold BigQuery ML models (`dataset` or `project.dataset`) and what Segment's queries do with them.",
  },
  stateDataset: {
    type: "string",
    description:
      "The state dataset, `dataset` or `project.dataset`. Not set: `__segment_reverse_etl` in the account's project.",
  },
  segmentCreatesStateDataset: {
    type: "boolean",
    description:
      "Whether Segment makes the state dataset itself. Not set: the component's choice, else false.",
  },
  destinations: {
    type: "array",
    items: { type: "string", pattern: "^(?:[^:]+:)?[^.:]+(?:\\.[^.:]+)?$" },
    description:
      "Datasets made beforehand that products which write may fill: `dataset` or `project.dataset`. Outranks the component's own.",
  },
  segmentCreatesDestinations: {
    type: "boolean",
    description:
      "Whether Segment makes the datasets itself that its products write. Not set: the component's choice, else where a product writes and no destinations are declared.",
  },
  connections: {
    type: "array",
    items: { type: "string", pattern: "^(?:(?:[^:]+:)?[^.:]+\\.)?[^.:]+\\.[^.:]+$" },
    description:
      "BigQuery connections over which queries make and use remote models: `location.connection` or `project.location.connection`, as SQL names them. Outranks the component's own.",
  },
  exportBuckets: {
    type: "array",
    items: { type: "string", pattern: "^[a-z0-9][a-z0-9._-]+$" },
    description: "Names of the buckets to which EXPORT MODEL writes. Outranks the component's own.",
  },
  profile: {
    type: "string",
    enum: ["documented", "minimal"],
    description: "What is accepted. Not set: the component's profile, else `documented`.",
  },
  readApi: {
    type: "string",
    enum: ["REST", "STORAGE"],
    description: "How Segment reads. Not set: the component's choice, else `REST`.",
  },
  location: {
    type: "string",
    description: "Segment's Data Location, with which datasets are compared. Not set: the component's.",
  },
} as const;

/** The config of the policy. No defaults here: the engine would fill them in and hide what the author set. */
export const configProperties = {
  serviceAccounts: {
    type: "array",
    items: { type: "string" },
    description:
      "E-mail addresses of Segment's accounts; `*` stands for any run of characters. The accounts of `SegmentBigQuery`, and those that say Segment in their id, display name or description, are judged as well.",
  },
  accounts: {
    type: "array",
    items: {
      type: "object",
      properties: { account: { type: "string" }, ...needsProperties },
      required: ["account"],
      additionalProperties: false,
    },
    description:
      "Needs by account, for several environments under one config: `account` is an address or a pattern, the rest as at the top, which counts for accounts without an entry.",
  },
  ...needsProperties,
  allowedSources: {
    type: "array",
    items: { type: "string" },
    description:
      "Bounds what a stack may declare: sources, the state dataset, models and destinations. Patterns of `project.dataset.table`, `*` for any run of characters. Not set: no bound.",
  },
  projectNumbers: {
    type: "object",
    additionalProperties: { type: "string" },
    description:
      "Ids of projects by number (`123456789012: acme-data`), for grants by number in stacks that do not make the project.",
  },
  secretsManagers: {
    type: "array",
    items: { type: "string" },
    description:
      "Type tokens of resources that the organization keeps secrets in, next to those that the pack knows.",
  },
  checkMissing: {
    type: "boolean",
    description: "Whether missing permissions are reported. Not set: in the stack that makes the account.",
  },
  maxKeyAgeDays: {
    type: "number",
    minimum: 1,
    description: `Age in days from which a key is too old. Not set: ${defaultMaxKeyAgeDays}.`,
  },
  uploadedKeys: {
    type: "string",
    enum: ["allow", "reject"],
    description: "Whether uploaded public keys are accepted. Not set: `reject`.",
  },
  levels: {
    type: "object",
    properties: Object.fromEntries(
      rules.map(({ id }) => [id, { type: "string", enum: ["mandatory", "advisory", "disabled"] }]),
    ),
    additionalProperties: false,
    description: "Level by rule. Not set: each rule's own.",
  },
  exemptions: {
    type: "array",
    items: {
      type: "object",
      properties: {
        rule: { type: "string", enum: rules.map(({ id }) => id) },
        resource: exemptedField,
        account: exemptedField,
        role: exemptedField,
        scope: exemptedField,
        permission: exemptedField,
        reason: { type: "string", minLength: 10 },
        until: { type: "string", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
      },
      required: ["rule", "reason"],
      additionalProperties: false,
    },
    description:
      "Findings that are accepted: of `rule`, matching in every field that is stated (`*` at the end for any rest), for a `reason`, `until` a date.",
  },
} as const;
