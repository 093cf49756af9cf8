export { startFakeSegment, type FakeSegment } from "./startFakeSegment";
export type { Fault, SegmentState } from "./state";
