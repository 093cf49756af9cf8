import type { AccessRow } from "../../policy/accessTable";
import type { ProductName } from "../../policy/facts/products";
import type { LogMessage } from "../offline/engine/engineService";
import type { Incomplete } from "../offline/incomplete";
import type { Finding } from "./finding";

/** A resource of the previewed stack, without any of its properties. */
export interface PreviewedResource {
  urn: string;
  type: string;
  name: string;
  parent?: string;
  provider?: string;
  /** `managed` by a provider, `component`, `remote` component (its parts are missing), or only `read`. */
  kind: "managed" | "component" | "remote" | "read";
}

/**
 * What became of a preview.
 *
 * - `accepted`: everything was judged, and no mandatory policy is violated
 * - `rejected`: a mandatory policy is violated
 * - `incomplete`: no mandatory policy is violated in what could be judged, but not everything could
 * - `nothing-to-judge`: the stack has no account of Segment's, by whatever means
 */
export type Verdict = "accepted" | "rejected" | "incomplete" | "nothing-to-judge";

/** What to enter where in Segment, as the component's output `segmentForm` has it. */
export interface SegmentForm {
  credentials: string;
  dataLocation: string;
  steps: string[];
}

/** One role that an account holds at one scope, with a verdict in the words of every command. */
export interface AccessLine extends Omit<AccessRow, "needed"> {
  /**
   * - `ok`: nothing of it is in excess
   * - `excess`: something of it is
   * - `undetermined`: what the role allows is unknown
   */
  readonly state: "ok" | "excess" | "undetermined";
  /** Which of its permissions are needed there, and for what. */
  readonly needed: readonly { readonly permission: string; readonly reason: string }[];
}

/** The shape of `preview --json`. Fields may be added; a change of meaning raises `formatVersion`. */
export interface PreviewResult {
  formatVersion: 1;
  project: string;
  stack: string;
  verdict: Verdict;
  /** The policy packs that judged. */
  packs: { name: string; version: string }[];
  /** In the order of registration, parents before children. */
  resources: PreviewedResource[];
  /** Segment's accounts in the stack. */
  accounts: string[];
  /** Segment's products that its accounts are judged for. */
  products: ProductName[];
  /** What Segment's accounts hold: member, scope, role, permissions, and why. */
  access: AccessLine[];
  /** Mandatory ones first. */
  violations: Finding[];
  /** What policies of level `remediate` changed. */
  remediations: { policy: string; description: string; urn: string }[];
  /** What could not be judged and could concern Segment, and why. */
  incomplete: Incomplete[];
  /** What is not known either, and goes nowhere where it could concern Segment. */
  unknown: Incomplete[];
  /** A file for `--values` to fill in; only where values are missing that one can give. */
  valuesTemplate?: string;
  /** Of each component that the stack declares, as far as it is known before the update. */
  segmentForms: SegmentForm[];
  /** What has changed since the preview that was given to compare with. */
  comparison?: Comparison;
  /** What the program said. */
  messages: LogMessage[];
  /** What the program printed, secrets removed. */
  output: string;
}

/** What `preview --json` prints when the program or a policy pack fails, so that there is no verdict. */
export interface FailedPreview {
  formatVersion: 1;
  verdict: "failed";
  message: string;
  /** What the program printed, secrets removed. */
  output: string;
}

/** What a change adds and removes. */
export interface Comparison {
  access: { added: AccessLine[]; removed: AccessLine[] };
  violations: { added: Finding[]; removed: Finding[] };
}
