import type { Resource } from "../../../policy/model/resource";
import type { Plain } from "../../../policy/model/plain";
import type { Group } from "../../../policy/rules";
import type { Level } from "../../../policy/model/config";
import type { Report } from "../report";

/** How one of the pack's policies is configured. */
export interface PolicySetting {
  /** The level of its findings, unless the config sets it rule by rule. */
  level?: Level;
  config: Plain;
}

/** What a report is made of, wherever it was read. */
export interface Input {
  subject: Report["subject"];
  resources: readonly Resource[];
  settings: Readonly<Record<Group, PolicySetting>>;
  incomplete: { subject: string; reason: string }[];
}
