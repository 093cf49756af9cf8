import type { RetryPolicy } from "../google/http";
import type { SegmentApi } from "../segment/SegmentApi";
import type { RunCheck } from "./checkKey";
import type { ConnectOptions, Side } from "./options";
import type { Connection } from "./settings";

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

/**
 * Looks again and again until something is there.
 *
 * @param limit how long to look, in milliseconds
 * @returns what was last seen, and whether it was what was waited for
 */
export async function waitUntil<T>(
  look: () => Promise<T>,
  isThere: (seen: T) => boolean,
  { pause, limit }: { pause: number; limit: number },
): Promise<{ seen: T; there: boolean }> {
  for (const end = Date.now() + limit; ;) {
    const seen = await look();
    if (isThere(seen)) return { seen, there: true };
    if (Date.now() + pause > end) return { seen, there: false };
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
