export * from "./args/args";
export * from "./args/data";
export * from "./args/enums";
export * from "./args/key";
export * from "./args/results";
export * from "./args/secret";
export * from "./args/sinks";
export { SegmentBigQuery } from "./segmentBigQuery";
