import { constants } from "node:os";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export type StopSignal = (typeof signals)[number];

/** What tells of signals: the process, or a test's stand-in. */
export interface SignalSource {
  on(signal: StopSignal, listener: (signal: StopSignal) => void): unknown;
  off(signal: StopSignal, listener: (signal: StopSignal) => void): unknown;
}

/** A wish to stop: the first signal is heard, a second one ends the process as if nobody listened. */
export class Interruption {
  private readonly controller = new AbortController();
  private heard?: StopSignal;
  private listener?: (signal: StopSignal) => void;

  constructor(private readonly source: SignalSource) {}

  get stop(): AbortSignal {
    return this.controller.signal;
  }

  /** The signal that was heard. */
  get signal(): StopSignal | undefined {
    return this.heard;
  }

  listen(onSignal: (signal: StopSignal) => void): void {
    this.listener = (signal) => {
      this.close();
      this.heard = signal;
      onSignal(signal);
      this.controller.abort();
    };
    for (const signal of signals) this.source.on(signal, this.listener);
  }

  close(): void {
    const { listener } = this;
    if (listener) for (const signal of signals) this.source.off(signal, listener);
  }
}

/** The exit code that a shell gives to a process that a signal has ended. */
export function interruptedBy(signal: StopSignal): number {
  return 128 + constants.signals[signal];
}
