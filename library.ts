import type * as pulumi from "@pulumi/pulumi";
import { SegmentBigQuery as Component, type SegmentBigQueryArgs as ComponentArgs } from "./components/index";

// What npm users import. The plugin's schema is read from components/ itself, where Pulumi wants enums.
export * from "./components/index";

/** The same arguments, with each enum's values taken as plain text too, as in the SDKs that Pulumi generates. */
type Wide<T> = T extends string
  ? string extends T
    ? T
    : T | `${T}`
  : T extends
        pulumi.Resource | pulumi.OutputInstance<unknown> | Promise<unknown> | ((...args: never) => unknown)
    ? T
    : T extends readonly (infer Item)[]
      ? Wide<Item>[]
      : T extends object
        ? { [Name in keyof T]: Wide<T[Name]> }
        : T;

/** What to provision for one Segment connection to BigQuery. */
export type SegmentBigQueryArgs = Wide<ComponentArgs>;

/** Gives Segment's service account the access to BigQuery that it needs, and keeps its key. */
export type SegmentBigQuery = Component;
export const SegmentBigQuery = Component as Omit<typeof Component, "prototype"> & {
  prototype: Component;
  new (name: string, args: SegmentBigQueryArgs, opts?: pulumi.ComponentResourceOptions): Component;
};
