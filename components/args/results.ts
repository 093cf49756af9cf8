/** A source as declared, its project filled in. */
export interface SourceResult {
  /** Id of the project that holds it. */
  project: string;
  /** Id of the dataset; absent where the whole project is a source. */
  dataset?: string;
  /** Id of the table; absent where the whole dataset or project is a source. */
  table?: string;
}

/** A dataset with models as declared, its project filled in. */
export interface ModelsResult {
  /** Id of the project that holds the dataset. */
  project: string;
  /** Id of the dataset. */
  dataset: string;
  /** What is done with its models: values of `ModelOperation`. */
  operations: string[];
}

/** A dataset by its ids. */
export interface DatasetResult {
  /** Id of the project that holds it. */
  project: string;
  /** Id of the dataset. */
  dataset: string;
}

/** A connection that remote models may use. */
export interface ConnectionResult {
  /** Id of the project that holds it. */
  project: string;
  /** Its location, in lower case where it was plain. */
  location: string;
  /** Id of the connection. */
  connection: string;
}

/** The dataset in which Segment keeps the state of its syncs. */
export interface StateDatasetResult {
  /** Id of the project that holds it. */
  project: string;
  /** Id of the dataset; empty where no product keeps state. */
  dataset: string;
  /** Who creates it: a value of `StateDatasetMode`; `none` where no product keeps state. */
  mode: string;
}

/** One grant made to Segment's account. */
export interface GrantResult {
  /** Where: `project acme`, `dataset acme.crm`, `table acme.crm.users`, a connection or a bucket. */
  scope: string;
  /** `roles/…`, or `projects/…/roles/…` for a custom role. */
  role: string;
  /** What Segment uses of the role. A custom role holds nothing else; a predefined one holds more. */
  permissions: string[];
  /** What for. */
  reason: string;
}

/** One key of Segment's account: names and places, nothing of the key. */
export interface KeyResult {
  /** The slot it is in: a value of `KeySlot`. */
  slot: string;
  /** `inUse`; `entering`, the next one for Segment while the other one still works; or `retiring`, deleted next. */
  state: string;
  /** Full name, `projects/…/serviceAccounts/…/keys/…`. */
  name: string;
  /** Full name of the version in Google Secret Manager that holds it; empty where none does. */
  secretVersionName: string;
  /** Where its JSON is kept, in words. */
  places: string[];
}

/** Where the rotation goes from here. */
export interface NextStepResult {
  /** What to set `key.step` to next: a value of `RotationStep`; empty where the stack has no key. */
  step: string;
  /** What to do before that, in order. */
  todo: string[];
}

/** What to enter where in Segment. */
export interface SegmentFormResult {
  /** Where the JSON is that goes into "Enter your credentials". Never the key itself. */
  credentials: string;
  /** What to enter as "Data Location". */
  dataLocation: string;
  /** What to do in Segment, in order. */
  steps: string[];
}
