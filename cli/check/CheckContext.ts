import type { Allowance } from "../../policy/access/allowance";
import type { Declaration } from "../../policy/access/declaration";
import type { ModelOperationName } from "../../policy/facts/modelOperations";
import type { GoogleClient } from "../google/GoogleClient";
import type { Reporter } from "./Reporter";
import type { Setting } from "./result";

/** What every check works with. */
export interface CheckContext {
  client: GoogleClient;
  reporter: Reporter;
  setting: Setting;
  declared: Declaration;
  allowance: Allowance;
  /** Whether a probe table may be made in the state dataset. */
  write: boolean;
  /** Models to check, each with the operations declared for it. */
  models: readonly ModelRef[];
  /** Tables tried in each source dataset. */
  tablesPerSource: number;
  /** Aborted when the command is to stop: nothing new is begun, and what was made is removed. */
  stop: AbortSignal;
  /** What the key holds on the project, once that is known. */
  heldOnProject?: ReadonlySet<string>;
}

/** A model and what Segment's queries do with it. */
export interface ModelRef {
  project: string;
  dataset: string;
  /** @default - the first model that the dataset holds */
  model?: string;
  operations: readonly ModelOperationName[];
}
