import type { Declaration } from "../../../policy/access/declaration";

/** Whom the remedies are for, and where. */
export interface Setting {
  email: string;
  /** The project in which queries run. */
  project: string;
  location: string;
  declared: Declaration;
}

/** What a dataset or table is to Segment: it decides the key of the stack config. */
export type Purpose = "project" | "source" | "state" | "model";
