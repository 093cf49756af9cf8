import type { ProfileName, ReadApiName, SourceRef } from "../../policy/access/declaration";
import type { ModelOperationName } from "../../policy/facts/modelOperations";
import type { ProductName } from "../../policy/facts/products";
import type { Unread } from "../googleProject/GoogleProject";
import type { FindingLine, MissingLine } from "../judgement/findings";
import type { Removal } from "../judgement/removal";

/** The set-up that a stack must describe to match what is there, as far as that can be read. */
export interface Setup {
  readonly project: string;
  readonly location: string;
  /** What is in another location, and so of no use to Segment. */
  readonly elsewhere: readonly string[];
  readonly accountId: string;
  readonly email: string;
  /** Whether the account is out of use; the stack would enable it otherwise. */
  readonly disabled: boolean;
  /** Segment's products that use the account. */
  readonly products: readonly ProductName[];
  readonly profile: ProfileName;
  readonly readApi: ReadApiName;
  readonly sources: readonly SourceRef[];
  readonly models: readonly ModelsSetup[];
  /** Datasets of the project that a product writes and that are there; without any, it creates its own. */
  readonly destinations: readonly string[];
  /** None where no product keeps the state of syncs. */
  readonly stateDataset?: {
    readonly datasetId: string;
    readonly exists: boolean;
    readonly kmsKeyName?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly secret: {
    readonly id: string;
    readonly exists: boolean;
    readonly locations: readonly string[];
    readonly accessors: readonly string[];
    readonly labels?: Readonly<Record<string, string>>;
    /** Cloud KMS key of a secret that is replicated automatically. */
    readonly kmsKeyName?: string;
    /** Cloud KMS keys by location. */
    readonly kmsKeyNames?: Readonly<Record<string, string>>;
  };
  /** What was assumed, or could not be determined. */
  readonly notes: readonly string[];
}

/** A dataset with models, and what a custom role allows with them. */
export interface ModelsSetup {
  readonly project: string;
  readonly dataset: string;
  readonly operations: readonly ModelOperationName[];
}

/** One resource in the file for `pulumi import --file`. */
export interface ImportEntry {
  readonly type: string;
  readonly name: string;
  readonly id?: string;
  readonly parent?: string;
  readonly component?: true;
}

/** Something that Pulumi cannot take over, and the way out. */
export interface NotImported {
  readonly what: string;
  readonly wayOut: string;
}

/** The shape of `adopt --json`. Fields may be added; a change of meaning raises `formatVersion`. */
export interface Adoption {
  readonly formatVersion: 1;
  readonly setup: Setup;
  /** Parts that `pulumi import` imports. */
  readonly imports: readonly ImportEntry[];
  /** Parts that the next `pulumi up` makes. */
  readonly made: readonly string[];
  readonly notImported: readonly NotImported[];
  /** Grants with more than is needed. */
  readonly excess: readonly Removal[];
  /** Grants outside the stack that may allow anything: their roles are unknown. */
  readonly undetermined: readonly Removal[];
  /** Harmless grants outside the stack. */
  readonly superseded: readonly Removal[];
  /** What is needed and not granted; the next `pulumi up` grants it. */
  readonly missing: readonly MissingLine[];
  readonly findings: readonly FindingLine[];
  readonly unread: readonly Unread[];
}
