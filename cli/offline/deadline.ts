import { PreviewFailure } from "./failure";

/** One time limit for everything that a preview waits for. */
export class Deadline {
  readonly #end: number;

  constructor(private readonly seconds: number) {
    this.#end = Date.now() + seconds * 1000;
  }

  /** Seconds until the limit; 0 once it has come. */
  get secondsLeft(): number {
    return Math.max(0, this.#end - Date.now()) / 1000;
  }

  /**
   * Waits for something until the limit.
   *
   * @param what names the thing waited for ("the program to finish"), at the time the limit is reached
   * @throws PreviewFailure when the limit comes first
   */
  async wait<T>(promise: Promise<T>, what: string | (() => string)): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_, reject) => {
      const giveUp = (): void => {
        const awaited = typeof what === "string" ? what : what();
        reject(
          new PreviewFailure(`Waited ${this.seconds} s for ${awaited}; raise --timeout if it needs longer.`),
        );
      };
      timer = setTimeout(giveUp, Math.max(0, this.#end - Date.now()));
    });
    try {
      return await Promise.race([promise, limit]);
    } finally {
      clearTimeout(timer);
    }
  }
}
