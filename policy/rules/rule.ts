import type { Assessment } from "../access/assessment";
import type { Level } from "../access/config";

/** One message of a rule, and the resource to look at. */
export interface Violation {
  readonly urn?: string;
  readonly message: string;
  /** The same text for what is the same excess, whether judged alone or with the whole stack. */
  readonly about?: string;
}

/** The stack policies of the pack: each makes sense enforced alone. */
export type Group = "access" | "keys" | "hygiene";

/** A rule: what it is called, how severe it is, and how it finds what breaks it. */
export interface Rule {
  /** Stable; never reused for another rule. */
  readonly id: string;
  readonly group: Group;
  readonly title: string;
  /** What it rejects and why, for the docs. */
  readonly description: string;
  /** The level unless `levels` in the config says otherwise. */
  readonly level: Level;
  readonly severity: "low" | "medium" | "high" | "critical";
  /** Recommendation of the CIS Google Cloud Platform Foundation Benchmark v3.0.0, where one applies. */
  readonly cis?: string;
  readonly tags: readonly string[];
  readonly remediation: string;
  /** Google's or Segment's page that the rule rests on. */
  readonly url: string;
  find(assessment: Assessment): Violation[];
}
