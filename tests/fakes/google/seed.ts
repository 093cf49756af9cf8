import { addDataset } from "./datasets";
import { addModel } from "./models";
import { allServices } from "./router";
import { addSecret, addVersion } from "./secrets";
import { addAccount } from "./accounts";
import { addTable } from "./tables";
import {
  nextId,
  type Binding,
  type GoogleState,
  type Json,
  type ProjectState,
  type TableQuirks,
} from "./state";

/** What a test says of Google before it starts; everything left out is what a new project has. */
export interface GoogleSeed {
  projects?: Record<string, ProjectSeed>;
  /** Folders and organizations above projects, by `folders/1` or `organizations/1`. */
  containers?: Record<string, { bindings?: Binding[]; parent?: string }>;
  /** Members of groups, by the group's address. */
  groups?: Record<string, string[]>;
  /** Who may read columns under a policy tag, by the tag's name. */
  policyTagReaders?: Record<string, string[]>;
}

export interface ProjectSeed {
  number?: string;
  displayName?: string;
  parent?: string;
  /** @default - every API that the fake stands for */
  services?: string[];
  /** Services that a service perimeter closes. */
  perimeter?: string[];
  /** Organization policy constraints in force. */
  constraints?: string[];
  /** @default "enabled" */
  billing?: ProjectState["billing"];
  /** Google's words on a quota that is used up. */
  quotaExceeded?: string;
  bindings?: Binding[];
  /** By account id. Keys come from `google.makeKey`. */
  accounts?: Record<
    string,
    { displayName?: string; description?: string; disabled?: boolean; bindings?: Binding[] }
  >;
  /** Permissions of each custom role, by role id. */
  roles?: Record<string, string[]>;
  datasets?: Record<string, DatasetSeed>;
  /** Plain text of each version, by secret id. */
  secrets?: Record<string, { versions?: string[]; bindings?: Binding[]; resource?: Json }>;
}

export interface DatasetSeed {
  /** @default "US" */
  location?: string;
  /** Entries beside the default access list. */
  access?: Json[];
  tables?: Record<string, TableSeed>;
  models?: string[];
  /** Further fields of the API's resource, such as `defaultTableExpirationMs`. */
  resource?: Json;
}

export interface TableSeed {
  /** Standard SQL: makes it a view. */
  view?: string;
  bindings?: Binding[];
  rowAccessPolicies?: Json[];
  rows?: Json[];
  resource?: Json;
  /** What stands in the way of a query. */
  quirks?: TableQuirks;
}

/** The state that a test begins with. */
export function plant(seed: GoogleSeed): GoogleState {
  const state: GoogleState = {
    projects: new Map(),
    containers: new Map(),
    groups: new Map(Object.entries(seed.groups ?? {})),
    privateGroups: new Set(),
    cloudIdentityPremium: true,
    policyTagReaders: new Map(Object.entries(seed.policyTagReaders ?? {})),
    perimeterInWords: false,
    quotaProjectWanted: false,
    tokens: new Map(),
    faults: [],
    untestable: new Set(),
    requests: [],
    quotes: false,
    clockOffset: 0,
    counter: 0,
  };
  for (const [name, { bindings = [], parent }] of Object.entries(seed.containers ?? {})) {
    state.containers.set(name, { policy: { bindings, version: 1 }, ...(parent && { parent }) });
  }
  for (const [id, project] of Object.entries(seed.projects ?? {})) plantProject(state, id, project);
  return state;
}

function plantProject(state: GoogleState, id: string, seed: ProjectSeed): void {
  const project: ProjectState = {
    id,
    number: seed.number ?? String(100_000_000_000 + nextId(state)),
    displayName: seed.displayName ?? id,
    ...(seed.parent && { parent: seed.parent }),
    services: new Set(seed.services ?? allServices),
    perimeter: new Set(seed.perimeter),
    constraints: new Set(seed.constraints),
    billing: seed.billing ?? "enabled",
    ...(seed.quotaExceeded !== undefined && { quotaExceeded: seed.quotaExceeded }),
    policy: { bindings: structuredClone(seed.bindings ?? []), version: 1 },
    accounts: new Map(),
    roles: new Map(),
    datasets: new Map(),
    jobs: new Map(),
    secrets: new Map(),
  };
  state.projects.set(id, project);
  for (const [accountId, account] of Object.entries(seed.accounts ?? {})) {
    const { bindings = [], ...fields } = account;
    addAccount(state, project, accountId, {
      ...fields,
      policy: { bindings: structuredClone(bindings), version: 1 },
    });
  }
  for (const [roleId, includedPermissions] of Object.entries(seed.roles ?? {})) {
    const name = `projects/${id}/roles/${roleId}`;
    project.roles.set(roleId, {
      name,
      title: roleId,
      description: "",
      stage: "GA",
      includedPermissions,
      version: 1,
    });
  }
  for (const [datasetId, dataset] of Object.entries(seed.datasets ?? {}))
    plantDataset(state, project, datasetId, dataset);
  for (const [secretId, secret] of Object.entries(seed.secrets ?? {})) {
    const made = addSecret(state, project, secretId, secret.resource ?? {});
    made.policy.bindings = structuredClone(secret.bindings ?? []);
    for (const plain of secret.versions ?? []) addVersion(state, made, Buffer.from(plain).toString("base64"));
  }
}

function plantDataset(state: GoogleState, project: ProjectState, id: string, seed: DatasetSeed): void {
  const dataset = addDataset(state, project, id, { location: seed.location ?? "US", ...seed.resource });
  dataset.resource["access"] = [...(dataset.resource["access"] as Json[]), ...(seed.access ?? [])];
  for (const [tableId, table] of Object.entries(seed.tables ?? {})) {
    const made = addTable(state, dataset, tableId, {
      ...(table.view !== undefined && { view: { query: table.view, useLegacySql: false } }),
      ...table.resource,
    });
    made.policy.bindings = structuredClone(table.bindings ?? []);
    made.rowAccessPolicies = table.rowAccessPolicies ?? [];
    made.rows = table.rows ?? [];
    made.quirks = table.quirks ?? {};
  }
  for (const model of seed.models ?? []) addModel(dataset, model);
}
