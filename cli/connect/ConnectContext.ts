import type { RetryPolicy } from "../google/http";
import type { SegmentApi } from "../segment/SegmentApi";
import type { RunCheck } from "./checkKey";
import type { ConnectOptions } from "./options";
import type { Connection } from "./settings";
import type { Side } from "./side";

/** What each part of the work has at hand. */
export interface ConnectContext {
  segment: SegmentApi;
  options: ConnectOptions;
  side: Side;
  connection: Connection;
  /** The key file's text; in no output. */
  keyText: string;
  /** What stands for the key in outputs. */
  hiddenKey: string;
  /** Milliseconds between looks at what Segment holds. */
  pause: number;
}

/** What surrounds the command: tests have no long waits. */
export interface ConnectWorld {
  /** Runs the command `check`. */
  check: RunCheck;
  retry?: Partial<RetryPolicy>;
  /** Milliseconds between looks at what Segment holds. @default 2000 */
  pause?: number;
}
