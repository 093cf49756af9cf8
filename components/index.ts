export * from "./args";
export * from "./enums";
export * from "./keyArgs";
export * from "./results";
export { SegmentBigQuery } from "./segmentBigQuery";
