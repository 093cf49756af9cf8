import type { Assessment } from "../access/assessment";
import type { Level } from "../access/config";
import type { Recommendation } from "../access/recommendRole";

/** What a finding is about, field by field: what an exemption matches, and what machines read. */
export interface Facts {
  /** Segment's account, as an address. */
  readonly account?: string;
  readonly role?: string;
  /** As in messages: `dataset acme.crm`. */
  readonly scope?: string;
  readonly permissions?: readonly string[];
}

/** What a finding says, in whole sentences. */
export interface FindingText {
  /** What is wrong with what. */
  readonly what: string;
  /** Why it matters. */
  readonly why: string;
  /** What to do about it, as an edit, beginning with a verb and without a full stop; printed after `Fix:`. */
  readonly fix: string;
  /** The role to take from the account at the scope. */
  readonly remove?: string;
  /** What to grant there instead. */
  readonly grant?: Recommendation;
}

/** One finding of a rule, and the resource to look at. */
export interface Violation extends Facts {
  readonly urn?: string;
  /** Called only for a finding that is listed, not for one that is counted. */
  readonly text: () => FindingText;
  /** Where the finding is graver, or less, than the rule's others. */
  readonly level?: "mandatory" | "advisory";
  /** The same text for what is the same excess, whether judged alone or with the whole stack. */
  readonly about?: string;
}

/** A rule: what it is called, how severe it is, and how it finds what breaks it. */
export interface Rule {
  /** Stable; never reused for another rule. */
  readonly id: string;
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
