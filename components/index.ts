export * from "./args";
export * from "./enums";
export * from "./keyArgs";
export * from "./results";
export * from "./secretArgs";
export * from "./sinkArgs";
export { SegmentBigQuery } from "./segmentBigQuery";
